/** A forum: its posts, the latest first, and a form for a new one. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Channel } from '../../../discord/payload.ts';
import { messageTime } from '../../times.ts';
import { icon } from '../../view/icons.ts';
import { hashOf } from '../places.ts';
import { attachButton, attachedFiles } from './attached.ts';
import type { Ui } from './ui.ts';

export function forumView(forum: Channel, ui: Ui): TemplateResult {
  const posts = (ui.state.guild?.channels ?? [])
    .filter(({ parentId }) => parentId === forum.id)
    .sort((a, b) => (b.latest ?? '').localeCompare(a.latest ?? ''));
  return html`<div class="scroller forum" tabindex="0" role="region" aria-label="Posts in ${forum.name}">
    ${newPost(forum, ui)}
    <ul class="posts">
      ${repeat(
        posts,
        ({ id }) => id,
        (post) => postCard(post, ui),
      )}
    </ul>
    ${posts.length === 0 ? html`<p class="panel-empty">No posts yet.</p>` : nothing}
  </div>`;
}

function newPost(forum: Channel, ui: Ui) {
  const { post, attached } = ui.state;
  if (post?.forumId !== forum.id) {
    return html`<button type="button" class="button primary" @click=${() => ui.change({ post: { forumId: forum.id, name: '', text: '' } })}>
      ${icon('plus')} New post
    </button>`;
  }
  const read = ({ currentTarget }: Event) => (currentTarget as HTMLInputElement | HTMLTextAreaElement).value;
  const submit = (event: Event) => {
    event.preventDefault();
    ui.actions.startPost();
  };
  const ready = post.name.trim() !== '' && (post.text.trim() !== '' || attached.length > 0);
  return html`<form class="new-post" @submit=${submit}>
    <input
      type="text"
      aria-label="Title"
      placeholder="Title"
      maxlength="100"
      autocomplete="off"
      .value=${live(post.name)}
      @input=${(event: Event) => ui.change({ post: { ...post, name: read(event) } })}
    />
    <textarea
      rows="3"
      aria-label="Message"
      placeholder="Enter a message…"
      .value=${live(post.text)}
      @input=${(event: Event) => ui.change({ post: { ...post, text: read(event) } })}
    ></textarea>
    ${attachedFiles(ui)}
    <div class="new-post-foot">
      ${attachButton(ui)}<span class="spread"></span>
      <button type="button" class="button quiet" @click=${() => ui.change({ post: undefined })}>Cancel</button>
      <button type="submit" class="button primary" ?disabled=${!ready}>Post</button>
    </div>
  </form>`;
}

function postCard({ id, name, ownerId, messages = 0, latest, archived }: Channel, ui: Ui) {
  const owner = ui.state.guild?.members.find((member) => member.id === ownerId);
  const answers = Math.max(0, messages - 1);
  return html`<li>
    <a class="post-card" href=${hashOf({ channelId: id })}>
      <span class="post-name">${name}</span>
      <small>
        ${owner?.name ?? 'Somebody'} · ${answers === 1 ? '1 answer' : `${answers} answers`}
        ${latest ? html` · ${messageTime(new Date(latest), new Date())}` : nothing} ${archived ? ' · archived' : ''}
      </small>
    </a>
  </li>`;
}
