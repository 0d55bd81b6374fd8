/** The values of a form: what they are at first, and what Discord's client would not let through. */
import { type Field, kind, type TextInput } from '../../discord/component.ts';
import type { Modal } from '../../discord/payload.ts';

type Values = Record<string, string | string[]>;

export interface FormField {
  label: string;
  description?: string;
  field: Field;
}

/** The fields of a form, from labels and from the old form of text inputs in action rows. */
export function fieldsOf(modal: Modal): FormField[] {
  return modal.components.flatMap((component): FormField[] => {
    if (component.type === kind.label) {
      const { label, description, component: field } = component;
      return [{ label, field, ...(description && { description }) }];
    }
    if (component.type !== kind.row) return [];
    const inputs = component.components.filter((inner): inner is TextInput => inner.type === kind.textInput);
    return inputs.map((field) => ({ label: field.label ?? '', field }));
  });
}

export function initialValues(modal: Modal): Values {
  return Object.fromEntries(fieldsOf(modal).map(({ field }) => [field.custom_id, initialValue(field)]));
}

function initialValue(field: Field): string | string[] {
  switch (field.type) {
    case kind.textInput:
      return field.value ?? '';
    case kind.stringSelect:
    case kind.checkboxes:
      return field.options.filter((option) => option.default).map(({ value }) => value);
    case kind.radio:
      return field.options.find((option) => option.default)?.value ?? '';
    case kind.checkbox:
      return String(field.default ?? false);
    case kind.upload:
      return [];
    default:
      return field.default_values?.map(({ id }) => id) ?? [];
  }
}

/** By custom id, what is wrong. */
export function checkValues(modal: Modal, values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field } of fieldsOf(modal)) {
    const error = checkValue(field, values[field.custom_id] ?? '');
    if (error) errors[field.custom_id] = error;
  }
  return errors;
}

function checkValue(field: Field, value: string | string[]): string | undefined {
  if (field.type === kind.checkbox) return undefined;
  // Discord requires a field unless the app says otherwise.
  const required = field.required !== false;
  if (value.length === 0) return required ? 'This field is required.' : undefined;
  if (field.type === kind.textInput) {
    const { min_length: least, max_length: most } = field;
    if (least && value.length < least) return `At least ${least} characters, these are ${value.length}.`;
    if (most && value.length > most) return `At most ${most} characters, these are ${value.length}.`;
    return undefined;
  }
  if ('min_values' in field && field.min_values && value.length < field.min_values) {
    return `Choose at least ${field.min_values}.`;
  }
  return undefined;
}
