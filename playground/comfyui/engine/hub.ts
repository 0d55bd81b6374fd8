/**
 * The websockets, by client id. One id has one socket: a newer one takes the older one's place, and by a bug of the
 * real server the older one, when it closes, takes the newer one's place away.
 */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { WireLog } from '../../wire.ts';
import type { Faults } from '../faults.ts';
import { toJson } from '../json.ts';
import type { Preview } from '../nodes/class.ts';
import { previewFrame, previewWithMetadataFrame, textFrame } from './frames.ts';

interface HubSetting {
  faults: Faults;
  wire?: WireLog | undefined;
  /** What a newcomer is told first. */
  status: () => unknown;
  /** The node the owner of the running prompt is told of when it comes back. */
  activeNode: (client: string) => string | null;
  features: () => unknown;
}

export type Hub = ReturnType<typeof createHub>;

export function createHub({ faults, wire, status, activeNode, features }: HubSetting) {
  const sockets = new Map<string, WebSocket>();
  const flags = new Map<string, Record<string, unknown>>();
  /** Also those that were replaced and are still open. */
  const open = new Set<WebSocket>();

  function deliver(message: string | Buffer, client: string | null): boolean {
    if (faults.silence) return false;
    const to =
      client === null ? [...sockets.values()] : [sockets.get(client)].filter((one) => one !== undefined);
    for (const socket of to) socket.send(message);
    return to.length > 0;
  }

  const log = (summary: string, body: unknown, client: string | null) =>
    wire?.write({
      wire: 'comfyui-ws',
      direction: 'out',
      summary: client === null ? `${summary} (to all)` : summary,
      body,
    });

  function send(type: string, data: unknown, client: string | null): void {
    if (deliver(toJson({ type, data }), client)) log(type, data, client);
  }

  function sendBytes(summary: string, frame: Buffer, client: string | null): void {
    if (deliver(frame, client)) log(summary, `${frame.length} bytes`, client);
  }

  /** Only the first message counts, and only if it names the client's features. */
  function hearFirst(text: string, client: string): void {
    wire?.write({ wire: 'comfyui-ws', direction: 'in', summary: 'first message', body: text.slice(0, 500) });
    let message: { type?: unknown; data?: unknown };
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message?.type !== 'feature_flags') return;
    flags.set(client, { ...(message.data as Record<string, unknown> | undefined) });
    send('feature_flags', features(), client);
  }

  return {
    send,
    sendPreview: (preview: Preview, client: string | null) =>
      sendBytes(`preview (event 1, ${preview.format})`, previewFrame(preview), client),
    sendPreviewWithMetadata: (preview: Preview, about: { node: string; promptId: string }, client: string) =>
      sendBytes(`preview (event 4, ${preview.format})`, previewWithMetadataFrame(preview, about), client),
    sendText: (node: string, text: string) => sendBytes('text (event 3)', textFrame(node, text), null),
    understandsMetadata: (client: string): boolean => flags.get(client)?.supports_preview_metadata === true,

    welcome(socket: WebSocket, clientId: string): void {
      const client = clientId === '' ? randomUUID().replaceAll('-', '') : clientId;
      sockets.set(client, socket);
      flags.set(client, {});
      open.add(socket);
      wire?.write({ wire: 'comfyui-ws', direction: 'in', summary: `connected as ${client}` });
      send('status', { status: status(), sid: client }, client);
      const node = activeNode(client);
      if (node !== null) send('executing', { node }, client);

      socket.once('message', (data, isBinary) => {
        if (!isBinary) hearFirst(String(data), client);
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        open.delete(socket);
        wire?.write({ wire: 'comfyui-ws', direction: 'in', summary: `closed by or for ${client}` });
        if (!faults.oldCloseSilencesNew && sockets.get(client) !== socket) return;
        sockets.delete(client);
        flags.delete(client);
      });
    },

    /** Client ids that would get a message now. */
    clients: () => [...sockets.keys()],
    /** Without a word, as when a cable is pulled. */
    cut(): void {
      for (const socket of open) socket.terminate();
    },
  };
}
