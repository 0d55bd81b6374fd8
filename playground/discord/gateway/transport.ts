/** One gateway connection as a pipe of JSON payloads: plain, zlib-stream, or single packets compressed. */
import { constants, createDeflate, deflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';

export interface Transport {
  send(payload: object): void;
  /** After what was sent before. Without a code the connection just breaks off. */
  close(code?: number, reason?: string): void;
  /** Payload compression, asked for in IDENTIFY. */
  compressPayloads(): void;
}

const WORTH_COMPRESSING = 1024;

export function createTransport(socket: WebSocket, compression: 'zlib-stream' | null): Transport {
  return compression === 'zlib-stream' ? streamed(socket) : plain(socket);
}

function end(socket: WebSocket, code?: number, reason?: string): void {
  if (code === undefined) socket.terminate();
  else socket.close(code, reason);
}

function plain(socket: WebSocket): Transport {
  let compresses = false;
  return {
    send(payload) {
      if (socket.readyState !== socket.OPEN) return;
      const json = JSON.stringify(payload);
      const packs = compresses && json.length > WORTH_COMPRESSING;
      socket.send(packs ? deflateSync(json) : json);
    },
    close: (code, reason) => end(socket, code, reason),
    compressPayloads() {
      compresses = true;
    },
  };
}

/** One zlib context for the whole connection; every payload ends with a sync flush. */
function streamed(socket: WebSocket): Transport {
  const deflate = createDeflate();
  let chunks: Buffer[] = [];
  let queue = Promise.resolve();
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));

  function flushed(json: string): Promise<void> {
    return new Promise((resolve) => {
      deflate.write(json);
      deflate.flush(constants.Z_SYNC_FLUSH, () => {
        const packet = Buffer.concat(chunks);
        chunks = [];
        if (socket.readyState === socket.OPEN) socket.send(packet);
        resolve();
      });
    });
  }

  return {
    send(payload) {
      const json = JSON.stringify(payload);
      queue = queue.then(() => flushed(json));
    },
    close(code, reason) {
      queue = queue.then(() => {
        end(socket, code, reason);
        deflate.close();
      });
    },
    // Not together with transport compression.
    compressPayloads() {},
  };
}
