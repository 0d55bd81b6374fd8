/**
 * A websocket to ComfyUI that keeps itself open. What it brings is only ever a hint.
 *
 * The server keeps one socket per client id, and when a replaced socket closes late it forgets the one that replaced
 * it. So the old socket is always closed for good before the next one is opened.
 */
import { WebSocket } from 'ws';

export interface SocketOptions {
  /** http(s) address of the server. */
  address: string;
  headers: Record<string, string>;
  clientId: string;
  onText(text: string): void;
  onFrame(frame: Buffer): void;
  onChange(state: 'open' | 'lost'): void;
  timing: SocketTiming;
}

export interface SocketTiming {
  /** How often a silent connection is asked whether it still lives. One that does not answer by the next time is cut. */
  pingMs: number;
  /** Waiting time before the first attempt to connect again; doubles up to twenty times that. */
  reconnectMs: number;
}

export interface KeptSocket {
  /** When the present connection was made; null while there is none. */
  openedAt(): number | null;
  /** Closes the connection and makes a new one. */
  renew(): void;
  /** Resolves when the connection is closed. */
  close(): Promise<void>;
}

const handshakeMs = 5000;
/** A picture sent over the websocket comes in one frame. */
const largestFrame = 128 * 1024 * 1024;
const closingMs = 1000;

export function keepSocket(options: SocketOptions): KeptSocket {
  const { address, headers, clientId, timing, onText, onFrame, onChange } = options;
  const url = `${address.replace(/^http/, 'ws')}/ws?clientId=${encodeURIComponent(clientId)}`;
  let current: WebSocket | null = null;
  let openedAt: number | null = null;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let ended = false;

  function connect(): void {
    const socket = new WebSocket(url, {
      headers,
      handshakeTimeout: handshakeMs,
      maxPayload: largestFrame,
      perMessageDeflate: false,
    });
    current = socket;
    let alive = true;
    let pings: NodeJS.Timeout | undefined;
    socket.on('open', () => {
      failures = 0;
      openedAt = Date.now();
      // Must be the first message, on each connection anew.
      socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
      pings = setInterval(() => {
        if (!alive) return socket.terminate();
        alive = false;
        socket.ping();
      }, timing.pingMs);
      onChange('open');
    });
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('message', (data, isBinary) => {
      alive = true;
      const bytes = toBuffer(data);
      if (isBinary) onFrame(bytes);
      else onText(bytes.toString('utf8'));
    });
    // `close` follows every error; reconnecting is its business.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(pings);
      const wasOpen = openedAt !== null;
      current = null;
      openedAt = null;
      if (ended) return;
      const waitMs = Math.min(timing.reconnectMs * 2 ** failures, timing.reconnectMs * 20);
      failures += 1;
      retry = setTimeout(connect, waitMs);
      if (wasOpen) onChange('lost');
    });
  }

  connect();
  return {
    openedAt: () => openedAt,
    renew() {
      if (current) void closeFully(current);
    },
    async close() {
      ended = true;
      clearTimeout(retry);
      if (current) await closeFully(current);
    },
  };
}

/** Asks the other side to close; cuts the connection when it takes too long. */
function closeFully(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => socket.terminate(), closingMs);
    socket.once('close', () => {
      clearTimeout(force);
      resolve();
    });
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
    else socket.close(1000);
  });
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
