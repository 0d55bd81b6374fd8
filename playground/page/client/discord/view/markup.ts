/**
 * Draws Discord's markdown. Text is only ever set as text. Spaces count inside a message,
 * so the templates here hold none of their own.
 */
import { html, type nothing, type TemplateResult } from 'lit';
import { webUrl } from '../../web-url.ts';
import { type Markup, parseMarkup, plainText } from '../markup.ts';
import { placeFromLink } from '../places.ts';
import type { State } from '../state.ts';
import { timeView } from './ticking.ts';
import type { Ui } from './ui.ts';

type Drawn = TemplateResult | string | typeof nothing;

/** `key` tells one spoiler from another, so that showing one shows no other. */
export function markup(text: string, ui: Ui, key: string): TemplateResult {
  return html`<div class="markup">${draw(parseMarkup(text), ui, key)}</div>`;
}

/** Discord's heading levels hang under the page's own, so that a screen reader's outline stays whole. */
const FIRST_HEADING = 3;

function draw(nodes: Markup[], ui: Ui, key: string): Drawn[] {
  return nodes.map((node, index) => drawNode(node, ui, `${key}.${index}`));
}

function drawNode(node: Markup, ui: Ui, key: string): Drawn {
  const inner = (nodes: Markup[]) => draw(nodes, ui, key);
  switch (node.type) {
    case 'text':
      return node.content;
    case 'br':
      return html`<br />`;
    case 'strong':
      return html`<strong>${inner(node.content)}</strong>`;
    case 'em':
      return html`<em>${inner(node.content)}</em>`;
    case 'underline':
      return html`<u>${inner(node.content)}</u>`;
    case 'strikethrough':
      return html`<s>${inner(node.content)}</s>`;
    case 'inlineCode':
      return html`<code>${node.content}</code>`;
    case 'codeBlock':
      return html`<pre tabindex="0"><code>${node.content}</code></pre>`;
    case 'quote':
      return html`<blockquote>${inner(node.content)}</blockquote>`;
    case 'heading':
      return html`<div role="heading" aria-level=${node.level + FIRST_HEADING - 1} class="h${node.level}">${inner(node.content)}</div>`;
    case 'subtext':
      return html`<small>${inner(node.content)}</small>`;
    case 'list':
      return listView(node, inner);
    case 'spoiler':
      return spoiler(inner(node.content), ui, key);
    case 'link':
      return linkView(node.target, inner(node.content), plainText(node.content), ui);
    case 'user':
      return html`<span class="mention">@${nameOf(ui.state.guild?.members, node.id) ?? 'unknown-user'}</span>`;
    case 'role':
      return html`<span class="mention">@role</span>`;
    case 'channel':
      return channelMention(node.id, ui);
    case 'everyone':
      return html`<span class="mention">${node.name}</span>`;
    case 'emoji':
      return node.name;
    case 'command':
      return mention(`/${node.name}`, () => ui.writing.fill(`/${node.name} `));
    case 'timestamp':
      return timeView(node.seconds, node.style);
    default:
      return node satisfies never;
  }
}

function listView({ start, items }: Extract<Markup, { type: 'list' }>, inner: (nodes: Markup[]) => Drawn[]) {
  const drawn = items.map((item) => html`<li>${inner(item)}</li>`);
  return start === null ? html`<ul>${drawn}</ul>` : html`<ol start=${start}>${drawn}</ol>`;
}

function spoiler(content: Drawn[], ui: Ui, key: string) {
  if (ui.state.revealed.has(key)) return html`<span class="spoiler shown">${content}</span>`;
  const show = () => ui.actions.reveal(key);
  return html`<button type="button" class="spoiler" aria-label="Show the spoiler" @click=${show}><span aria-hidden="true">${content}</span></button>`;
}

/** A link into this server stays on the page; one to the web opens beside it; anything else is only text. */
export function linkView(target: string, content: unknown, written: string, ui: Ui): TemplateResult {
  const place = placeFromLink(target, ui.state.guild?.id);
  const channel = place && ui.state.guild?.channels.find(({ id }) => id === place.channelId);
  if (place && channel) {
    return mention(written === target ? `${channelName(channel)} › message` : content, () =>
      ui.presence.goTo(place),
    );
  }
  const url = webUrl(target);
  if (!url) return html`${content}`;
  return html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

function channelMention(id: string, ui: Ui) {
  const channel = ui.state.guild?.channels.find((channel) => channel.id === id);
  if (!channel) return html`<span class="mention">#unknown</span>`;
  return mention(channelName(channel), () => ui.presence.goTo({ channelId: id }));
}

function mention(content: unknown, action: () => void) {
  return html`<button type="button" class="mention" @click=${action}>${content}</button>`;
}

function channelName({ kind, name }: NonNullable<State['guild']>['channels'][number]): string {
  return kind === 'dm' ? `@${name}` : `#${name}`;
}

function nameOf(list: { id: string; name: string }[] | undefined, id: string): string | undefined {
  return list?.find((item) => item.id === id)?.name;
}
