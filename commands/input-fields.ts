/** The inputs of a workflow as fields of a form, filled in; and what was typed into them as values. Pure. */
import { say, told, type Words } from '../core/say.ts';
import { shapeNames } from '../core/sizes.ts';
import { type Input, isFileInput, type Values, type Workflow } from '../core/workflow.ts';
import type { Field } from './form.ts';
import { promptLimit, sizeLabels } from './options.ts';
import { readTyped } from './set-option.ts';
import { authored } from './words.ts';

/** What most people want to change stands first. */
const first = ['prompt', 'negative', 'size', 'seed'];

const titles: Readonly<Record<string, Words>> = {
  prompt: say('Prompt'),
  negative: say('Negative prompt'),
  size: say('Size'),
  seed: say('Seed'),
  strength: say('Strength'),
  steps: say('Steps'),
  guidance: say('Guidance'),
  count: say('Count'),
};

/** Files stay what they are: only what can be typed or chosen has a field. */
export function inputFields({ inputs }: Pick<Workflow, 'inputs'>, values: Values): Field[] {
  const names = Object.keys(inputs).toSorted((a, b) => rankOf(a) - rankOf(b));
  return names.flatMap((name) => {
    const input = inputs[name];
    return input === undefined || isFileInput(input) ? [] : [fieldOf(name, input, values[name])];
  });
}

const rankOf = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);

type Typable = Exclude<Input, { type: 'image' | 'mask' | 'video' | 'audio' }>;

function fieldOf(name: string, input: Typable, value: Values[string] | undefined): Field {
  const hint = hintOf(input);
  const common = { name: `inputs.${name}`, label: labelOf(name, input), ...(hint && { hint }) };
  const filled = value === undefined ? {} : { value: String(value) };
  switch (input.type) {
    case 'text':
      return {
        ...common,
        type: 'text',
        lines: isProse(name, input, value) ? 'many' : 'one',
        max: promptLimit,
        required: input.required,
        ...filled,
      };
    case 'integer':
    case 'seed':
    case 'number': {
      const { min, max } = input;
      const number = typeof value === 'number' ? { value } : {};
      return { ...common, type: input.type === 'number' ? 'decimal' : 'whole', min, max, ...number };
    }
    case 'choice': {
      const choices = input.options.map((option) => ({ label: option, value: option }));
      return { ...common, type: 'choice', choices, required: true, ...filled };
    }
    case 'size': {
      const choices = shapeNames.map((shape) => ({ label: told(sizeLabels[shape] ?? shape), value: shape }));
      return { ...common, type: 'choice', choices, required: true, ...filled };
    }
    default:
      return input satisfies never;
  }
}

function labelOf(name: string, { title }: Typable): Words {
  const plain = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`.replaceAll('_', ' ');
  return title ?? titles[name] ?? plain;
}

function hintOf({ type, description }: Typable): Words | undefined {
  if (type === 'seed') return say('The same seed makes the same picture; empty makes another');
  return description === undefined ? undefined : authored(description);
}

function isProse(name: string, { default: usual }: Typable & { type: 'text' }, value: unknown): boolean {
  return (
    /prompt|negative|text|lyrics/.test(name) || `${usual}${value}`.length > 100 || /\n/.test(String(value))
  );
}

/**
 * What was typed, with what was not shown as it was. A field left empty means what the workflow says; an empty seed
 * is chosen anew. Names that the workflow does not have stay, to be refused by name.
 */
export function typedValues(
  { inputs }: Pick<Workflow, 'inputs'>,
  before: Values,
  typed: Readonly<Record<string, string>>,
): Values {
  const values: Values = { ...before };
  for (const [name, text] of Object.entries(typed)) {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (text.trim() === '' && input?.type !== 'text') delete values[name];
    else values[name] = input ? readTyped(input, text) : text;
  }
  return values;
}
