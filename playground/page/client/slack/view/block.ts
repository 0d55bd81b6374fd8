/** Draws blocks, in messages and in views. What the page does not know, it names. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Block, Image, Section, Table, Video } from '../../../slack/block.ts';
import type { Element } from '../../../slack/element.ts';
import { icon } from '../../view/icons.ts';
import { elementView } from './element.ts';
import { fieldView } from './field.ts';
import { imageView, pictureView, smallPicture } from './picture.ts';
import { planView, taskView } from './plan.ts';
import { linkView, mrkdwnView, richTextView, textView } from './rich-text.ts';
import type { Surface } from './spot.ts';
import type { Ui } from './ui.ts';

export function blocksView(blocks: readonly Block[], surface: Surface, ui: Ui): TemplateResult {
  const images = blocks.filter((block): block is Extract<Block, { type: 'image' }> => block.type === 'image');
  return html`<div class="s-blocks">${blocks.map((block) => blockView(block, images, surface, ui))}</div>`;
}

function blockView(block: Block, images: Image[], surface: Surface, ui: Ui): TemplateResult {
  switch (block.type) {
    case 'section':
      return sectionView(block, surface, ui);
    case 'rich_text':
      return richTextView(block.elements, ui);
    case 'header':
      return html`<h2 class="s-header">${textView(block.text, ui)}</h2>`;
    case 'divider':
      return html`<hr class="s-divider" />`;
    case 'context':
      return html`<div class="s-context">
        ${block.elements.map((element) => (element.type === 'image' ? smallPicture(element, ui) : textView(element, ui)))}
      </div>`;
    case 'image':
      return imageView(block, images, ui);
    case 'actions':
      return html`<div class="s-actions">
        ${block.elements.map((element) => elementView(element, { ...surface, blockId: block.block_id }, ui))}
        ${failuresOf(block.elements, surface, ui)}
      </div>`;
    case 'input':
      return fieldView(block, surface, ui);
    case 'video':
      return videoView(block, ui);
    case 'plan':
      return planView(block, ui);
    case 'task_card':
      return taskView(block, ui);
    case 'table':
      return tableView(block, ui);
    case 'markdown':
      return mrkdwnView(
        block.text.replace(/\*\*(?=\S)(.+?)\*\*/g, '*$1*').replace(/^#{1,6} (.+)$/gm, '*$1*'),
        ui,
      );
    case 'alert':
      return html`<div class="s-alert ${block.level}">${icon('warning')} ${textView(block.text, ui)}</div>`;
    case 'unknown':
      return html`<p class="not-drawn">This page does not draw blocks of type ${block.slackType}.</p>`;
    default:
      return block satisfies never;
  }
}

function sectionView(
  { text, fields, accessory, block_id }: Section,
  surface: Surface,
  ui: Ui,
): TemplateResult {
  const spot = { ...surface, blockId: block_id };
  return html`<div class="s-section">
    <div class="s-section-text">
      ${text ? textView(text, ui) : nothing}
      ${fields ? html`<div class="s-fields">${fields.map((field) => textView(field, ui))}</div>` : nothing}
    </div>
    ${
      accessory
        ? html`<div class="s-accessory">
            ${accessory.type === 'image' ? pictureView(accessory, [accessory], ui) : elementView(accessory, spot, ui)}
          </div>`
        : nothing
    }
    ${accessory && accessory.type !== 'image' ? failuresOf([accessory], surface, ui) : nothing}
  </div>`;
}

/** Slack's own line about a button nobody answered for. */
function failuresOf(elements: readonly Element[], { where }: Surface, ui: Ui) {
  const names = elements.flatMap((element) => (element.type === 'unknown' ? [] : [element.action_id]));
  const failed = ui.state.pending.find(
    (pending) => pending.where === where && pending.failure && names.includes(pending.actionId),
  );
  return failed ? html`<p class="failure" role="alert">${icon('warning')} ${failed.failure}</p>` : nothing;
}

function videoView(video: Video, ui: Ui): TemplateResult {
  const { title, title_url: url, author_name: author, description } = video;
  return html`<div class="s-video">
    ${author ? html`<span class="s-video-author">${author}</span>` : nothing}
    <strong>${linkView(url ?? video.video_url, title.text, ui)}</strong>
    ${description ? textView(description, ui) : nothing}
    ${pictureView({ type: 'image', image_url: video.thumbnail_url, alt_text: video.alt_text }, [], ui)}
  </div>`;
}

function tableView({ rows }: Table, ui: Ui): TemplateResult {
  const cell = (one: Table['rows'][number][number]) =>
    one.type === 'rich_text' ? richTextView(one.elements, ui) : one.text;
  const [head = [], ...body] = rows;
  return html`<div class="s-table" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead><tr>${head.map((one) => html`<th scope="col">${cell(one)}</th>`)}</tr></thead>
      <tbody>${body.map((row) => html`<tr>${row.map((one) => html`<td>${cell(one)}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}
