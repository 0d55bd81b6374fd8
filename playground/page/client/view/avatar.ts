/** The sign of a person or a bot; nobody here has a picture. */
import { html, type TemplateResult } from 'lit';

export function avatar({ name, color }: { name: string; color: string }, size = ''): TemplateResult {
  return html`<span class="avatar ${size}" .style=${`--avatar: ${color}`} aria-hidden="true"
    >${[...name][0]?.toUpperCase() ?? '?'}</span
  >`;
}
