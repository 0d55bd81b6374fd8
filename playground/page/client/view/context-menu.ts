/**
 * What opens a message's menu besides its button: the mouse's other button, the keyboard's menu key, and a finger that
 * stays. Links, fields and films keep the browser's own menu, as does text that is selected.
 */
import type { Corner } from './popover.ts';

const LONG_MS = 500;
const STILL_PX = 10;
const OWN_MENU = 'a, input, textarea, select, video, audio, dialog, [popover]';

export function menuKeys(open: (corner: Corner) => void) {
  let pressing: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;

  const release = () => {
    clearTimeout(pressing?.timer);
    pressing = undefined;
  };
  const isOurs = ({ target }: Event) => target instanceof Element && !target.closest(OWN_MENU);

  return {
    contextmenu(event: MouseEvent) {
      if (!isOurs(event) || getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      // From the keyboard there is no pointer: the menu opens at what has the focus.
      const byKey = event.button < 0 || (event.clientX === 0 && event.clientY === 0);
      const box = event.target instanceof Element ? event.target.getBoundingClientRect() : new DOMRect();
      open(byKey ? { x: box.right, y: box.top } : { x: event.clientX, y: event.clientY, atPointer: true });
    },
    pointerdown(event: PointerEvent) {
      release();
      if (event.pointerType !== 'touch' || !isOurs(event)) return;
      const { clientX: x, clientY: y } = event;
      pressing = { x, y, timer: setTimeout(() => open({ x, y, atPointer: true }), LONG_MS) };
    },
    pointermove({ clientX, clientY }: PointerEvent) {
      if (pressing && Math.hypot(clientX - pressing.x, clientY - pressing.y) > STILL_PX) release();
    },
    pointerup: release,
    pointercancel: release,
  };
}
