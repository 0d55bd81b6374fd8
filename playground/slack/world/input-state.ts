/** What stands in the inputs and selects of a view or message: Slack's `state.values`. */
import { isInteractive } from '../validate/blocks.ts';
import { isRecord, type JsonObject } from '../validate/walk.ts';
import type { Block, StateValues } from './types.ts';

type Entry = { type: string } & Record<string, unknown>;

/** Buttons and menus that keep nothing. */
const STATELESS = /^(button|workflow_button|overflow|feedback_buttons|icon_button)$/;

/** The state a fresh view has; entries of `before` win where block, action and kind are still the same. */
export function initialState(blocks: readonly Block[], before: StateValues): StateValues {
  const state: StateValues = {};
  for (const { blockId, element } of interactiveIn(blocks)) {
    const { type, action_id: actionId } = element;
    if (typeof type !== 'string' || typeof actionId !== 'string' || STATELESS.test(type)) continue;
    const kept = before[blockId]?.[actionId];
    const inBlock = state[blockId] ?? {};
    inBlock[actionId] = kept?.type === type ? kept : initialEntry(type, element);
    state[blockId] = inBlock;
  }
  return state;
}

export interface Placed {
  blockId: string;
  element: JsonObject;
  /** The `input` block the element stands in. */
  input?: JsonObject;
}

/** Everything people can use, with the id of the innermost block around it. */
export function interactiveIn(blocks: readonly Block[]): Placed[] {
  const found: Placed[] = [];
  const visit = (part: JsonObject, blockId: string, input: JsonObject | undefined) => {
    const ownId = part.block_id;
    const here = typeof ownId === 'string' ? ownId : blockId;
    const around = part.type === 'input' ? part : input;
    if (isInteractive(part))
      found.push({ blockId: here, element: part, ...(around ? { input: around } : {}) });
    for (const inner of Object.values(part)) {
      for (const one of Array.isArray(inner) ? inner : [inner]) {
        if (isRecord(one)) visit(one, here, around);
      }
    }
  };
  for (const block of blocks) visit(block, block.block_id, undefined);
  return found;
}

/** The field of `state.values` (and of an action) in which this kind of element has its value. */
export function valueField(type: string): string {
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return 'selected_option';
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return 'selected_options';
    case 'users_select':
      return 'selected_user';
    case 'multi_users_select':
      return 'selected_users';
    case 'conversations_select':
      return 'selected_conversation';
    case 'multi_conversations_select':
      return 'selected_conversations';
    case 'channels_select':
      return 'selected_channel';
    case 'multi_channels_select':
      return 'selected_channels';
    case 'datepicker':
      return 'selected_date';
    case 'timepicker':
      return 'selected_time';
    case 'datetimepicker':
      return 'selected_date_time';
    case 'rich_text_input':
      return 'rich_text_value';
    case 'file_input':
      return 'files';
    default:
      return 'value';
  }
}

/** `selected_option` starts as `initial_option`, and so on. */
function initialEntry(type: string, element: JsonObject): Entry {
  const field = valueField(type);
  const initial =
    element[
      field === 'value' || field === 'rich_text_value'
        ? 'initial_value'
        : field.replace('selected', 'initial')
    ];
  const empty = field === 'files' || field.endsWith('s') ? [] : null;
  return { type, [field]: initial ?? empty };
}

export function findElement(
  blocks: readonly Block[],
  actionId: string,
  matches: (placed: Placed) => boolean = () => true,
): Placed | undefined {
  return interactiveIn(blocks).find((placed) => placed.element.action_id === actionId && matches(placed));
}
