/** Tells Discord our commands, and only when they differ from what it has: new ones are limited to 200 a day. */

import { type REST, Routes } from 'discord.js';
import { ApplicationIntegrationType, InteractionContextType, Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import type { Languages } from '../../commands/languages.ts';
import type { Log } from '../../core/log.ts';
import { type CommandBody, toDiscordCommands, toMenuCommands } from './command-json.ts';
import { localized } from './localized.ts';
import type { CommandIds } from './text.ts';

const applicationSchema = z.object({
  integration_types_config: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
const registeredSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }));

/**
 * In a server of its own a command is there at once; everywhere, it is in servers and in direct messages.
 * @returns their ids, by which they can be clicked in a text.
 */
export async function registerCommands({
  rest,
  applicationId,
  guildId,
  commands,
  languages,
  log,
}: {
  rest: REST;
  applicationId: string;
  guildId?: string | undefined;
  commands: readonly Command[];
  /** English alone without them. */
  languages?: Languages | undefined;
  log: Log;
}): Promise<CommandIds> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const everywhere = guildId ? {} : await whereverAllowed(rest, log);
  const plain = [...toDiscordCommands(commands), ...toMenuCommands(commands)];
  const all = languages ? localized(plain, languages) : plain;
  const wanted = all.map((body) => ({ ...body, ...everywhere }));
  const registered = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
  if (sameCommands(registered, wanted)) {
    log.debug({ commands: wanted.length }, 'the commands are registered already');
    return idsOf(registered);
  }
  const answer = await rest.put(route, { body: wanted });
  log.info(
    { commands: wanted.length, guild: guildId ?? 'everywhere' },
    `registered ${wanted.length} commands`,
  );
  return idsOf(answer);
}

/**
 * In servers and in direct messages; and wherever somebody is who has added the application to their own account, where
 * its settings let people do that.
 */
async function whereverAllowed(rest: REST, log: Log) {
  const { integration_types_config: installs } = applicationSchema.parse(
    await rest.get(Routes.currentApplication()),
  );
  const inServers = {
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
  if (installs?.[ApplicationIntegrationType.UserInstall] === undefined) {
    log.info(
      'people cannot take the commands along: "User Install" is off on the Installation page of the application',
    );
    return inServers;
  }
  return {
    contexts: [...inServers.contexts, InteractionContextType.PrivateChannel],
    integration_types: [...inServers.integration_types, ApplicationIntegrationType.UserInstall],
  };
}

function idsOf(registered: unknown): CommandIds {
  return new Map(registeredSchema.parse(registered).map(({ id, name }) => [name, id]));
}

/** Whether Discord's list says what we want to say. What Discord adds of its own and the order do not count. */
export function sameCommands(registered: unknown, wanted: readonly CommandBody[]): boolean {
  const told = z.array(z.looseObject({ name: z.string() })).parse(registered);
  // A server's own commands have no contexts, whatever Discord says of them.
  const compared = wanted.some(({ contexts }) => contexts)
    ? [...ours, 'contexts', 'integration_types']
    : ours;
  const essence = (list: readonly object[]) =>
    list
      .map((command) => JSON.stringify(onlyFields(command, compared)))
      .toSorted()
      .join();
  return essence(told) === essence(wanted);
}

/** The fields we set, at any depth. Absent, null, false and empty mean the same to Discord. */
const ours = [
  'name',
  'type',
  'description',
  'required',
  'choices',
  'value',
  'options',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
  'name_localizations',
  'description_localizations',
  'file_types',
];

const locales = Object.values(Locale);
const isTranslated = (name: string) => name.endsWith('_localizations');

function onlyFields(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => onlyFields(item, names));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([name, field]) => names.includes(name) && field !== null && field !== false && field !== '')
    .filter(([, field]) => !Array.isArray(field) || field.length > 0)
    .map(([name, field]) => [name, onlyFields(field, isTranslated(name) ? locales : names)] as const);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
