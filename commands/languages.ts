/**
 * The languages we speak: English, and one more for each file in `languages/`, which is named after its tag
 * (`th.yaml`). Dropping a file there is all it takes. A sentence that a file does not have is said in English.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { SettingsError, toError } from '../core/errors.ts';
import { createLanguage, english, type Language, valuesOf } from '../core/say.ts';

export interface Languages {
  /** English first. */
  all: readonly Language[];
  /** The closest there is to a BCP 47 tag: `th` for `th-TH`. English for one nobody speaks, and for none. */
  of(tag: string | undefined): Language;
}

const ownFolder = fileURLToPath(new URL('./languages/', import.meta.url));

/** What Discord lets a command or an option be called. */
const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u, 'must be letters, at most 32, without spaces')
  .refine((text) => text === text.toLowerCase(), 'must be in small letters');

const fileSchema = z.strictObject({
  /** What commands and options are called where they are typed, by their English names. */
  names: z.record(z.string(), name).default({}),
  /** Everything else we say, by what it is in English. */
  sentences: z.record(z.string(), z.string().min(1)).default({}),
});

/** @throws SettingsError that names the file and what is wrong with it. */
export function openLanguages(folder = ownFolder): Languages {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const all = [english, ...files.sort().map((file) => readLanguage(path.join(folder, file)))];
  return {
    all,
    of(tag) {
      for (let wanted = tag?.toLowerCase() ?? ''; wanted !== ''; wanted = wanted.replace(/-?[^-]*$/, '')) {
        const found = all.find((one) => one.tag.toLowerCase() === wanted);
        if (found) return found;
      }
      return english;
    },
  };
}

export function readLanguage(file: string): Language {
  const tag = path.basename(file, '.yaml');
  const wrong = (reason: string) => new SettingsError(`The language file ${file} cannot be used: ${reason}`);
  if (!isTag(tag)) throw wrong(`${tag} is no language tag, such as th or pt-BR.`);
  const parsed = fileSchema.safeParse(contents(file, wrong));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue?.path.join(': ')} ${issue?.message}.`);
  }
  const { names, sentences } = parsed.data;
  for (const [message, translated] of Object.entries(sentences)) {
    const fault = faultOf(message, translated);
    if (fault) throw wrong(`“${translated}” ${fault}`);
  }
  return createLanguage(tag, {
    names: new Map(Object.entries(names)),
    sentences: new Map(Object.entries(sentences)),
  });
}

function contents(file: string, wrong: (reason: string) => Error): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw wrong(toError(thrown).message);
  }
}

/** A translation shows what its sentence shows. */
function faultOf(message: string, translated: string): string | null {
  const asked = namesIn(message);
  const given = namesIn(translated);
  if (given === null)
    return 'is no ICU MessageFormat: braces have to match, and quotes around a literal one.';
  const lacks = [...(asked ?? [])].filter((one) => !given.has(one));
  const more = [...given].filter((one) => !asked?.has(one));
  if (lacks.length > 0) return `lacks ${lacks.map((one) => `{${one}}`).join(', ')} of “${message}”.`;
  return more.length > 0
    ? `has ${more.map((one) => `{${one}}`).join(', ')}, which “${message}” has not.`
    : null;
}

function namesIn(message: string): ReadonlySet<string> | null {
  try {
    return valuesOf(message);
  } catch {
    return null;
  }
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
