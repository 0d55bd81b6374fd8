/**
 * Progress of one run, as it is told over the websocket: `progress_state` for all nodes touched so far, `progress` for
 * the running one, and previews between or behind them, depending on what the client understands.
 */
import type { Preview } from '../nodes/class.ts';
import type { Hub } from './hub.ts';

interface NodeState {
  value: number;
  max: number;
  state: 'running' | 'finished';
}

const SHORTEST_PAUSE_MS = 100;
const SMALLEST_SHARE = 0.005;

interface ProgressSetting {
  hub: Hub;
  promptId: string;
  /** null: everybody hears of it. */
  client: string | null;
  throttled: boolean;
  now: () => number;
}

export type Progress = ReturnType<typeof createProgress>;

export function createProgress({ hub, promptId, client, throttled, now }: ProgressSetting) {
  const nodes = new Map<string, NodeState>();

  function tell(): void {
    const states = [...nodes].map(([id, state]) => [
      id,
      {
        ...state,
        node_id: id,
        prompt_id: promptId,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
      },
    ]);
    hub.send('progress_state', { prompt_id: promptId, nodes: Object.fromEntries(states) }, client);
  }

  return {
    start(id: string): void {
      nodes.set(id, { value: 0, max: 1, state: 'running' });
      tell();
    },

    finish(id: string): void {
      const max = nodes.get(id)?.max ?? 1;
      nodes.set(id, { value: max, max, state: 'finished' });
      tell();
    },

    /** A progress bar for one run of a node. `wants` says whether a step will be sent at all. */
    bar(id: string) {
      let sentAt = 0;
      let sentValue = -1;
      return {
        wants(value: number, max: number, withPreview: boolean): boolean {
          if (!throttled || withPreview || sentValue < 0 || value >= max) return true;
          return now() - sentAt >= SHORTEST_PAUSE_MS && (value - sentValue) / max >= SMALLEST_SHARE;
        },
        send(value: number, max: number, preview: Preview | null): void {
          sentAt = now();
          sentValue = value;
          nodes.set(id, { value, max, state: 'running' });
          tell();
          const described = preview !== null && client !== null && hub.understandsMetadata(client);
          if (described) hub.sendPreviewWithMetadata(preview, { node: id, promptId }, client);
          hub.send('progress', { value, max, prompt_id: promptId, node: id }, client);
          if (preview !== null && !described) hub.sendPreview(preview, client);
        },
      };
    },
  };
}
