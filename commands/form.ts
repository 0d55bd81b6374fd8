/**
 * A form that a command asks to be filled in, whatever a platform draws it with. What is handed in comes back as the
 * command's options, together with what the form is about.
 */
import { z } from 'zod';
import { inWords, type Language, say, type Words } from '../core/say.ts';
import type { Offered } from './given-file.ts';

export interface Form<Said = Words> {
  title: Said;
  /** On the button that hands it in. */
  submit: Said;
  /** Options that travel with the form and come back as they are: ids and numbers, never what people wrote. */
  about?: Readonly<Record<string, string | number>>;
  /** The files that the gesture brought come back as well. */
  keepsFiles?: boolean;
  /** What is to be known before anything is filled in; it stands above the fields. */
  note?: Said;
  /** The most important ones first: where a platform has room for few, the last of them share one as lines `name=value`. */
  fields: readonly Field<Said>[];
  /** What those are called together, and how they are written. */
  others?: Said;
  othersHint?: Said;
}

interface Common<Said> {
  /** The option it fills; `inputs.frames` is the key `frames` of an option that holds inputs, see {@link inputs}. */
  name: string;
  label: Said;
  hint?: Said;
  required?: boolean;
}

export type Field<Said = Words> = Common<Said> &
  (
    | { type: 'text'; lines: 'one' | 'many'; max: number; min?: number; value?: string }
    | { type: 'whole' | 'decimal'; min?: number; max?: number; value?: number }
    | { type: 'choice'; choices: readonly FieldChoice<Said>[]; value?: string }
    /** The command's `suggest` answers while it is typed; nothing else can be chosen. */
    | { type: 'suggested'; value?: string }
    | { type: 'yes'; value?: boolean }
    | { type: 'file'; offered: Offered }
    /** Somebody or a channel, by the platform's own means. */
    | { type: 'person' | 'channel'; value?: string }
  );

export interface FieldChoice<Said = Words> {
  label: Said;
  value: string;
}

/**
 * An option that only forms fill in: what was typed for inputs whose names nobody knows beforehand. An input that the
 * form did not show is not among them; one that was left empty is there as ''.
 */
export const inputs = z.record(z.string().max(60), z.string().max(4000));

const inLines = say('One in a line, as name=value. A line that you leave out changes nothing.');

/** A form in its reader's language. */
export function formIn(
  { others = say('More'), othersHint = inLines, note, ...form }: Form,
  language: Language,
): Form<string> {
  const words = (text: Words) => inWords(text, language);
  return {
    ...form,
    title: words(form.title),
    submit: words(form.submit),
    ...(note !== undefined && { note: words(note) }),
    others: words(others),
    othersHint: words(othersHint),
    fields: form.fields.map(({ label, hint, ...field }): Field<string> => {
      const said = { label: words(label), ...(hint !== undefined && { hint: words(hint) }) };
      if (field.type !== 'choice') return { ...field, ...said };
      const choices = field.choices.map(({ label: each, value }) => ({ label: words(each), value }));
      return { ...field, ...said, choices };
    }),
  };
}
