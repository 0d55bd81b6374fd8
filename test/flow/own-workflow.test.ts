/** A file dropped into the chat becomes a command choice, is rendered, and its result's own graph does the same again. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDrawingRoom, type DrawingRoom } from '../../core/diagram/drawing-room.ts';
import { isFinal } from '../../core/job.ts';
import type { SeenMessage } from '../../playground/discord/member.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let room: DrawingRoom;
let folder: string;
let general: string;
beforeAll(async () => {
  room = createDrawingRoom({ seconds: 60 });
  // Nothing is there but what is added.
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-workflows-'));
  way = await startWholeWay({ workflows: folder, tools: { drawing: room } });
  general = way.discord.channels.general ?? '';
  await way.startWorkers();
  await way.startBots();
}, 60_000);
afterAll(async () => {
  await way?.close();
  await room?.close();
  await rm(folder, { recursive: true, force: true });
});

const said = (message: SeenMessage | undefined) => JSON.stringify(message?.components ?? '');
const buttonOf = (message: SeenMessage, command: string) =>
  new RegExp(`"custom_id":"(${command}:[^"]*)"`).exec(said(message))?.[1] ?? '';

/** Attaches a file as an instructor, adds it, and waits until it can be rendered with. */
async function add(name: string, bytes: Uint8Array): Promise<void> {
  const file = await way.noor.upload(general, { name: `${name}.png`, bytes });
  const known = new Set(way.noor.messages(general).map(({ id }) => id));
  way.noor.runCommand({
    channelId: general,
    name: 'workflow',
    subcommand: 'add',
    options: [
      { name: 'file', value: file },
      { name: 'name', value: name },
    ],
  });
  const draft = await until(
    () => way.noor.messages(general).find((one) => !known.has(one.id) && said(one).includes('understood')),
    { within: 40_000, what: 'what was understood', instead: () => said(way.noor.messages(general).at(-1)) },
  );
  expect(draft.ephemeral).toBe(true);
  expect(said(draft)).toContain('Diagram of ');
  way.noor.press(draft.id, buttonOf(draft, 'workflow accept'));
  await until(() => way.library.get(name, { platform: 'discord', space: way.discord.guildId }), {
    within: 20_000,
    what: `the workflow ${name}`,
  });
}

async function rendered(workflow: string) {
  await way.render(way.mai, { prompt: 'a fox', workflow });
  const job = await until(
    async () => {
      const [one] = await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id }, 1);
      return one && one.request.workflow.name === workflow && isFinal(one.state) ? one : null;
    },
    { within: 40_000, what: 'the render to end' },
  );
  expect(job.state, JSON.stringify(job.failure)).toBe('done');
  const graph = await way.test.core.jobs.graph(job.id);
  const bytes = await way.test.core.media.get(job.outputs[0]?.key ?? '');
  return { graph, bytes: bytes ?? Buffer.alloc(0) };
}

/** Where results are put differs from render to render, and seeds are drawn. */
const shape = (graph: unknown) =>
  JSON.parse(
    JSON.stringify(graph, (key, value: unknown) =>
      key === 'filename_prefix' || key === 'seed' || key === '_meta' ? undefined : value,
    ),
  ) as unknown;

it('from file to render to file to the same graph again', { timeout: 150_000 }, async () => {
  await add('first', await readFile('workflows/sd15.json'));
  const first = await rendered('first');
  await add('second', first.bytes);
  const second = await rendered('second');
  expect(shape(second.graph)).toEqual(shape(first.graph));
});
