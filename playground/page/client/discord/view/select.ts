/** A select menu: a button that opens a list, of which one or several lines are chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import { kind, type Pickable, type Select } from '../../../discord/component.ts';
import type { Message } from '../../../discord/payload.ts';
import { icon } from '../../view/icons.ts';
import type { State } from '../state.ts';
import type { Ui } from './ui.ts';

interface ListOptions {
  /** Unique on the page. */
  key: string;
  label: string;
  options: Pickable[];
  chosen: string[];
  least: number;
  most: number;
  disabled: boolean;
  invalid?: boolean;
  done: (values: string[]) => void;
}

export function messageSelect(select: Select, message: Message, ui: Ui): TemplateResult {
  const options = optionsOf(select, ui.state);
  const name = select.placeholder ?? 'Make a selection';
  return selectList(
    {
      key: `select-${message.id}-${select.custom_id}`,
      label: name,
      options,
      chosen:
        select.type === kind.stringSelect
          ? options.filter((option) => option.default).map(({ value }) => value)
          : (select.default_values?.map(({ id }) => id) ?? []),
      least: select.min_values ?? 1,
      most: select.max_values ?? 1,
      disabled: select.disabled ?? false,
      done: (values) => ui.actions.choose(message, select.custom_id, values, name),
    },
    ui,
  );
}

/** As Discord numbers its kinds of channels. */
const CHANNEL_TYPES = { text: 0, dm: 1, thread: 11, forum: 15 } as const;

/** The lines of a select; those of the server's own kinds are this server's people, roles and channels. */
export function optionsOf(select: Select, { guild }: Pick<State, 'guild'>): Pickable[] {
  const { members = [], roles = [], channels = [] } = guild ?? {};
  const people = members.map(({ id, name }) => ({ label: name, value: id }));
  const groups = roles.map(({ id, name }) => ({ label: `@${name}`, value: id }));
  switch (select.type) {
    case kind.stringSelect:
      return select.options;
    case kind.userSelect:
      return people;
    case kind.roleSelect:
      return groups;
    case kind.mentionableSelect:
      return [...people, ...groups];
    case kind.channelSelect:
      return channels
        .filter(
          (one) => one.kind !== 'dm' && (select.channel_types?.includes(CHANNEL_TYPES[one.kind]) ?? true),
        )
        .map(({ id, name, kind: sort }) => ({ label: sort === 'thread' ? name : `#${name}`, value: id }));
    default:
      return select satisfies never;
  }
}

export function selectList(list: ListOptions, ui: Ui): TemplateResult {
  const moves = movesOf(list, ui);
  const { open, chosen } = moves;
  const labels = list.options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent) => {
    const stays =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (open && !stays) moves.leave();
  };
  return html`<div class="select ${open?.upwards ? 'upwards' : ''}" @focusout=${onFocusOut}>
    <button
      type="button"
      id=${list.key}
      class="select-button ${list.invalid ? 'invalid' : ''}"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls="${list.key}-list"
      aria-activedescendant=${open ? `${list.key}-${open.active}` : nothing}
      aria-label="${list.label}${labels.length > 0 ? `: ${labels.join(', ')}` : ''}"
      ?disabled=${list.disabled}
      @click=${(event: Event) => (open ? moves.leave() : moves.enter(event))}
      @keydown=${(event: KeyboardEvent) => pressed(event, list, moves)}
    >
      <span class=${labels.length > 0 ? '' : 'placeholder'}>${labels.join(', ') || list.label}</span>${icon('down')}
    </button>
    <div
      class="select-list"
      role="listbox"
      id="${list.key}-list"
      aria-label=${list.label}
      aria-multiselectable=${list.most > 1 ? 'true' : nothing}
      ?hidden=${!open}
    >
      ${open ? list.options.map((option, index) => line(option, index, list, moves)) : nothing}
      ${open && list.options.length === 0 ? html`<p class="select-empty">There is nothing to choose from.</p>` : nothing}
    </div>
  </div>`;
}

type Moves = ReturnType<typeof movesOf>;

/** One line is chosen and that is that; of several, the choice holds when the list is left. */
function movesOf(list: ListOptions, ui: Ui) {
  const open = ui.state.select?.key === list.key ? ui.state.select : undefined;
  const chosen = open?.chosen ?? list.chosen;
  const several = list.most > 1;

  const close = (values?: string[]) => {
    ui.change({ select: undefined });
    if (values && values.length >= list.least && values.join() !== list.chosen.join()) list.done(values);
  };
  return {
    open,
    chosen,
    enter({ currentTarget }: Event) {
      const first = list.options.findIndex(({ value }) => chosen.includes(value));
      const upwards = currentTarget instanceof Element && hasMoreRoomAbove(currentTarget);
      ui.change({ select: { key: list.key, active: Math.max(0, first), chosen, upwards } });
    },
    leave: () => close(several ? chosen : undefined),
    highlight(index: number) {
      const active = Math.min(Math.max(index, 0), list.options.length - 1);
      if (open) ui.change({ select: { ...open, active } });
    },
    toggle(value: string) {
      // What need not be chosen can be taken back.
      if (!several) return close(list.least === 0 && chosen.includes(value) ? [] : [value]);
      const rest = chosen.filter((other) => other !== value);
      const next = rest.length < chosen.length ? rest : [...rest, value];
      if (open && next.length <= list.most) ui.change({ select: { ...open, chosen: next } });
    },
  };
}

/** As tall as a list can get; see the stylesheet. */
const LIST_PX = 270;

function hasMoreRoomAbove(button: Element): boolean {
  const { top, bottom } = button.getBoundingClientRect();
  const around = button.closest('#scroller')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const below = around.bottom - bottom;
  return below < LIST_PX && top - around.top > below;
}

function pressed(event: KeyboardEvent, { options }: ListOptions, moves: Moves): void {
  const { open } = moves;
  const { key } = event;
  if (!open) {
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
    moves.enter(event);
  } else if (key === 'ArrowDown' || key === 'ArrowUp') {
    moves.highlight(open.active + (key === 'ArrowDown' ? 1 : -1));
  } else if (key === 'Home' || key === 'End') {
    moves.highlight(key === 'Home' ? 0 : options.length - 1);
  } else if (key === 'Enter' || key === ' ') {
    const option = options[open.active];
    if (option) moves.toggle(option.value);
  } else if (key === 'Escape') {
    event.stopPropagation();
    moves.leave();
  } else {
    return;
  }
  event.preventDefault();
}

function line(option: Pickable, index: number, { key, most }: ListOptions, { open, chosen, toggle }: Moves) {
  const { value, label, description, emoji } = option;
  const selected = chosen.includes(value);
  return html`<div
    role="option"
    id="${key}-${index}"
    aria-selected=${selected ? 'true' : 'false'}
    class=${index === open?.active ? 'active' : ''}
    @mousedown=${(event: Event) => event.preventDefault()}
    @click=${() => toggle(value)}
  >
    ${emoji?.name ? html`<span class="emoji">${emoji.name}</span>` : nothing}
    <span class="select-words"><span>${label}</span>${description ? html`<small>${description}</small>` : nothing}</span>
    <span class="select-mark ${most > 1 ? 'box' : ''} ${selected ? 'on' : ''}" aria-hidden="true"></span>
  </div>`;
}
