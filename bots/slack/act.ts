/** What is done about a gesture: understood, turned into a command with options, handed to the bots' handlers. */
import { refusalCard, troubleCard } from '../../commands/cards/trouble-card.ts';
import type { Command, Reaction } from '../../commands/command.ts';
import type { GivenFile } from '../../commands/given-file.ts';
import { toError, UserError } from '../../core/errors.ts';
import { newReportId } from '../../core/ids.ts';
import { inLanguage } from '../../core/in-language.ts';
import type { Log } from '../../core/log.ts';
import { type Language, say } from '../../core/say.ts';
import type { AskedForm, Handlers, Incoming, Reply } from '../chat.ts';
import type { FetchFile } from '../fetch-file.ts';
import { formOf, wantsForm } from '../fields.ts';
import { type FileRef, withFiles } from '../given-file.ts';
import { createLock } from '../lock.ts';
import { type Option, optionsOf, textOption } from '../options.ts';
import { createQuietReply } from '../quiet-reply.ts';
import type { Answers, Say } from './answers.ts';
import { placeFiles } from './attached.ts';
import type { Channels } from './channels.ts';
import type { SlackChat } from './chat.ts';
import { parseFlags } from './flags.ts';
import type { Where } from './form.ts';
import type { Forms } from './forms.ts';
import type { Heard } from './heard.ts';
import type { Home } from './home.ts';
import { mentionId } from './left.ts';
import { createLatest } from './once.ts';
import type { People } from './people.ts';
import { type Understood, understandMention, understandSlash } from './register.ts';
import { createCollectingReply, createReply } from './reply.ts';
import type { Shown } from './shown.ts';

interface ActOptions {
  handlers: Handlers;
  commands: readonly Command[];
  chat: SlackChat;
  people: People;
  channels: Channels;
  answersTo: Answers;
  forms: Forms;
  home: Home;
  fetchFile: FetchFile;
  shownFile: (shown: Shown) => GivenFile;
  fileOf: NonNullable<Incoming['fileOf']>;
  /** The workspace the app is installed in. */
  team: string;
  log: Log;
}

export type Act = (heard: Heard) => Promise<void>;

