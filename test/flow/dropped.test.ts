/** A workflow as people have it, dropped into the folder while everything runs: the editor's file, a picture that carries one. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeenMessage } from '../../playground/discord/member.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { textOf } from '../support/post.ts';
import { until } from '../support/until.ts';

let folder: string;
let way: WholeWay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-dropped-'));
  way = await startWholeWay({
    workflows: folder,
    comfyui: { models: { checkpoints: ['sd15.safetensors', 'sd_xl_base_1.0.safetensors'] } },
  });
  await way.startBots();
});
afterAll(async () => {
  await way.close();
  await rm(folder, { recursive: true, force: true });
});

const usable = (name: string) =>
  until(() => way.library.get(name), { what: `${name} in the library`, within: 40_000 });

async function rendered(options: Record<string, string | number>) {
  const post = await way.render(way.mai, options);
  const done = await way.says(way.mai, post.id, '"Again"');
  const job = await way.test.core.jobs.byPost({
    platform: 'discord',
    channel: way.discord.channels.general ?? '',
    message: done.id,
  });
  const [output] = job?.outputs ?? [];
  const bytes = output && (await way.test.core.media.get(output.key));
  const graph = job && (await way.test.core.jobs.graph(job.id));
  if (!bytes || !graph) throw new Error(`nothing was made: ${textOf(done)}`);
  return { bytes, graph };
}

/** The private answer to a command that is refused. */
async function refused(options: Record<string, string>): Promise<string> {
  const general = way.discord.channels.general ?? '';
  const messages = () => way.mai.messages(general, { limit: 100 });
  const known = new Set(messages().map(({ id }) => id));
  const call = Object.entries(options).map(([name, value]) => ({ name, value }));
  way.mai.runCommand({ channelId: general, name: 'render', options: call });
  const isAnswer = ({ id, ephemeral, thinking }: SeenMessage) => ephemeral && !thinking && !known.has(id);
  return textOf(await until(() => messages().find(isAnswer), { what: 'a private answer' }));
}

it('the editor’s file becomes a choice, is rendered, and its picture, dropped in, does the same again', async () => {
  const editor = 'test/worker/workflows/pairs/txt2img.ui.json';
  await copyFile(editor, join(folder, 'My Flow.json'));
  await until(() => way.library.faults().has('my-flow'));
  expect(await refused({ prompt: 'a fox', workflow: 'my-flow' })).toContain(
    'My Flow.json has to be read by a worker, and none is here now',
  );

  await way.startWorkers();
  const flow = await usable('my-flow');
  expect(flow.title).toBe('My Flow');
  expect(Object.keys(flow.inputs)).toEqual(expect.arrayContaining(['prompt', 'negative', 'seed', 'size']));
  const first = await rendered({ prompt: 'a fox in snow', workflow: 'my-flow', seed: 7 });

  await writeFile(join(folder, 'again.png'), first.bytes);
  const again = await usable('again');
  const about = way.library.about('again');
  expect(about?.reading?.form).toBe('PNG picture');
  expect(again.inputs.prompt).toMatchObject({ default: 'a fox in snow' });
  const second = await rendered({ prompt: 'a fox in snow', workflow: 'again', seed: 7 });
  const plain = (graph: unknown) =>
    JSON.stringify(graph, (key, value: unknown) =>
      key === 'filename_prefix' || key === '_meta' ? undefined : value,
    );
  expect(plain(second.graph)).toBe(plain(first.graph));
});

it('what no backend can run is refused at once, in private, with what is missing', async () => {
  const graph = {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_bas_1.0.safetensors' } },
    '2': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
    '3': { class_type: 'VAEDecode', inputs: { samples: ['2', 0], vae: ['1', 2] } },
    '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'x' } },
  };
  const side = 'title: Lacking\ninputs:\n  prompt: { type: text, to: 4.filename_prefix }\n';
  await writeFile(join(folder, 'lacking.json'), JSON.stringify(graph));
  await writeFile(join(folder, 'lacking.yaml'), side);
  await until(() => way.library.about('lacking')?.backends.some(({ ready }) => ready === false));
  const said = await refused({ prompt: 'a fox', workflow: 'lacking' });
  expect(said.replaceAll('\\', '')).toContain(
    'needs sd_xl_bas_1.0.safetensors in checkpoints; closest: sd_xl_base_1.0.safetensors',
  );
  expect(await way.test.core.jobs.activeCount()).toBe(0);
});
