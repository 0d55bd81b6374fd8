/** Files given with a render: which input of a workflow each is for, and their way into the media store. */

import { attachmentLimits, checkAttachment, tooLarge } from '../core/attachment/check.ts';
import type { Attachments } from '../core/attachments.ts';
import { UserError } from '../core/errors.ts';
import type { Person } from '../core/people.ts';
import { type Phrase, say, told } from '../core/say.ts';
import { fileWords } from '../core/values.ts';
import type { FileKind, Workflow } from '../core/workflow.ts';
import type { GivenFile } from './given-file.ts';

/** In the order in which they were asked for: of two pictures the first is the one to start from. */
export type GivenFiles = readonly { kind: FileKind; file: GivenFile }[];

export const kindsOf = (files: GivenFiles): FileKind[] => files.map(({ kind }) => kind);

/** For each kind an input of its own: the one that is called like it, then the others in their order. */
export function inputsFor(
  { inputs }: Pick<Workflow, 'inputs'>,
  kinds: readonly FileKind[],
): (string | undefined)[] {
  const free = Map.groupBy(Object.keys(inputs), (name) => inputs[name]?.type);
  return kinds.map((kind) => {
    const fitting = free.get(kind) ?? [];
    const found = fitting.find((name) => name === kind) ?? fitting[0];
    free.set(
      kind,
      fitting.filter((name) => name !== found),
    );
    return found;
  });
}

export function takesAll(workflow: Pick<Workflow, 'inputs'>, kinds: readonly FileKind[]): boolean {
  return inputsFor(workflow, kinds).every((input) => input !== undefined);
}

/** @throws UserError that says which workflows do */
export function mustTake(workflow: Workflow, kinds: readonly FileKind[], all: readonly Workflow[]): void {
  const missing = kinds[inputsFor(workflow, kinds).indexOf(undefined)];
  if (missing === undefined) return;
  const what = takesAll(workflow, [missing]) ? moreThanOne[missing] : told(fileWords[missing]);
  throw new UserError(
    say('{workflow} does not take {what}. {others}', {
      workflow: workflow.title,
      what,
      others: whoTakes(kinds, all),
    }),
  );
}

const moreThanOne = {
  image: say('more than one picture'),
  mask: say('more than one mask'),
  video: say('more than one video'),
  audio: say('more than one sound'),
} as const satisfies Record<FileKind, Phrase>;

/** Which workflows take these, for whoever chose another. */
function whoTakes(kinds: readonly FileKind[], all: readonly Workflow[]): Phrase {
  const names = all.filter((workflow) => takesAll(workflow, kinds)).map(({ name }) => name);
  if (names.length === 0) return say('There is no workflow here that does.');
  return names.length === 1
    ? say('{name} does.', { name: names[0] ?? '' })
    : say('These do: {names}.', { names: names.join(', ') });
}

interface Keeping {
  attachments: Attachments;
  person: Person;
}

/** Before anything is fetched: what says itself that it is too large need not be. @throws UserError */
export function checkClaims(files: GivenFiles): void {
  for (const { kind, file } of files) {
    const most = attachmentLimits.bytes[kind];
    if (file.bytes > most) throw tooLarge(file.name, most);
  }
}

/** Fetches, checks and keeps them. @returns their keys, each for the file of that place. @throws UserError */
export function keepFiles(files: GivenFiles, keeping: Keeping): Promise<string[]> {
  return Promise.all(files.map(async ({ kind, file }) => (await keepFile(kind, file, keeping)).key));
}

/** @throws UserError */
export async function keepFile(kind: FileKind, file: GivenFile, { attachments, person }: Keeping) {
  const bytes = await file.read(attachmentLimits.bytes[kind]);
  return attachments.keep(person, await checkAttachment(kind, file.name, bytes));
}
