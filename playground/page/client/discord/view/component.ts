/** Draws message components of both versions. What the page does not know, it names. */
import { html, nothing, type TemplateResult } from 'lit';
import { type Component, type Container, kind, type Section } from '../../../discord/component.ts';
import type { Message } from '../../../discord/payload.ts';
import { buttonView } from './button.ts';
import { accent } from './embed.ts';
import { fileView } from './files.ts';
import { markup } from './markup.ts';
import { mediaGrid, pictureOf, tile } from './media.ts';
import { messageSelect } from './select.ts';
import type { Ui } from './ui.ts';

type Inner = Component | Container['components'][number];

export function componentView(component: Inner, message: Message, ui: Ui, key: string): TemplateResult {
  switch (component.type) {
    case kind.row:
      return html`<div class="row">
        ${component.components.map((inner) => {
          if (inner.type === kind.button) return buttonView(inner, message, ui);
          if (inner.type === kind.textInput) return notDrawn(inner.type);
          return messageSelect(inner, message, ui);
        })}
      </div>`;
    case kind.text:
      return markup(component.content, ui, key);
    case kind.section:
      return sectionView(component, message, ui, key);
    case kind.gallery: {
      const pictures = component.items.map(({ media, description, spoiler }) =>
        pictureOf(media, message, description ?? '', spoiler ?? false),
      );
      return mediaGrid(pictures, ui);
    }
    case kind.file: {
      const { url, type } = pictureOf(component.file, message, '', false);
      const attachment = message.attachments.find((attachment) => attachment.url === url);
      const filename = component.name ?? attachment?.filename ?? 'file';
      return fileView(
        { filename, url, size: component.size ?? attachment?.size ?? 0, content_type: type },
        ui,
      );
    }
    case kind.separator:
      return html`<hr class="separator ${component.spacing === 2 ? 'wide' : ''} ${component.divider === false ? 'bare' : ''}" />`;
    case kind.container:
      return containerView(component, message, ui, key);
    case kind.label:
      return notDrawn(component.type);
    case kind.unknown:
      return notDrawn(component.discordType);
    default:
      return component satisfies never;
  }
}

function containerView(
  { accent_color, spoiler, components }: Container,
  message: Message,
  ui: Ui,
  key: string,
) {
  const covered = spoiler && !ui.state.revealed.has(key);
  const inside = components.map((inner, index) => componentView(inner, message, ui, `${key}.${index}`));
  if (!covered) return html`<div class="container" .style=${accent(accent_color)}>${inside}</div>`;
  return html`<button type="button" class="container covered" aria-label="Show the spoiler" @click=${() => ui.actions.reveal(key)}>
    <span class="cover-word">Spoiler</span>
  </button>`;
}

function sectionView({ components, accessory }: Section, message: Message, ui: Ui, key: string) {
  const picture =
    accessory.type === kind.thumbnail
      ? pictureOf(accessory.media, message, accessory.description ?? '', accessory.spoiler ?? false)
      : undefined;
  return html`<div class="section">
    <div class="section-text">
      ${components.map(({ content }, index) => markup(content, ui, `${key}.${index}`))}
    </div>
    <div class=${picture ? 'thumbnail' : 'section-button'}>
      ${picture ? tile(picture, [picture], ui) : nothing}
      ${accessory.type === kind.button ? buttonView(accessory, message, ui) : nothing}
    </div>
  </div>`;
}

function notDrawn(type: number) {
  return html`<p class="not-drawn">This page does not draw component type ${type} here.</p>`;
}
