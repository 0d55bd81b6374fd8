/**
 * The values of a node's widgets by name. The editor saves them as a bare list, in the order in which its definition
 * shows them, with values of its own in between: what becomes of a seed after a run, the label of an upload button.
 */
import { type Phrase, say } from '../../core/say.ts';
import type { InputDefinition, NodeDefinition } from './definitions.ts';
import type { EditorNode } from './editor.ts';

export interface WidgetValues {
  values: Map<string, unknown>;
  /** Why a value is not the one that was saved, in words. */
  doubts: Phrase[];
  /** Values that were saved and nobody can say what for. */
  unknown: boolean;
}

/** What the editor does to a value after a run. */
const afterRun = new Set<unknown>(['fixed', 'increment', 'decrement', 'randomize', 'increment-wrap']);
/** What packs keep among their named values for the editor alone. */
const editorOnly = new Set(['videopreview', 'control_after_generate', 'upload', 'choose file to upload']);
const uploadButton = new Set<unknown>(['image', 'video', 'audio', 'file', 'upload', null]);

export function readWidgets(node: EditorNode, definition: NodeDefinition | undefined): WidgetValues {
  const named =
    node.widgets_values_named ?? (Array.isArray(node.widgets_values) ? null : node.widgets_values);
  const list = Array.isArray(node.widgets_values) ? node.widgets_values : [];
  if (!definition && !named) return byNames(node, list);
  const saved = takeInOrder(widgetsOf(definition?.inputs ?? [], node), list, named ?? {});
  // Packs save under names that no definition has: the settings of the format that was chosen.
  for (const [name, value] of Object.entries(named ?? {}))
    if (!editorOnly.has(name)) saved.values.set(name, value);
  return saved;
}

/** The inputs that have a widget. A type of widget that only a pack's own editor code knows is seen in the file. */
function widgetsOf(inputs: InputDefinition[], node: EditorNode): InputDefinition[] {
  const shown = new Set(node.inputs.filter(({ widget }) => widget).map(({ name }) => name));
  return inputs.filter((input) => input.widget !== null || (shown.has(input.name) && !input.grows));
}

/** A value that is saved by its name goes before the one in the list. */
export function takeInOrder(
  inputs: InputDefinition[],
  list: unknown[],
  named: Record<string, unknown> = {},
): WidgetValues {
  const values = new Map<string, unknown>();
  const doubts: Phrase[] = [];
  let at = 0;

  function take(waiting: InputDefinition[], prefix: string): void {
    for (const [index, input] of waiting.entries()) {
      const name = `${prefix}${input.name}`;
      const given = Object.hasOwn(named, name) ? named[name] : list[at];
      at += 1;
      const value = given ?? unset(input);
      if (value !== undefined) values.set(name, value);
      const doubt = given === undefined || given === null ? null : mismatch(name, input, given);
      if (doubt) doubts.push(doubt);
      const next = waiting[index + 1];
      if (hasControl(input) && isControl(list[at], next)) {
        at += 1;
        // A combo that changes after each run keeps a filter behind its mode.
        if (input.type === 'COMBO' && typeof list[at] === 'string' && !accepts(next, list[at])) at += 1;
      }
      if (input.upload && at < list.length && uploadButton.has(list[at]) && !accepts(next, list[at])) at += 1;
      const more = typeof value === 'string' ? input.options?.get(value) : undefined;
      if (more)
        take(
          more.filter(({ widget }) => widget),
          `${name}.`,
        );
    }
  }

  take(inputs, '');
  return { values, doubts, unknown: false };
}

/** What the editor shows in a widget that has no value yet. */
function unset({ default: standard, choices, required, widget }: InputDefinition): unknown {
  if (standard !== undefined) return standard;
  if (choices) return choices[0];
  if (!required) return undefined;
  return widget === 'STRING'
    ? ''
    : widget === 'BOOLEAN'
      ? false
      : widget === 'INT' || widget === 'FLOAT'
        ? 0
        : undefined;
}

/** Whether the value is followed by one that says what becomes of it after a run. */
export function hasControl({ control, type, name }: InputDefinition): boolean {
  if (control !== null) return control;
  return type === 'INT' && (name === 'seed' || name === 'noise_seed');
}

/** The first editors saved a plain yes or no. */
function isControl(value: unknown, next: InputDefinition | undefined): boolean {
  return afterRun.has(value) || (typeof value === 'boolean' && next?.type !== 'BOOLEAN');
}

function accepts(input: InputDefinition | undefined, value: unknown): boolean {
  if (!input) return false;
  return input.choices ? input.choices.includes(value) : input.type === 'STRING' && typeof value === 'string';
}

function mismatch(name: string, { type }: InputDefinition, given: unknown): Phrase | null {
  const value = JSON.stringify(given).slice(0, 60);
  if (type === 'INT' || type === 'FLOAT') {
    const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof number === 'number' && Number.isFinite(number)
      ? null
      : say('the saved value of {name} is no number: {value}', { name, value });
  }
  if (type === 'BOOLEAN') {
    return typeof given === 'boolean' || given === 0 || given === 1
      ? null
      : say('the saved value of {name} is neither yes nor no: {value}', { name, value });
  }
  return null;
}

/** No definition: newer files name the widgets in their sockets, in the order of the values. */
function byNames(node: EditorNode, list: unknown[]): WidgetValues {
  const names = node.inputs.map(({ widget }) => widget?.name).filter((name) => name !== undefined);
  const values = new Map<string, unknown>();
  let at = 0;
  for (const name of names) {
    if (at >= list.length) break;
    values.set(name, list[at]);
    at += 1;
    if (/seed/i.test(name) && afterRun.has(list[at])) at += 1;
  }
  const left = list.slice(at).some((value) => value !== null && value !== '');
  const doubts = names.length > 0 ? [say('its values are read by the names of its sockets')] : [];
  return { values, doubts, unknown: left };
}
