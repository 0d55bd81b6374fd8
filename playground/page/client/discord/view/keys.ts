/**
 * The composer's keyboard. Enter takes the highlighted line of the list, or sends; arrows move in the list;
 * Tab takes a highlighted line, or goes on to the next field; Escape puts the list away, or what is answered;
 * Backspace at the start of an empty field takes the field away.
 */
import { type Place, placeId, unusedOptions } from '../composer/draft.ts';
import { offered } from '../composer/writing.ts';
import type { Ui } from './ui.ts';

type Typed = HTMLInputElement | HTMLTextAreaElement;

export function keys(place: Place, ui: Ui) {
  const { writing } = ui;
  return {
    input: ({ currentTarget }: Event) => writing.type(place, (currentTarget as Typed).value),
    focus: () => writing.enter(place),
    keydown: (event: KeyboardEvent) => {
      // While an input method composes, its keys are its own.
      if (event.isComposing) return;
      if (pressed(event, place, ui)) event.preventDefault();
    },
  };
}

/** Whether the key is dealt with, and means nothing else. */
function pressed(event: KeyboardEvent, place: Place, { state, writing }: Ui): boolean {
  const lines = offered(state);
  const { active } = state.suggesting;
  const chosen = lines[active];
  const input = event.currentTarget as Typed;
  switch (event.key) {
    case 'Enter':
      if (event.shiftKey) return false;
      // A file input without a file opens its own window instead.
      if (input.type === 'file' && input.value === '') return false;
      if (chosen) writing.take(chosen);
      else writing.send();
      return true;
    case 'Tab':
      if (event.shiftKey || !chosen) return false;
      writing.take(chosen);
      return true;
    case 'ArrowDown':
    case 'ArrowUp':
      return moved(event.key === 'ArrowDown' ? 1 : -1, input, place);
    case 'Escape':
      if (lines.length === 0 && !state.replyTo) return false;
      event.stopPropagation();
      if (lines.length > 0) writing.putAway();
      else writing.reply(undefined);
      return true;
    case 'Backspace':
      if (place.in === 'text' || (input.type !== 'file' && input.value !== '')) return false;
      writing.back(place);
      return true;
    default:
      return false;
  }

  function moved(step: number, input: Typed, place: Place): boolean {
    if (lines.length > 0) {
      const next = active < 0 && step < 0 ? lines.length - 1 : (active + step + lines.length) % lines.length;
      writing.highlight(next);
      return true;
    }
    // Below the last line of a field there are only the options that are not used yet.
    const { draft } = state;
    const leaves = step > 0 && input.selectionStart === input.value.length;
    if (place.in !== 'field' || draft.kind !== 'command' || unusedOptions(draft).length === 0 || !leaves)
      return false;
    document.getElementById(placeId({ in: 'tail' }))?.focus();
    return true;
  }
}
