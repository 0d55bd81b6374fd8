/** Where a popover goes: at the corner of what opened it, or at the pointer; always inside the window. */

export interface Corner {
  x: number;
  y: number;
  /** It opens below and to the right of this point, as menus do. */
  atPointer?: boolean;
}

const MARGIN = 8;
/** Below the button rather than over it. */
const BELOW = 40;

export function cornerOf({ currentTarget }: Event): Corner {
  const box = currentTarget instanceof Element ? currentTarget.getBoundingClientRect() : new DOMRect();
  return { x: box.right, y: box.top };
}

export function at(
  { x, y, atPointer }: Corner,
  { width, height }: { width: number; height: number },
): string {
  if (atPointer) {
    const left = Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN));
    return `left: ${left}px; top: ${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
  }
  const left = Math.max(MARGIN, Math.min(x - width, innerWidth - width - MARGIN));
  const above = y - height - MARGIN;
  const top = above > MARGIN ? above : Math.min(y + BELOW, innerHeight - height - MARGIN);
  return `left: ${left}px; top: ${top}px`;
}
