/**
 * Makes a large diagram small enough to be read: what leads only to one other box becomes part of it; what is still
 * too much is left out from the far end, and counted.
 */
import type { Box, Diagram, Link } from './diagram.ts';

export const mostBoxes = 120;

export function condense(diagram: Diagram, most: number = mostBoxes): Diagram {
  return cut(fold(diagram, most), most);
}

/** One round after the other: a chain that leads to one box is folded from its far end. */
function fold(diagram: Diagram, most: number): Diagram {
  let { boxes, links } = diagram;
  while (boxes.length > most) {
    const into = foldable(boxes, links, boxes.length - most);
    if (into.size === 0) break;
    const inside = new Map<string, number>();
    for (const { id, folded = 0 } of boxes) {
      const target = into.get(id);
      if (target !== undefined) inside.set(target, (inside.get(target) ?? 0) + 1 + folded);
    }
    boxes = boxes
      .filter(({ id }) => !into.has(id))
      .map((box) => {
        const more = inside.get(box.id);
        return more ? { ...box, folded: (box.folded ?? 0) + more } : box;
      });
    links = links.filter(({ from, to }) => !into.has(from) && !into.has(to));
  }
  return { ...diagram, boxes, links };
}

/** Up to so many boxes that nothing comes into, that feed one other only, and have nothing to say by themselves. */
function foldable(boxes: readonly Box[], links: readonly Link[], most: number): Map<string, string> {
  const fed = new Set(links.map(({ to }) => to));
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of links) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const into = new Map<string, string>();
  for (const { id, role, settable } of boxes) {
    if (into.size >= most) break;
    const [target, second] = targets.get(id) ?? [];
    const speaks = settable.length > 0 || role === 'sampler' || role === 'output' || role === 'attached';
    if (target !== undefined && second === undefined && !fed.has(id) && !speaks) into.set(id, target);
  }
  return into;
}

/** Keeps what is nearest to the outputs. */
function cut(diagram: Diagram, most: number): Diagram {
  if (diagram.boxes.length <= most) return diagram;
  const feeding = new Map<string, string[]>();
  for (const { from, to } of diagram.links) feeding.set(to, [...(feeding.get(to) ?? []), from]);
  const near = diagram.boxes.filter(({ role }) => role === 'output').map(({ id }) => id);
  const kept = new Set<string>();
  for (let at = 0; at < near.length && kept.size < most; at += 1) {
    const id = near[at];
    if (id === undefined || kept.has(id)) continue;
    kept.add(id);
    near.push(...(feeding.get(id) ?? []));
  }
  for (const { id } of diagram.boxes) if (kept.size < most) kept.add(id);
  const gone = diagram.boxes.filter(({ id }) => !kept.has(id));
  return {
    boxes: diagram.boxes.filter(({ id }) => kept.has(id)),
    links: diagram.links.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    left: diagram.left + gone.reduce((sum, { folded = 0 }) => sum + 1 + folded, 0),
  };
}
