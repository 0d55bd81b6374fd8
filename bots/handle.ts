/**
 * From a gesture to its answer, the same for every platform: find the command, parse what was typed, acknowledge, run,
 * answer. The one place that turns whatever was thrown into words.
 */

import { setTimeout as delay } from 'node:timers/promises';
import {
  handedInBefore,
  onItsWayCard,
  outOfReach,
  platformTrouble,
  refusalCard,
  troubleCard,
  waitingCard,
} from '../commands/cards/trouble-card.ts';
import {
  type Answer,
  type Asker,
  type Command,
  type Gesture,
  reactions,
  type Tools,
} from '../commands/command.ts';
import { explainIssue } from '../commands/words.ts';
import { type Card, plain, typed } from '../core/card.ts';
import { withCopy } from '../core/copies.ts';
import { PassingError, toError, UserError } from '../core/errors.ts';
import { newReportId } from '../core/ids.ts';
import { typedTexts } from '../core/kept-out.ts';
import type { PostRef } from '../core/people.ts';
import { say } from '../core/say.ts';
import { createAsking, takes } from './ask.ts';
import type { BotInsight } from './bot.ts';
import type { Chat, Handlers, Incoming, Reply } from './chat.ts';
import { createFirstAnswers } from './first-answers.ts';
import { createNotes } from './left-behind.ts';
import { questionOf } from './question.ts';
import { createSpeech, speaking } from './speech.ts';
import { standingOf } from './standing.ts';
import { untoldTo } from './untold.ts';

export interface HandlerOptions {
  commands: readonly Command[];
  tools: Tools;
  /** The platform the gestures come from; known once it is connected. */
  chat: () => Chat;
  insight?: BotInsight;
}

/** A command that takes longer makes us ask whether the store still answers, and for how long. */
const quietMs = 1500;
const answerMs = 500;
/** Suggestions that come later than this are none: platforms wait three seconds, people less. */
const suggestMs = 2000;

