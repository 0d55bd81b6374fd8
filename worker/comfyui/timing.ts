/** How long to wait for what, at a ComfyUI server. */
import type { SocketTiming } from './socket.ts';

export interface ComfyTiming extends SocketTiming {
  /** For an HTTP answer to begin, and between its parts. */
  httpMs: number;
  /** For the websocket before a prompt is submitted; after that it is submitted without. */
  readyMs: number;
  /** For the server to say what it can do, once the websocket is open. Old servers never say. */
  flagsMs: number;
  /** A prompt that runs without a word for this long: the websocket may be deaf, so it is made anew. */
  deafMs: number;
}

export const comfyTiming: ComfyTiming = {
  pingMs: 10_000,
  reconnectMs: 250,
  httpMs: 10_000,
  readyMs: 3000,
  flagsMs: 500,
  deafMs: 20_000,
};
