/** A form an app opens: https://docs.discord.com/developers/interactions/receiving-and-responding#modal */
import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { COMPONENT_LIMITS, MODAL_LIMITS as LIMITS } from '../limits.ts';
import { list, problem, text } from './form.ts';
import {
  channelSelect,
  componentId,
  customId,
  mentionableSelect,
  roleSelect,
  stringSelect,
  userSelect,
} from './interactive.ts';

const textInput = z
  .object({
    type: z.literal(ComponentType.TextInput),
    id: componentId,
    custom_id: customId,
    style: z.enum(TextInputStyle),
    /** Deprecated: belongs to the Label, and is compulsory outside of one. */
    label: text(LIMITS.label, 1).nullish(),
    min_length: z.int().min(0).max(LIMITS.textValue).nullish(),
    max_length: z.int().min(1).max(LIMITS.textValue).nullish(),
    required: z.boolean().nullish(),
    value: z.string().max(LIMITS.textValue).nullish(),
    placeholder: text(LIMITS.textPlaceholder).nullish(),
  })
  .check((ctx) => {
    const { min_length, max_length, value } = ctx.value;
    const most = max_length ?? LIMITS.textValue;
    if ((min_length ?? 0) > most) {
      ctx.issues.push({
        ...problem('NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`, ['min_length']),
        input: min_length,
      });
    }
    if (value && (value.length > most || value.length < (min_length ?? 0))) {
      ctx.issues.push({
        ...problem('BASE_TYPE_BAD_LENGTH', `Must be between ${min_length ?? 0} and ${most} in length.`, [
          'value',
        ]),
        input: value,
      });
    }
  });

const groupOption = z.object({
  value: text(COMPONENT_LIMITS.selectText, 1),
  label: text(COMPONENT_LIMITS.selectText, 1),
  description: text(COMPONENT_LIMITS.selectText).nullish(),
  default: z.boolean().nullish(),
});

const fileTypes = list(z.string().regex(/^(image|video|audio|\.[a-z0-9]+)$/i), LIMITS.fileTypes).nullish();

const fileUpload = z.object({
  type: z.literal(ComponentType.FileUpload),
  id: componentId,
  custom_id: customId,
  min_values: z.int().min(0).max(LIMITS.files).nullish(),
  max_values: z.int().min(1).max(LIMITS.files).nullish(),
  required: z.boolean().nullish(),
  file_types: fileTypes,
});

const radioGroup = z.object({
  type: z.literal(ComponentType.RadioGroup),
  id: componentId,
  custom_id: customId,
  options: list(groupOption, LIMITS.groupOptions, LIMITS.radioMin),
  required: z.boolean().nullish(),
});

const checkboxGroup = z.object({
  type: z.literal(ComponentType.CheckboxGroup),
  id: componentId,
  custom_id: customId,
  options: list(groupOption, LIMITS.groupOptions, 1),
  min_values: z.int().min(0).max(LIMITS.groupOptions).nullish(),
  max_values: z.int().min(1).max(LIMITS.groupOptions).nullish(),
  required: z.boolean().nullish(),
});

const checkbox = z.object({
  type: z.literal(ComponentType.Checkbox),
  id: componentId,
  custom_id: customId,
  default: z.boolean().nullish(),
});

const field = z.discriminatedUnion('type', [
  textInput,
  stringSelect,
  userSelect,
  roleSelect,
  mentionableSelect,
  channelSelect,
  fileUpload,
  radioGroup,
  checkboxGroup,
  checkbox,
]);

const label = z.object({
  type: z.literal(ComponentType.Label),
  id: componentId,
  label: text(LIMITS.label, 1),
  description: text(LIMITS.description, 1).nullish(),
  component: field,
});

/** The old way: a text input alone in a row. */
const inputRow = z.object({
  type: z.literal(ComponentType.ActionRow),
  id: componentId,
  components: list(
    z.discriminatedUnion('type', [textInput]).check((ctx) => {
      if (ctx.value.label) return;
      ctx.issues.push({
        ...problem('BASE_TYPE_REQUIRED', 'This field is required', ['label']),
        input: ctx.value,
      });
    }),
    1,
    1,
  ),
});

const textDisplay = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id: componentId,
  content: text(COMPONENT_LIMITS.text, 1),
});

export const modal = z
  .object({
    custom_id: customId,
    title: text(LIMITS.title, 1),
    components: list(z.discriminatedUnion('type', [label, inputRow, textDisplay]), LIMITS.components, 1),
  })
  .check((ctx) => {
    const seen = new Set<string>();
    for (const { component, path } of fieldsOf(ctx.value.components)) {
      const fail = (key: string, code: string, message: string) =>
        ctx.issues.push({ ...problem(code, message, ['components', ...path, key]), input: component });
      if (seen.has(component.custom_id)) {
        fail('custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      seen.add(component.custom_id);
      if ('disabled' in component && component.disabled) {
        fail('disabled', 'MODAL_COMPONENT_DISABLED', 'Components in modals cannot be disabled');
      }
      if ('min_values' in component && component.min_values === 0 && component.required !== false) {
        fail('min_values', 'NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
      }
    }
  });

export type Modal = z.output<typeof modal>;
export type ModalField = z.output<typeof field>;

/** The things to fill in, wherever they sit. */
export function fieldsOf(components: Modal['components']): { component: ModalField; path: PropertyKey[] }[] {
  return components.flatMap((component, index) =>
    fieldsIn(component).map(({ component: field, path }) => ({ component: field, path: [index, ...path] })),
  );
}

function fieldsIn(component: Modal['components'][number]): { component: ModalField; path: PropertyKey[] }[] {
  switch (component.type) {
    case ComponentType.Label:
      return [{ component: component.component, path: ['component'] }];
    case ComponentType.ActionRow:
      return component.components.map((inner, index) => ({ component: inner, path: ['components', index] }));
    case ComponentType.TextDisplay:
      return [];
  }
}

/** With an id for every component, in order, as Discord gives them. */
export function numberedModal(form: Modal): Modal {
  const copy = structuredClone(form);
  const all = copy.components.flatMap((component) => [
    component,
    ...fieldsIn(component).map((field) => field.component),
  ]);
  const taken = new Set(all.map(({ id }) => id));
  let next = 1;
  for (const component of all) {
    if (component.id) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    next += 1;
  }
  return copy;
}
