/**
 * A ComfyUI stand-in as a process of its own, so that it can be killed: its folders stay, its queue and history go.
 * Takes its settings as JSON, its orders from the process that started it.
 */
import { z } from 'zod';
import { startComfyUi } from '../../playground/comfyui/server.ts';
import { tagIn } from '../tag.ts';
import { noteRun } from './journal.ts';

const settingsSchema = z.object({
  port: z.number(),
  dir: z.string(),
  journal: z.string(),
  stepMs: z.number(),
});
export type ComfyUiSettings = z.infer<typeof settingsSchema>;
const orderSchema = z.object({ order: z.literal('cut') });

const { port, dir, journal, stepMs } = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const server = await startComfyUi({
  port,
  dir,
  stepMs,
  onRun({ item, what }) {
    noteRun(journal, { what, at: Date.now(), prompt: item.id, tag: tagIn(JSON.stringify(item.graph)) ?? '' });
  },
});

async function stop(): Promise<void> {
  await server.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop());
process.on('message', (message) => {
  if (orderSchema.safeParse(message).success) server.cutSockets();
});
// Whoever started us may be gone by now.
if (process.connected) process.send?.({ ready: { url: server.url } });
else await stop();
