/** A timestamp in a message: it counts by itself, without the message being drawn again. */
import { html } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { timestampText } from '../../times.ts';

/** lit asks for a class here: its directives are told by method when they come and go. */
class Ticking extends AsyncDirective {
  private timer: ReturnType<typeof setInterval> | undefined;
  private text = () => '';

  override render(seconds: number, style: string): string {
    this.text = () => timestampText(seconds, style, Date.now() / 1000);
    this.stop();
    if (style === 'R') this.start();
    return this.text();
  }

  protected override disconnected(): void {
    this.stop();
  }

  protected override reconnected(): void {
    this.start();
  }

  private start(): void {
    this.timer = setInterval(() => this.setValue(this.text()), 1000);
  }

  private stop(): void {
    clearInterval(this.timer);
  }
}

const ticking = directive(Ticking);

export function timeView(seconds: number, style: string) {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12)
    return html`<span class="time">Invalid date</span>`;
  const full = timestampText(seconds, 'F', 0);
  const at = new Date(seconds * 1000).toISOString();
  return html`<time class="time" datetime=${at} title=${full}>${ticking(seconds, style)}</time>`;
}
