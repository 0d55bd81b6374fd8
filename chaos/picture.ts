/** What a picture says of itself: the graph that ComfyUI wrote into it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readTextChunks } from '../playground/comfyui/png.ts';

export interface SeenPicture {
  /** Tells two pictures apart. */
  hash: string;
  /** Null for a picture that does not say what it was made from. */
  madeFrom: { prompt: string; seed: number } | null;
}

const graphSchema = z.record(
  z.string(),
  z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);

export function readPicture(bytes: Uint8Array): SeenPicture {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  try {
    const [, text] = readTextChunks(Buffer.from(bytes)).find(([keyword]) => keyword === 'prompt') ?? [];
    const nodes = Object.values(graphSchema.parse(JSON.parse(text ?? '')));
    const sampler = nodes.find(({ class_type }) => class_type === 'KSampler');
    const texts = nodes.flatMap(({ inputs }) => (typeof inputs.text === 'string' ? [inputs.text] : []));
    const prompt = texts.find((one) => one !== '') ?? '';
    return { hash, madeFrom: { prompt, seed: z.number().parse(sampler?.inputs.seed) } };
  } catch {
    return { hash, madeFrom: null };
  }
}
