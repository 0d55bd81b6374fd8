/** A select menu: a field one types into to find a line. Some have all their lines, others ask the app for them. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Menu } from '../../../slack/element.ts';
import type { Suggested } from '../../../slack/payload.ts';
import { icon } from '../../view/icons.ts';
import { keyOf } from '../form.ts';
import { linesOf, type MenuPart, movesOf } from '../menus.ts';
import { keyOfSpot, putAt, type Spot, valueAt } from './spot.ts';
import type { Ui } from './ui.ts';

export function menuView(menu: Menu, spot: Spot, ui: Ui): TemplateResult {
  const key = keyOfSpot(spot, menu.action_id);
  const value = valueAt(menu, spot, ui);
  const several = menu.type.startsWith('multi_');
  const chosen = value === null ? [] : typeof value === 'string' ? [value] : value;
  const part: MenuPart = {
    key,
    where: spot.where,
    actionId: menu.action_id,
    menu,
    several,
    chosen,
    put: (next) => putAt(menu, spot, ui, several ? next : (next[0] ?? null)),
  };
  const moves = movesOf(part, ui.state, ui.change, ui.suggest);
  const { open } = moves;
  const lines = open ? linesOf(part, ui.state) : [];
  const label = spot.field?.label ?? menu.placeholder?.text ?? 'Choose an option';
  const placeholder = menu.placeholder?.text ?? (several ? 'Select options' : 'Choose an option…');
  const only = several ? '' : chosen.map((one) => labelOf(one, menu, ui)).join();
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent) => {
    const stays =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (open && !stays) moves.leave();
  };
  return html`<div class="s-menu ${open?.upwards ? 'upwards' : ''} ${open ? 'open' : ''}" @focusout=${onFocusOut}>
    <div class="s-menu-box ${spot.field?.invalid ? 'invalid' : ''}">
      ${
        several
          ? repeat(
              chosen,
              (one) => one,
              (one) => html`<span class="s-chip">${labelOf(one, menu, ui)}
                <button type="button" aria-label="Remove ${labelOf(one, menu, ui)}" @click=${() => moves.toggle(one)}>${icon('close')}</button>
              </span>`,
            )
          : nothing
      }
      <input
        id=${key}
        type="text"
        role="combobox"
        aria-label=${label}
        aria-autocomplete="list"
        aria-expanded=${open ? 'true' : 'false'}
        aria-controls="${key}-list"
        aria-activedescendant=${open && lines.length > 0 ? `${key}-${open.active}` : nothing}
        aria-required=${spot.field?.required ? 'true' : 'false'}
        aria-invalid=${spot.field?.invalid ? 'true' : nothing}
        aria-describedby=${spot.field?.described || nothing}
        autocomplete="off"
        placeholder=${several && chosen.length > 0 ? '' : placeholder}
        ?autofocus=${spot.field?.first ?? false}
        .value=${live(open ? open.typed : only)}
        @click=${(event: Event) => (open ? undefined : moves.enter(event))}
        @input=${(event: Event) => moves.type(event)}
        @keydown=${(event: KeyboardEvent) => moves.pressed(event, lines)}
      />
      ${icon('down')}
    </div>
    <div class="select-list" role="listbox" id="${key}-list" aria-label=${label} aria-multiselectable=${several ? 'true' : nothing} ?hidden=${!open}>
      ${lines.map((line, index) => lineView(line, index, lines[index - 1], part, open?.active, moves.toggle))}
      ${open && lines.length === 0 ? html`<p class="select-empty">${emptyWords(part, ui)}</p>` : nothing}
    </div>
  </div>`;
}

function lineView(
  { label, value, group }: Suggested,
  index: number,
  before: Suggested | undefined,
  { key, several, chosen }: MenuPart,
  active: number | undefined,
  toggle: (value: string) => void,
) {
  const selected = chosen.includes(value);
  return html`${group && group !== before?.group ? html`<div class="s-menu-group" role="presentation">${group}</div>` : nothing}
    <div
      role="option"
      id="${key}-${index}"
      aria-selected=${selected ? 'true' : 'false'}
      class=${index === active ? 'active' : ''}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => toggle(value)}
    >
      <span class="select-words">${label}</span>
      ${selected && !several ? html`<span class="s-menu-mark" aria-hidden="true">✓</span>` : nothing}
      ${several ? html`<span class="select-mark box ${selected ? 'on' : ''}" aria-hidden="true"></span>` : nothing}
    </div>`;
}

function emptyWords({ menu }: MenuPart, { state }: Ui): string {
  const { typed, offered, failure } = state.menu ?? { typed: '' };
  if (failure) return failure;
  const asks = menu.type.endsWith('external_select');
  if (asks && typed.length < (menu.min_query_length ?? 3)) return 'Type to see options';
  return asks && !offered ? 'Loading…' : 'No results';
}

/** What a chosen value is called; ids of people and channels by their names. */
function labelOf(value: string, menu: Menu, { state }: Ui): string {
  const options = [
    ...(menu.options ?? []),
    ...(menu.option_groups ?? []).flatMap((group) => group.options),
    ...(menu.initial_option ? [menu.initial_option] : []),
    ...(menu.initial_options ?? []),
  ];
  const option = options.find((one) => keyOf(one) === value);
  if (option) return option.text.text;
  const { members = [], channels = [] } = state.workspace ?? {};
  const channel = channels.find(({ id }) => id === value);
  return (
    members.find(({ id }) => id === value)?.name ??
    (channel ? `#${channel.name}` : (state.labels[value] ?? value))
  );
}
