import { describe, expect } from 'vitest';
import { type Answer, finished, type Listener, type Message, post, run, send } from './client.ts';
import { test } from './fixture.ts';
import { failing, preview, sampler, still, textToImage } from './graphs.ts';

/** One word per message: what a client goes by. */
function story(messages: Message[]): string[] {
  return messages.map(({ type, data, frame }) => {
    if (frame !== undefined) return `preview ${frame.event}`;
    if (type === 'status') return `status ${data.status.exec_info.queue_remaining}`;
    if (type === 'executing' || type === 'executed') return `${type} ${data.node}`;
    if (type === 'progress') return `progress ${data.value}/${data.max}`;
    if (type === 'execution_cached') return `cached ${data.nodes.join(',')}`;
    if (type !== 'progress_state') return type;
    return Object.entries(data.nodes)
      .map(([id, { state }]: [string, Answer]) => `${id}:${state}`)
      .join(' ');
  });
}

async function storyOf(
  listener: Listener,
  url: string,
  ...posting: Parameters<typeof post> extends [string, ...infer Rest] ? Rest : never
) {
  listener.clear();
  const id = await post(url, ...posting);
  await finished(url, id);
  await listener.heard('status', 3);
  if (posting[1]?.client_id)
    await expect.poll(() => listener.messages.at(-1)?.data).toEqual({ node: null, prompt_id: id });
  return story(listener.messages);
}

describe('a run tells its client', () => {
  test('everything, in order', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    expect(await storyOf(me, comfyUi.url, still(1), { client_id: 'me' })).toEqual([
      'status 1',
      'status 1',
      'execution_start',
      'cached ',
      '1:running',
      'executing 1',
      '1:finished',
      '1:finished 2:running',
      'executing 2',
      '1:finished 2:finished',
      '1:finished 2:finished 3:running',
      'executing 3',
      'executed 3',
      '1:finished 2:finished 3:finished',
      'execution_success',
      'status 0',
      'executing null',
    ]);
    const [executed] = me.ofType('executed');
    expect(executed).toEqual({
      node: '3',
      display_node: '3',
      output: { images: [{ filename: 'still_00001_.png', subfolder: '', type: 'output' }] },
      prompt_id: executed.prompt_id,
    });
    const states = me.ofType('progress_state');
    expect(states[0]).toEqual({
      prompt_id: executed.prompt_id,
      nodes: {
        '1': {
          value: 0,
          max: 1,
          state: 'running',
          node_id: '1',
          prompt_id: executed.prompt_id,
          display_node_id: '1',
          parent_node_id: null,
          real_node_id: '1',
        },
      },
    });
  });

  test('only what is new, the second time', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    await storyOf(me, comfyUi.url, still(1), { client_id: 'me' });
    expect(await storyOf(me, comfyUi.url, still(1), { client_id: 'me' })).toEqual([
      'status 1',
      'status 1',
      'execution_start',
      'cached 1,2,3',
      'executed 3',
      '3:finished',
      'execution_success',
      'status 0',
      'executing null',
    ]);
    const other = await storyOf(me, comfyUi.url, still(1, 'other'), { client_id: 'me' });
    expect(other.slice(3, 7)).toEqual(['cached 1,2', '3:running', 'executing 3', 'executed 3']);
  });

  test('null for the second of two equal nodes', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const twice = {
      ...preview(1),
      '3': { class_type: 'EmptyImage', inputs: preview(1)['1']?.inputs ?? {} },
      '4': { class_type: 'PreviewImage', inputs: { images: ['3', 0] } },
    };
    await storyOf(me, comfyUi.url, twice, { client_id: 'me' });
    expect(me.ofType('executed').filter(({ output }) => output === null)).toHaveLength(1);
  });

  test('output nodes run as soon as they can', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const graph = { ...still(1), '4': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } };
    const told = await storyOf(me, comfyUi.url, graph, { client_id: 'me' });
    expect(told.filter((line) => line.startsWith('executing'))).toEqual([
      'executing 1',
      'executing 4',
      'executing 2',
      'executing 3',
      'executing null',
    ]);
  });

  test('nothing of other clients’ runs but the queue', async ({ comfyUi, connect }) => {
    const [me, you] = [await connect(comfyUi, 'me'), await connect(comfyUi, 'you')];
    await storyOf(me, comfyUi.url, still(1), { client_id: 'me' });
    await you.heard('status', 4);
    expect(new Set(you.types())).toEqual(new Set(['status']));
  });

  test('a prompt without a client tells everybody its progress, and its end to nobody', async ({
    comfyUi,
    connect,
  }) => {
    const me = await connect(comfyUi, 'me');
    const told = await storyOf(me, comfyUi.url, textToImage({ steps: 2 }), {
      extra_data: { preview_method: 'auto' },
    });
    await me.heard('status', 3);
    const types = new Set(me.types());
    expect(types).toEqual(new Set(['status', 'progress_state', 'progress', 'binary 1']));
    expect(told.slice(0, 2)).toEqual(['status 1', 'status 1']);
  });

  test('a run of a client that is not connected reaches nobody', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    await storyOf(me, comfyUi.url, still(2), { client_id: undefined as unknown as string });
    me.clear();
    await finished(comfyUi.url, await post(comfyUi.url, still(3), { client_id: 'nobody' }));
    await me.heard('status', 3);
    expect(new Set(me.types())).toEqual(new Set(['status']));
  });
});

