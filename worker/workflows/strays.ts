/**
 * Files on the server that a graph from chat names and that nobody attaches: what others uploaded or made. Those that
 * are attached are replaced before it runs; these would be read.
 */
import { say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import type { FileInput } from './files.ts';
import type { Refusal } from './policy.ts';

const media =
  /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|svg|exr|hdr|mp4|webm|mov|mkv|avi|m4v|mp3|wav|flac|ogg|opus|m4a|aac|latent|glb|gltf|obj|stl|ply|fbx)(\s*\[\w+\])?$/i;
/** What a node writes, and text for people and models. */
const written = /prefix|text|prompt|caption|string|title|value|note|description/i;

export function strayFiles(
  graph: Graph,
  definitions: Definitions,
  files: Record<string, FileInput>,
): Refusal[] {
  const attached = new Set(
    Object.values(files)
      .filter(({ kind }) => kind !== 'file')
      .flatMap(({ to }) => to),
  );
  const refusals: Refusal[] = [];
  for (const [node, { class_type: classType, inputs }] of Object.entries(graph))
    for (const [input, value] of Object.entries(inputs)) {
      if (typeof value !== 'string' || attached.has(`${node}.${input}`) || !media.test(value)) continue;
      const definition = definitions.get(classType)?.inputs.find(({ name }) => name === input);
      if (!definition?.choices && written.test(input)) continue;
      const because = say(
        "its {input} is a file on the server, {value}, which may be somebody else's and cannot be attached",
        { input, value: value.slice(0, 80) },
      );
      refusals.push({ node, classType, because });
    }
  return refusals;
}
