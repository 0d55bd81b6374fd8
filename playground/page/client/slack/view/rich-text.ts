/**
 * Draws Slack's rich text, and its markup once it has become rich text. Text is only ever set as text. Spaces count inside
 * a message, so the templates here hold none of their own.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Text } from '../../../slack/element.ts';
import type { Piece, RichText, Style } from '../../../slack/rich-text.ts';
import { webUrl } from '../../web-url.ts';
import { dateText } from '../dates.ts';
import { emojiSign } from '../emoji.ts';
import { parseMrkdwn, parsePlain } from '../mrkdwn.ts';
import { type Place, placeFromLink } from '../places.ts';
import { personOf } from './person.ts';
import type { Ui } from './ui.ts';

type Element = RichText['elements'][number];
type Drawn = TemplateResult | string;

export function textView({ type, text, emoji }: Text, ui: Ui): TemplateResult {
  return richTextView(type === 'mrkdwn' ? parseMrkdwn(text) : parsePlain(text, emoji), ui);
}

export function mrkdwnView(text: string, ui: Ui): TemplateResult {
  return richTextView(parseMrkdwn(text), ui);
}

export function richTextView(elements: readonly Element[], ui: Ui): TemplateResult {
  return html`<div class="s-text">${elements.map((element) => elementView(element, ui))}</div>`;
}

function elementView(element: Element, ui: Ui): TemplateResult {
  switch (element.type) {
    case 'rich_text_section':
      return html`<div class=${isOnlyEmoji(element.elements) ? 'jumbo' : nothing}>${pieces(element.elements, ui)}</div>`;
    case 'rich_text_quote':
      return html`<blockquote>${pieces(element.elements, ui)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre tabindex="0"><code>${pieces(element.elements, ui)}</code></pre>`;
    case 'rich_text_list': {
      const items = element.elements.map(({ elements }) => html`<li>${pieces(elements, ui)}</li>`);
      const indent = `--indent: ${element.indent}`;
      return element.style === 'ordered'
        ? html`<ol start=${element.offset + 1} .style=${indent}>${items}</ol>`
        : html`<ul .style=${indent}>${items}</ul>`;
    }
    default:
      return element satisfies never;
  }
}

/** Emoji alone are drawn large, up to as many as fit at a glance. */
function isOnlyEmoji(all: readonly Piece[]): boolean {
  const seen = all.filter((piece) => piece.type !== 'text' || piece.text.trim() !== '');
  return seen.length > 0 && seen.length <= 23 && seen.every(({ type }) => type === 'emoji');
}

function pieces(all: readonly Piece[], ui: Ui): Drawn[] {
  return all.map((piece) => styled(pieceView(piece, ui), piece.style));
}

function styled(content: Drawn, style: Style | undefined): Drawn {
  let drawn = content;
  if (style?.code) drawn = html`<code>${drawn}</code>`;
  if (style?.bold) drawn = html`<strong>${drawn}</strong>`;
  if (style?.italic) drawn = html`<em>${drawn}</em>`;
  if (style?.strike) drawn = html`<s>${drawn}</s>`;
  if (style?.underline) drawn = html`<u>${drawn}</u>`;
  return drawn;
}

function pieceView(piece: Piece, ui: Ui): Drawn {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'link':
      return linkView(piece.url, piece.text ?? piece.url, ui);
    case 'user': {
      const mine = piece.user_id === ui.state.me?.id;
      return html`<span class="s-mention ${mine ? 'mine' : ''}">@${personOf(piece.user_id, ui.state).name}</span>`;
    }
    case 'usergroup':
      return html`<span class="s-mention">@${piece.usergroup_id}</span>`;
    case 'team':
      return html`<span class="s-mention">@${ui.state.workspace?.name ?? piece.team_id}</span>`;
    case 'broadcast':
      return html`<span class="s-mention mine">@${piece.range}</span>`;
    case 'channel':
      return channelView(piece.channel_id, ui);
    case 'emoji':
      return emojiView(piece.name);
    case 'color':
      return piece.value;
    case 'date': {
      const text = dateText(piece.timestamp, piece.format, new Date());
      const at = new Date(piece.timestamp * 1000);
      if (Number.isNaN(at.getTime())) return piece.fallback ?? text;
      const time = html`<time datetime=${at.toISOString()} title=${at.toLocaleString()}>${text}</time>`;
      const url = piece.url ? webUrl(piece.url) : null;
      return url ? html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${time}</a>` : time;
    }
    default:
      return piece satisfies never;
  }
}

/** A name the page does not know stays as it is written. */
export function emojiView(name: string): TemplateResult {
  const sign = emojiSign(name);
  if (sign === undefined) return html`<span class="s-emoji unknown">:${name}:</span>`;
  return html`<span class="s-emoji" role="img" aria-label=":${name}:" title=":${name}:">${sign}</span>`;
}

/** The place in this workspace that an address leads to, if it does. */
export function placeInside(target: string, { state: { workspace, filesOrigin } }: Ui): Place | null {
  const place = placeFromLink(target, [filesOrigin, `https://${workspace?.domain}.slack.com`]);
  return place && workspace?.channels.some(({ id }) => id === place.channelId) ? place : null;
}

/** Links into the workspace stay on the page; others lead to the web and nowhere else. */
export function linkView(target: string, words: string, ui: Ui): Drawn {
  const place = placeInside(target, ui);
  if (place)
    return html`<button type="button" class="link" @click=${() => ui.presence.visit(place)}>${words}</button>`;
  const url = webUrl(target);
  return url ? html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${words}</a>` : words;
}

function channelView(id: string, ui: Ui): TemplateResult {
  const channel = ui.state.workspace?.channels.find((one) => one.id === id);
  if (!channel) return html`<span class="s-mention">#private-channel</span>`;
  return html`<button type="button" class="s-mention" @click=${() => ui.presence.visit({ channelId: id })}>#${channel.name}</button>`;
}
