import { describe, expect } from 'vitest';
import type { ComfyUiServer } from '../../../playground/comfyui/server.ts';
import { type Answer, finished, post, run, send, until } from './client.ts';
import { test } from './fixture.ts';
import { failing, preview, still, textToImage } from './graphs.ts';

const uuid = (number: number): string => `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Holds a prompt at its sampler, so that what comes after it waits. */
async function occupied(server: ComfyUiServer, id = uuid(1)) {
  const hold = server.faults.hold({ class: 'KSampler', step: 1 });
  await post(server.url, textToImage({ seed: 99 }), { prompt_id: id });
  await hold.reached;
  return { id, release: hold.release };
}

const idsOf = (items: Answer[]): string[] => items.map(([, id]) => id);

describe('numbers', () => {
  test('count every prompt that brings none, refused ones too', async ({ comfyUi: { url } }) => {
    const ask = async (body: object) =>
      (await send(`${url}/prompt`, { body: { prompt: preview(1), ...body } })).json.number;
    expect(await ask({ front: true })).toBe(0);
    expect(await ask({})).toBe(1);
    await send(`${url}/prompt`, { body: { prompt: {} } });
    expect(await ask({ front: true })).toBe(-3);
    expect(await ask({ number: -5.5, front: true })).toBe(-5.5);
    expect(await ask({ number: '7' })).toBe(7);
    expect((await send(`${url}/prompt`, { body: { prompt: preview(1), number: 'abc' } })).status).toBe(500);
    expect(await ask({})).toBe(4);
  });
});

describe('the queue', () => {
  test('is shown as the heap it is, and runs by number and id', async ({ comfyUi }) => {
    const { url } = comfyUi;
    const { id, release } = await occupied(comfyUi);
    const more = [{}, { front: true }, {}, { front: true }, { number: 0 }, { number: -100 }, { number: 0 }];
    for (const [index, options] of more.entries())
      await post(url, preview(index), { prompt_id: uuid(index + 2), ...options });

    const { queue_running, queue_pending } = (await send(`${url}/queue`)).json;
    expect(idsOf(queue_running)).toEqual([id]);
    // What Python's heapq makes of these numbers, pushed in this order.
    expect(queue_pending.map(([number, name]: Answer) => [number, Number(name.slice(0, 8))])).toEqual([
      [-100, 7],
      [-2, 3],
      [-4, 5],
      [1, 2],
      [0, 6],
      [3, 4],
      [0, 8],
    ]);
    expect((await send(`${url}/prompt`)).json).toEqual({ exec_info: { queue_remaining: 8 } });
    release();
    await finished(url, uuid(4));
    expect(Object.keys((await send(`${url}/history`)).json).map((name) => Number(name.slice(0, 8)))).toEqual([
      1, 7, 5, 3, 6, 8, 2, 4,
    ]);
  });

  test('shows five members an item, without secrets', async ({ comfyUi }) => {
    const { release } = await occupied(comfyUi);
    const extra_data = { note: 'kept', api_key_comfy_org: 'secret' };
    await post(comfyUi.url, preview(1), { prompt_id: uuid(2), client_id: 'me', extra_data });
    const [[number, id, graph, extra, outputs]] = (await send(`${comfyUi.url}/queue`)).json.queue_pending;
    expect([number, id, graph, outputs]).toEqual([1, uuid(2), preview(1), ['2']]);
    expect(extra).toEqual({ note: 'kept', client_id: 'me', create_time: expect.any(Number) });
    release();
    expect(JSON.stringify(await finished(comfyUi.url, uuid(2)))).not.toContain('secret');
  });

  test('gives up waiting prompts without a trace, never the running one', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const { url } = comfyUi;
    const { id, release } = await occupied(comfyUi);
    await post(url, preview(1), { prompt_id: uuid(2), client_id: 'me' });
    await post(url, preview(2), { prompt_id: uuid(3), client_id: 'me' });
    await until(() => me.ofType('status').at(-1).status.exec_info.queue_remaining === 3);
    me.clear();
    expect((await send(`${url}/queue`, { body: { delete: [uuid(2), id, 'unknown'] } })).status).toBe(200);
    await me.heard('status');
    expect(me.ofType('status').map(({ status }) => status.exec_info.queue_remaining)).toEqual([2]);
    await send(`${url}/queue`, { body: { clear: true } });
    await me.heard('status', 2);
    release();
    await finished(url, id);
    expect(Object.keys((await send(`${url}/history`)).json)).toEqual([id]);
    expect(me.types()).not.toContain('execution_start');
  });

  test('two waiting prompts with the same number and id cannot be ordered', async ({ comfyUi }) => {
    const { release } = await occupied(comfyUi);
    const same = { prompt: preview(1), prompt_id: uuid(2), number: 5 };
    expect((await send(`${comfyUi.url}/prompt`, { body: same })).status).toBe(200);
    expect((await send(`${comfyUi.url}/prompt`, { body: same })).status).toBe(500);
    expect((await send(`${comfyUi.url}/queue`)).json.queue_pending).toHaveLength(2);
    release();
    await until(() => comfyUi.queue.pending.length === 0 && comfyUi.queue.running === null);
  });

  test('of the old version dies of extra_data: null', async ({ start, connect }) => {
    const old = await start({ version: '0.3.64' });
    const me = await connect(old, 'me');
    expect(
      (await send(`${old.url}/prompt`, { body: { prompt: preview(1), extra_data: null, client_id: 'me' } }))
        .status,
    ).toBe(500);
    expect((await send(`${old.url}/prompt`, { body: { prompt: preview(1), extra_data: null } })).status).toBe(
      200,
    );
    await me.heard('status', 3);
    await send(`${old.url}/prompt`, { body: { prompt: preview(2) } });
    expect((await send(`${old.url}/prompt`)).json.exec_info.queue_remaining).toBe(2);
    await old.restart();
    expect((await run(old.url, preview(2))).status.completed).toBe(true);
  });

  test('of the modern version refuses it', async ({ comfyUi: { url } }) => {
    expect((await send(`${url}/prompt`, { body: { prompt: preview(1), extra_data: null } })).status).toBe(
      500,
    );
  });
});

describe('history', () => {
  test('has what was asked, what came of it, and how it went', async ({ comfyUi: { url } }) => {
    const workflow = { id: '0a0b0c0d-1111-4222-8333-444455556666' };
    const id = await post(url, still(1), {
      client_id: 'me',
      extra_data: { extra_pnginfo: { workflow }, note: 1 },
    });
    const entry = await finished(url, id);
    expect(entry).toEqual({
      prompt: [
        0,
        id,
        still(1),
        { extra_pnginfo: { workflow }, note: 1, client_id: 'me', create_time: expect.any(Number) },
        ['3'],
      ],
      outputs: { '3': { images: [{ filename: 'still_00001_.png', subfolder: '', type: 'output' }] } },
      status: {
        status_str: 'success',
        completed: true,
        messages: [
          ['execution_start', { prompt_id: id, timestamp: expect.any(Number) }],
          ['execution_cached', { nodes: [], prompt_id: id, timestamp: expect.any(Number) }],
          ['execution_success', { prompt_id: id, timestamp: expect.any(Number) }],
        ],
      },
      meta: { '3': { node_id: '3', display_node: '3', parent_node: null, real_node_id: '3' } },
    });
  });

  test('knows nothing of unknown, waiting and running prompts', async ({ comfyUi }) => {
    const { id, release } = await occupied(comfyUi);
    await post(comfyUi.url, preview(1), { prompt_id: uuid(2) });
    for (const name of [id, uuid(2), 'unknown']) {
      const answer = await send(`${comfyUi.url}/history/${name}`);
      expect([answer.status, answer.json]).toEqual([200, {}]);
    }
    release();
    await finished(comfyUi.url, uuid(2));
  });

  test('is paged from its end, or from a place', async ({ comfyUi: { url } }) => {
    const ids: string[] = [];
    for (const color of [1, 2, 3]) {
      const id = await post(url, preview(color));
      await finished(url, id);
      ids.push(id);
    }
    const page = async (query: string) =>
      Object.keys((await send(`${url}/history${query}`)).json).map((id) => ids.indexOf(id));
    expect(await page('')).toEqual([0, 1, 2]);
    expect(await page('?max_items=2')).toEqual([1, 2]);
    expect(await page('?max_items=1&offset=1')).toEqual([1]);
    expect(await page('?max_items=0')).toEqual([]);
    expect(await page('?max_items=-1')).toEqual([]);
    expect((await send(`${url}/history?max_items=abc`)).status).toBe(500);

    await send(`${url}/history`, { body: { delete: [ids[0], 'unknown'] } });
    expect(await page('')).toEqual([1, 2]);
    await send(`${url}/history`, { body: { clear: true } });
    expect(await page('')).toEqual([]);
  });

  test('of the old version also lists what an earlier prompt showed', async ({ start }) => {
    const old = await start({ version: '0.3.64' });
    const both = { ...still(1), '4': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } };
    await run(old.url, both);
    const entry = await run(old.url, both, { partial_execution_targets: ['3'] });
    expect(Object.keys(entry.outputs).sort()).toEqual(['3', '4']);
    expect(entry.prompt[3]).toEqual({});
  });
});

describe('jobs', () => {
  test('are the queue and the history in one list', async ({ comfyUi }) => {
    const { url } = comfyUi;
    const workflow = { id: 'w-1' };
    const done = await post(url, still(1), { extra_data: { extra_pnginfo: { workflow } } });
    await finished(url, done);
    const failed = await post(url, failing(2));
    await finished(url, failed);
    const { id: active, release } = await occupied(comfyUi);
    const waiting = await post(url, preview(4), { prompt_id: uuid(4) });

    const { jobs, pagination } = (await send(`${url}/api/jobs`)).json;
    const states = Object.fromEntries(jobs.map(({ id, status }: Answer) => [id, status]));
    expect(states).toEqual({
      [done]: 'completed',
      [failed]: 'failed',
      [active]: 'in_progress',
      [waiting]: 'pending',
    });
    expect(pagination).toEqual({ offset: 0, limit: null, total: 4, has_more: false });
    expect(jobs.find(({ id }: Answer) => id === waiting)).toEqual({
      id: waiting,
      status: 'pending',
      priority: 3,
      create_time: expect.any(Number),
      outputs_count: 0,
      previewable_outputs_count: 0,
    });
    expect(jobs.find(({ id }: Answer) => id === done)).toMatchObject({
      outputs_count: 1,
      preview_output: { filename: 'still_00001_.png', nodeId: '3', mediaType: 'images' },
      workflow_id: 'w-1',
    });
    expect(jobs.find(({ id }: Answer) => id === failed).execution_error.exception_type).toBe('IndexError');

    const ids = async (query: string) =>
      (await send(`${url}/api/jobs?${query}`)).json.jobs.map(({ id }: Answer) => id);
    expect(await ids('status=pending,in_progress&sort_order=asc')).toEqual([active, waiting]);
    expect(await ids('workflow_id=w-1')).toEqual([done]);
    expect(await ids('limit=1&offset=-3')).toHaveLength(1);

    const single = (await send(`${url}/api/jobs/${done}`)).json;
    expect(single).toMatchObject({
      outputs: { '3': {} },
      execution_status: { completed: true },
      workflow: { prompt: still(1) },
    });
    release();
    await finished(url, waiting);
  });

  test('refuse odd questions with their reasons', async ({ comfyUi: { url } }) => {
    const errors = {
      'status=foo':
        'Invalid status value(s): foo. Valid values: pending, in_progress, completed, failed, cancelled',
      'sort_by=zz': "sort_by must be 'created_at' or 'execution_duration'",
      'sort_order=zz': "sort_order must be 'asc' or 'desc'",
      'limit=0': 'limit must be a positive integer',
      'limit=x': 'limit must be an integer',
      'offset=x': 'offset must be an integer',
    };
    for (const [query, error] of Object.entries(errors)) {
      const answer = await send(`${url}/api/jobs?${query}`);
      expect([answer.status, answer.json], query).toEqual([400, { error }]);
    }
    const missing = await send(`${url}/api/jobs/${uuid(9)}`);
    expect([missing.status, missing.json]).toEqual([404, { error: 'Job not found' }]);
  });

  test('waiting ones are cancelled without a trace, running ones end as cancelled', async ({ comfyUi }) => {
    const { url } = comfyUi;
    const { id, release } = await occupied(comfyUi);
    for (const number of [2, 3]) await post(url, preview(number), { prompt_id: uuid(number) });
    const cancel = async (path: string, body: unknown) =>
      (await send(`${url}/api/jobs${path}`, { body })).json;
    expect(await cancel(`/${uuid(2)}/cancel`, {})).toEqual({ cancelled: true });
    expect((await send(`${url}/api/jobs/${uuid(2)}`)).status).toBe(404);
    expect(await cancel('/cancel', { job_ids: [uuid(3), id] })).toEqual({ cancelled: true });
    release();
    await finished(url, id);
    expect((await send(`${url}/api/jobs?status=cancelled`)).json.jobs.map((job: Answer) => job.id)).toEqual([
      id,
    ]);
    expect(await cancel(`/${id}/cancel`, {})).toEqual({ cancelled: false });
    expect(await cancel('/nope/cancel', {})).toEqual({ cancelled: false });
    expect(await cancel('/cancel', { job_ids: ['nope'] })).toEqual({
      error: 'job_ids contains invalid id(s)',
      invalid_ids: ['nope'],
    });
    expect(await cancel('/cancel', {})).toEqual({ error: 'job_ids must be a list' });
    expect(await cancel('/cancel', '{oops')).toEqual({ error: 'Request body must be valid JSON' });
  });

  test('one prompt with extra_pnginfo: null takes the whole list down', async ({ comfyUi: { url } }) => {
    const id = await post(url, preview(1), { extra_data: { extra_pnginfo: null } });
    await finished(url, id);
    expect((await send(`${url}/api/jobs`)).status).toBe(500);
    await send(`${url}/history`, { body: { delete: [id] } });
    expect((await send(`${url}/api/jobs`)).status).toBe(200);
  });
});
