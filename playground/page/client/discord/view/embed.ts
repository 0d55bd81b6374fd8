/** An embed: the older kind of card, still what many bots post. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Embed, Message } from '../../../discord/payload.ts';
import { messageTime } from '../../times.ts';
import { linkView, markup } from './markup.ts';
import { mediaGrid, pictureOf } from './media.ts';
import type { Ui } from './ui.ts';

export function embedView(embed: Embed, message: Message, ui: Ui, key: string): TemplateResult {
  const picture = (found: Embed['image']) =>
    found ? mediaGrid([pictureOf(found, message, '', false)], ui) : nothing;
  const title = embed.title ?? '';
  return html`<div class="embed" .style=${accent(embed.color)}>
    <div class="embed-text">
      ${embed.author ? html`<div class="embed-author">${embed.author.name}</div>` : nothing}
      ${
        title
          ? html`<div class="embed-title">${embed.url ? linkView(embed.url, title, title, ui) : markup(title, ui, `${key}.t`)}</div>`
          : nothing
      }
      ${embed.description ? markup(embed.description, ui, `${key}.d`) : nothing}
      ${
        embed.fields?.length
          ? html`<div class="embed-fields">
              ${embed.fields.map(
                (field, index) => html`<div class=${field.inline ? 'inline' : ''}>
                  <div class="embed-field-name">${markup(field.name, ui, `${key}.n${index}`)}</div>
                  ${markup(field.value, ui, `${key}.v${index}`)}
                </div>`,
              )}
            </div>`
          : nothing
      }
    </div>
    ${embed.thumbnail ? html`<div class="embed-thumbnail">${picture(embed.thumbnail)}</div>` : nothing}
    ${embed.image ? html`<div class="embed-image">${picture(embed.image)}</div>` : nothing}
    ${footer(embed)}
  </div>`;
}

function footer({ footer, timestamp }: Embed) {
  const time = timestamp && messageTime(new Date(timestamp), new Date());
  const parts = [footer?.text, time].filter(Boolean);
  return parts.length > 0 ? html`<div class="embed-footer">${parts.join(' • ')}</div>` : nothing;
}

/** The coloured edge of a card. Set as a property: the page's policy allows no style written as text. */
export function accent(color: number | null | undefined): string {
  return typeof color === 'number' ? `--accent: #${color.toString(16).padStart(6, '0')}` : '';
}