export function createAct(options: ActOptions): Act {
  const {
    handlers,
    commands,
    chat,
    people,
    channels,
    answersTo,
    forms,
    home,
    fetchFile,
    shownFile,
    fileOf,
    team,
    log,
  } = options;
  const isLatest = createLatest();
  const lock = createLock();

  /** The one place that answers what goes wrong before a command is reached. */
  async function orSay(say: Say, person: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const language = await people.speaks(person);
      if (thrown instanceof UserError) return say(inLanguage(refusalCard(thrown.said), language));
      const reportId = newReportId();
      log.error({ err: toError(thrown), reportId }, `a gesture failed, report ${reportId}`);
      await say(inLanguage(troubleCard(reportId), language));
    }
  }

  interface Answering {
    where: Where;
    person: string;
    say: Say;
    onPrivate?: boolean;
    /** Opens a form, where Slack gave one. */
    trigger: string | null;
  }
  function replyAt({ where, person, say, onPrivate = false, trigger }: Answering): Reply {
    return createReply({
      say,
      post: (card) => chat.post(people.placeOf(where), card),
      enter: () => channels.enter(where.channel, () => chat.directly(person)),
      onPrivate,
      ...(trigger !== null && { ask: (form) => forms.open({ form, where, trigger, person }) }),
    });
  }

  async function typed(
    heard: Extract<Heard, { kind: 'slash' | 'mention' }>,
    understand: () => Understood,
    trigger: string | null,
    say: Say,
  ): Promise<void> {
    await orSay(say, heard.doer.id, async () => {
      const { command, rest, shown } = understand();
      const own = optionsOf(command);
      const typedIn = parseFlags(rest, own, shown, heard.references);
      const given = withFiles(
        typedIn,
        heard.kind === 'mention' ? placed(heard.files, own, shown) : {},
        fetchFile,
      );
      // Slack takes a form within 3 seconds only: nothing slow may come before this.
      const person = heard.doer.id;
      if (!command.form && !command.filled && wantsForm(command, given) && trigger !== null) {
        const form = asked(command, given, await people.speaks(person));
        return forms.open({ form, where: heard.where, trigger, person });
      }
      const known = await people.gesture('slash', heard.doer, people.placeOf(heard.where));
      const id = heard.kind === 'mention' ? mentionId(heard) : heard.ticket.trigger;
      const gesture = { ...known, ...(id !== null && { id }) };
      const reply = replyAt({ where: heard.where, person, say, trigger });
      const called = await people.called(given, own);
      await handlers.handle({ command: command.name, options: called, gesture, reply });
    });
  }

  async function openForm({
    command: name,
    where,
    text,
    doer,
    ticket,
  }: Extract<Heard, { kind: 'open-form' }>) {
    const say = answersTo(doer.id, where, ticket.responseUrl);
    await orSay(say, doer.id, async () => {
      const command = commands.find((one) => one.name === name);
      if (!command || ticket.trigger === null) throw new UserError(formGone);
      const option = textOption(optionsOf(command));
      const initial = option && text.trim() ? { [option.name]: text.trim() } : {};
      const form = asked(command, initial, await people.speaks(doer.id));
      await forms.open({ form, where, trigger: ticket.trigger, person: doer.id });
    });
  }

  async function press({
    command,
    options,
    onPrivate,
    doer,
    where,
    ticket,
  }: Extract<Heard, { kind: 'button' }>) {
    const say = answersTo(doer.id, where, ticket.responseUrl);
    const known = await people.gesture('button', doer, people.placeOf(where));
    const gesture = { ...known, ...(ticket.trigger !== null && { id: ticket.trigger }) };
    const reply = replyAt({ where, person: doer.id, say, onPrivate, trigger: ticket.trigger });
    await handlers.handle({ command, options, gesture, reply, fileOf });
  }

  async function useMenu(heard: Extract<Heard, { kind: 'menu' }>) {
    const { command, picture, message, doer, where, ticket } = heard;
    const say = answersTo(doer.id, where, ticket.responseUrl);
    const known = await people.gesture('menu', doer, people.placeOf(where));
    const gesture = { ...known, ...(ticket.trigger !== null && { id: ticket.trigger }) };
    const shown = picture && { picture: shownFile(picture) };
    const options = { channel: where.channel, message, ...shown };
    const files = { ...(picture && { picture }) };
    const reply = replyAt({ where, person: doer.id, say, trigger: ticket.trigger });
    await handlers.handle({ command, options, gesture, reply, files });
  }

  /** Stars (or pins) of one person on one post are taken one after the other, and an older one never after a newer one. */
  async function react({ kind, doer, channel, message, at }: Extract<Heard, { kind: Reaction }>) {
    const key = `${kind.replace(/^un/, '')} ${doer.id} ${channel} ${message}`;
    await lock(key, async () => {
      if (!isLatest(key, at)) return;
      const gesture = await people.gesture(kind, doer, people.placeOf({ channel }));
      const reply = createQuietReply((card) => chat.tell(gesture.person, card));
      await handlers.handle({ command: kind, options: { channel, message }, gesture, reply });
    });
  }

  /** The page says what came of a button pressed on it, and shows how things stand now. */
  async function showHome(heard: Extract<Heard, { kind: 'home' | 'home-button' }>): Promise<void> {
    const { doer } = heard;
    const known = heard.kind === 'home' ? heard.channel : null;
    // A page belongs to its workspace, so what is asked for there is asked for in that space.
    const place = {
      platform: 'slack' as const,
      space: team,
      channel: known ?? (await chat.directly(doer.id)),
    };
    const pressed = createCollectingReply();
    if (heard.kind === 'home-button') {
      const gesture = await people.gesture('button', doer, place);
      const { command, options } = heard;
      await handlers.handle({ command, options, gesture, reply: pressed });
    }
    const page = createCollectingReply();
    const gesture = await people.gesture('home', doer, place);
    await handlers.handle({ command: 'home', options: {}, gesture, reply: page });
    await home(doer.id, [...pressed.said, ...pressed.added, ...page.added, ...page.said]);
  }

  return async function act(heard) {
    switch (heard.kind) {
      case 'slash': {
        const say = answersTo(heard.doer.id, heard.where, heard.ticket.responseUrl);
        const understand = () => understandSlash(heard.slash, heard.text, commands);
        return typed(heard, understand, heard.ticket.trigger, say);
      }
      case 'mention': {
        const say = answersTo(heard.doer.id, heard.where, null);
        return typed(heard, () => understandMention(heard.text, commands), null, say);
      }
      case 'open-form':
        return openForm(heard);
      case 'menu':
        return useMenu(heard);
      case 'button':
        return press(heard);
      case 'star':
      case 'unstar':
      case 'pin':
      case 'unpin':
        return react(heard);
      case 'home':
      case 'home-button':
        return showHome(heard);
      case 'gone':
        return handlers.gone?.(heard.gone);
      case 'pins-changed':
        return handlers.pinsChanged?.({ platform: 'slack', channel: heard.channel });
      case 'let-in':
        return handlers.letIn?.('slack');
      case 'revoked':
        log.error(
          'the app was removed from the workspace or its token revoked; install it again and set the new SLACK_BOT_TOKEN',
        );
        return;
      // Forms are answered while Slack waits, and lists at once.
      case 'form':
      case 'typing':
      case 'link':
      case 'unsupported':
        return;
      default:
        heard satisfies never;
    }
  };
}

const asked = (
  command: Command,
  initial: Readonly<Record<string, unknown>>,
  language: Language,
): AskedForm => ({
  ...formOf(command, initial, language),
  command: command.name,
});

const formGone = say('That form is not there any more. Mention me and say what you want to see.');

/** The files of a message as options. @throws UserError for one that there is no place for */
function placed(
  files: readonly FileRef[],
  options: readonly Option[],
  shown: string,
): Record<string, FileRef> {
  const { placed, left } = placeFiles(files, options);
  const [first] = left;
  if (first)
    throw new UserError(
      say('{command} has no place for {file}. Leave it out.', { command: shown, file: first.name }),
    );
  return placed;
}
