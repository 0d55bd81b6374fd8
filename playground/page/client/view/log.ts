/** A list of messages that scrolls by itself; ids as `list-scrolling.ts` is told them. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

interface Log {
  scrollerId: string;
  contentId: string;
  label: string;
  messages: TemplateResult;
  away: boolean;
  toNewest: () => void;
}

export function logView({ scrollerId, contentId, label, messages, away, toNewest }: Log): TemplateResult {
  return html`<div class="scroller" id=${scrollerId} tabindex="0" aria-label=${label} role="log" aria-live="polite" aria-relevant="additions">
      <div class="message-list" id=${contentId}>${messages}</div>
    </div>
    ${away ? html`<button type="button" class="to-newest" @click=${toNewest}>To the newest ${icon('down')}</button>` : nothing}`;
}