describe('steps', () => {
  const steps = async (me: Listener, url: string, extra_data = {}, seed = 1) => {
    const told = await storyOf(me, url, textToImage({ steps: 4, seed }), { client_id: 'me', extra_data });
    const from = told.indexOf(`executing ${sampler}`) + 1;
    return told
      .slice(from, told.indexOf('executing 6') - 2)
      .map((line) => (line.includes(':') ? 'state' : line));
  };

  test('are told one by one in the old version', async ({ start, connect }) => {
    const old = await start({ version: '0.3.64' });
    const told = await steps(await connect(old, 'me'), old.url);
    expect(told).toEqual(
      ['progress 1/4', 'progress 2/4', 'progress 3/4', 'progress 4/4'].flatMap((line) => ['state', line]),
    );
  });

  test('are thinned out in the modern one: the first and the last are kept', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    await storyOf(me, comfyUi.url, textToImage({ steps: 60 }), { client_id: 'me' });
    const values = me.ofType('progress').map(({ value }) => value);
    expect([values[0], values.at(-1)]).toEqual([1, 60]);
    expect(values.length).toBeLessThan(30);
  });

  test('with a preview are never dropped, and the preview comes last', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const told = await steps(me, comfyUi.url, { preview_method: 'latent2rgb' });
    expect(told).toEqual([1, 2, 3, 4].flatMap((step) => ['state', `progress ${step}/4`, 'preview 1']));
    const frame = me.messages.find(({ type }) => type === 'binary')?.frame?.bytes;
    expect(frame?.subarray(0, 10).toString('hex')).toBe('0000000100000001ffd8');
  });

  test('a client that understands metadata gets event 4, before the progress', async ({
    comfyUi,
    connect,
  }) => {
    const me = await connect(comfyUi, 'me');
    await me.announce();
    const told = await steps(me, comfyUi.url, { preview_method: 'auto' });
    expect(told).toEqual([1, 2, 3, 4].flatMap((step) => ['state', 'preview 4', `progress ${step}/4`]));
    const frame = me.messages.find(({ type }) => type === 'binary')?.frame?.bytes as Buffer;
    const length = frame.readUInt32BE(4);
    const [{ prompt_id }] = me.ofType('execution_start');
    expect(JSON.parse(frame.toString('utf8', 8, 8 + length))).toEqual({
      node_id: sampler,
      prompt_id,
      display_node_id: sampler,
      parent_node_id: null,
      real_node_id: sampler,
      image_type: 'image/jpeg',
    });
    expect(frame.toString('hex', 8 + length, 11 + length)).toBe('ffd8ff');
  });

  test('show no previews unless asked, by the prompt or by the server’s option', async ({
    comfyUi,
    start,
    connect,
  }) => {
    const [me, you] = [await connect(comfyUi, 'me'), await connect(await start({ previews: true }), 'me')];
    const shows = async (listener: Listener, method: string, seed: number) =>
      (await steps(listener, listener.url, { preview_method: method }, seed)).includes('preview 1');
    expect([await shows(me, 'default', 1), await shows(me, 'none', 2)]).toEqual([false, false]);
    expect([await shows(you, 'default', 1), await shows(you, 'none', 2)]).toEqual([true, false]);
  });
});

