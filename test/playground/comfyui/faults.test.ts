import { expect } from 'vitest';
import { finished, post, run, send, until } from './client.ts';
import { test } from './fixture.ts';
import { preview, sampler, still, textToImage } from './graphs.ts';

test('a hold stops a run before a node or at a step, until released', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  const beforeSaving = comfyUi.faults.hold({ class: 'SaveImage' });
  const atStep = comfyUi.faults.hold({ node: sampler, step: 2 });
  const id = await post(comfyUi.url, textToImage(), { client_id: 'me' });
  await atStep.reached;
  await me.heard('progress');
  expect(me.ofType('progress').map(({ value }) => value)).toEqual([1]);
  atStep.release();
  await beforeSaving.reached;
  await until(() => me.ofType('executing').at(-1)?.node === '7');
  expect(comfyUi.queue.running?.id).toBe(id);
  beforeSaving.release();
  await finished(comfyUi.url, id);
});

test('an interrupt takes effect when the hold is released', async ({ comfyUi }) => {
  const hold = comfyUi.faults.hold({ node: sampler, step: 1 });
  const id = await post(comfyUi.url, textToImage());
  await hold.reached;
  await send(`${comfyUi.url}/interrupt`, { body: { prompt_id: id } });
  expect(comfyUi.history.has(id)).toBe(false);
  hold.release();
  expect((await finished(comfyUi.url, id)).status.messages.at(-1)[0]).toBe('execution_interrupted');
});

test('an error is raised once, out of memory unless another is named', async ({
  comfyUi: { url, faults },
}) => {
  faults.raise({ node: sampler, step: 2 });
  const oom = await run(url, textToImage());
  expect(oom.status.messages.at(-1)[1]).toMatchObject({
    exception_type: 'torch.OutOfMemoryError',
    node_id: sampler,
  });
  expect(oom.status.messages.at(-1)[1].exception_message).toMatch(
    /^Allocation on device \nThis error means you ran out of memory/,
  );
  expect((await run(url, textToImage())).status.completed).toBe(true);

  faults.raise({ class: 'SaveImage' }, { type: 'OSError', message: 'no space left' });
  const full = await run(url, still(1));
  expect(full.status.messages.at(-1)[1]).toMatchObject({
    exception_type: 'OSError',
    exception_message: 'no space left\n',
  });
});

test('a blocked node announces an error, and the prompt still succeeds', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  comfyUi.faults.block('2', 'not allowed');
  const id = await post(
    comfyUi.url,
    { ...still(1), '4': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } },
    { client_id: 'me' },
  );
  const entry = await finished(comfyUi.url, id);
  await me.heard('execution_success');
  expect(me.ofType('execution_error')).toEqual([
    {
      prompt_id: id,
      node_id: '3',
      node_type: 'SaveImage',
      executed: ['1', '4', '2'],
      exception_message: 'Execution Blocked: not allowed',
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: [],
      current_outputs: [],
    },
  ]);
  expect(entry.status.completed).toBe(true);
  expect(entry.status.messages.map(([name]: [string]) => name)).not.toContain('execution_error');
  expect(Object.keys(entry.outputs)).toEqual(['4']);
});

test('requests to a path fail so many times', async ({ comfyUi: { url, faults } }) => {
  faults.fail('/queue', { times: 2 });
  faults.fail('/prompt', { status: 503 });
  const statuses = [];
  for (const path of ['/queue', '/api/queue', '/queue', '/prompt', '/prompt', '/history'])
    statuses.push((await send(url + path)).status);
  expect(statuses).toEqual([500, 500, 200, 503, 200, 200]);
});

test('history can lag behind the message of success', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  comfyUi.faults.historyDelayMs = 1_500;
  const id = await post(comfyUi.url, preview(1), { client_id: 'me' });
  await me.heard('execution_success');
  expect((await send(`${comfyUi.url}/history/${id}`)).json).toEqual({});
  expect((await send(`${comfyUi.url}/queue`)).json.queue_running).toHaveLength(1);
  await finished(comfyUi.url, id);
});

