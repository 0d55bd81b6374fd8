/** What goes over the wires of the playground, as it goes. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PageState, WireEntry } from '../state.ts';
import type { PageUi } from '../ui.ts';
import { icon } from './icons.ts';

const WIRES: Record<WireEntry['wire'], { name: string; other: string; here: string }> = {
  'discord-rest': { name: 'Discord REST', other: 'bot', here: 'Discord' },
  'discord-gateway': { name: 'Discord gateway', other: 'bot', here: 'Discord' },
  'slack-web': { name: 'Slack Web API', other: 'bot', here: 'Slack' },
  'slack-socket': { name: 'Slack Socket Mode', other: 'bot', here: 'Slack' },
  'slack-http': { name: 'Slack HTTP', other: 'bot', here: 'Slack' },
  'comfyui-http': { name: 'ComfyUI HTTP', other: 'worker', here: 'ComfyUI' },
  'comfyui-ws': { name: 'ComfyUI websocket', other: 'worker', here: 'ComfyUI' },
};
const KINDS = Object.keys(WIRES) as WireEntry['wire'][];

export function wireView(ui: PageUi): TemplateResult | typeof nothing {
  const { wireOpen, wire, wireFilter, wireExpanded } = ui.state;
  if (!wireOpen) return nothing;
  const shown = filterWire(wire, wireFilter);
  const setText = ({ currentTarget }: Event) =>
    ui.change({ wireFilter: { ...wireFilter, text: (currentTarget as HTMLInputElement).value } });
  return html`<section class="wire" id="wire" aria-label="Wire">
    <div class="panel-head">
      ${icon('wire')}
      <h2>Wire</h2>
      <span class="wire-count">${shown.length === wire.length ? wire.length : `${shown.length} of ${wire.length}`}</span>
      <span class="spread"></span>
      <button type="button" class="link" @click=${() => ui.change({ wire: [], wireExpanded: new Set() })}>Clear</button>
      <button type="button" class="tool" aria-label="Close the wire" @click=${() => ui.actions.toggleWire()}>${icon('close')}</button>
    </div>
    <div class="wire-filter">
      <input type="search" placeholder="Filter: path, event, status, body…" aria-label="Filter the wire" .value=${live(wireFilter.text)} @input=${setText} />
      <div class="wire-kinds" role="group" aria-label="Wires shown">${KINDS.map((kind) => kindToggle(kind, ui))}</div>
    </div>
    <div class="wire-list" id="wire-list" tabindex="0" role="group" aria-label="Entries">
      <div id="wire-entries">${entries()}</div>
    </div>
  </section>`;

  function entries() {
    return html`${shown.length === 0 ? html`<p class="panel-empty">Nothing yet. Send a command and watch it travel.</p>` : nothing}
      ${repeat(
        shown,
        ({ id }) => id,
        (entry) => guard([entry, wireExpanded.has(entry.id)], () => entryView(entry, ui)),
      )}`;
  }
}

function kindToggle(kind: WireEntry['wire'], ui: PageUi) {
  const { wireFilter } = ui.state;
  const on = !wireFilter.hidden.has(kind);
  const hidden = on ? [...wireFilter.hidden, kind] : [...wireFilter.hidden].filter((other) => other !== kind);
  return html`<button
    type="button"
    class="wire-kind ${kind}"
    aria-pressed=${on ? 'true' : 'false'}
    @click=${() => ui.change({ wireFilter: { ...wireFilter, hidden: new Set(hidden) } })}
  >
    ${WIRES[kind].name}
  </button>`;
}

function entryView(entry: WireEntry, ui: PageUi) {
  const { wire, direction, summary, status, at, body, id } = entry;
  const { other, here } = WIRES[wire];
  const [from, to] = direction === 'in' ? [other, here] : [here, other];
  const open = ui.state.wireExpanded.has(id);
  return html`<div class="wire-entry ${wire}">
    <button type="button" class="wire-line" aria-expanded=${open ? 'true' : 'false'} @click=${() => ui.actions.toggleWireEntry(id)}>
      <span class="wire-mark ${direction}" role="img" aria-label="${from} to ${to}" title="${from} → ${to}">${direction === 'in' ? '→' : '←'}</span>
      <span class="wire-summary" title=${summary}>${open ? summary : shortened(summary)}</span>
      ${status === undefined ? nothing : html`<span class="wire-status ${status >= 400 ? 'bad' : ''}">${status}</span>`}
      <time>${clock(at)}</time>
    </button>
    ${open ? html`<pre tabindex="0">${from} → ${to} over ${WIRES[wire].name}\n\n${body === undefined ? '(no body)' : JSON.stringify(body, null, 2)}</pre>` : nothing}
  </div>`;
}

export function filterWire(wire: WireEntry[], { text, hidden }: PageState['wireFilter']): WireEntry[] {
  const wanted = text.trim().toLowerCase();
  return wire.filter((entry) => {
    if (hidden.has(entry.wire)) return false;
    if (wanted === '') return true;
    const { summary, status, body } = entry;
    return `${summary} ${status ?? ''} ${body === undefined ? '' : JSON.stringify(body)}`
      .toLowerCase()
      .includes(wanted);
  });
}

/** Ids are long and alike; their ends tell them apart. */
export function shortened(summary: string): string {
  return summary.replace(/\d{13,16}(\d{4})(?!\d)/g, '…$1');
}

function clock(at: number): string {
  const date = new Date(at);
  const two = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}