describe('failure', () => {
  test('ends the run and keeps what was made', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const graph = { ...failing(9), '5': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } };
    const told = await storyOf(me, comfyUi.url, graph, { client_id: 'me' });
    expect(told.slice(-3)).toEqual(['execution_error', 'status 0', 'executing null']);
    const [error] = me.ofType('execution_error');
    expect(error).toMatchObject({
      node_id: '2',
      node_type: 'ImageToMask',
      executed: ['1', '5'],
      exception_message: 'index 3 is out of bounds for dimension 3 with size 3\n',
      exception_type: 'IndexError',
      current_inputs: { channel: ['alpha'] },
      current_outputs: ['1', '2', '3', '4', '5'],
    });
    expect(error.current_inputs.image[0]).toMatch(/^tensor\(\[\[\[\[0\.0000, 0\.0000, 0\.0353\]/);
    const entry = (await send(`${comfyUi.url}/history`)).json[error.prompt_id];
    expect(entry.status).toMatchObject({ status_str: 'error', completed: false });
    expect(entry.status.messages.at(-1)).toEqual(['execution_error', error]);
    expect(Object.keys(entry.outputs)).toEqual(['5']);
    expect(Object.keys(entry.meta)).toEqual(['5']);
    // What finished is not computed again.
    await storyOf(me, comfyUi.url, graph, { client_id: 'me' });
    expect(me.ofType('execution_cached')[0].nodes).toEqual(['1', '5']);
  });

  test('of an anonymous prompt is told to nobody, but remembered', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    const entry = await run(comfyUi.url, failing(8));
    await me.heard('status', 4);
    expect(me.types()).not.toContain('execution_error');
    expect(entry.status.messages.map(([name]: [string]) => name)).toEqual([
      'execution_start',
      'execution_cached',
      'execution_error',
    ]);
  });

  test('a prefix that leaves the folder fails when saving', async ({ comfyUi }) => {
    const entry = await run(comfyUi.url, still(1, '../../evil'));
    expect(entry.status.messages.at(-1)[1].exception_message).toMatch(
      /^\*\*\*\* ERROR: Saving image outside the output folder is not allowed\./,
    );
  });
});

describe('interruption', () => {
  const slow = textToImage({ steps: 500 });

  test('of an idle server has no effect on the next prompt', async ({ comfyUi }) => {
    expect((await send(`${comfyUi.url}/interrupt`, { method: 'POST' })).status).toBe(200);
    expect((await run(comfyUi.url, still(1))).status.completed).toBe(true);
  });

  test('by the wrong id does nothing; by the right one it ends the run', async ({ start, connect }) => {
    const server = await start({ stepMs: 5 });
    const me = await connect(server, 'me');
    const id = await post(server.url, slow, { client_id: 'me' });
    await me.heard('progress');
    await send(`${server.url}/interrupt`, { body: { prompt_id: 'other' } });
    await me.heard('progress', 2);
    await send(`${server.url}/interrupt`, { body: { prompt_id: id } });
    const { status } = await finished(server.url, id);
    expect(status).toMatchObject({ status_str: 'error', completed: false });
    expect(status.messages.at(-1)).toEqual([
      'execution_interrupted',
      {
        prompt_id: id,
        node_id: sampler,
        node_type: 'KSampler',
        executed: expect.arrayContaining(['1', '2', '3', '4']),
        timestamp: expect.any(Number),
      },
    ]);
    await expect
      .poll(() => story(me.messages).slice(-3))
      .toEqual(['execution_interrupted', 'status 0', 'executing null']);
  });

  test('without an id hits whatever runs; an anonymous prompt’s is told to all', async ({
    start,
    connect,
  }) => {
    const server = await start({ stepMs: 5 });
    const me = await connect(server, 'me');
    const id = await post(server.url, slow);
    await me.heard('progress');
    await send(`${server.url}/interrupt`, { body: {} });
    await me.heard('execution_interrupted');
    expect((await finished(server.url, id)).status.completed).toBe(false);
  });
});

describe('the cache', () => {
  const executedOf = async (
    listener: Listener,
    url: string,
    ...posting: Parameters<typeof storyOf> extends [Listener, string, ...infer Rest] ? Rest : never
  ) => (await storyOf(listener, url, ...posting)).filter((line) => /^executing [^n]/.test(line));
  const mine = { client_id: 'me' };

  test('does not care for node ids, but for every input', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    await executedOf(me, comfyUi.url, still(1), mine);
    const renamed = JSON.parse(JSON.stringify(still(1)).replace(/"([123])"/g, '"x$1"'));
    expect(await executedOf(me, comfyUi.url, renamed, mine)).toEqual([]);
    const nonce = still(1);
    Object.assign(nonce['2']?.inputs ?? {}, { _nonce: 1 });
    expect(await executedOf(me, comfyUi.url, nonce, mine)).toEqual(['executing 2', 'executing 3']);
  });

  test('keeps only what the last prompt used', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    for (const color of [1, 2, 1])
      expect(await executedOf(me, comfyUi.url, still(color), mine)).toHaveLength(3);
  });

  test('is dropped by free_memory, not by unload_models', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    await executedOf(me, comfyUi.url, still(1), mine);
    await send(`${comfyUi.url}/free`, { body: { unload_models: true } });
    expect(await executedOf(me, comfyUi.url, still(1), mine)).toEqual([]);
    await send(`${comfyUi.url}/free`, { body: { free_memory: true } });
    expect(await executedOf(me, comfyUi.url, still(1), mine)).toHaveLength(3);
  });

  test('old files come back under their names', async ({ comfyUi: { url } }) => {
    const first = await run(url, still(1));
    expect((await run(url, still(1))).outputs).toEqual(first.outputs);
  });
});
