/**
 * A form that a command asks to be filled in, whatever a platform draws it with. What is handed in comes back as the
 * command's options, together with what the form is about.
 */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { inWords, type Language, say, type Words } from '../core/say.ts';
import type { Offered } from './given-file.ts';
import { isMentioned } from './mentioned.ts';
import { explainIssue } from './words.ts';

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

/** The name of a field that fills in an option of a form that held something already. */
export const inputField = (option: string) => `inputs.${option}`;

interface Changes<Options> {
  given: Partial<Options>;
  /** What stood there and was taken away. */
  emptied: (keyof Options & string)[];
}

/**
 * What somebody changed in a form that held what was set before: everything there is text, and what they left as it
 * was is no change. @throws UserError
 */
export function changedIn<Shape extends z.ZodObject>(
  options: Shape,
  before: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, string>>,
): Changes<z.infer<Shape>> {
  const isKnown = (name: string) => Object.hasOwn(options.shape, name);
  const stood = (name: string) => {
    const value = before[name];
    return isMentioned(value) ? value.id : String(value ?? '');
  };
  const touched = Object.entries(typed).filter(
    ([name, text]) => text.trim() !== stood(name) && !(text === 'false' && stood(name) === ''),
  );
  const emptied = touched.filter(([name, text]) => isKnown(name) && text.trim() === '');
  const said = touched.filter((one) => !emptied.includes(one));
  const given = said.map(([name, text]) => [name, readAs(options.shape[name], text.trim())]);
  const read = options.partial().safeParse(Object.fromEntries(given), { reportInput: true });
  if (!read.success) throw new UserError(explainIssue(read.error));
  return { given: read.data as Partial<z.infer<Shape>>, emptied: emptied.map(([name]) => name) };
}

/** The reading that the option takes, or at least is made for; what none of them is stays as it was typed, to be named. */
function readAs(option: z.core.$ZodType | undefined, text: string): unknown {
  if (!option) return text;
  const readings = [text, Number(text), yesOrNo(text), { id: text, name: text }];
  const tried = readings.map((value) => ({ value, read: z.safeParse(option, value) }));
  const isWrongKind = ['invalid_type', 'custom'];
  const found =
    tried.find(({ read }) => read.success) ??
    tried.find(({ read }) => !isWrongKind.includes(read.error?.issues[0]?.code ?? ''));
  return found ? found.value : text;
}

/** As boxes say it, and as people type it into a line. */
function yesOrNo(text: string): boolean | string {
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : text;
}

const inLines = say('One in a line, as name=value. A line that you leave out changes nothing.');

/** A form in its reader's language; which one it is goes with it, for the words that a platform adds. */
export interface SpokenForm extends Form<string> {
  language: Language;
}

export function formIn(
  { others = say('More'), othersHint = inLines, note, ...form }: Form,
  language: Language,
): SpokenForm {
  const words = (text: Words) => inWords(text, language);
  return {
    ...form,
    language,
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
