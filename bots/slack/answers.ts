/**
 * Private answers. Slack has three ways, and each has its times when it does not work, so they are tried in turn: the
 * gesture's own address, a message in the channel that only this person sees, and a direct message. Files cannot be
 * seen by one person alone anywhere but in direct messages; they are sent there, and the answer says so.
 */
import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { Log } from '../../core/log.ts';
import { say } from '../../core/say.ts';
import type { SlackChat } from './chat.ts';
import { meaningOf, translated } from './errors.ts';
import { either, type Files, filesOf } from './files.ts';
import type { Where } from './form.ts';
import { limits } from './limits.ts';
import { forSlack } from './pictures.ts';
import { asPosted, asWritten, type Message, type Publish } from './publish.ts';
import type { Place } from './render-card.ts';
import type { Wire } from './wire.ts';

const respondMs = 10_000;

interface AnswersOptions {
  wire: Wire;
  publish: Publish;
  files: Files;
  chat: SlackChat;
  log: Log;
  now: () => number;
}

/** `replace`: takes the place of the private message whose button was pressed. */
export type Say = (card: Card, how?: { replace: boolean }) => Promise<void>;

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() }).loose();

export type Answers = ReturnType<typeof createAnswers>;

export function createAnswers({ wire, publish, files, chat, log, now }: AnswersOptions) {
  /** @throws as the Web API does, so that refused blocks are dealt with in the same way. */
  async function respond(url: string, message: object): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(respondMs),
      redirect: 'error',
    });
    const body = await answer.text();
    const refusal = refusalSchema.safeParse(parsedJson(body));
    if (refusal.success) throw new WebAPIPlatformError(refusal.data);
    if (!answer.ok) throw new Error(`a private answer was refused with ${answer.status}`);
  }

  async function placeFiles(card: Card, person: string): Promise<Place> {
    const pictures = await files.pictures(card, {}, `private ${person}`);
    if (!filesOf(card).some(({ as }) => as === 'file')) return pictures.place;
    try {
      const apart = await files.apart(card, await chat.directly(person));
      return either(pictures.place, apart.place);
    } catch (thrown) {
      if (meaningOf(thrown) !== 'closed') throw thrown;
      const reason = say('I may not write to you directly, so I cannot give you the file.');
      return either(pictures.place, () => ({ as: 'left-out', reason }));
    }
  }

  /** For one gesture of one person. `responseUrl` works a few times for a while. */
  return function answersTo(person: string, where: Where | null, responseUrl: string | null): Say {
    const until = now() + limits.responseUrl.ms;
    let uses = responseUrl === null ? 0 : limits.responseUrl.uses;
    const thread = where?.thread === undefined ? {} : { thread_ts: where.thread };

    function waysFor(replace: boolean): ((message: Message) => Promise<unknown>)[] {
      const byUrl = async (message: Message) => {
        uses -= 1;
        const how = replace ? { replace_original: true } : { replace_original: false, ...thread };
        await respond(responseUrl ?? '', { response_type: 'ephemeral', ...how, ...message });
      };
      const inChannel = (message: Message) =>
        wire.patiently((client) =>
          client.chat.postEphemeral({
            channel: where?.channel ?? '',
            user: person,
            ...thread,
            ...message,
            ...asWritten,
          }),
        );
      const directly = async (message: Message) => {
        const channel = await chat.directly(person);
        await wire.inTurn(channel, (client) => client.chat.postMessage({ channel, ...message, ...asPosted }));
      };
      return [
        ...(uses > 0 && now() < until ? [byUrl] : []),
        ...(where === null ? [] : [inChannel]),
        directly,
      ];
    }

    return async function say(said, { replace } = { replace: false }) {
      const card = forSlack(said);
      const place = await placeFiles(card, person);
      let last: unknown;
      for (const way of waysFor(replace)) {
        try {
          await publish(card, place, way);
          return;
        } catch (thrown) {
          last = thrown;
          log.debug({ err: translated(thrown, 'a private answer') }, 'a private answer takes another way');
        }
      }
      throw translated(last, 'a private answer');
    };
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
