/**
 * The life of an interaction, told once: a person's gesture opens it and starts the clock. Within three seconds the
 * app answers it, once; otherwise it has failed and its token is void. An answered one has a token that writes
 * messages (never after autocomplete) until fifteen minutes after the gesture; then it is dead for good.
 */
import { randomBytes } from 'node:crypto';
import { InteractionType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import { ownersOf } from './installs.ts';
import { interactionPayload } from './interaction-payload.ts';
import type { Channel, IntegrationOwners, Interaction, Message, MessageOrigin } from './types.ts';
import type { World } from './world.ts';

export interface Gesture {
  type: InteractionType;
  userId: string;
  channel: Channel;
  data: object;
  /** What the answer's message will say it came from; ids and person are filled in here. */
  origin?: Omit<MessageOrigin, 'interactionId' | 'type' | 'userId' | 'owners'>;
  /** By whose installation; for buttons and forms it is that of the command they came from. */
  owners?: IntegrationOwners;
  /** The message a pressed component sits on. */
  message?: Message;
}

export interface Interactions {
  open(gesture: Gesture): Interaction;
  /** Called with the first answer in hand; refuses a late or a second one. */
  answer(id: string, token: string): { interaction: Interaction; done(kind: { hasWebhook: boolean }): void };
  /** For `/webhooks/{application}/{token}`. */
  webhook(applicationId: string, token: string): Interaction;
  close(): void;
}

export function createInteractions(world: World): Interactions {
  const { timing } = world.limits;
  const timers = new Set<NodeJS.Timeout>();
  /** Opened, not answered, not failed yet. */
  const waiting = new Set<Interaction>();

  function after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    timers.add(timer);
  }

  function fail(interaction: Interaction): void {
    waiting.delete(interaction);
    interaction.failed = true;
    world.bus.publish({ type: 'interaction-failed', interaction, reason: NO_ANSWER });
  }

  function forgetOld(): void {
    const oldest = world.now() - timing.tokenMs;
    for (const [token, { createdAt }] of world.interactions) {
      // Kept as long again, so that a dead token is told from one that never was.
      if (createdAt < oldest - timing.tokenMs) world.interactions.delete(token);
    }
  }

  return {
    open(gesture) {
      forgetOld();
      const id = world.ids.next();
      const origin: MessageOrigin = {
        ...gesture.origin,
        interactionId: id,
        type: gesture.type,
        userId: gesture.userId,
        owners:
          gesture.owners ??
          gesture.origin?.opener?.owners ??
          gesture.message?.origin?.owners ??
          ownersOf(world, gesture.userId, gesture.channel),
        ...(gesture.message ? { sourceMessageId: gesture.message.id } : {}),
      };
      const secret = randomBytes(48).toString('base64url');
      const interaction: Interaction = {
        id,
        token: Buffer.from(`interaction:${id}:${secret}`).toString('base64url'),
        type: gesture.type,
        userId: gesture.userId,
        channelId: gesture.channel.id,
        createdAt: world.now(),
        hasWebhook: false,
        origin,
      };
      world.interactions.set(interaction.token, interaction);
      waiting.add(interaction);
      after(timing.answerMs, () => {
        if (interaction.answeredAfterMs === undefined) fail(interaction);
      });
      // "Thinking" that is never followed by anything fails when the token dies.
      after(timing.tokenMs, () => {
        if (interaction.promised) fail(interaction);
      });
      world.bus.publish({
        type: 'interaction',
        interaction,
        payload: interactionPayload(world, interaction, gesture),
      });
      return interaction;
    },

    answer(id, token) {
      const interaction = world.interactions.get(token);
      if (!interaction || interaction.id !== id) throw refuse('unknownInteraction');
      if (interaction.answeredAfterMs !== undefined) throw refuse('alreadyAcknowledged');
      const afterMs = world.now() - interaction.createdAt;
      if (interaction.failed || afterMs > timing.answerMs) throw refuse('unknownInteraction');
      return {
        interaction,
        done({ hasWebhook }) {
          // Two answers can be read at the same time; only one of them gets here first.
          if (interaction.answeredAfterMs !== undefined) throw refuse('alreadyAcknowledged');
          waiting.delete(interaction);
          interaction.answeredAfterMs = afterMs;
          interaction.hasWebhook = hasWebhook;
          world.bus.publish({ type: 'interaction-answered', interaction, afterMs });
        },
      };
    },

    webhook(applicationId, token) {
      const interaction = world.interactions.get(token);
      if (!interaction || applicationId !== world.seed.application.id || !interaction.hasWebhook) {
        throw refuse('unknownWebhook');
      }
      if (world.now() - interaction.createdAt > timing.tokenMs) throw refuse('invalidWebhookToken');
      return interaction;
    },

    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const interaction of waiting) fail(interaction);
    },
  };
}

/** The red line under a command nobody answered. */
const NO_ANSWER = 'The application did not respond';

/** True for gestures that come with a message the answer may change. */
export function hasSourceMessage(interaction: Interaction): boolean {
  return (
    interaction.origin.sourceMessageId !== undefined &&
    (interaction.type === InteractionType.MessageComponent ||
      interaction.type === InteractionType.ModalSubmit)
  );
}
