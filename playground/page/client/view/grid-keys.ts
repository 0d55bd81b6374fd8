/** Arrow keys in a grid of buttons. */

export function moveInGrid(perRow: number) {
  return (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow }[event.key];
    if (!step || !(event.currentTarget instanceof Element)) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    if (at < 0) return;
    buttons[at + step]?.focus();
    event.preventDefault();
  };
}
