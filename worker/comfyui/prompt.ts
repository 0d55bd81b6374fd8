/** One prompt at a ComfyUI server: submitted, looked for, cancelled. */
import { z } from 'zod';
import { PassingError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import {
  type BackendPrompt,
  FileGone,
  FileRefused,
  FileTooLarge,
  type Finished,
  type Made,
  type Standing,
} from '../backend.ts';
import { JobFailure } from '../failure.ts';
import { classesToAsk, explainLeftOut, explainRefusal, nameLeftOut } from './explain.ts';
import type { Choices } from './explain-input.ts';
import { readHistory } from './history.ts';
import { type Http, HttpError, TooLarge } from './http.ts';
import { modelsOf } from './models.ts';
import { isPlainFolder, isPlainName } from './names.ts';
import { type Found, findOutputs, type RemoteFile, viewPath } from './outputs.ts';
import { readQueue, takeOut } from './queue.ts';
import { titleOf } from './telling.ts';
import type { Watch } from './watch.ts';
import {
  acceptedOutputs,
  acceptedSchema,
  choicesOf,
  type HistoryEntry,
  historySchema,
  type NodeErrors,
  objectInfoSchema,
  queueSchema,
  type Refused,
  refusedSchema,
} from './wire.ts';

export interface PromptOptions {
  id: string;
  graph: Graph;
  mark: string;
  http: Http;
  watch: Watch;
}

export function openPrompt({ id, graph, mark, http, watch }: PromptOptions): BackendPrompt {
  const historyPath = `/history/${encodeURIComponent(id)}`;

  async function history(signal: AbortSignal): Promise<HistoryEntry | undefined> {
    return (await http.getJson(historyPath, historySchema, signal))[id];
  }

  function finish(entry: HistoryEntry): Finished {
    const { found, ...ended } = readHistory(entry, graph);
    const pictures = watch.streams ? watch.pictures() : [];
    const sent = (pictures ?? []).map(({ node, bytes }) => sentPicture(node, titleOf(graph, node), bytes));
    const missed = ended.how === 'success' && watch.streams && sent.length === 0;
    return {
      at: 'finished',
      ...ended,
      made: [...found.map((one) => madeOf(one, http)), ...sent],
      warnings: watch.warnings(),
      missed,
    };
  }

  /** A server that was restarted remembers nothing, but what the prompt saved before is on its disk. */
  function salvage(outputs: HistoryEntry['outputs']): Finished {
    const made = findOutputs(outputs, graph).map((one) => madeOf(one, http));
    return { at: 'finished', how: 'success', made, warnings: watch.warnings(), ranMs: null, missed: false };
  }

  return {
    models: modelsOf(graph),

    async submit(signal) {
      const heard = await watch.ready();
      if (!heard && watch.streams) {
        throw new PassingError(
          'the websocket cannot be opened, and this workflow sends its pictures over it',
        );
      }
      watch.begin();
      const body = {
        prompt: graph,
        prompt_id: id,
        client_id: id,
        // Servers before 0.5.0 ignore it and preview as they were started to.
        extra_data: { preview_method: 'auto', rendezvous: mark },
      };
      try {
        const accepted = await http.postJson('/prompt', body, acceptedSchema, signal);
        if (accepted.prompt_id !== id) {
          await http.postJson('/queue', { delete: [accepted.prompt_id] }, z.unknown(), signal);
          throw new JobFailure(tooOld);
        }
        const choices = await askChoices(http, accepted.node_errors, signal);
        return { warnings: explainLeftOut(accepted.node_errors, graph, choices) };
      } catch (thrown) {
        if (!(thrown instanceof HttpError)) throw thrown;
        if (thrown.status === 413) throw new JobFailure(tooBig, { cause: thrown });
        // Some servers refuse an id they know already: then it is in their queue, which is what was wanted.
        if (thrown.status === 409) return { warnings: [] };
        const refused = thrown.status === 400 ? readRefused(thrown.body) : null;
        if (!refused) throw thrown;
        const choices = await askChoices(http, refused.node_errors, signal);
        throw new JobFailure(explainRefusal(refused, graph, choices), { cause: thrown });
      }
    },

    async leftOut(signal) {
      const { queue_running: running, queue_pending: pending } = await http.getJson(
        '/queue',
        queueSchema,
        signal,
      );
      const item =
        [...running, ...pending].find(([, one]) => one === id) ?? (await history(signal))?.prompt ?? null;
      return item
        ? nameLeftOut(acceptedOutputs(item), graph, (type) => isOutputNode(http, type, signal))
        : [];
    },

    async look(signal): Promise<Standing> {
      const entry = await history(signal);
      if (entry) return finish(entry);
      const { running, pending } = await readQueue(http, signal);
      if (running.includes(id)) {
        watch.checkHearing();
        return { at: 'running' };
      }
      if (pending.includes(id)) return { at: 'pending', behind: running[0] ?? null };
      // It may have ended between the two questions.
      const late = await history(signal);
      if (late) return finish(late);
      const saved = watch.saved();
      return saved ? { at: 'unknown', saved: salvage(saved) } : { at: 'unknown' };
    },

    cancel: (signal) => takeOut(http, id, signal),

    close: () => watch.close(),
  };
}

const tooOld = {
  message: say('This ComfyUI is too old: it does not take prompt ids.'),
  remedy: say('Update ComfyUI to 0.3.45 or newer.'),
};

const tooBig = {
  message: say('The workflow is larger than the ComfyUI server accepts.'),
  remedy: say('Start ComfyUI with a larger --max-upload-size, or make the workflow smaller.'),
};

function readRefused(body: string): Refused | null {
  try {
    return refusedSchema.safeParse(parseJson(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Errors about long lists come without the list. It only makes the words better, so it may fail. */
async function askChoices(http: Http, errors: NodeErrors, signal: AbortSignal): Promise<Choices> {
  const known = new Map<string, string[]>();
  for (const classType of classesToAsk(errors)) {
    const path = `/object_info/${encodeURIComponent(classType)}`;
    const info = await http.getJson(path, objectInfoSchema, signal).catch(() => null);
    const { required = {}, optional = {} } = info?.[classType]?.input ?? {};
    for (const [input, spec] of Object.entries({ ...required, ...optional })) {
      const choices = choicesOf(spec);
      if (choices) known.set(`${classType}.${input}`, choices);
    }
  }
  return (classType, input) => known.get(`${classType}.${input}`) ?? null;
}

async function isOutputNode(http: Http, classType: string, signal: AbortSignal): Promise<boolean> {
  const info = await http.getJson(`/object_info/${encodeURIComponent(classType)}`, objectInfoSchema, signal);
  return info[classType]?.output_node === true;
}

function madeOf(found: Found, http: Http): Made {
  const { node, title } = found;
  if (found.kind === 'text') return { node, title, kind: 'text', text: found.text };
  const { file, animated } = found;
  return {
    node,
    title,
    kind: 'file',
    name: file.filename,
    animated,
    saved: file.type === 'output',
    read: (largest, signal) => readFile(http, file, largest, signal),
  };
}

async function* readFile(
  http: Http,
  file: RemoteFile,
  largest: number,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  if (!isPlainName(file.filename) || !isPlainFolder(file.subfolder))
    throw new FileRefused(say('its name leads out of the output folder or is no name of a file'));
  try {
    yield* http.getFile(viewPath(file), largest, signal);
  } catch (thrown) {
    if (thrown instanceof TooLarge) throw new FileTooLarge(thrown.message, { cause: thrown });
    const gone = thrown instanceof HttpError && [400, 403, 404].includes(thrown.status);
    throw gone ? new FileGone(`${file.filename} is gone`, { cause: thrown }) : thrown;
  }
}

function sentPicture(node: string, title: string, bytes: Buffer): Made {
  return {
    node,
    title,
    kind: 'file',
    name: 'picture.png',
    animated: false,
    saved: true,
    async *read() {
      yield bytes;
    },
  };
}
