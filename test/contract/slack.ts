/** The contract's Slack: the real Bolt against the stand-in, and people in front of it. */
import { connectSlack } from '../../bots/slack/connect.ts';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { freePort } from '../../core/ports.ts';
import type { SeenMessage, SeenView, SlackMember } from '../../playground/slack/member.ts';
import { defaultWorld } from '../../playground/slack/seed.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import type { Member, Seen, Stage, Way } from './member.ts';
import { createForms } from './slack-forms.ts';
import {
  commandOf,
  eventually,
  type Ground,
  openPlayed,
  type Played,
  personOf,
  withoutEmoji,
} from './stage.ts';

/** No case looks further back. */
const few = { limit: 20 };
const fast = { limit: 10_000, perMs: 1000 };
const limits = {
  timing: { fileProcessingMs: 30, answerMs: 30_000 },
  rates: { 2: fast, 3: fast, 4: fast, post: fast, workspacePost: fast },
};

interface SlackStageOptions {
  http?: boolean;
  /** Commands cannot be typed there: people mention the bot. */
  inThread?: boolean;
}

export async function slackStage(
  ground: Ground,
  { http = false, inThread = false }: SlackStageOptions = {},
): Promise<Stage> {
  const port = await freePort();
  const { signingSecret } = defaultWorld().app;
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  const { wire, locale } = ground.abroad ?? {};
  const slack = await startSlack({
    manifest: slackManifest(ground.commands),
    limits,
    ...(wire && { wire }),
    ...(http && { http: { eventsUrl, signingSecret } }),
  });
  for (const id of Object.values(slack.members)) if (locale) slack.controls.setLocale(id, locale);
  const played = await openPlayed(ground);
  const { core, log, did, languages } = played;
  await played.start((handlers) =>
    connectSlack({
      botToken: slack.botToken,
      mode: http
        ? { kind: 'http', signingSecret, port, host: '127.0.0.1' }
        : { kind: 'socket', appToken: slack.appToken },
      apiUrl: slack.apiUrl,
      commands: ground.commands,
      languages,
      handlers,
      media: core.media,
      log,
    }),
  );
  const channel = slack.channels.general ?? '';
  const thread = inThread
    ? slack.member(slack.members.Ravi ?? '').send(channel, 'Let us talk here').ts
    : undefined;
  const lacks: ReadonlySet<Way> = new Set(inThread ? ['slash'] : ['mention']);
  const member = (name: string) => createMember(slack, played, { channel, thread }, name);
  return {
    name: `Slack ${http ? 'over HTTP' : 'in Socket Mode'}${inThread ? ', in a thread' : ''}`,
    ...{ platform: 'slack', space: slack.teamId, core, lacks, did },
    mai: member('Mai'),
    ravi: member('Ravi'),
    noor: member('Noor'),
    restart: played.restart,
    async close() {
      await played.close();
      await slack.close();
    },
  };
}

