/**
 * What must not be read in a log: secrets, and what people typed. Known secrets and the shapes of tokens are taken out of
 * every line; so are the texts of jobs this process has lately had to do with, because platforms and custom nodes like to
 * quote what they were sent.
 */
import type { Job } from './job.ts';
import { createTypedTexts } from './typed-texts.ts';

const mark = '[kept out]';

/** Tokens by their shape, for those nobody told us of. */
const shapes: readonly [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, mark],
  // Bot tokens of Discord.
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, mark],
  // Tokens of interactions and webhooks stand in the path.
  [/(\/(?:webhooks|interactions)\/\d+\/)[^/\s"']+/g, `$1${mark}`],
  [/(hooks\.slack\.com\/)[^\s"']+/g, `$1${mark}`],
  [/(:\/\/)[^/\s@"']*@/g, `$1${mark}@`],
  [/\b(Bearer|Basic|Bot) [\w.~+/=-]{8,}/g, `$1 ${mark}`],
];

export type KeptOut = ReturnType<typeof createKeptOut>;

export function createKeptOut(secrets: readonly string[] = []) {
  const texts = createTypedTexts();

  function cleanText(text: string): string {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, mark);
    for (const [shape, instead] of shapes) clean = clean.replace(shape, instead);
    return texts.remove(clean, mark);
  }

  return {
    /** Remembers what somebody typed. */
    add(typed: Iterable<string>): void {
      for (const one of typed) texts.add(one);
    },
    cleanText,
    /** A line of JSON: its values are cleaned, its keys and its shape stay. */
    cleanLine: (line: string): string =>
      `${JSON.stringify(JSON.parse(line), (_key, value: unknown) => (typeof value === 'string' ? cleanText(value) : value))}\n`,
  };
}

/** What a person typed for a job. Names of sizes and samplers are no secret and would only be missed. */
export function textsOf({ request }: Pick<Job, 'request'>): string[] {
  return [...typedTexts(request.values), ...Object.values(request.typed ?? {})];
}

/** The same of a gesture's options, before anything of them was parsed. */
export function typedTexts(options: unknown): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'string' &&
    (/prompt|negative|text/i.test(name) || /\s/.test(value.trim()) || value.length > 24)
      ? [value]
      : [],
  );
}
