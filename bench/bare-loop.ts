/**
 * The baseline: a client that does nothing but keep two prompts in flight at a ComfyUI and fetch what comes out.
 * It asks for previews as the worker does, so that the backend has the same work, and throws them away.
 * A process of its own, as the worker is. Takes the address, the number of prompts and a graph as JSON on standard input.
 */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { WebSocket } from 'ws';
import { z } from 'zod';

const inFlight = 2;
const jobSchema = z.object({
  url: z.string(),
  count: z.number(),
  seedNode: z.string(),
  graph: z.record(
    z.string(),
    z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
  ),
});
const messageSchema = z.object({ type: z.string(), data: z.object({ prompt_id: z.string().optional() }) });
const fileSchema = z.object({ filename: z.string(), subfolder: z.string(), type: z.string() });
const historySchema = z.record(
  z.string(),
  z.object({ outputs: z.record(z.string(), z.object({ images: z.array(fileSchema).optional() })) }),
);

const { url, count, seedNode, graph } = jobSchema.parse(JSON.parse(await text(process.stdin)));
const clientId = randomUUID();
const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws?clientId=${clientId}`);
const finished = new Map<string, () => void>();
await new Promise((resolve) => socket.once('open', resolve));
socket.on('message', (data, isBinary) => {
  if (isBinary) return;
  const { type, data: body } = messageSchema.parse(JSON.parse(String(data)));
  if (type === 'execution_success' && body.prompt_id) finished.get(body.prompt_id)?.();
});

async function run(seed: number): Promise<void> {
  const id = randomUUID();
  const done = new Promise<void>((resolve) => finished.set(id, resolve));
  const prompt = structuredClone(graph);
  const sampler = prompt[seedNode];
  if (sampler) sampler.inputs.seed = seed;
  const posted = await request(`${url}/prompt`, {
    method: 'POST',
    body: JSON.stringify({
      prompt,
      prompt_id: id,
      client_id: clientId,
      extra_data: { preview_method: 'auto' },
    }),
  });
  await posted.body.dump();
  if (posted.statusCode !== 200) throw new Error(`POST /prompt answered ${posted.statusCode}`);
  await done;
  for (;;) {
    const history = historySchema.parse(await (await request(`${url}/history/${id}`)).body.json());
    const entry = history[id];
    if (!entry) continue;
    for (const { images = [] } of Object.values(entry.outputs)) {
      for (const file of images) {
        const answer = await request(`${url}/view?${new URLSearchParams(file)}`);
        await answer.body.arrayBuffer();
      }
    }
    return;
  }
}

let next = 0;
async function loop(): Promise<void> {
  while (next < count) {
    next += 1;
    await run(next);
  }
}
const startedAt = Date.now();
await Promise.all(Array.from({ length: inFlight }, loop));
process.stdout.write(JSON.stringify({ ms: Date.now() - startedAt }));
socket.close();
