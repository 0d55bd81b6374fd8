/** Files given with a render: which input of a workflow each is for, and their way into the media store. */
import { attachmentLimits, checkAttachment, tooLarge } from '../core/attachment/check.ts';
import type { Attachments } from '../core/attachments.ts';
import { UserError } from '../core/errors.ts';
import type { Person } from '../core/people.ts';
import { fileWords } from '../core/values.ts';
import { type FileKind, fileKinds, type Values, type Workflow } from '../core/workflow.ts';
import type { GivenFile } from './given-file.ts';

export type GivenFiles = Partial<Record<FileKind, GivenFile | undefined>>;

export const kindsOf = (files: GivenFiles): FileKind[] => fileKinds.filter((kind) => files[kind]);

/** The input that is called like the kind, else the first of that kind. */
export function inputFor({ inputs }: Pick<Workflow, 'inputs'>, kind: FileKind): string | undefined {
  const fitting = Object.keys(inputs).filter((name) => inputs[name]?.type === kind);
  return fitting.find((name) => name === kind) ?? fitting[0];
}

export function takesAll(workflow: Pick<Workflow, 'inputs'>, kinds: readonly FileKind[]): boolean {
  return kinds.every((kind) => inputFor(workflow, kind) !== undefined);
}

/** @throws UserError that says which workflows do */
export function mustTake(workflow: Workflow, kinds: readonly FileKind[], all: readonly Workflow[]): void {
  const missing = kinds.find((kind) => inputFor(workflow, kind) === undefined);
  if (missing === undefined) return;
  throw new UserError(`${workflow.title} does not take ${fileWords[missing]}. ${whoTakes(kinds, all)}`);
}

/** Which workflows take these, for whoever chose another. */
export function whoTakes(kinds: readonly FileKind[], all: readonly Workflow[]): string {
  const names = all.filter((workflow) => takesAll(workflow, kinds)).map(({ name }) => name);
  if (names.length === 0) return 'There is no workflow here that does.';
  return names.length === 1 ? `${names[0]} does.` : `These do: ${names.join(', ')}.`;
}

interface Keeping {
  attachments: Attachments;
  workflow: Workflow;
  person: Person;
}

/** Before anything is fetched: what says itself that it is too large need not be. @throws UserError */
export function checkClaims(files: GivenFiles): void {
  for (const kind of kindsOf(files)) {
    const { name, bytes } = files[kind] as GivenFile;
    const most = attachmentLimits.bytes[kind];
    if (bytes > most) throw tooLarge(name, most);
  }
}

/** Fetches, checks and keeps them. @returns their keys by input. @throws UserError */
export async function keepFiles(
  files: GivenFiles,
  { attachments, workflow, person }: Keeping,
): Promise<Values> {
  const kept = kindsOf(files).map(async (kind) => {
    const { key } = await keepFile(kind, files[kind] as GivenFile, { attachments, person });
    return [inputFor(workflow, kind) ?? kind, key] as const;
  });
  return Object.fromEntries(await Promise.all(kept));
}

/** @throws UserError */
export async function keepFile(
  kind: FileKind,
  file: GivenFile,
  { attachments, person }: Pick<Keeping, 'attachments' | 'person'>,
) {
  const bytes = await file.read(attachmentLimits.bytes[kind]);
  return attachments.keep(person, await checkAttachment(kind, file.name, bytes));
}
