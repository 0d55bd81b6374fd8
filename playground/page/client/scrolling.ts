/**
 * Keeps the newest line of a list in sight, as long as the reader is there: when something is added, grows or is loaded below,
 * the view follows; a reader who has scrolled up is left in peace.
 */

export interface Scrolling {
  toNewest(): void;
  to(elementId: string): void;
}

interface ScrollingOptions {
  scroller: HTMLElement;
  content: HTMLElement;
  /** The reader left the newest line, or came back to it. */
  away?: (away: boolean) => void;
  /** The reader is near the oldest line that is loaded. */
  nearTop?: () => void;
}

const AT_BOTTOM_PX = 48;
const NEAR_TOP_PX = 400;

export function keepScrolled({ scroller, content, away, nearTop }: ScrollingOptions): Scrolling {
  let following = true;
  let top = 0;
  const toNewest = () => {
    if (!following) away?.(false);
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
  };

  scroller.addEventListener('scroll', () => {
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    const wasFollowing = following;
    // Only moving up leaves: what grows below in the meantime must not be taken for the reader's doing.
    if (below < AT_BOTTOM_PX) following = true;
    else if (scroller.scrollTop < top) following = false;
    top = scroller.scrollTop;
    if (following !== wasFollowing) away?.(!following);
    if (scroller.scrollTop < NEAR_TOP_PX && scroller.scrollHeight > scroller.clientHeight) {
      // At the very top browsers do not hold the view in place when something is put above it.
      scroller.scrollTop ||= 1;
      nearTop?.();
    }
  });
  const sizes = new ResizeObserver(() => {
    if (following) toNewest();
  });
  sizes.observe(content);
  sizes.observe(scroller);

  return {
    toNewest,
    to(elementId) {
      following = false;
      document.getElementById(elementId)?.scrollIntoView({ block: 'center' });
    },
  };
}
