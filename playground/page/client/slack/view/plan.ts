/** What an app is doing, step by step. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Plan, Task } from '../../../slack/block.ts';
import { richTextView } from './rich-text.ts';
import type { Ui } from './ui.ts';

const STATUS = {
  pending: { sign: '○', words: 'to do' },
  in_progress: { sign: '◐', words: 'under way' },
  complete: { sign: '✓', words: 'done' },
  error: { sign: '!', words: 'failed' },
} as const satisfies Record<Task['status'], { sign: string; words: string }>;

export function planView({ title, tasks }: Plan, ui: Ui): TemplateResult {
  return html`<div class="s-plan">
    <p class="s-plan-title">${title}</p>
    <ol>${tasks.map((task) => html`<li>${taskView(task, ui)}</li>`)}</ol>
  </div>`;
}

export function taskView({ title, status, details, output }: Task, ui: Ui): TemplateResult {
  const { sign, words } = STATUS[status];
  return html`<div class="s-task ${status}">
    <span class="s-task-sign" role="img" aria-label=${words} title=${words}>${sign}</span>
    <div>
      <span class="s-task-title">${title}</span>
      ${details ? richTextView(details.elements, ui) : nothing} ${output ? richTextView(output.elements, ui) : nothing}
    </div>
  </div>`;
}
