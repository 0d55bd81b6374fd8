/** The panel "World": the playground's own controls over the server or the workspace in front. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PageUi } from '../../ui.ts';
import { icon } from '../icons.ts';
import { discordWorld } from './discord.ts';
import { slackWorld } from './slack.ts';

export function worldView(ui: PageUi): TemplateResult | typeof nothing {
  const { world } = ui.state;
  if (!world) return nothing;
  const close = () => ui.change({ world: undefined });
  return html`<dialog class="modal world" aria-labelledby="world-title" @close=${close}>
    <div class="world-box">
      <div class="panel-head">
        <h2 id="world-title">World</h2>
        <button type="button" class="tool" aria-label="Close" @click=${close}>${icon('close')}</button>
      </div>
      <div class="world-body">
        <p class="form-note">
          The playground's own controls: what an owner would do elsewhere, and what people set for themselves.
          ${world.of} has no such panel.
        </p>
        ${world.of === 'Discord' ? discordWorld(world.sight, ui) : slackWorld(world.sight, ui)}
      </div>
    </div>
  </dialog>`;
}
