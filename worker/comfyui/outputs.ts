/**
 * What a run made, found in the outputs of its history entry.
 *
 * Every node, core or custom, may name its list as it likes (`images`, `gifs`, `audio`, `latents` …; videos of core
 * stand under `images`), so any list of objects with `filename` and `type` is taken for files. What kind of media a
 * file is, is decided later, by its bytes.
 */
import { z } from 'zod';
import { someText } from '../../core/some-text.ts';
import type { Graph } from '../../core/workflow.ts';
import { titleOf } from './telling.ts';

const remoteFileSchema = z.looseObject({
  filename: someText,
  type: z.enum(['output', 'temp']),
  subfolder: z.string().catch(''),
});
export type RemoteFile = Pick<z.infer<typeof remoteFileSchema>, 'filename' | 'type' | 'subfolder'>;

export type Found = { node: string; title: string } & (
  | { kind: 'file'; file: RemoteFile; animated: boolean }
  | { kind: 'text'; text: string }
);

/** Each file once, in the order of the nodes. */
export function findOutputs(outputs: Record<string, Record<string, unknown> | null>, graph: Graph): Found[] {
  const seen = new Set<string>();
  return Object.entries(outputs)
    .flatMap(([node, shown]) => outputsOf(node, shown ?? {}, graph))
    .filter((found) => {
      if (found.kind === 'text') return true;
      const { filename, subfolder, type } = found.file;
      const key = JSON.stringify([type, subfolder, filename]);
      return !seen.has(key) && seen.add(key);
    });
}

/** Where `GET /view` has the file. */
export function viewPath({ filename, subfolder, type }: RemoteFile): string {
  return `/view?${new URLSearchParams({ filename, subfolder, type })}`;
}

function outputsOf(node: string, shown: Record<string, unknown>, graph: Graph): Found[] {
  const from = { node, title: titleOf(graph, node) };
  const animated = Array.isArray(shown.animated) && shown.animated.includes(true);
  return Object.entries(shown).flatMap(([key, list]): Found[] => {
    if (!Array.isArray(list)) return [];
    if (key === 'text') {
      const texts = list.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
      return texts.map((text) => ({ ...from, kind: 'text', text }));
    }
    return list.flatMap((item): Found[] => {
      const file = remoteFileSchema.safeParse(item).data;
      return file ? [{ ...from, kind: 'file', file, animated }] : [];
    });
  });
}
