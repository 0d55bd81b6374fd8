/** The thread in which diagrams are drawn: a diagram in, its drawing out. One at a time. */
import { parentPort } from 'node:worker_threads';
import { diagramSchema } from './diagram.ts';
import { openLetters } from './letters.ts';
import { drawSvg } from './svg.ts';

const port = parentPort;
if (!port) throw new Error('this file is run as a worker thread');
const pens = { bold: openLetters(600), plain: openLetters(500) };

port.on('message', async (message: unknown) => {
  const diagram = diagramSchema.parse(message);
  port.postMessage(await drawSvg(diagram, pens));
});
