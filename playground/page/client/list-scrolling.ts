/** The scrolling of a list of messages that comes and goes: each time it is drawn anew, it is looked after anew. */
import { keepScrolled, type Scrolling } from './scrolling.ts';

interface ListOptions {
  scrollerId: string;
  contentId: string;
  /** The reader left the newest message, or came back to it. */
  away: (away: boolean) => void;
  nearTop?: () => void;
}

export interface ListScrolling {
  toNewest(): void;
  /** After a drawing. `view` names what is listed; a new one begins at its end, or at the element pointed at. */
  drawn(view: string, pointedAt?: string): void;
}

export function createListScrolling({ scrollerId, contentId, away, nearTop }: ListOptions): ListScrolling {
  let element: HTMLElement | null = null;
  let scrolling: Scrolling | undefined;
  let shown = { view: '', pointedAt: '' };

  return {
    toNewest: () => scrolling?.toNewest(),
    drawn(view, wanted = '') {
      const scroller = document.getElementById(scrollerId);
      const content = document.getElementById(contentId);
      if (!scroller || !content) return;
      if (scroller !== element) {
        element = scroller;
        shown = { view: '', pointedAt: '' };
        scrolling = keepScrolled({ scroller, content, away, ...(nearTop && { nearTop }) });
      }
      if (shown.view !== view) scrolling?.toNewest();
      const pointedAt = wanted && document.getElementById(wanted) ? wanted : '';
      if (pointedAt && (shown.view !== view || shown.pointedAt !== pointedAt)) scrolling?.to(pointedAt);
      shown = { view, pointedAt };
    },
  };
}