test('history can carry what JavaScript cannot read', async ({ comfyUi: { url, faults } }) => {
  const id = await post(url, textToImage());
  await finished(url, id);
  faults.nanInHistory = 1;
  const spoiled = await send(`${url}/history/${id}`);
  expect(spoiled.text).toContain(':NaN');
  expect(() => spoiled.json).toThrow(SyntaxError);
  faults.wideSeedsInHistory = 1;
  expect((await send(`${url}/history`)).text).toContain('"seed":18446744073709551615');
  expect((await send(`${url}/history/${id}`)).json[id].prompt[2]['5'].inputs.seed).toBe(1);
});

test('silence: nothing is sent, everything runs', async ({ comfyUi, connect }) => {
  const me = await connect(comfyUi, 'me');
  comfyUi.faults.silence = true;
  await finished(comfyUi.url, await post(comfyUi.url, still(1), { client_id: 'me' }));
  expect(me.types()).toEqual(['status']);
});

test('cut sockets see no farewell', async ({ comfyUi, connect }) => {
  const [first, second] = [await connect(comfyUi, 'a'), await connect(comfyUi, 'b')];
  comfyUi.cutSockets();
  await until(() => first.closeCode() !== null && second.closeCode() !== null);
  expect([first.closeCode(), second.closeCode()]).toEqual([1006, 1006]);
  await connect(comfyUi, 'a');
});

test('a dead worker leaves the queue as it is', async ({ comfyUi }) => {
  const { url, faults } = comfyUi;
  const hold = faults.hold({ node: sampler, step: 1 });
  const running = await post(url, textToImage());
  await hold.reached;
  faults.workerDead = true;
  hold.release();
  await post(url, preview(1));
  expect((await send(`${url}/prompt`)).json.exec_info.queue_remaining).toBe(2);
  expect((await send(`${url}/history/${running}`)).json).toEqual({});
  faults.workerDead = false;
  await comfyUi.restart();
  expect((await run(url, preview(1))).prompt[0]).toBe(0);
});

test('a worker that dies idle takes nothing more', async ({ comfyUi }) => {
  await run(comfyUi.url, preview(1));
  comfyUi.faults.workerDead = true;
  const id = await post(comfyUi.url, preview(2));
  await until(() => comfyUi.queue.pending.length === 1);
  expect([comfyUi.queue.running, comfyUi.history.has(id)]).toEqual([null, false]);
});

test('a restart forgets everything but the files', async ({ comfyUi, connect }) => {
  const { url } = comfyUi;
  const me = await connect(comfyUi, 'me');
  const done = await run(url, {
    ...still(1),
    '4': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
  });
  const [kept, passing] = [done.outputs['3'].images[0], done.outputs['4'].images[0]];
  const hold = comfyUi.faults.hold({ node: sampler, step: 1 });
  await post(url, textToImage());
  await hold.reached;
  hold.release();

  await comfyUi.stop();
  await until(() => me.closeCode() !== null);
  await expect(send(`${url}/prompt`)).rejects.toThrow(/ECONNREFUSED/);
  await comfyUi.start();

  expect(comfyUi.url).toBe(url);
  expect((await send(`${url}/history`)).json).toEqual({});
  expect((await send(`${url}/queue`)).json).toEqual({ queue_running: [], queue_pending: [] });
  expect((await send(`${url}/view?filename=${kept.filename}`)).status).toBe(200);
  expect((await send(`${url}/view?filename=${passing.filename}&type=temp`)).status).toBe(404);
  const again = await run(url, still(1));
  expect([again.prompt[0], again.outputs['3'].images[0].filename]).toEqual([0, 'still_00002_.png']);
});

test('closing in the middle of a run leaves nothing running', async ({ start }) => {
  const server = await start({ stepMs: 1000 });
  await post(server.url, textToImage({ steps: 50 }));
  await until(() => server.queue.running !== null);
  const began = Date.now();
  await server.close();
  expect(Date.now() - began).toBeLessThan(25_000);
});
