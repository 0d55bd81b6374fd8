/** One message: who, when, what it says, what it carries, and what can be done with it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../../discord/payload.ts';
import { messageTime, timestampText } from '../../times.ts';
import { avatar } from '../../view/avatar.ts';
import { menuKeys } from '../../view/context-menu.ts';
import { icon } from '../../view/icons.ts';
import { asTyped } from '../composer/invocation.ts';
import { hashOf } from '../places.ts';
import { summaryOf } from '../summary.ts';
import { componentView } from './component.ts';
import { embedView } from './embed.ts';
import { fileView } from './files.ts';
import { markup } from './markup.ts';
import { mediaGrid, type Picture } from './media.ts';
import { personOf } from './person.ts';
import { reactionsView } from './reactions.ts';
import { toolbar } from './toolbar.ts';
import type { Ui } from './ui.ts';

const COMPONENTS_V2 = 1 << 15;
const REPLY = 19;

export function messageView(message: Message, follows: boolean, ui: Ui): TemplateResult {
  const { me, pointedAt } = ui.state;
  const person = personOf(message.author, ui.state);
  const sent = new Date(message.timestamp);
  const mentioned = message.mention_everyone || message.mentions.some(({ id }) => id === me?.id);
  const classes = [
    'message',
    follows ? 'follows' : 'begins',
    message.ephemeral ? 'ephemeral' : '',
    mentioned && message.author.id !== me?.id ? 'mentioned' : '',
    pointedAt === message.id ? 'pointed-at' : '',
  ];
  const menu = menuKeys((corner) => ui.change({ menu: { messageId: message.id, all: true, ...corner } }));
  return html`<article
    class=${classes.join(' ')}
    id="message-${message.id}"
    aria-label="${person.name}, ${messageTime(sent, new Date())}"
    @contextmenu=${menu.contextmenu}
    @pointerdown=${menu.pointerdown}
    @pointermove=${menu.pointermove}
    @pointerup=${menu.pointerup}
    @pointercancel=${menu.pointercancel}
  >
    ${origin(message, ui)}
    ${follows ? html`<time class="margin-time" datetime=${message.timestamp}>${timestampText(sent.getTime() / 1000, 't', 0)}</time>` : avatar(person)}
    <div class="message-main">
      ${
        follows
          ? nothing
          : html`<div class="message-head">
              <span class="author">${person.name}</span>
              ${person.bot ? html`<span class="app-tag">APP</span>` : nothing}
              <time datetime=${message.timestamp} title=${timestampText(sent.getTime() / 1000, 'F', 0)}>${messageTime(sent, new Date())}</time>
              ${message.pinned ? html`<span class="pinned-mark" title="Pinned" role="img" aria-label="pinned">${icon('pin')}</span>` : nothing}
            </div>`
      }
      ${message.thinking ? thinking(person.name) : body(message, ui)}
      ${reactionsView(message, ui)} ${threadLink(message)} ${failure(message, ui)} ${message.ephemeral ? onlyYou(() => ui.actions.remove(message)) : nothing}
    </div>
    ${message.thinking ? nothing : toolbar(message, ui)}
  </article>`;
}

/** The line above an answer: what it answers. */
function origin(message: Message, ui: Ui) {
  const { interaction, interaction_metadata: metadata, referenced_message: referenced } = message;
  const user = metadata?.user ?? interaction?.user;
  const command = interaction?.name ?? metadata?.name;
  if (user && command) {
    const person = personOf(user, ui.state);
    return html`<div class="origin">
      ${avatar(person, 'tiny')}<span class="origin-name">${person.name}</span> used
      <span class="command-name">${asTyped(command, ui.state.commands)}</span>
    </div>`;
  }
  if (!referenced) return message.type === REPLY ? lost : nothing;
  const person = personOf(referenced.author, ui.state);
  const place = { channelId: message.channel_id, messageId: referenced.id };
  const loaded = ui.state.messages[message.channel_id]?.find(({ id }) => id === referenced.id);
  return html`<button type="button" class="origin" @click=${() => ui.presence.goTo(place)}>
    ${avatar(person, 'tiny')}<span class="origin-name">@${person.name}</span>
    <span class="origin-text">${loaded ? summaryOf(loaded) : referenced.content || 'Go to the message'}</span>
  </button>`;
}

const lost = html`<div class="origin">${icon('reply')}<span class="origin-text">The message this answers was deleted</span></div>`;

function body(message: Message, ui: Ui) {
  const edited = message.edited_timestamp && !(message.flags & COMPONENTS_V2);
  // With version 2 the components name the files to show; a file no component names stays out of sight.
  const loose =
    message.flags & COMPONENTS_V2
      ? []
      : message.attachments.filter((file) => !isEmbedded(file.filename, message));
  const pictures = loose.filter(({ content_type: type }) => /^(image|video)\//.test(type ?? ''));
  const files = loose.filter((file) => !pictures.includes(file));
  return html`
    ${
      message.content
        ? html`<div class="content">
            ${markup(message.content, ui, message.id)}${edited ? html`<span class="edited">(edited)</span>` : nothing}
          </div>`
        : nothing
    }
    ${pictures.length > 0 ? mediaGrid(pictures.map(asPicture), ui) : nothing} ${files.map((file) => fileView(file, ui))}
    ${message.embeds.map((embed, index) => embedView(embed, message, ui, `${message.id}.e${index}`))}
    ${message.components.map((component, index) => componentView(component, message, ui, `${message.id}.c${index}`))}
  `;
}

function isEmbedded(filename: string, { embeds }: Message): boolean {
  return embeds.some(({ image, thumbnail }) =>
    [image?.url, thumbnail?.url].some((url) => url?.split('?')[0]?.endsWith(`/${filename}`)),
  );
}

function asPicture(file: Message['attachments'][number]): Picture {
  return {
    key: file.id,
    url: file.url,
    width: file.width ?? undefined,
    height: file.height ?? undefined,
    type: file.content_type ?? undefined,
    alt: file.description ?? '',
    spoiler: file.is_spoiler ?? file.filename.startsWith('SPOILER_'),
  };
}

function threadLink({ thread }: Message) {
  if (!thread) return nothing;
  const { id, name, message_count: count = 0 } = thread;
  // The first line of a thread is the message it grew from.
  const said = Math.max(0, count - 1);
  return html`<a class="thread-link" href=${hashOf({ channelId: id })}>
    ${icon('thread')}<span class="thread-name">${name}</span>
    <span>${said === 1 ? '1 message' : `${said} messages`} ›</span>
  </a>`;
}

function thinking(name: string) {
  return html`<div class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${name} is thinking…</div>`;
}

function failure(message: Message, ui: Ui) {
  const failed = ui.state.pending.find((pending) => pending.messageId === message.id && pending.failure);
  return failed ? html`<p class="failure" role="alert">${icon('warning')} ${failed.failure}</p>` : nothing;
}

export function onlyYou(dismiss: () => void): TemplateResult {
  return html`<p class="only-you">
    ${icon('eye')} Only you can see this •
    <button type="button" class="link" @click=${dismiss}>Dismiss message</button>
  </p>`;
}
