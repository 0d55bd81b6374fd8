/** The values of a command's options, checked as Discord's client checks them before it sends anything. */
import {
  type APIApplicationCommandBasicOption as BasicOption,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { COMMAND_LIMITS } from '../limits.ts';
import { MemberError, type OptionValue } from '../member.ts';
import { characters } from '../validate/form.ts';
import { resolve } from '../world/interaction-payload.ts';
import { renderRoles } from '../world/render.ts';
import { renderAttachment } from '../world/render-message.ts';
import type { World } from '../world/world.ts';

export interface SentOption {
  name: string;
  type: OptionType;
  value: string | number | boolean;
  focused?: true;
}

/** While a person is still typing (`focused`), nothing is missing or out of range yet. */
export function readValues(
  world: World,
  options: readonly BasicOption[],
  values: readonly OptionValue[],
  focused?: string,
): SentOption[] {
  for (const { name } of values) {
    if (!options.some((option) => option.name === name))
      throw new MemberError(`There is no option "${name}".`);
  }
  const isDraft = focused !== undefined;
  return options.flatMap((option): SentOption[] => {
    const given = values.find(({ name }) => name === option.name);
    if (!given) {
      if (option.required && !isDraft) throw new MemberError(`${option.name} is required.`);
      return option.name === focused
        ? [{ name: option.name, type: option.type, value: '', focused: true }]
        : [];
    }
    const mark = option.name === focused ? ({ focused: true } as const) : {};
    if (!isDraft) checkValue(world, option, given.value);
    // What is being typed is sent as it stands, even when it is not a number yet.
    return [{ name: option.name, type: option.type, value: given.value, ...mark }];
  });
}

function checkValue(world: World, option: BasicOption, value: OptionValue['value']): void {
  const wrong = wrongWith(world, option, value);
  if (wrong !== null) throw new MemberError(`${option.name} ${wrong}, got ${JSON.stringify(value)}.`);
}

/** What the value would have to be, or null when it is that. */
function wrongWith(world: World, option: BasicOption, value: OptionValue['value']): string | null {
  switch (option.type) {
    case OptionType.String:
      return wrongWithText(option, value);
    case OptionType.Integer:
    case OptionType.Number:
      return wrongWithNumber(option, value);
    case OptionType.Boolean:
      return typeof value === 'boolean' ? null : 'must be true or false';
    case OptionType.User:
      return world.members.has(String(value)) ? null : 'must be somebody here';
    case OptionType.Role:
      return world.roles.has(String(value)) ? null : 'must be a role';
    case OptionType.Mentionable:
      return world.members.has(String(value)) || world.roles.has(String(value))
        ? null
        : 'must be somebody here, or a role';
    case OptionType.Channel: {
      const channel = world.channels.get(String(value));
      const types: readonly number[] = option.channel_types ?? [];
      const fits = channel && (types.length === 0 || types.includes(channel.type));
      return fits ? null : 'must be a channel of the right kind';
    }
    case OptionType.Attachment: {
      const upload = world.uploads.get(String(value));
      if (!upload) return 'needs a file';
      const kinds = option.file_types ?? [];
      const fits = kinds.length === 0 || kinds.some((kind) => fitsFileType(upload, kind));
      return fits ? null : `takes only ${kinds.join(', ')}`;
    }
  }
}

function wrongWithText(option: BasicOption & { type: OptionType.String }, value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return 'needs a text';
  const length = characters(value);
  const least = option.min_length ?? 1;
  const most = option.max_length ?? COMMAND_LIMITS.stringLength;
  if (length < least || length > most) return `must have ${least} to ${most} characters`;
  return notOffered('choices' in option ? option.choices : undefined, value);
}

function wrongWithNumber(
  option: BasicOption & { type: OptionType.Integer | OptionType.Number },
  value: unknown,
): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (option.type === OptionType.Integer && !Number.isSafeInteger(value)) return 'must be a whole number';
  const { min_value: least = -(2 ** 53), max_value: most = 2 ** 53 } = option;
  if (value < least) return `must be ${least} or more`;
  if (value > most) return `must be ${most} or less`;
  return notOffered('choices' in option ? option.choices : undefined, value);
}

function notOffered(
  choices: readonly { name: string; value: string | number }[] | undefined,
  value: string | number,
): string | null {
  if (!choices?.length || choices.some((choice) => choice.value === value)) return null;
  return `must be one of the choices offered (${choices.map(({ name }) => name).join(', ')})`;
}

/** Only the name is looked at, as Discord does. */
export function fitsFileType(file: { filename: string; contentType: string }, type: string): boolean {
  return type.startsWith('.')
    ? file.filename.toLowerCase().endsWith(type.toLowerCase())
    : file.contentType.startsWith(`${type}/`);
}

/** The people, roles, channels and files behind the ids that were chosen. */
export function resolveOptions(world: World, options: readonly SentOption[], userId: string): object {
  const chosen = (...types: OptionType[]) =>
    options.filter(({ type }) => types.includes(type)).map(({ value }) => String(value));
  const roles = new Map<string, object>(renderRoles(world).map((role) => [role.id, role]));
  const resolved = resolve(
    world,
    {
      users: chosen(OptionType.User, OptionType.Mentionable),
      roles: chosen(OptionType.Role, OptionType.Mentionable),
      channels: chosen(OptionType.Channel),
    },
    userId,
    roles,
  );
  const attachments = resolveUploads(world, chosen(OptionType.Attachment));
  const all = { ...resolved, ...attachments };
  return Object.keys(all).length > 0 ? { resolved: all } : {};
}

export function resolveUploads(
  world: World,
  ids: readonly string[],
): { attachments?: Record<string, object> } {
  const uploads = ids.flatMap((id) => world.uploads.get(id) ?? []);
  if (uploads.length === 0) return {};
  return {
    attachments: Object.fromEntries(
      uploads.map((upload) => [
        upload.id,
        { ...renderAttachment(world, upload.channelId, upload), ephemeral: true },
      ]),
    ),
  };
}
