/** What a library knows besides its folder: what was added in chats, what workers have read, and which backends are there. */
import type { Read, Reading } from './reading.ts';
import type { ChatSource } from './source.ts';

export interface Known {
  sources: readonly ChatSource[];
  /** Of this file, for whatever backends. */
  readings(file: string): readonly Reading[];
  /** Backends that answer now. `info` is the hash of what they have, once workflows were read for it. */
  backends: readonly { name: string; info: string | null }[];
  /** Classes and modules that the operator allows in workflows from chat. */
  allowed: ReadonlySet<string>;
}

export const knowsNothing: Known = { sources: [], readings: () => [], backends: [], allowed: new Set() };

export interface ReadAt {
  backend: string;
  /** Undefined: it has not been read for that backend yet. */
  reading: Reading | undefined;
}

/** A backend's reading of a file, for each backend that is there. */
export function readAt(known: Known, file: string): ReadAt[] {
  const readings = known.readings(file);
  return known.backends.map(({ name, info }) => ({
    backend: name,
    reading: info === null ? undefined : readings.find((one) => one.info === info),
  }));
}

/** Those of backends that are there; where there is none, whatever was read before. */
export function readingsToGoBy(known: Known, file: string): Reading[] {
  const live = readAt(known, file).flatMap(({ reading }) => reading ?? []);
  return live.length > 0 ? live : [...known.readings(file)];
}

export const isRead = (reading: Reading): reading is Read => reading.state === 'read';
