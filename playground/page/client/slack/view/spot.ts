/** Where an element stands: what it is called for the app, and how a value gets there. */
import type { Element } from '../../../slack/element.ts';
import type { StateEntry } from '../../../slack/payload.ts';
import type { InputValue } from '../../../slack/protocol.ts';
import { initialValue, inputValue } from '../form.ts';
import type { Ui } from './ui.ts';

/** A message or a view with blocks in it. */
export interface Surface {
  /** The `ts` of the message or the id of the view. */
  where: string;
  /** The same message may be drawn twice, in its channel and in its thread. */
  list?: 'channel' | 'thread';
  /** What the app's server has of a view's inputs. */
  state?: Record<string, Record<string, StateEntry>>;
}

export interface Spot extends Surface {
  blockId: string;
  /** Set inside a form: there a value waits until the form is handed in. */
  field?: {
    label: string;
    value: InputValue;
    put: (value: InputValue) => void;
    attach: (files: File[]) => void;
    /** Ids of what describes it. */
    described: string;
    invalid: boolean;
    required: boolean;
    first: boolean;
  };
}

/** Unique on the page. */
export function keyOfSpot({ where, list = 'channel', blockId }: Spot, actionId: string): string {
  return `${list}-${where}-${blockId}-${actionId}`.replace(/[^\w-]/g, '_');
}

/** Under what a choice outside of forms is remembered. */
export function choiceKey({ where, blockId }: Spot, actionId: string): string {
  return `${where}/${blockId}/${actionId}`;
}

export function valueAt(element: Exclude<Element, { type: 'unknown' }>, spot: Spot, ui: Ui): InputValue {
  if (spot.field) return spot.field.value;
  const put = ui.state.chosen[choiceKey(spot, element.action_id)];
  if (put !== undefined) return put;
  const entry = spot.state?.[spot.blockId]?.[element.action_id];
  return entry ? inputValue(entry) : initialValue(element);
}

export function putAt(
  element: Exclude<Element, { type: 'unknown' }>,
  spot: Spot,
  ui: Ui,
  value: InputValue,
): void {
  const { action_id: actionId, confirm } = element;
  if (spot.field) spot.field.put(value);
  else ui.actions.choose(spot.where, actionId, value, choiceKey(spot, actionId), confirm);
}
