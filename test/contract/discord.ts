/** The contract's Discord: the real discord.js against the stand-in, and people in front of it. */
import { connectDiscord } from '../../bots/discord/connect.ts';
import type { DiscordMember, SeenMessage } from '../../playground/discord/member.ts';
import { type DiscordServer, startDiscord } from '../../playground/discord/server.ts';
import { threadIn } from '../support/thread.ts';
import { createForms } from './discord-forms.ts';
import type { Member, Seen, Stage, Way } from './member.ts';
import { commandOf, eventually, type Ground, openPlayed, type Played, personOf } from './stage.ts';

/** A channel's members type there as in its threads, a command's options are asked for by Discord itself, and apps have no page. */
const lacks: ReadonlySet<Way> = new Set(['home', 'mention', 'form', 'shortcut']);

/** So wide that no case waits for a limit it is not about. */
const wide = { limit: 10_000, perMs: 1000 };
const limits = {
  timing: { identifyMs: 0, answerMs: 30_000 },
  rates: {
    global: wide,
    buckets: {
      'message-create': wide,
      'message-edit': wide,
      'message-delete': wide,
      reaction: wide,
      webhook: wide,
      'original-response': wide,
    },
  },
} as const;

export async function discordStage(ground: Ground, { inThread = false } = {}): Promise<Stage> {
  const { wire, locale } = ground.abroad ?? {};
  const discord = await startDiscord({ limits, ...(wire && { wire }) });
  for (const id of Object.values(discord.members)) if (locale) discord.controls.setLocale(id, locale);
  const played = await openPlayed(ground);
  const { core, log, did, languages } = played;
  await played.start((handlers) =>
    connectDiscord({
      token: discord.token,
      apiUrl: discord.apiUrl,
      guildId: discord.guildId,
      commands: ground.commands,
      languages,
      handlers,
      media: core.media,
      log,
    }),
  );
  const channel = discord.channels.general ?? '';
  const here = inThread ? await threadIn(discord, channel) : channel;
  const member = (name: string) => createMember(discord, played, here, name);
  return {
    name: inThread ? 'Discord, in a thread' : 'Discord',
    ...{ platform: 'discord', space: discord.guildId, core, lacks, did },
    mai: member('Mai'),
    ravi: member('Ravi'),
    noor: member('Noor'),
    restart: played.restart,
    async close() {
      await played.close();
      await discord.close();
    },
  };
}

