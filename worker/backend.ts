/**
 * What can run a job: a ComfyUI server first; rented or hosted ones would implement the same.
 *
 * A prompt's id is chosen by us before it is submitted, so that it can be found again after any crash. Hints come
 * quickly but may be missing; `look` asks the backend itself and is the truth.
 */
import { plain, type Text } from '../core/card.ts';
import type { Failure } from '../core/job.ts';
import type { LoraTag } from '../core/loras.ts';
import type { BackendStatus } from '../core/workers.ts';
import type { Graph } from '../core/workflow.ts';

export interface Backend {
  /** The address without credentials; jobs are recorded as being at it. */
  readonly name: string;
  /** Never throws: what keeps the backend from answering is part of the report. */
  report(): Promise<BackendReport>;
  /** The nodes and models it has, as it tells them, for whoever reads workflows. @throws PassingError */
  inventory(signal: AbortSignal): Promise<Buffer>;
  /** A prompt at this backend, whether it is there already or will be submitted. Whoever opens it closes it. */
  open(prompt: OwnPrompt, onHint: (hint: Hint) => void): BackendPrompt;
  /** Puts a file where graphs can name it. @returns what they call it. @throws JobFailure when it refuses it, PassingError */
  hand(file: HandedFile, signal: AbortSignal): Promise<string>;
  /**
   * The graph with these LoRAs in it, as this backend knows them.
   * @throws JobFailure for one it does not have, PassingError when it does not answer.
   */
  addLoras(graph: Graph, loras: readonly LoraTag[], signal: AbortSignal): Promise<Graph>;
  /** Prompts with a mark, ours or of others who mark theirs. @throws PassingError */
  marked(signal: AbortSignal): Promise<Listed[]>;
  /** Takes a prompt out of the queue or stops it, and nobody else's. @throws PassingError */
  takeOut(id: string, signal: AbortSignal): Promise<void>;
  /** Ids of what runs there and of what waits. @throws PassingError */
  queue(signal: AbortSignal): Promise<{ running: string[]; pending: string[] }>;
  /**
   * Asks it to let go of the models and results it keeps in memory. It does so when it is done with what it runs;
   * what is returned tells whether it has. Both @throw PassingError.
   */
  freeMemory(signal: AbortSignal): Promise<(signal: AbortSignal) => Promise<boolean>>;
  /** For one that we started ourselves: ends it and starts it again. What ran and waited there is lost. */
  restart?(why: string): void;
  close(): Promise<void>;
}

export interface HandedFile {
  /** In the media store. */
  key: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface OwnPrompt {
  id: string;
  graph: Graph;
  /** Goes with it, so that it is known for ours later. */
  mark: string;
}

export interface Listed {
  id: string;
  mark: string;
  at: 'pending' | 'running' | 'done' | 'failed';
}

export type BackendReport = Omit<BackendStatus, 'name' | 'jobs' | 'lastModels' | 'info'>;

export interface BackendPrompt {
  /** Model files the graph names. */
  readonly models: string[];
  /**
   * Puts it into the backend's queue. `warnings` name what will be left out.
   * @throws JobFailure when the backend refuses the graph, PassingError when it does not answer.
   */
  submit(signal: AbortSignal): Promise<{ warnings: Text[] }>;
  /** What `submit` would have warned of, for a prompt that was submitted by somebody else. @throws PassingError */
  leftOut(signal: AbortSignal): Promise<Text[]>;
  /** @throws PassingError when the backend does not answer. */
  look(signal: AbortSignal): Promise<Standing>;
  /** Takes it out of the queue or stops it, and nobody else's. Whether that came in time, the next look tells. */
  cancel(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export type Hint =
  | { kind: 'started' }
  | { kind: 'progress'; fraction: number; node?: string; step?: number; steps?: number }
  | { kind: 'preview'; bytes: Uint8Array }
  /** Something ended, or the connection was lost or made again: worth a look. */
  | { kind: 'changed' };

export type Standing =
  | { at: 'running' }
  /** `saved` is what it was heard to have made, all of it, before the backend forgot it. */
  | { at: 'unknown'; saved?: Finished }
  /** `behind` is what runs meanwhile; null when nothing does. */
  | { at: 'pending'; behind: string | null }
  | Finished;

export interface Finished {
  at: 'finished';
  how: 'success' | 'failed' | 'interrupted';
  /** What it made, also when it did not get to its end. */
  made: Made[];
  /** Why it failed. */
  failure?: Pick<Failure, 'message' | 'remedy'>;
  /** Whether it failed for want of memory. */
  outOfMemory?: boolean;
  /** What was not made although the rest was, in words. */
  warnings: Text[];
  /** Without the time in the queue; null when the backend does not tell, or when the long part was not run anew. */
  ranMs: number | null;
  /** It made something that cannot be had any more, so it has to run again. */
  missed: boolean;
}

export type Made = { node: string; title: string } & (
  | { kind: 'text'; text: string }
  | {
      kind: 'file';
      /** As the backend calls it; not to be trusted. */
      name: string;
      animated: boolean;
      /** False for previews, which are all there is of some runs. */
      saved: boolean;
      /** Piece by piece as it comes. @throws FileGone, FileTooLarge, FileRefused, PassingError */
      read(largest: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
    }
);

/** The backend made this file once, but does not have it any more. */
export class FileGone extends Error {
  override name = 'FileGone';
}

export class FileTooLarge extends Error {
  override name = 'FileTooLarge';
}

/** The backend names a file that no run of ours can have made. It is not fetched. */
export class FileRefused extends Error {
  override name = 'FileRefused';
  readonly said: Text;

  constructor(said: Text) {
    super(plain(said));
    this.said = said;
  }
}
