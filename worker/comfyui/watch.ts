/**
 * What the websocket tells about one prompt: progress, previews, and the two things that are told nowhere else
 * (pictures of `SaveImageWebsocket`, and nodes that refused to go on).
 *
 * Each prompt has a websocket of its own whose client id is the prompt's id. So a worker that takes over after a
 * crash gets the messages of the running prompt again, and prompts never mix.
 */
import type { Text } from '../../core/card.ts';
import { say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Hint } from '../backend.ts';
import { type Frame, readFrame } from './frames.ts';
import type { Address } from './http.ts';
import { explainBlocked, isRefusal } from './mishap.ts';
import { advance, beginProgress, readProgress } from './progress.ts';
import { keepSocket } from './socket.ts';
import type { ComfyTiming } from './timing.ts';
import { type Message, readMessage } from './wire.ts';

export interface Watch {
  /** False when the websocket could not be opened in time. Before it is open, nothing is heard of the prompt. */
  ready(): Promise<boolean>;
  /** The prompt is about to be submitted: from now on everything that is sent should be heard. */
  begin(): void;
  /** Whether the graph sends pictures over the websocket alone. */
  readonly streams: boolean;
  /** Null when some may have been sent while nobody listened. */
  pictures(): { node: string; bytes: Buffer }[] | null;
  /** What was not made, in words: by nodes that refused to go on, and pictures that were too many. */
  warnings(): Text[];
  /** The outputs by node, once every node that saves files has told what it saved; null before. */
  saved(): Record<string, Record<string, unknown> | null> | null;
  /** To be called while the prompt runs: makes the connection anew when it has been silent for too long. */
  checkHearing(): void;
  close(): Promise<void>;
}

export interface WatchOptions {
  id: string;
  graph: Graph;
  address: Address;
  onHint(hint: Hint): void;
  timing: ComfyTiming;
}

/** Pictures beyond this are not kept, so that a run cannot fill the memory. */
const keptBytes = 256 * 1024 * 1024;

export function watchPrompt({ id, graph, address, onHint, timing }: WatchOptions): Watch {
  const streaming = new Set(
    Object.keys(graph).filter((node) => graph[node]?.class_type === 'SaveImageWebsocket'),
  );
  const saving = Object.keys(graph).filter((node) => typeof graph[node]?.inputs.filename_prefix === 'string');
  const told = new Map<string, Record<string, unknown> | null>();
  const pictures: { node: string; bytes: Buffer }[] = [];
  const warnings: Text[] = [];
  let tooMany = false;
  const ready = Promise.withResolvers<boolean>();
  let progress = beginProgress(graph);
  let heardAll = false;
  let taggedPreviews = false;
  let heardAt = 0;
  let patienceMs = timing.deafMs;

  const socket = keepSocket({
    address: address.name,
    headers: address.headers,
    clientId: id,
    timing,
    onText(text) {
      const message = readMessage(text);
      if (message) hear(message);
    },
    onFrame(data) {
      const frame = readFrame(data);
      if (frame?.kind === 'picture') see(frame);
    },
    onChange(state) {
      if (state === 'open') {
        setTimeout(() => ready.resolve(true), timing.flagsMs).unref();
      } else {
        heardAll = false;
        taggedPreviews = false;
      }
      onHint({ kind: 'changed' });
    },
  });
  const tooLate = setTimeout(() => ready.resolve(false), timing.readyMs);
  tooLate.unref();

  function hear(message: Message): void {
    if (message.type === 'feature_flags') {
      taggedPreviews = message.data.supports_preview_metadata === true;
      ready.resolve(true);
      return;
    }
    // Only the greeting to a returning owner comes without an id; on this websocket the owner is this prompt.
    const { prompt_id: about = id } = message.data;
    if (about !== id) return;
    heardAt = Date.now();
    if (message.type === 'execution_error' && isRefusal(message.data)) {
      warnings.push(explainBlocked(message.data, graph));
      return;
    }
    if (message.type === 'executed') told.set(message.data.node, message.data.output);
    const before = progress;
    progress = advance(progress, message);
    if (message.type === 'execution_start') onHint({ kind: 'started' });
    if (progress !== before) onHint({ kind: 'progress', ...readProgress(progress) });
    if (isEnd(message)) onHint({ kind: 'changed' });
  }

  function see({ from, bytes }: Extract<Frame, { kind: 'picture' }>): void {
    // A frame without an id is a stranger's when the server knows how to tag ours, or when ours is not running.
    const node = from ? from.node : taggedPreviews ? null : progress.current;
    if (node === null || (from && from.promptId !== id)) return;
    heardAt = Date.now();
    if (!streaming.has(node)) {
      onHint({ kind: 'preview', bytes });
      return;
    }
    const kept = pictures.reduce((sum, one) => sum + one.bytes.length, 0);
    if (kept + bytes.length > keptBytes) tooMany = true;
    // Copied, because the frame may share its memory with others.
    else pictures.push({ node, bytes: Buffer.from(bytes) });
  }

  return {
    streams: streaming.size > 0,
    ready: () => ready.promise,
    begin() {
      heardAll = socket.openedAt() !== null;
    },
    pictures: () => (heardAll ? pictures : null),
    warnings: () => (tooMany ? [...warnings, say('More pictures came than could be kept.')] : warnings),
    saved: () =>
      saving.length > 0 && saving.every((node) => told.has(node)) ? Object.fromEntries(told) : null,
    checkHearing() {
      const openedAt = socket.openedAt();
      // What is sent while the connection is made anew would be lost, so pictures must not be on their way.
      if (openedAt === null || streaming.size > 0) return;
      if (Date.now() - Math.max(openedAt, heardAt) < patienceMs) return;
      patienceMs *= 2;
      socket.renew();
    },
    async close() {
      clearTimeout(tooLate);
      ready.resolve(false);
      await socket.close();
    },
  };
}

function isEnd(message: Message): boolean {
  switch (message.type) {
    case 'execution_success':
    case 'execution_error':
    case 'execution_interrupted':
      return true;
    case 'executing':
      return message.data.node === null;
    default:
      return false;
  }
}
