/** Letters typed while nothing is being written go into the composer. */

/** What makes something of letters itself. */
const KEEPS = 'input:not([type=radio]), textarea, select, [role=combobox], dialog, [popover]';

export function listenAnywhere(focusComposer: () => void): void {
  document.addEventListener('keydown', (event) => {
    const isLetter = event.key.length === 1 && event.key !== ' ';
    if (!isLetter || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]') || document.activeElement?.closest(KEEPS)) return;
    // Moved before the letter is typed, so that this one is not lost.
    focusComposer();
  });
}
