/** How select menus work: what is listed, and what typing, arrows and clicks do. */
import type { Menu } from '../../slack/element.ts';
import type { Suggested } from '../../slack/payload.ts';
import { keyOf } from './form.ts';
import { isDirect, type OpenMenu, placeName, type SlackState } from './state.ts';

export interface MenuPart {
  /** Unique on the page. */
  key: string;
  where: string;
  actionId: string;
  menu: Menu;
  several: boolean;
  chosen: readonly string[];
  put: (chosen: string[]) => void;
}

export const asksTheApp = ({ type }: Menu) => type.endsWith('external_select');

/** Asks the app for what fits, once the fingers rest. */
export type Suggest = (part: MenuPart, typed: string) => void;

export function linesOf({ menu }: MenuPart, { menu: open, workspace }: SlackState): Suggested[] {
  const typed = open?.typed.trim().toLowerCase() ?? '';
  if (asksTheApp(menu)) return open?.offered ?? [];
  const all = listOf(menu, workspace);
  return all.filter(({ label }) => label.toLowerCase().includes(typed));
}

function listOf(
  { type, options = [], option_groups: groups = [] }: Menu,
  workspace: SlackState['workspace'],
): Suggested[] {
  const { members = [], channels = [] } = workspace ?? {};
  switch (type) {
    case 'users_select':
    case 'multi_users_select':
      return members.map(({ id, name }) => ({ label: name, value: id }));
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select':
      return channels
        .filter((channel) => !isDirect(channel) || type.endsWith('conversations_select'))
        .map((channel) => ({ label: placeName(channel), value: channel.id }));
    default:
      return [
        ...options.map((option) => ({ label: option.text.text, value: keyOf(option) })),
        ...groups.flatMap(({ label, options: inner }) =>
          inner.map((option) => ({ label: option.text.text, value: keyOf(option), group: label.text })),
        ),
      ];
  }
}

type Change = (parts: Partial<SlackState>) => void;

/** As tall as a list can get; see the stylesheet. */
const LIST_PX = 270;

/** One line is chosen and that is that; of several, each is put in at once, and the list stays open. */
export function movesOf(part: MenuPart, state: SlackState, change: Change, suggest: Suggest) {
  const { key, menu, several, chosen, put } = part;
  const open = state.menu?.key === key ? state.menu : undefined;

  const show = (parts: Partial<OpenMenu> & { upwards: boolean }) => {
    const next = { key, typed: '', active: 0, ...parts };
    change({ menu: next });
    if (asksTheApp(menu)) suggest(part, next.typed);
  };
  const leave = () => change({ menu: undefined });
  const enter = (event: Event) => {
    const selected = linesOf(part, { ...state, menu: undefined }).findIndex(({ value }) =>
      chosen.includes(value),
    );
    show({ active: Math.max(0, selected), upwards: hasMoreRoomAbove(event.currentTarget) });
  };
  const toggle = (value: string) => {
    const rest = chosen.filter((other) => other !== value);
    if (several) {
      const most = menu.max_selected_items ?? Infinity;
      if (rest.length < chosen.length || chosen.length < most)
        put(rest.length < chosen.length ? rest : [...rest, value]);
      if (open) change({ menu: { ...open, typed: '' } });
      return;
    }
    leave();
    if (chosen[0] !== value) put([value]);
  };

  return {
    open,
    leave,
    enter,
    toggle,
    type({ currentTarget }: Event) {
      const { value: typed } = currentTarget as HTMLInputElement;
      show({ typed, upwards: open?.upwards ?? hasMoreRoomAbove(currentTarget), offered: open?.offered });
    },
    pressed(event: KeyboardEvent, lines: readonly Suggested[]): void {
      if (event.isComposing) return;
      const { key: pressed } = event;
      if (!open) {
        if (pressed === 'ArrowDown' || pressed === 'ArrowUp') enter(event);
        else if (pressed === 'Backspace' && chosen.length > 0) put(chosen.slice(0, -1));
        else return;
      } else if (pressed === 'ArrowDown' || pressed === 'ArrowUp') {
        const step = pressed === 'ArrowDown' ? 1 : -1;
        const active = Math.min(Math.max(open.active + step, 0), Math.max(0, lines.length - 1));
        change({ menu: { ...open, active } });
      } else if (pressed === 'Enter') {
        const line = lines[open.active];
        if (line) toggle(line.value);
      } else if (pressed === 'Escape') {
        event.stopPropagation();
        leave();
      } else {
        return;
      }
      event.preventDefault();
    },
  };
}

function hasMoreRoomAbove(element: EventTarget | null): boolean {
  if (!(element instanceof Element)) return false;
  const { top, bottom } = element.getBoundingClientRect();
  const around = element.closest('.scroller, .modal-fields')?.getBoundingClientRect() ?? {
    top: 0,
    bottom: innerHeight,
  };
  const below = Math.min(around.bottom, innerHeight) - bottom;
  return below < LIST_PX && top - around.top > below;
}
