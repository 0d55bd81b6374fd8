/** The workflow that a command is about, by its name, and what there is to say of where it runs. */

import { z } from 'zod';
import { type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import type { Scope } from '../core/library/source.ts';
import type { Library } from '../core/library.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Choice } from './command.ts';
import { unusable } from './find-workflow.ts';
import { shortened } from './words.ts';

export const workflowName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'must be at most 80 characters')
  .describe('Name of the workflow')
  .meta({ suggests: true });

/** Usable or not, in the order people see them: what can be used comes first. */
export function allWorkflows(library: Library, scope: Scope): About[] {
  const names = [...library.all(scope).map(({ name }) => name), ...library.faults(scope).keys()];
  return [...new Set(names)].flatMap((name) => library.about(name, scope) ?? []);
}

/** By its name or its title. @throws UserError that says where the names are, or why a file cannot be read at all. */
export function workflowOf(library: Library, given: string, scope: Scope): About {
  const wanted = given.trim().toLowerCase();
  const all = allWorkflows(library, scope);
  const found =
    all.find(({ name }) => name === wanted) ?? all.find(({ title }) => title.toLowerCase() === wanted);
  if (found) return found;
  const fault = library.faults(scope).get(wanted);
  if (fault) throw unusable(wanted, fault);
  throw new UserError(
    say('There is no workflow called "{name}". {command} shows those there are.', {
      name: shortened(given, 60),
      command: typed('workflow list'),
    }),
  );
}

/** Whether it is listed where somebody looks: what is not for everybody's eyes is only where children are kept out. */
export const mayLook = ({ workflow }: About, ageRestricted = false): boolean =>
  workflow?.nsfw !== true || ageRestricted;

export function suggestWorkflows(all: readonly About[], wanted: string): Choice[] {
  const words = wanted.trim().toLowerCase();
  return all
    .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(words))
    .map(({ name, title }) => ({ name: shortened(`${title} (${name})`, 100), value: name }));
}

export interface Readiness {
  state: 'ready' | 'partly' | 'missing' | 'unknown' | 'unusable';
  /** In a few words. */
  words: Phrase;
  /** What stands against it where it lacks least, each in words that follow "it". */
  reasons: Text[];
}

/** Whether it can be rendered here and now. */
export function readinessOf({ fault, waiting, backends }: About): Readiness {
  if (waiting) return { state: 'unknown', words: say('being read'), reasons: [] };
  if (fault !== null) return { state: 'unusable', words: say('cannot be used'), reasons: [] };
  const looked = backends.filter(({ ready }) => ready !== null);
  const ready = looked.filter(({ ready }) => ready === true);
  if (looked.length === 0)
    return { state: 'unknown', words: say('not compared with a worker yet'), reasons: [] };
  if (ready.length === looked.length) return { state: 'ready', words: say('ready'), reasons: [] };
  const [least] = looked.filter((one) => !one.ready).sort((a, b) => a.against.length - b.against.length);
  const reasons = least?.against ?? [];
  return ready.length > 0
    ? {
        state: 'partly',
        words: say('ready on {n} of {all} servers', { n: ready.length, all: looked.length }),
        reasons,
      }
    : { state: 'missing', words: say('something is missing'), reasons };
}
