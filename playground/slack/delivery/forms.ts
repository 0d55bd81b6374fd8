/** Handing in a form, closing one, and asking the app for the options of a menu. */
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { suggestionAnswer } from '../validate/text.ts';
import { readView } from '../validate/view.ts';
import type { JsonObject } from '../validate/walk.ts';
import { pictureProblems } from '../world/pictures.ts';
import { renderView } from '../world/render.ts';
import type { ResponseUrls } from '../world/response-urls.ts';
import type { Triggers } from '../world/triggers.ts';
import type { View } from '../world/types.ts';
import { changeView, closeModal, pushModal } from '../world/views.ts';
import type { World } from '../world/world.ts';
import type { Interactions } from './interactions.ts';
import { commonPayload, type Place, placePayload } from './payloads.ts';

/** https://docs.slack.dev/surfaces/modals#updating_views */
const submissionAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('update'), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('push'), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
]);

const TROUBLE = 'We had some trouble connecting. Try again?';

export interface Forms {
  submit(view: View, responseUrls: { block_id: string; action_id: string; channel_id: string }[]): string;
  close(view: View, options: { all: boolean }): void;
  suggest(given: {
    userId: string;
    place: Place;
    blockId: string;
    actionId: string;
    typed: string;
  }): Promise<Suggestion>;
}

export type Suggestion = z.output<typeof suggestionAnswer>;

export function createForms(parts: {
  world: World;
  interactions: Interactions;
  triggers: Triggers;
  responseUrls: ResponseUrls;
}): Forms {
  const { world, interactions, triggers, responseUrls } = parts;

  function trouble(view: View, interactionId: string): void {
    const { userId } = view;
    world.bus.publish({
      type: 'interaction-failed',
      interactionId,
      userId,
      reason: 'view_trouble',
      text: TROUBLE,
    });
  }

  function follow(view: View, answer: unknown): void {
    // Closed meanwhile: there is nothing left to change.
    if (!world.views.has(view.id)) return;
    if (answer === undefined || answer === '') {
      closeModal(world, view);
      return;
    }
    const read = submissionAnswer.parse(answer);
    switch (read.response_action) {
      case 'clear':
        closeModal(world, view, { all: true });
        return;
      case 'errors':
        checkErrors(view, read.errors);
        world.bus.publish({ type: 'view-refused', view, errors: read.errors });
        return;
      case 'update':
        changeView(world, view, viewFrom(read.view));
        return;
      case 'push':
        pushModal(world, view.userId, viewFrom(read.view));
        return;
      default:
        read satisfies never;
    }
  }

  function viewFrom(given: unknown) {
    const view = readView(given);
    if (!view.ok || view.value.type !== 'modal') throw new ApiError('invalid_arguments');
    if (pictureProblems(world, view.value.blocks, '/view/blocks').length > 0)
      throw new ApiError('invalid_arguments');
    return view.value;
  }

  return {
    submit(view, urls) {
      const { id, delivered } = interactions.ask(view.userId, {
        type: 'view_submission',
        ...commonPayload(world, view.userId),
        trigger_id: triggers.issue(view.userId, view.id),
        view: renderView(world, view),
        response_urls: urls.map((url) => ({
          ...url,
          response_url: responseUrls.issue('app', { userId: view.userId, channelId: url.channel_id }).href,
        })),
      });
      void delivered.then((delivery) => {
        if (!delivery.ok) return;
        try {
          follow(view, delivery.answer);
        } catch (error) {
          if (!(error instanceof ApiError) && !(error instanceof z.ZodError)) throw error;
          trouble(view, id);
        }
      });
      return id;
    },

    close(view, { all }) {
      closeModal(world, view, { all: all || view.clearOnClose });
      if (!view.notifyOnClose) return;
      const payload: JsonObject = {
        type: 'view_closed',
        ...commonPayload(world, view.userId),
        view: renderView(world, view),
        is_cleared: all || view.clearOnClose,
      };
      interactions.ask(view.userId, payload);
    },

    async suggest({ userId, place, blockId, actionId, typed }) {
      const { delivered } = interactions.ask(userId, {
        type: 'block_suggestion',
        ...commonPayload(world, userId),
        ...placePayload(world, place),
        block_id: blockId,
        action_id: actionId,
        value: typed,
      });
      const delivery = await delivered;
      const read = delivery.ok ? suggestionAnswer.safeParse(delivery.answer) : undefined;
      if (!read?.success) throw new ApiError('no_options');
      return read.data;
    },
  };
}

/** Errors hang on input blocks; one that names another block is never seen. */
function checkErrors(view: View, errors: Record<string, string>): void {
  const inputs = new Set(view.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id));
  const names = Object.keys(errors);
  if (names.length === 0 || names.some((name) => !inputs.has(name))) throw new ApiError('invalid_arguments');
}
