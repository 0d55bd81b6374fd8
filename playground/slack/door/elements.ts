/** Buttons, menus and inputs under a person's hand: on messages, in forms and on the Home tab. */
import type { Forms } from '../delivery/forms.ts';
import type { Interactions } from '../delivery/interactions.ts';
import type { Place } from '../delivery/payloads.ts';
import { type InputValue, MemberError, type Suggested } from '../member.ts';
import { isRecord, type JsonObject } from '../validate/walk.ts';
import { findElement, initialState, type Placed } from '../world/input-state.ts';
import { allBlocks } from '../world/messages.ts';
import type { StateValues } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { seenMessage } from './sight.ts';
import { entryFor, type Option, optionsOf } from './values.ts';

const PRESSED = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons']);
/** Slack asks the app from the third character on, unless told otherwise. */
const MIN_QUERY = 3;

export interface Elements {
  press(where: string, actionId: string, value?: string): { interactionId: string };
  choose(where: string, actionId: string, value: InputValue): { interactionId: string } | null;
  suggest(where: string, actionId: string, typed: string): Promise<Suggested[]>;
  /** Writes a value into a view's state. */
  put(viewId: string, placed: Placed, value: InputValue): void;
}

export function createElements(parts: {
  world: World;
  userId: string;
  interactions: Interactions;
  forms: Forms;
}): Elements {
  const { world, userId, interactions, forms } = parts;
  /** What this person has chosen in messages, by `ts`. */
  const chosen = new Map<string, StateValues>();
  /** What the app offered in menus that ask it, by place and action. */
  const offers = new Map<string, Option[]>();

  function placeOf(where: string): { place: Place; blocks: Parameters<typeof findElement>[0] } {
    const view = world.views.get(where);
    if (view?.userId === userId) return { place: { view }, blocks: view.blocks };
    const { message, channel } = seenMessage(world, where, userId);
    return { place: { message, channel }, blocks: allBlocks(message) };
  }

  function find(where: string, actionId: string, matches?: (placed: Placed) => boolean) {
    const { place, blocks } = placeOf(where);
    const placed = findElement(blocks, actionId, matches);
    if (!placed) throw new MemberError(`There is nothing called ${actionId} here.`);
    return { place, blocks, placed };
  }

  function stateOf(where: string, place: Place, blocks: Parameters<typeof findElement>[0]): StateValues {
    if ('view' in place) return place.view.state;
    return initialState(blocks, chosen.get(where) ?? {});
  }

  function remember(where: string, place: Place, state: StateValues): void {
    if ('view' in place) place.view.state = state;
    else chosen.set(where, state);
  }

  function put(where: string, placed: Placed, value: InputValue) {
    const { place, blocks } = placeOf(where);
    const actionId = String(placed.element.action_id);
    const entry = entryFor(world, placed.element, value, offers.get(`${where}/${actionId}`) ?? []);
    const state = stateOf(where, place, blocks);
    remember(where, place, {
      ...state,
      [placed.blockId]: { ...state[placed.blockId], [actionId]: entry },
    });
    return entry;
  }

  function dispatch(where: string, placed: Placed, action: JsonObject): { interactionId: string } {
    const { place, blocks } = placeOf(where);
    const interactionId = interactions.actions({
      userId,
      place,
      actions: [{ ...action, block_id: placed.blockId, action_id: placed.element.action_id }],
      state: stateOf(where, place, blocks),
    });
    return { interactionId };
  }

  return {
    press(where, actionId, value) {
      const { placed } = find(where, actionId, ({ element }) => value === undefined || holds(element, value));
      const { element } = placed;
      if (!PRESSED.has(String(element.type))) throw new MemberError(`${actionId} is nothing to press.`);
      return dispatch(where, placed, pressed(element, value));
    },

    choose(where, actionId, value) {
      const { placed } = find(where, actionId);
      const { element, input } = placed;
      const type = String(element.type);
      if (PRESSED.has(type)) throw new MemberError(`${actionId} is nothing to choose from.`);
      if (type === 'overflow') {
        const { selected_option: option } = entryFor(world, element, value, []);
        return dispatch(where, placed, { type, selected_option: option });
      }
      const entry = put(where, placed, value);
      if (input && input.dispatch_action !== true) return null;
      return dispatch(where, placed, entry);
    },

    async suggest(where, actionId, typed) {
      const { place, placed } = find(where, actionId);
      const { element, blockId } = placed;
      if (!/^(multi_)?external_select$/.test(String(element.type))) {
        return optionsOf(element).map((option) => shown(option));
      }
      const least = element.min_query_length ?? MIN_QUERY;
      if (typed.length < Number(least)) return [];
      const { options = [], option_groups: groups = [] } = await forms.suggest({
        userId,
        place,
        blockId,
        actionId,
        typed,
      });
      const all = [...options, ...groups.flatMap((group) => group.options)];
      offers.set(`${where}/${actionId}`, all);
      return [
        ...options.map((option) => shown(option)),
        ...groups.flatMap((group) => group.options.map((option) => shown(option, group.label.text))),
      ];
    },

    put,
  };
}

function shown(option: Option, group?: string): Suggested {
  const label = option.text.text;
  return { label, value: option.value ?? label, ...(group === undefined ? {} : { group }) };
}

function holds(element: JsonObject, value: string): boolean {
  return element.value === value || sideWith(element, value) !== undefined;
}

/** The thumb of feedback buttons with this value. */
function sideWith(element: JsonObject, value: string): JsonObject | undefined {
  const sides = [element.positive_button, element.negative_button].filter(isRecord);
  return sides.find((side) => side.value === value);
}

function pressed(element: JsonObject, value: string | undefined): JsonObject {
  if (element.type === 'feedback_buttons') {
    const side = value === undefined ? undefined : sideWith(element, value);
    if (!side) throw new MemberError('Press one of the two.');
    return { type: 'feedback_buttons', text: side.text, value: side.value };
  }
  const { type, text, value: own, style, url, icon } = element;
  const parts = { type, text, value: own, style, url, icon };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
