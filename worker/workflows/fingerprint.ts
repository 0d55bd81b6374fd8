/** What a backend has, as one hash: the same for all that would read and run every workflow alike. */
import { createHash } from 'node:crypto';
import type { Definitions, InputDefinition } from './definitions.ts';
import { fileKindOf } from './files.ts';

const made = /\.(png|jpe?g|webp|gif|bmp|tiff?|mp4|webm|mov|mkv|mp3|wav|flac|ogg|latent|glb|gltf|obj|stl)$/i;

export function fingerprint(definitions: Definitions): string {
  const hash = createHash('sha256');
  for (const name of [...definitions.keys()].sort()) {
    const { inputs, ...rest } = definitions.get(name) ?? { inputs: [] };
    hash.update(JSON.stringify([rest, inputs.map((input) => lasting(name, input))]));
  }
  return hash.digest('hex').slice(0, 32);
}

/** Without the names of what people upload and make there, which change with every render. */
function lasting(classType: string, { choices, options, ...input }: InputDefinition): unknown {
  const passing =
    choices !== null &&
    (choices.length === 0 ||
      fileKindOf(classType, input.name, input.upload) !== null ||
      choices.some((choice) => typeof choice === 'string' && made.test(choice)));
  const nested =
    options && [...options].map(([key, more]) => [key, more.map((one) => lasting(classType, one))]);
  return [input, passing ? null : choices, nested];
}
