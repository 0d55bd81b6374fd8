/** All that is known of a workflow's file for a server that has these nodes and models, as bots and workers go by it. */

import { UserError } from '../../core/errors.ts';
import type { Read, Reading } from '../../core/library/reading.ts';
import { say } from '../../core/say.ts';
import { type FileKind, fileKinds, type Input } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import type { FileInput } from './files.ts';
import { freeName } from './found.ts';
import { findInputs } from './inputs.ts';
import { markGraph } from './marks.ts';
import { judge } from './policy.ts';
import { readWorkflowFile } from './read.ts';
import { strayFiles } from './strays.ts';
import { understand } from './understand.ts';

type Key = 'file' | 'info' | 'reader' | 'madeAt';
type Distributed<T> = T extends unknown ? Omit<T, Key> : never;
/** A reading without what it is of. */
export type Outcome = Distributed<Reading>;

export function readForLibrary(name: string, bytes: Uint8Array, definitions: Definitions): Outcome {
  try {
    return read(name, bytes, definitions);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { state: 'unreadable', why: thrown.said };
  }
}

function read(name: string, bytes: Uint8Array, definitions: Definitions): Omit<Read, Key> {
  const file = readWorkflowFile(name, bytes);
  const { graph, problems, notes, lacks } = understand(file, definitions);
  const found = findInputs(graph, definitions);
  const refusals = [...judge(graph, { definitions }), ...strayFiles(graph, definitions, found.files)];
  const attached = attachedInputs(found.files, found.inputs);
  return {
    state: 'read',
    form: file.form,
    title: null,
    exact: file.api !== null,
    graph,
    inputs: { ...attached.inputs, ...found.inputs },
    files: found.files,
    outputs: found.outputs,
    ...markGraph(graph, definitions, found),
    reasons: [...attached.reasons, ...found.reasons],
    notes,
    problems,
    lacks,
    refusals: refusals.map((refusal) => ({
      ...refusal,
      module: definitions.get(refusal.classType)?.module ?? '',
    })),
  };
}

/** What it starts from is attached by whoever asks: the author's own file is hardly there, or is not theirs to give. */
function attachedInputs(files: Record<string, FileInput>, taken: Record<string, Input>) {
  const inputs: Record<string, Input> = {};
  const reasons: Read['reasons'] = [];
  for (const { kind, to, title, masked, example } of Object.values(files)) {
    if (!isFileKind(kind)) continue;
    const name = freeName(kind, { ...taken, ...inputs });
    inputs[name] = {
      type: kind,
      to,
      required: true,
      ...(title && title.length <= 45 && { title }),
      ...(masked && { description: 'What is transparent in it is the mask' }),
    };
    reasons.push({
      input: name,
      because: say('{where} names a file, {file}', { where: to.join(', '), file: example.slice(0, 80) }),
    });
  }
  return { inputs, reasons };
}

function isFileKind(kind: FileInput['kind']): kind is FileKind {
  return fileKinds.some((one) => one === kind);
}
