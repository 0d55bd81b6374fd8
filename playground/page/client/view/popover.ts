/** Where a popover goes: at the corner of what opened it, above where there is room, always inside the window. */

interface Corner {
  x: number;
  y: number;
}

const MARGIN = 8;
/** Below the button rather than over it. */
const BELOW = 40;

export function cornerOf({ currentTarget }: Event): Corner {
  const box = currentTarget instanceof Element ? currentTarget.getBoundingClientRect() : new DOMRect();
  return { x: box.right, y: box.top };
}

export function at({ x, y }: Corner, { width, height }: { width: number; height: number }): string {
  const left = Math.max(MARGIN, Math.min(x - width, innerWidth - width - MARGIN));
  const above = y - height - MARGIN;
  const top = above > MARGIN ? above : Math.min(y + BELOW, innerHeight - height - MARGIN);
  return `left: ${left}px; top: ${top}px`;
}
