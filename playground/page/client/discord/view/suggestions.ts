/** The list above the composer, and the line over it that says what is being asked for. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../view/icons.ts';
import { limitsOf } from '../composer/check.ts';
import { type CommandDraft, type Place, placeId } from '../composer/draft.ts';
import type { Suggestion } from '../composer/suggest.ts';
import { offered } from '../composer/writing.ts';
import type { State } from '../state.ts';
import type { Ui } from './ui.ts';

export const LIST_ID = 'suggestions';

export function suggestionId(index: number): string {
  return `${LIST_ID}-${index}`;
}

/** Whether the list belongs to this place and has something in it. */
export function lists(place: Place, state: State): boolean {
  const { place: current } = state.suggesting;
  return current !== undefined && placeId(current) === placeId(place) && offered(state).length > 0;
}

export function activeId(place: Place, state: State): string | undefined {
  return state.suggesting.active >= 0 && lists(place, state)
    ? suggestionId(state.suggesting.active)
    : undefined;
}

export function suggestionList(ui: Ui): TemplateResult {
  const { state } = ui;
  const lines = offered(state);
  const heading = headingOf(state, lines.length > 0);
  return html`<div class="suggestions" ?hidden=${!heading && lines.length === 0}>
    <div class="suggestions-head" id="${LIST_ID}-hint">${heading ?? nothing}</div>
    <div role="listbox" id=${LIST_ID} aria-label="Suggestions" ?hidden=${lines.length === 0}>
      ${lines.map((line, index) => lineView(line, index, ui))}
    </div>
    <div class="unseen" role="status">${lines.length > 0 ? `${lines.length} suggestions` : ''}</div>
  </div>`;
}

function lineView(line: Suggestion, index: number, ui: Ui) {
  const active = index === ui.state.suggesting.active;
  return html`<div
    role="option"
    id=${suggestionId(index)}
    class="suggestion ${active ? 'active' : ''}"
    aria-selected=${active ? 'true' : 'false'}
    @mousedown=${(event: Event) => event.preventDefault()}
    @mousemove=${() => active || ui.writing.highlight(index)}
    @click=${() => ui.writing.take(line)}
  >
    ${wordsOf(line)}
  </div>`;
}

function wordsOf(line: Suggestion) {
  switch (line.kind) {
    case 'command':
      return html`<span class="suggestion-sign">${icon('slash')}</span>
        <span class="suggestion-name">/${line.invocation.typed}
          ${line.invocation.options.filter(({ required }) => required).map(({ name }) => html`<span class="option-name">${name}</span>`)}
        </span>
        <span class="suggestion-note">${line.invocation.description}</span>`;
    case 'option':
      return html`<span class="suggestion-name">${line.option.name}</span>
        <span class="suggestion-note">${line.option.description}</span>
        <span class="suggestion-limits">${limitsOf(line.option)}</span>`;
    case 'value':
      return html`<span class="suggestion-name value">${line.label}</span>`;
    default:
      return line satisfies never;
  }
}

function headingOf(state: State, hasLines: boolean): TemplateResult | undefined {
  const { draft, suggesting } = state;
  const { place } = suggesting;
  if (draft.kind === 'text') return hasLines ? html`<span class="head-title">Commands</span>` : undefined;
  if (!place) return undefined;
  if (draft.error) return html`<span class="head-error" role="alert">${draft.error}</span>`;
  if (place.in === 'tail') return tailHeading(draft, hasLines);

  const field = draft.fields.find(({ option }) => place.in === 'field' && option.name === place.name);
  if (!field) return undefined;
  const { option, error } = field;
  const limits = limitsOf(option);
  return html`<span class="head-name">${option.name}</span>
    <span class="head-note">${option.description}</span>
    ${limits ? html`<span class="head-limits">${limits}</span>` : nothing}
    ${option.required ? html`<span class="head-limits">required</span>` : nothing}
    ${error ? html`<span class="head-error" role="alert">${error}</span>` : proposalNote(state)}`;
}

function tailHeading({ invocation }: CommandDraft, hasLines: boolean) {
  return html`<span class="head-name">/${invocation.typed}</span><span class="head-note">${invocation.description}</span>
    ${hasLines ? html`<span class="head-limits">add an option</span>` : nothing}`;
}

/** Where the app's proposals stand, for fields it completes. */
function proposalNote({ draft, suggesting }: State) {
  const { place, proposals } = suggesting;
  if (draft.kind !== 'command' || place?.in !== 'field') return nothing;
  const field = draft.fields.find(({ option }) => option.name === place.name);
  if (!field?.option.autocomplete || field.picked !== undefined) return nothing;
  if (proposals?.option !== place.name || proposals.text !== field.text)
    return html`<span class="head-limits">looking…</span>`;
  if (proposals.failure) return html`<span class="head-error">${proposals.failure}</span>`;
  return proposals.choices?.length === 0 ? html`<span class="head-limits">nothing matches</span>` : nothing;
}