function createMember(
  discord: DiscordServer,
  { note, commandIn, inEnglish }: Played,
  here: string,
  name: string,
): Member {
  const person = personOf('discord', discord.members, name);
  const client = discord.member(person.id);
  const names = Object.fromEntries(Object.entries(discord.members).map(([one, id]) => [id, one]));

  /** `@Ravi` and `#gallery` are chosen, not typed. */
  function meant(value: string | number | boolean) {
    if (typeof value !== 'string') return value;
    const [, mark, called = ''] = /^([@#])(\w+)$/.exec(value) ?? [];
    const ids = mark === '@' ? discord.members : mark === '#' ? discord.channels : {};
    return ids[called] ?? value;
  }

  function callOf(command: string, options: Record<string, string | number | boolean>) {
    const [first = '', subcommand] = command.split(' ');
    const given = Object.entries(options).map(([option, value]) => ({ name: option, value: meant(value) }));
    return { channelId: here, name: first, ...(subcommand && { subcommand }), options: given };
  }

  const type: Member['type'] = (command, options = {}) => {
    note(command, 'slash');
    client.runCommand(callOf(command, options));
  };
  const read = (message: SeenMessage): Seen => ({
    id: message.id,
    private: message.ephemeral,
    ...readComponents(inEnglish(message.components), names),
  });

  const sees: Member['sees'] = (spot) => {
    const channel = spot === 'here' ? here : spot === 'gallery' ? discord.channels.gallery : dmOf(client);
    if (channel === undefined) return [];
    return client
      .messages(channel, { limit: 20 })
      .filter(({ author, thinking }) => author.id === discord.applicationId && !thinking)
      .map(read)
      .filter(({ lines }) => lines.length > 0);
  };
  const press: Member['press'] = (seen, label) => {
    const id = seen.buttons[label] ?? '';
    note(commandOf(id), 'button');
    client.press(seen.id, id);
  };

  /** What was typed is offered once more, in private. */
  const formFrom = createForms(client, inEnglish, async (act) => {
    const known = new Set(sees('here').map(({ id }) => id));
    await act();
    const refusal = await eventually(
      () => sees('here').find(({ id, buttons }) => !known.has(id) && reopen in buttons),
      'a refusal with the form',
    );
    if (!refusal.private) throw new Error(`for all to see: ${refusal.lines.join(' ')}`);
    const said = refusal.lines.filter((line) => !/^[#[]/.test(line)).join(' ');
    return [said, await formFrom(() => press(refusal, reopen))];
  });

  return {
    person,
    type,
    fill: async (command, options) => type(command, options),
    async attach(command, file, options) {
      type(command, { ...options, file: await client.upload(here, file) });
    },
    async suggested(command, option, typed) {
      note(command, 'suggest');
      const choices = await client.autocomplete({ ...callOf(command, { [option]: typed }), focused: option });
      return inEnglish(choices).map((choice) => ({ label: choice.name, value: String(choice.value) }));
    },
    press,
    formFrom(command, act) {
      note(command, 'asked');
      return formFrom(act);
    },
    useOn(seen, label) {
      note(commandIn(label), 'menu');
      client.runCommand({ channelId: here, name: label, targetId: seen.id, options: [] });
    },
    uploads: (bytes) =>
      client.sendFiles(here, 'look at this', [{ name: 'own.png', bytes, contentType: 'image/png' }]),
    star(seen) {
      note('star', 'star');
      client.react(seen.id, '⭐');
    },
    unstar(seen) {
      note('unstar', 'unstar');
      client.unreact(seen.id, '⭐');
    },
    pin(seen) {
      note('pin', 'pin');
      client.react(seen.id, '📌');
    },
    unpin(seen) {
      note('unpin', 'unpin');
      client.unreact(seen.id, '📌');
    },
    unpinByHand: (seen) => client.unpin(seen.id),
    deletes: (_spot, seen) => client.remove(seen.id),
    pinned: () => client.pins(discord.channels.gallery ?? '').map(({ id }) => id),
    sees,
    pings: () =>
      client
        .messages(here, { limit: 20 })
        .filter(({ mentions }) => mentions.some(({ id }) => id === person.id))
        .map(({ components }) =>
          readComponents(inEnglish(components), {}).lines.join('\n').replace(person.id, '').trim(),
        ),
    async file(seen) {
      const url = /"file":\{[^}]*"url":"([^"]+)"/.exec(
        JSON.stringify(client.messages(here, { limit: 20 }).find(({ id }) => id === seen.id)),
      )?.[1];
      return (await fetch(url ?? '')).text();
    },
  };
}

const reopen = 'Open the form again';

const dmOf = (client: DiscordMember) => client.guild().channels.find(({ kind }) => kind === 'dm')?.id;

interface Part {
  type: number;
  content?: string;
  label?: string;
  custom_id?: string;
  components?: Part[];
  items?: { description?: string | null }[];
}

function readComponents(components: readonly unknown[] = [], names: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const buttons: Record<string, string | null> = {};
  function read(part: Part): void {
    if (part.content !== undefined) lines.push(...part.content.split('\n').map((line) => plain(line, names)));
    for (const { description } of part.items ?? []) lines.push(`(picture: ${description})`);
    if (part.label !== undefined) buttons[part.label] = part.custom_id ?? null;
    for (const inner of part.components ?? []) read(inner);
    if (part.type === 1) lines.push((part.components ?? []).map(({ label }) => `[${label}]`).join(' '));
  }
  for (const part of components as Part[]) read(part);
  return { lines, buttons };
}

function plain(line: string, names: Readonly<Record<string, string>>): string {
  return line
    .replace(/^### /, '# ')
    .replace(/^- /, '• ')
    .replace(/^-# /, '~ ')
    .replace(/<t:\d+:[Rtd]>/g, '‹moment›')
    .replace(/<@(\d+)>/g, (_, id: string) => names[id] ?? id)
    .replace(/<#\d+>/g, '‹channel›')
    .replace(/<(\/[^:>]+):\d+>/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|(?<!\\)`/g, '')
    .replace(/\\(.)/g, '$1');
}