function createMember(
  slack: SlackServer,
  { note, commandIn, inEnglish }: Played,
  { channel, thread }: { channel: string; thread: string | undefined },
  name: string,
): Member {
  const person = personOf('slack', slack.members, name);
  const client = slack.member(person.id);

  const ofBot = (messages: SeenMessage[]): Seen[] =>
    inEnglish(messages.filter(({ user }) => user === slack.botUserId)).map(read);

  const refusals = new Map<string, Record<string, string>>();
  client.listen((event) => {
    if (event.type === 'view-refused') refusals.set(event.viewId, inEnglish(event.errors));
  });
  /** What a form says under its fields is what a private message says elsewhere. */
  const refused: Seen[] = [];

  /** `@Ravi` and `#gallery` are chosen in a form. */
  function meant(value: string): string | undefined {
    const [, mark, called = ''] = /^([@#])(\w+)$/.exec(value) ?? [];
    return mark === '@' ? slack.members[called] : mark === '#' ? slack.channels[called] : undefined;
  }

  /** One that was refused is open still. */
  const openForms = () => new Set(client.views().map(({ id }) => id));

  async function submit(
    before: ReadonlySet<string>,
    options: Record<string, string | number | boolean>,
  ): Promise<void> {
    const form = await eventually(() => client.views().find(({ id }) => !before.has(id)), 'a form');
    const lists = new Set((form.blocks as Part[]).flatMap((one) => listIn(one)));
    const fieldOf = fieldIn(form);
    for (const [option, value] of Object.entries(options))
      if (lists.has(fieldOf(option))) await client.suggest(form.id, fieldOf(option), String(value));
    const values = Object.entries(options).map(([option, value]) => [
      fieldOf(option),
      value === true
        ? ['true']
        : option === 'file'
          ? [String(value)]
          : (meant(String(value)) ?? String(value)),
    ]);
    client.submitView(form.id, Object.fromEntries(values));
    const errors = await eventually(
      () => refusals.get(form.id) ?? (client.views().some(({ id }) => id === form.id) ? undefined : {}),
      'a form that closes, or says what is wrong',
    );
    const [why] = Object.values(errors);
    if (why === undefined) return;
    refused.push({ id: form.id, private: true, lines: ['# Not like this', why], buttons: {} });
    client.closeView(form.id);
  }

  const hasShortcut = (command: string) =>
    client.shortcuts().some(({ callbackId }) => callbackId === `form:${command}`);

  /** Slack keeps some names for itself; those commands are had behind the app's own. */
  function call(command: string, words = ''): void {
    const [first = '', ...rest] = command.split(' ');
    const own = client.commands().some((one) => one.command === `/${first}`);
    if (own) client.runCommand(channel, `/${first}`, [...rest, words].join(' ').trim());
    else client.runCommand(channel, '/rendezvous', `${command} ${words}`);
  }

  const formFrom = createForms(client, inEnglish);

  return {
    person,
    type(command, options = {}) {
      const words = lineOf(options);
      note(command, thread === undefined ? 'slash' : 'mention');
      if (thread !== undefined) {
        client.mention(channel, `${command} ${words}`, { threadTs: thread });
        return;
      }
      call(command, words);
    },
    async fill(command, options) {
      const before = openForms();
      const inThread = thread !== undefined && hasShortcut(command);
      if (thread !== undefined && !inThread) return this.type(command, options);
      note(command, inThread ? 'shortcut' : 'form');
      if (inThread) client.runMessageShortcut(thread, `form:${command}`);
      else call(command);
      await submit(before, options);
    },
    async attach(command, file, options = {}) {
      const id = await client.upload(file);
      if (thread !== undefined) {
        note(command, 'mention');
        client.send(channel, `@Rendezvous ${command} ${lineOf(options)}`, {
          threadTs: thread,
          fileIds: [id],
        });
        return;
      }
      const before = openForms();
      note(command, 'slash');
      note(command, 'form');
      call(command);
      await submit(before, { ...options, file: id });
    },
    async fillAt(words, command, options) {
      note(command, 'shortcut');
      const parent = slack.member(slack.members.Ravi ?? '').send(channel, words);
      const before = openForms();
      client.runMessageShortcut(parent.ts, `form:${command}`);
      await submit(before, options);
      return () => ofBot(client.thread(parent.ts));
    },
    async suggested(command, option, typed) {
      note(command, 'suggest');
      const before = openForms();
      call(command);
      const form = await eventually(() => client.views().find(({ id }) => !before.has(id)), 'a form');
      const choices = await client.suggest(form.id, fieldIn(form)(option), typed);
      client.closeView(form.id);
      return inEnglish(choices).map(({ label, value }) => ({ label, value }));
    },
    press(seen, label) {
      const id = seen.buttons[label] ?? '';
      note(commandOf(id), 'button');
      client.press(seen.id, id);
    },
    formFrom(command, act) {
      note(command, 'asked');
      return formFrom(act);
    },
    useOn(seen, label) {
      note(commandIn(label), 'menu');
      const shortcut = client.shortcuts().find(({ name }) => name === label);
      client.runMessageShortcut(seen.id, shortcut?.callbackId ?? '');
    },
    async uploads(bytes) {
      const fileIds = [await client.upload({ name: 'own.png', bytes })];
      const { ts } = client.send(channel, 'look at this', {
        ...(thread !== undefined && { threadTs: thread }),
        fileIds,
      });
      return { id: ts };
    },
    star(seen) {
      note('star', 'star');
      client.react(seen.id, 'star');
    },
    unstar(seen) {
      note('unstar', 'unstar');
      client.unreact(seen.id, 'star');
    },
    pin(seen) {
      note('pin', 'pin');
      client.react(seen.id, 'pushpin');
    },
    unpin(seen) {
      note('unpin', 'unpin');
      client.unreact(seen.id, 'pushpin');
    },
    unpinByHand: (seen) => client.unpin(seen.id),
    deletes: (_spot, seen) => client.remove(seen.id),
    pinned: () => client.pins(slack.channels.gallery ?? '').map(({ ts }) => ts),
    sees(spot) {
      if (spot === 'gallery') return ofBot(client.messages(slack.channels.gallery ?? '', few));
      if (spot === 'directly') return ofBot(client.messages(client.openDm().id, few));
      const messages =
        thread === undefined ? client.messages(channel, few) : client.thread(thread).slice(-few.limit);
      return [...ofBot(messages), ...refused];
    },
    /** Slack notifies those whom a text names by their id; what stands in threads is not shown beside them. */
    pings() {
      const threads = thread === undefined ? client.messages(channel, few).map(({ ts }) => ts) : [thread];
      const mention = `<@${person.id}> `;
      return threads
        .flatMap((ts) => client.thread(ts))
        .flatMap(({ user, text }) =>
          user === slack.botUserId && text.includes(mention) ? [inEnglish(text).replace(mention, '')] : [],
        );
    },
    /** Nobody can be given a file in private anywhere but directly. */
    async file() {
      const id = await eventually(() => fileIn(client), 'a file in a direct message');
      return Buffer.from((await client.file(id)).bytes).toString();
    },
    openHome() {
      note('home', 'home');
      client.openHome();
    },
    home() {
      const view = inEnglish(slack.state.home(person.id));
      return view && { id: String(view.id), private: true, ...readBlocks(view.blocks) };
    },
  };
}

function fileIn(client: SlackMember): string | undefined {
  const files = client.messages(client.openDm().id).flatMap((one) => (one.files ?? []) as { id: string }[]);
  return files.at(-1)?.id;
}

/** The prompt as plain words, everything else as flags. */
function lineOf({ prompt, ...flags }: Readonly<Record<string, string | number | boolean>>): string {
  const given = Object.entries(flags).map(
    ([name, value]) => `--${name} ${/\s/.test(String(value)) ? `"${value}"` : value}`,
  );
  // Where a name must be given, the plain words are that.
  if (prompt !== undefined && flags.name !== undefined) return [`--prompt "${prompt}"`, ...given].join(' ');
  return [...(prompt === undefined ? [] : [prompt]), ...given].join(' ');
}

const read = (message: SeenMessage): Seen => ({
  id: message.ts,
  private: message.ephemeral || message.channel.startsWith('D'),
  ...readBlocks(message.blocks),
});

interface Part {
  type: string;
  text?: string | { text: string };
  name?: string;
  alt_text?: string;
  action_id?: string;
  url?: string;
  elements?: Part[];
  element?: Part;
}

/** A list that asks the app while one types takes only what it was told. */
const listIn = ({ element }: Part): string[] =>
  element?.type === 'external_select' ? [element.action_id ?? ''] : [];

/** The field of an option: one that is filled in already goes by another name. */
const fieldIn = ({ blocks }: SeenView) => {
  const names = (blocks as { block_id?: string }[]).map(({ block_id }) => block_id);
  return (option: string) => (names.includes(`inputs.${option}`) ? `inputs.${option}` : option);
};

/** What Slack says instead of showing a file beside a private answer. */
const elsewhere = /^~ I sent you .* as a direct message\.$/;

function readBlocks(blocks: unknown) {
  const lines: string[] = [];
  const buttons: Record<string, string | null> = {};
  for (const block of (blocks ?? []) as Part[]) {
    switch (block.type) {
      case 'header':
        lines.push(`# ${wordsOf(block)}`);
        break;
      case 'context':
        lines.push(`~ ${(block.elements ?? []).map(marked).join('')}`);
        break;
      case 'divider':
        lines.push('—');
        break;
      case 'image':
        lines.push(`(picture: ${block.alt_text})`);
        break;
      case 'actions':
        for (const button of block.elements ?? [])
          buttons[withoutEmoji(wordsOf(button))] = button.url ? null : (button.action_id ?? '');
        lines.push((block.elements ?? []).map((one) => `[${withoutEmoji(wordsOf(one))}]`).join(' '));
        break;
      case 'rich_text':
        for (const part of block.elements ?? []) lines.push(...richLines(part));
        break;
      default:
        lines.push(`?? ${JSON.stringify(block)}`);
    }
  }
  return { lines: lines.map(asNamed).filter((line) => !elsewhere.test(line)), buttons };
}

function richLines(part: Part): string[] {
  if (part.type === 'rich_text_list') return (part.elements ?? []).map((item) => `• ${inline(item)}`);
  const mark = part.type === 'rich_text_quote' ? '> ' : '';
  return inline(part)
    .split('\n')
    .map((line) => mark + line);
}

const inline = ({ elements = [] }: Part) => elements.map(inlineWords).join('');

function inlineWords(one: Part): string {
  if (one.type === 'date') return '‹moment›';
  return one.type === 'channel' ? '‹channel›' : wordsOf(one);
}

const wordsOf = ({ text = '' }: Part) => (typeof text === 'string' ? text : text.text);

/** Small print may be markup. */
function marked(part: Part): string {
  const text = wordsOf(part);
  return part.type === 'plain_text'
    ? text
    : text
        .replace(/<!date\^[^>]*>/g, '‹moment›')
        .replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
        .replace(/<#[^>]*>/g, '‹channel›')
        .replace(/[*`]/g, '');
}

/** Commands whose names Slack keeps for itself are reached by `/rendezvous`. */
const asNamed = (line: string) => line.replace(/\/rendezvous (?=[a-z])/g, '/');
