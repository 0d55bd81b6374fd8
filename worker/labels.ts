/** Which of several results of one run a file is: told by the titles of the nodes that made them. */
import type { Made } from './backend.ts';

const longest = 80;

/** By node; empty where one node made everything, whose title says nothing then. */
export function labelsOf(made: readonly Made[]): Map<string, string> {
  const titles = new Map<string, string>();
  for (const { kind, node, title } of made)
    if (kind === 'file' && !titles.has(node)) titles.set(node, title.trim().slice(0, longest) || node);
  if (titles.size < 2) return new Map();
  const used = new Map<string, number>();
  return new Map(
    Array.from(titles, ([node, title]) => {
      const count = (used.get(title) ?? 0) + 1;
      used.set(title, count);
      return [node, count === 1 ? title : `${title} ${count}`];
    }),
  );
}

/** As part of a file name; empty when nothing of it can stand in one. */
export function slugOf(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}
