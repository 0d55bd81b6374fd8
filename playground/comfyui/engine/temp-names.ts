/** The five random letters in the names of temp files: a node keeps them from prompt to prompt, as long as it is there. */
import type { Graph } from './graph.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export function createTempNames(random: () => number) {
  const letters = new Map<string, string>();
  const classes = new Map<string, string>();
  return {
    lettersOf(node: string): string {
      const known = letters.get(node);
      if (known !== undefined) return known;
      const fresh = Array.from({ length: 5 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
      letters.set(node, fresh);
      return fresh;
    },
    keepOnly(graph: Graph): void {
      for (const node of letters.keys()) {
        if (graph[node]?.class_type !== classes.get(node)) letters.delete(node);
      }
      classes.clear();
      for (const [node, { class_type }] of Object.entries(graph)) classes.set(node, class_type);
    },
    clear: () => letters.clear(),
  };
}