export function createHandlers({ commands, tools, chat, insight }: HandlerOptions) {
  const { log } = tools;
  const speech = createSpeech(tools);
  const inHand = new Set<Promise<void>>();
  const firstAnswers = createFirstAnswers();
  const byName = new Map(commands.map((command) => [command.name, command]));
  const asking = createAsking(tools);

  async function run(incoming: Incoming): Promise<void> {
    const { command: name, gesture: known, reply } = incoming;
    const command = byName.get(name);
    if (!command || !takes(command, incoming)) {
      throw new UserError(
        say('That command is not there any more. {help} shows what there is.', { help: typed('help') }),
      );
    }
    const given = await asking.given(incoming);
    const parse = () => parsed(command, given.options);
    if (await asking.ask(command, given, incoming, parse)) return;
    const options = parse();
    command.check?.({ options, gesture: known, tools });
    // A reaction has nobody who waits for an answer; what it asks for is done when the store is back.
    if (!isReaction(known) && !tools.core.isConnected()) throw new UserError(outOfReach);
    const { gesture, manner } = await standingOf(tools, command, known);
    const post = await firstAnswers.acknowledged(() => reply.acknowledge(manner)).catch(notBegun);
    const work = command.run({ options, gesture, tools, ...(post && { post }) });
    const answer = await (isReaction(gesture) ? work : sayingIfItWaits(work, incoming, post));
    if (answer && 'card' in answer) await noteCopy(answer.shows, await reply.show(answer.card));
    if (answer && 'job' in answer && manner === 'private') await reply.show(await elsewhere(answer.job));
    if (answer && 'job' in answer && answer.aside) await reply.followUp(answer.aside);
    if (answer && 'job' in answer && incoming.form && post) await notTwice(answer.job, post, reply);
  }

  async function noteCopy(shows: Shows, post: PostRef | null): Promise<void> {
    if (!shows || !post) return;
    const { job, ...only } = shows;
    await tools.core.jobs.update(job, (current) => withCopy(current, { post, ...only }));
  }

  /** Where a job's post is, for somebody who was answered in private. */
  async function elsewhere(id: string): Promise<Card> {
    const job = await tools.core.jobs.get(id);
    return onItsWayCard(job?.private === true, job?.post ? tools.postLink(job.post) : null);
  }

  /** A form that is handed in twice makes one job, whose post is the first; a second place is not left waiting. */
  async function notTwice(id: string, post: PostRef, reply: Reply): Promise<void> {
    const job = await tools.core.jobs.get(id);
    if (job?.post && job.post.message !== post.message) await reply.showPrivately(handedInBefore());
  }

  /** What a platform does not know of its channels, instructors may have said. */
  async function placedAsker(asker: Asker): Promise<Asker> {
    const { person, space, channel } = asker;
    if (asker.ageRestricted !== undefined || space === undefined || channel === undefined) return asker;
    return { ...asker, ageRestricted: await tools.ageRestricted({ ...person, space, channel }) };
  }

  /** Says so when the store went away in the middle of a command. */
  async function sayingIfItWaits<T>(
    work: Promise<T>,
    { gesture: { place, language }, reply }: Incoming,
    post: PostRef | null,
  ): Promise<T> {
    const done = new AbortController();
    void delay(quietMs, undefined, { signal: done.signal })
      .then(async () => {
        if ((await tools.core.answers(answerMs)) || done.signal.aborted) return;
        if (post) await chat().edit(post, await speech.forPlace(waitingCard(), place, language), 'progress');
        else await reply.followUp(waitingCard());
      })
      .catch((thrown: unknown) => {
        if (!done.signal.aborted) log.warn({ err: toError(thrown) }, 'could not say that a command waits');
      });
    try {
      return await work;
    } finally {
      done.abort();
    }
  }

  /** What could not be said by direct message is said here, once. */
  async function askNow({ gesture, reply }: Incoming): Promise<void> {
    if (isReaction(gesture)) return;
    const untold = await untoldTo(tools.core, gesture.person);
    if (untold) await reply.followUp(untold);
    if (gesture.place.space === undefined) return;
    const question = await questionOf(tools.core, chat(), gesture.person, gesture.place.space);
    if (question) await reply.followUp(question);
  }

  async function refuse(incoming: Incoming, thrown: unknown): Promise<void> {
    const error = toError(thrown);
    const { command, gesture } = incoming;
    const wayBack = await asking.wayBack(incoming).catch((lost: unknown) => {
      log.warn({ err: toError(lost), command }, 'what was typed into a form could not be kept');
      return [];
    });
    const showPrivately = (card: Card) =>
      incoming.reply.showPrivately({ ...card, elements: [...card.elements, ...wayBack] });
    if (error instanceof UserError) {
      log.info({ command, person: gesture.person.id }, `refused ${command}`);
      await showPrivately(refusalCard(error.said));
      return;
    }
    const reportId = newReportId();
    log.error({ err: error, reportId, command }, `${command} failed, report ${reportId}`);
    await showPrivately(troubleCard(reportId));
  }

  async function answer(heard: Incoming): Promise<void> {
    const gesture = await speech.heard(heard.gesture);
    const incoming = { ...heard, gesture, reply: speaking(heard.reply, gesture, speech) };
    insight?.keptOut.add([...typedTexts(incoming.options), ...typedTexts(incoming.form?.typed)]);
    const about = { command: incoming.command, platform: incoming.gesture.place.platform };
    try {
      await (insight ? insight.tracing.gesture(about, () => run(incoming)) : run(incoming));
      await askNow(incoming);
    } catch (thrown) {
      // Whatever happens to the answer, the listener that called us goes on.
      await refuse(incoming, thrown).catch((error: unknown) =>
        log.warn({ err: toError(error), command: incoming.command }, `could not answer ${incoming.command}`),
      );
    }
  }

  return {
    noted: createNotes(tools),
    letIn(platform) {
      tools.core.deliveries
        .hurry(platform)
        .catch((thrown: unknown) => log.warn({ err: toError(thrown) }, 'what is owed was not hurried'));
    },
    handle(incoming) {
      const work = answer(incoming).finally(() => inHand.delete(work));
      inHand.add(work);
      return work;
    },
    /** Resolves when every gesture in hand is answered, or after so long. */
    async settled(withinMs: number): Promise<void> {
      await Promise.race([Promise.all(inHand), delay(withinMs, undefined, { ref: false })]);
    },
    async suggest({ command: name, option, typed, others, asker }) {
      const command = byName.get(name);
      const late = delay(suggestMs, [], { ref: false });
      try {
        const language = tools.languages.of(asker.language);
        const found = async () => {
          const name = option.replace(/^inputs\./, '');
          const choices = await command?.suggest?.(name, typed, tools, others, await placedAsker(asker));
          return (choices ?? []).map(({ name, value }) => ({ name: plain(name, language), value }));
        };
        return await Promise.race([found(), late]);
      } catch (thrown) {
        log.error({ err: toError(thrown), command: name }, `suggestions for ${name} failed`);
        return [];
      }
    },
  } satisfies Handlers & { settled: (withinMs: number) => Promise<void> };
}

type Shows = Extract<Answer, { card: Card }>['shows'];

/** @throws UserError that names what is wrong. */
function parsed(command: Command, options: unknown): Record<string, unknown> {
  const read = command.options.safeParse(options, { reportInput: true });
  if (!read.success) throw new UserError(explainIssue(read.error));
  return read.data;
}

const isReaction = ({ kind }: Gesture) => reactions.some((one) => one === kind);

/** What may pass is no fault of ours, and whoever asked can do something about it. */
function notBegun(thrown: unknown): never {
  if (thrown instanceof PassingError) throw new UserError(platformTrouble, { cause: thrown });
  throw thrown;
}
