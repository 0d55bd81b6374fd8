/**
 * Diagrams become pictures here, in a thread of their own, so that nothing else waits for them. The thread is started
 * when it is first needed and ended when a drawing takes too long: the next one gets a new thread.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { pictureOf } from '../picture.ts';
import { createTurns } from '../turns.ts';
import { type Diagram, drawingSchema } from './diagram.ts';

export interface DrawnDiagram {
  png: Uint8Array;
  width: number;
  height: number;
}

export interface DrawingRoom {
  /** @throws when it cannot be drawn, or not in time. */
  draw(diagram: Diagram): Promise<DrawnDiagram>;
  close(): Promise<void>;
}

const threadMegabytes = 512;

export function createDrawingRoom({ seconds = 20 } = {}): DrawingRoom {
  const inTurn = createTurns(1);
  let thread: Worker | null = null;

  function start(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: threadMegabytes },
    });
    worker.unref();
    return worker;
  }

  async function ask(diagram: Diagram): Promise<unknown> {
    thread ??= start();
    const signal = AbortSignal.timeout(seconds * 1000);
    try {
      const answer = once(thread, 'message', { signal });
      thread.postMessage(diagram);
      const [drawing]: unknown[] = await answer;
      return drawing;
    } catch (thrown) {
      const broken = thread;
      thread = null;
      await broken.terminate();
      throw signal.aborted ? new Error(`a diagram took longer than ${seconds} s to draw`) : thrown;
    }
  }

  return {
    async draw(diagram) {
      const { svg, width, height } = drawingSchema.parse(await inTurn(() => ask(diagram)));
      return { png: await pictureOf(svg), width, height };
    },
    async close() {
      await thread?.terminate();
      thread = null;
    },
  };
}
