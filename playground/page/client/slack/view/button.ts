/** Buttons of an app, and the three dots behind which there are more. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Button, Overflow } from '../../../slack/element.ts';
import { icon } from '../../view/icons.ts';
import { at, cornerOf } from '../../view/popover.ts';
import { webUrl } from '../../web-url.ts';
import { keyOf } from '../form.ts';
import { placeInside, textView } from './rich-text.ts';
import { choiceKey, keyOfSpot, type Spot } from './spot.ts';
import type { Ui } from './ui.ts';

export function buttonView(button: Button, spot: Spot, ui: Ui): TemplateResult {
  const { text, style, url: target, value, action_id: actionId, accessibility_label: label } = button;
  const waiting = ui.state.pending.some(
    (pending) =>
      pending.where === spot.where &&
      pending.actionId === actionId &&
      pending.value === value &&
      !pending.failure,
  );
  const look = `button ${style ?? 'secondary'} ${waiting ? 'waiting' : ''}`;
  const press = () => !waiting && ui.actions.press(spot.where, button);
  const url = target ? webUrl(target) : null;
  const place = target ? placeInside(target, ui) : null;
  // Slack tells the app of buttons with an address, too.
  const leave = () => {
    press();
    if (place) ui.presence.visit(place);
  };
  if (place)
    return html`<button type="button" class=${look} aria-label=${label ?? nothing} @click=${leave}>${textView(text, ui)}</button>`;
  if (url) {
    return html`<a class=${look} href=${url.href} target="_blank" rel="noopener noreferrer" aria-label=${label ?? nothing} @click=${press}>
      ${textView(text, ui)}
    </a>`;
  }
  return html`<button type="button" class=${look} aria-busy=${waiting ? 'true' : 'false'} aria-label=${label ?? nothing} @click=${press}>
    ${textView(text, ui)}${waiting ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
  </button>`;
}

const OVERFLOW = { width: 220, height: 200 };

export function overflowView(element: Overflow, spot: Spot, ui: Ui): TemplateResult {
  const key = keyOfSpot(spot, element.action_id);
  const open = ui.state.overflow?.key === key ? ui.state.overflow : undefined;
  const close = () => ui.change({ overflow: undefined });
  const choose = (value: string) => {
    close();
    ui.actions.choose(
      spot.where,
      element.action_id,
      value,
      choiceKey(spot, element.action_id),
      element.confirm,
    );
  };
  return html`<button
      type="button"
      class="button secondary s-overflow"
      aria-label="More"
      aria-haspopup="menu"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${(event: Event) => ui.change({ overflow: { key, ...cornerOf(event) } })}
    >
      ${icon('more')}
    </button>
    ${
      open
        ? html`<div
            popover="auto"
            class="menu-list"
            role="group"
            aria-label="More"
            .style=${at(open, OVERFLOW)}
            @toggle=${(event: ToggleEvent) => event.newState === 'closed' && close()}
          >
            ${element.options.map((option, index) => html`<button type="button" ?autofocus=${index === 0} @click=${() => choose(keyOf(option))}>${textView(option.text, ui)}</button>`)}
          </div>`
        : nothing
    }`;
}
