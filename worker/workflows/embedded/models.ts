/** Files with a JSON head: 3D scenes (GLB, glTF) and saved latents (safetensors). */
import { z } from 'zod';
import { parseJson } from '../../../core/json.ts';
import { type Entry, largestText, slice } from './entry.ts';

const extras = z.looseObject({}).catch({});
const sceneSchema = z.looseObject({ asset: z.looseObject({ extras }).catch({ extras: {} }) });
const tensorsSchema = z.looseObject({ __metadata__: extras });

export function* readGlb(bytes: Buffer): Iterable<Entry> {
  if (bytes.toString('latin1', 16, 20) !== 'JSON') return;
  const text = slice(bytes, 12 + 8, bytes.readUInt32LE(12)).toString('utf8');
  yield* readScene(parseJson(text));
}

export function* readScene(json: unknown): Iterable<Entry> {
  yield* entriesOf(sceneSchema.safeParse(json).data?.asset.extras ?? {});
}

export function* readTensors(bytes: Buffer): Iterable<Entry> {
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > largestText) return;
  const json = parseJson(slice(bytes, 8, length).toString('utf8'));
  yield* entriesOf(tensorsSchema.safeParse(json).data?.__metadata__ ?? {});
}

function* entriesOf(values: Record<string, unknown>): Iterable<Entry> {
  for (const [key, value] of Object.entries(values))
    yield { key, text: typeof value === 'string' ? value : JSON.stringify(value) };
}
