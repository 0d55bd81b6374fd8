/**
 * A workflow from whatever a person has: the editor's file, the API format, what a program posted to a server, or a
 * picture, video or sound that was made with it.
 */

import { z } from 'zod';
import { type Text, typed } from '../../core/card.ts';
import { toError, UserError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { type Phrase, say, told } from '../../core/say.ts';
import { type Graph, graphSchema } from '../../core/workflow.ts';
import { type EditorWorkflow, firstProblem, limits, readEditor, tooManyNodes } from './editor.ts';
import { readCarried } from './embedded/carried.ts';
import { type Entry, largestText } from './embedded/entry.ts';
import { readScene } from './embedded/models.ts';

export interface WorkflowFile {
  /** What it was read from, for people: `editor format`, `PNG picture`. */
  form: string;
  /** The very graph that a server takes, where the file has it. */
  api: Graph | null;
  /** The editor's own form of it. */
  editor: EditorWorkflow | null;
  /** What else was there and could not be used. */
  notes: Text[];
}

const largestFile = 256 * 1024 * 1024;
const deepestJson = 200;

/** @throws UserError naming the file, what is wrong with it, and what would be right. */
export function readWorkflowFile(name: string, bytes: Uint8Array): WorkflowFile {
  try {
    return read(bytes);
  } catch (thrown) {
    if (thrown instanceof UserError) throw new UserError(say('{name}: {why}', { name, why: thrown.said }));
    throw thrown;
  }
}

function read(bytes: Uint8Array): WorkflowFile {
  if (bytes.length === 0) throw new UserError(say('The file is empty.'));
  if (bytes.length > largestFile)
    throw new UserError(
      say('The file has {n} bytes; at most {most} are read.', { n: bytes.length, most: largestFile }),
    );
  const carried = readCarried(bytes);
  if (carried) return fromEntries(carried.kind, carried.entries, carried.damaged);
  return fromText(bytes);
}

/** The names under which files carry a workflow, whatever the case: the graph that ran, and the editor's form of it. */
function fromEntries(kind: string, entries: Entry[], damaged: boolean): WorkflowFile {
  const found: WorkflowFile = { form: kind, api: null, editor: null, notes: [] };
  for (const { key, text } of entries) {
    const called = key.toLowerCase();
    // Some packs put everything into the comment, as one JSON object.
    if (!['prompt', 'workflow', 'comment', 'usercomment', 'description'].includes(called)) continue;
    if (!/^\s*["[{]/.test(text)) continue;
    try {
      const { api, editor } = fromJson(parse(text));
      found.api ??= api;
      found.editor ??= editor;
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      found.notes.push(say('Its {entry} cannot be read: {why}', { entry: called, why: thrown.said }));
    }
  }
  if (found.api || found.editor) return found;
  const [unreadable] = found.notes;
  if (unreadable)
    throw new UserError(say('This {kind} carries a workflow. {why}', { kind: told(kind), why: unreadable }));
  throw new UserError(whyNone(told(kind), entries, damaged));
}

function whyNone(kind: Phrase, entries: Entry[], damaged: boolean): Phrase {
  const parameters = entries.some(
    ({ key, text }) => key.toLowerCase() === 'parameters' || /\bSteps: \d+, Sampler: /.test(text),
  );
  if (parameters)
    return say(
      'This {kind} carries the parameters of another program (prompt, steps, sampler), which are no ComfyUI workflow. Type them into {command} instead.',
      { kind, command: typed('render') },
    );
  if (damaged)
    return say(
      'This {kind} is damaged: it ends or breaks off before a workflow was found. Send the original file.',
      { kind },
    );
  return say(
    'This {kind} carries no workflow. Chat apps and picture editors remove it: send the file as ComfyUI saved it, or the workflow itself (in ComfyUI: Workflow, Save).',
    { kind },
  );
}

function fromText(bytes: Uint8Array): WorkflowFile {
  if (bytes.length > largestText)
    throw new UserError(
      say('The file has {n} bytes; at most {most} of JSON are read.', { n: bytes.length, most: largestText }),
    );
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
  if (!/^\s*["[{]/.test(text)) throw new UserError(notAWorkflow(text));
  const json = parse(text);
  const scene = [...readScene(json)];
  if (scene.length > 0) return fromEntries('3D scene', scene, false);
  return fromJson(json);
}

function notAWorkflow(text: string): Phrase {
  if (/^\s*<svg|^\s*<\?xml/i.test(text)) return say('This SVG picture carries no workflow.');
  if (/\bSteps: \d+, Sampler: /.test(text))
    return say('These are the parameters of another program, which are no ComfyUI workflow.');
  return say('This is no workflow: neither JSON nor a picture, video or sound that carries one.');
}

function parse(text: string): unknown {
  if (text.length > largestText)
    throw new UserError(say('The workflow is longer than {n} characters.', { n: largestText }));
  if (depthOf(text) > deepestJson)
    throw new UserError(say('The JSON is nested more than {n} deep.', { n: deepestJson }));
  try {
    return parseJson(text.replace(/^\ufeff/, '').replace(/\0+$/, ''));
  } catch (thrown) {
    throw new UserError(
      say('The JSON is broken: {why}. Save or export the workflow again.', { why: toError(thrown).message }),
    );
  }
}

/** How deep brackets are nested, without those that stand in strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 34) quoted = !quoted;
    else if (quoted) continue;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return deepest;
}

const envelopeSchema = z.looseObject({
  prompt: z.unknown().optional(),
  output: z.unknown().optional(),
  workflow: z.unknown().optional(),
  extra_data: z
    .looseObject({ extra_pnginfo: z.looseObject({ workflow: z.unknown().optional() }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** Wrapped more often than this nobody wraps a workflow: a text in a text, a prompt in a request in a history. */
const mostWrappings = 5;

function fromJson(given: unknown, wrappings = 0): WorkflowFile {
  if (wrappings > mostWrappings) throw new UserError(say('The workflow is wrapped too often to be found.'));
  // A text with JSON in it; an entry of a server's queue: number, id, graph, extra data.
  if (typeof given === 'string') return fromJson(parse(given), wrappings + 1);
  if (Array.isArray(given) && given.length >= 3 && typeof given[1] === 'string')
    return fromJson({ prompt: given[2], extra_data: given[3] }, wrappings + 1);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new UserError(noGraph);
  if ('nodes' in given && Array.isArray(given.nodes))
    return { form: 'editor format', api: null, editor: readEditor(given), notes: [] };
  const api = readApi(given);
  if (api) return { form: 'API format', api, editor: null, notes: [] };
  const envelope = envelopeSchema.parse(given);
  const graphs = [
    envelope.prompt ?? envelope.output,
    envelope.workflow ?? envelope.extra_data?.extra_pnginfo?.workflow,
  ];
  const inside = graphs
    .filter((one) => one !== undefined && one !== null && one !== '')
    .map((one) => fromJson(one, wrappings + 1));
  if (inside.length === 0) throw new UserError(noGraph);
  return {
    form: 'request to a server',
    api: inside.find((one) => one.api)?.api ?? null,
    editor: inside.find((one) => one.editor)?.editor ?? null,
    notes: inside.flatMap(({ notes }) => notes),
  };
}

const noGraph = say(
  'This JSON is no ComfyUI workflow: it has neither nodes nor a prompt. Save the workflow in ComfyUI and send that file.',
);

/** Null: no graph in API format. Entries that are no nodes stand beside them in some files and do not matter. */
function readApi(given: object): Graph | null {
  const nodes = Object.entries(given).filter(
    ([, node]) => typeof node === 'object' && node !== null && 'class_type' in node,
  );
  if (nodes.length === 0) return null;
  if (nodes.length > limits.nodes) throw new UserError(tooManyNodes(nodes.length));
  const parsed = graphSchema.safeParse(
    Object.fromEntries(nodes.map(([id, node]) => [id, { inputs: {}, ...node }])),
  );
  if (!parsed.success)
    throw new UserError(say('The graph cannot be read: {why}.', { why: firstProblem(parsed.error) }));
  return parsed.data;
}
