/**
 * The life of a gesture, told once: it goes to the app, which acknowledges it within three seconds. What the answer
 * carries is done (a private line, another form); without an answer the person reads that it failed.
 */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors.ts';
import type { Shortcut } from '../manifest.ts';
import type { JsonObject } from '../validate/walk.ts';
import { tellPrivately } from '../world/messages.ts';
import { renderMessage } from '../world/render-message.ts';
import type { ResponseUrls } from '../world/response-urls.ts';
import type { Triggers } from '../world/triggers.ts';
import type { Channel, Message, StateValues } from '../world/types.ts';
import { repliesTo, type World } from '../world/world.ts';
import { answer } from './answers.ts';
import { channelName, commandPayload, commonPayload, type Place, placePayload } from './payloads.ts';
import type { Delivery, Envelope, Transport } from './transport.ts';

export interface Interactions {
  command(given: { userId: string; channel: Channel; command: string; text: string }): string;
  /** `actions` are as the app will read them, without their time. */
  actions(given: { userId: string; place: Place; actions: JsonObject[]; state?: StateValues }): string;
  shortcut(given: { userId: string; shortcut: Shortcut }): string;
  messageShortcut(given: { userId: string; shortcut: Shortcut; channel: Channel; message: Message }): string;
  /** What the app answers; thrown away and told to the person when it comes too late. */
  ask(userId: string, payload: JsonObject): { id: string; delivered: Promise<Delivery> };
}

export interface InteractionParts {
  world: World;
  transport: Transport;
  triggers: Triggers;
  responseUrls: ResponseUrls;
}

const NOT_INTERACTIVE = 'This app is not configured to handle interactive responses.';
const NOT_SENT: Delivery = { ok: false, error: 'dispatch_failed', retryReason: 'connection_failed' };
const NOT_ANSWERED = 'This app did not respond. Please try again or contact the app developer.';

export function createInteractions({
  world,
  transport,
  triggers,
  responseUrls,
}: InteractionParts): Interactions {
  /** Sends it, and tells the person's client how it went. */
  function dispatch(userId: string, envelope: Envelope, texts: (error: string) => string) {
    const id = randomUUID();
    const startedAt = world.now();
    const delivered = transport.deliver(envelope).then((delivery) => {
      if (delivery.ok) {
        const afterMs = world.now() - startedAt;
        world.bus.publish({ type: 'interaction-answered', interactionId: id, userId, afterMs });
      } else {
        fail(id, userId, delivery.error, texts(delivery.error));
      }
      return delivery;
    });
    return { id, delivered };
  }

  function fail(interactionId: string, userId: string, reason: string, text: string): void {
    world.bus.publish({ type: 'interaction-failed', interactionId, userId, reason, text });
  }

  function interactive(userId: string, payload: JsonObject, takesAnswer = false) {
    if (!world.manifest.settings.interactivity.is_enabled) {
      const id = randomUUID();
      const delivered = Promise.resolve(NOT_SENT);
      // Like every other answer, after the one who asks knows the id.
      void delivered.then(() => fail(id, userId, 'interactivity_disabled', NOT_INTERACTIVE));
      return { id, delivered };
    }
    return dispatch(userId, { kind: 'interactive', payload, takesAnswer }, () => NOT_ANSWERED);
  }

  function urlFor(message: Message, channel: Channel, userId: string, kind: 'actions' | 'app'): string {
    const threadTs = message.threadTs ?? (repliesTo(world, message).length > 0 ? message.ts : undefined);
    const { href } = responseUrls.issue(kind, {
      userId,
      channelId: channel.id,
      // A reply's answer stays in its thread; the parent's goes to the channel.
      ...(threadTs === undefined || threadTs === message.ts ? {} : { threadTs }),
      ...(kind === 'actions' ? { originalTs: message.ts } : {}),
    });
    return href;
  }

  return {
    command({ userId, channel, command, text }) {
      const { href: responseUrl, url } = responseUrls.issue('commands', { userId, channelId: channel.id });
      const payload = commandPayload(world, {
        userId,
        channel,
        command,
        text,
        responseUrl,
        triggerId: triggers.issue(userId),
      });
      const said = (error: string) => `${command} failed with the error "${error}"`;
      const { id, delivered } = dispatch(
        userId,
        { kind: 'slash_commands', payload, takesAnswer: true },
        said,
      );
      void delivered.then((delivery) => {
        if (!delivery.ok) {
          tellPrivately(world, channel.id, userId, said(delivery.error));
          return;
        }
        if (delivery.answer === undefined || delivery.answer === '') return;
        try {
          answer(world, url, delivery.answer);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          tellPrivately(world, channel.id, userId, said(error.code));
          fail(id, userId, error.code, said(error.code));
        }
      });
      return id;
    },

    actions({ userId, place, actions, state }) {
      const at = world.stamps.next();
      const viewId = 'view' in place && place.view.type === 'modal' ? place.view.id : undefined;
      const responseUrl =
        'message' in place ? urlFor(place.message, place.channel, userId, 'actions') : undefined;
      return interactive(userId, {
        type: 'block_actions',
        ...commonPayload(world, userId),
        ...placePayload(world, place, state),
        trigger_id: triggers.issue(userId, viewId),
        ...(responseUrl === undefined ? {} : { response_url: responseUrl }),
        actions: actions.map((action) => ({ ...action, action_ts: at })),
      }).id;
    },

    shortcut({ userId, shortcut }) {
      return interactive(userId, {
        type: 'shortcut',
        ...commonPayload(world, userId),
        callback_id: shortcut.callback_id,
        trigger_id: triggers.issue(userId),
        action_ts: world.stamps.next(),
      }).id;
    },

    messageShortcut({ userId, shortcut, channel, message }) {
      return interactive(userId, {
        type: 'message_action',
        ...commonPayload(world, userId),
        callback_id: shortcut.callback_id,
        trigger_id: triggers.issue(userId),
        action_ts: world.stamps.next(),
        response_url: urlFor(message, channel, userId, 'app'),
        channel: { id: channel.id, name: channelName(channel) },
        message_ts: message.ts,
        message: renderMessage(world, message, { metadata: true }),
      }).id;
    },

    ask: (userId, payload) => interactive(userId, payload, true),
  };
}
