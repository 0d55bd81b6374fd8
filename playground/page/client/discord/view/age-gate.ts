/** What Discord asks before it shows an age-restricted channel. */
import { html, type TemplateResult } from 'lit';
import type { Channel } from '../../../discord/payload.ts';
import { icon } from '../../view/icons.ts';
import { hashOf } from '../places.ts';
import type { State } from '../state.ts';
import type { Ui } from './ui.ts';

export function isGated(channel: Channel | undefined, { agreed }: Pick<State, 'agreed'>): boolean {
  return channel?.ageRestricted === true && !agreed.has(channel.parentId ?? channel.id);
}

export function ageGate(channel: Channel, ui: Ui): TemplateResult {
  const back = ui.state.guild?.channels.find((other) => !other.ageRestricted && other.kind === 'text');
  const agree = () => ui.change({ agreed: new Set([...ui.state.agreed, channel.parentId ?? channel.id]) });
  return html`<div class="age-gate">
    <div class="age-sign">${icon('warning')}</div>
    <h2>Age-restricted channel</h2>
    <p>This channel contains adult content marked as age-restricted. Do you wish to proceed?</p>
    <div class="age-foot">
      ${back ? html`<a class="button secondary" href=${hashOf({ channelId: back.id })}>Nope</a>` : ''}
      <button type="button" class="button danger" @click=${agree}>Continue</button>
    </div>
  </div>`;
}
