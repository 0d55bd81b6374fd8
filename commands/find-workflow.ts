/** The workflow somebody means. */

import type { Text } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Scope } from '../core/library/source.ts';
import type { Library } from '../core/library.ts';
import { say } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import { cut, shortened } from './words.ts';

/** The workflow of that name or title. @throws UserError that says which there are, or why a file cannot be used. */
export function findWorkflow(library: Library, name: string | undefined, scope: Scope): Workflow {
  const all = library.all(scope);
  if (name === undefined) {
    const [first] = all;
    if (!first) throw new UserError(say('There is no workflow yet. Put a graph into the workflows folder.'));
    return first;
  }
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name === wanted || one.title.toLowerCase() === wanted);
  if (found) return found;
  const fault = library.faults(scope).get(wanted);
  if (fault) throw unusable(wanted, fault);
  throw new UserError(
    say('There is no workflow called "{name}". There are: {names}.', {
      name: shortened(name, 60),
      names: all.map((one) => one.name).join(', '),
    }),
  );
}

export const unusable = (name: string, fault: Text): UserError =>
  new UserError(say('The workflow {name} cannot be used: {why}', { name, why: cut(fault, 300) }));
