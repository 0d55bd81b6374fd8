import { describe, expect } from 'vitest';
import { type Answer, finished, type Graph, post, run, send } from './client.ts';
import { test } from './fixture.ts';
import { preview, still, textToImage } from './graphs.ts';

const refuse = async (url: string, prompt: unknown): Promise<Answer> => {
  const answer = await send(`${url}/prompt`, { body: { prompt } });
  expect(answer.status, answer.text).toBe(400);
  return answer.json;
};
const image = (inputs: Record<string, unknown>): Graph => ({
  '1': { class_type: 'EmptyImage', inputs: { width: 16, height: 16, batch_size: 1, color: 0, ...inputs } },
  '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
});
const firstError = ({ node_errors }: Answer, node: string): Answer => node_errors[node].errors[0];

describe('the prompt as a whole', () => {
  test('has to be there, with nodes and an output', async ({ comfyUi: { url } }) => {
    const missing = await send(`${url}/prompt`, { body: { x: 1 } });
    expect(missing.json).toEqual({
      error: {
        type: 'no_prompt',
        message: 'No prompt provided',
        details: 'No prompt provided',
        extra_info: {},
      },
      node_errors: {},
    });
    const none = { type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: '', extra_info: {} };
    expect((await refuse(url, {})).error).toEqual(none);
    const { '1': only } = preview(1);
    expect((await refuse(url, { '1': only })).error).toEqual(none);
    expect((await send(`${url}/prompt`, { body: { prompt: [] } })).status).toBe(500);
  });

  test('names an unknown class by its title', async ({ comfyUi: { url } }) => {
    const node = { class_type: 'NopeNode', inputs: {}, _meta: { title: 'My node' } };
    expect((await refuse(url, { '7': node })).error).toEqual({
      type: 'missing_node_type',
      message: "Node 'My node' not found. The custom node may not be installed.",
      details: "Node ID '#7'",
      extra_info: { node_id: '7', class_type: 'NopeNode', node_title: 'My node' },
    });
    expect((await refuse(url, { '7': { inputs: {}, _meta: { title: 'Foo' } } })).error).toMatchObject({
      message: "Node 'Foo' has no class_type. The workflow may be corrupted or a custom node is missing.",
      extra_info: { class_type: null },
    });
  });

  test('names it by its class in the old version', async ({ start }) => {
    const { url } = await start({ version: '0.3.64' });
    expect((await refuse(url, { '7': { class_type: 'NopeNode', inputs: {} } })).error).toEqual({
      type: 'invalid_prompt',
      message: 'Cannot execute because node NopeNode does not exist.',
      details: "Node ID '#7'",
      extra_info: {},
    });
    expect((await refuse(url, { '7': { inputs: {} } })).error.message).toContain(
      'missing the class_type property',
    );
    expect((await refuse(url, [])).error.type).toBe('prompt_no_outputs');
  });
});

describe('inputs', () => {
  test('that are required have to be there, whatever their default', async ({ comfyUi: { url } }) => {
    const answer = await refuse(url, { '1': { class_type: 'SaveImage', inputs: {} } });
    expect(answer.error).toMatchObject({
      type: 'prompt_outputs_failed_validation',
      details: 'Required input is missing: images\nRequired input is missing: filename_prefix',
    });
    expect(answer.node_errors['1']).toEqual({
      class_type: 'SaveImage',
      dependent_outputs: ['1'],
      errors: ['images', 'filename_prefix'].map((input_name) => ({
        type: 'required_input_missing',
        message: 'Required input is missing',
        details: input_name,
        extra_info: { input_name },
      })),
    });
  });

  test('have ranges', async ({ comfyUi: { url } }) => {
    const answer = await refuse(url, image({ width: 0, height: 999_999 }));
    const input_config = ['INT', { default: 512, min: 1, max: 16_384, step: 1 }];
    expect(answer.error.details).toBe('');
    expect(answer.node_errors['1'].errors).toEqual([
      {
        type: 'value_smaller_than_min',
        message: 'Value 0 smaller than min of 1',
        details: 'width',
        extra_info: { input_name: 'width', input_config, received_value: 0 },
      },
      {
        type: 'value_bigger_than_max',
        message: 'Value 999999 bigger than max of 16384',
        details: 'height',
        extra_info: { input_name: 'height', input_config, received_value: 999_999 },
      },
    ]);
    expect(answer.node_errors['1'].dependent_outputs).toEqual(['2']);
  });

  test('floats are written with their point', async ({ comfyUi: { url } }) => {
    const graph = textToImage();
    Object.assign(graph['5']?.inputs ?? {}, { cfg: -1, denoise: 2 });
    const { errors } = (await refuse(url, graph)).node_errors['5'];
    expect(errors.map(({ message }: Answer) => message)).toEqual([
      'Value -1.0 smaller than min of 0.0',
      'Value 2.0 bigger than max of 1.0',
    ]);
  });

  test('that cannot be converted are refused in Python’s words', async ({ comfyUi: { url } }) => {
    expect(firstError(await refuse(url, image({ width: 'abc' })), '1')).toMatchObject({
      type: 'invalid_input_type',
      message: 'Failed to convert an input value to a INT value',
      details: "width, abc, invalid literal for int() with base 10: 'abc'",
      extra_info: {
        received_value: 'abc',
        exception_message: "invalid literal for int() with base 10: 'abc'",
      },
    });
    expect(firstError(await refuse(url, image({ width: null })), '1').details).toContain("not 'NoneType'");
  });

  test('seeds are exact up to 64 bits', async ({ comfyUi: { url } }) => {
    const body = (seed: string) =>
      JSON.stringify({ prompt: textToImage() }).replace('"seed":1', `"seed":${seed}`);
    const tooBig = await send(`${url}/prompt`, { body: body('18446744073709552000') });
    expect(firstError(tooBig.json, '5').message).toBe(
      'Value 18446744073709552000 bigger than max of 18446744073709551615',
    );
    const exact = await send(`${url}/prompt`, { body: body('18446744073709551615') });
    expect(exact.status).toBe(200);
    await finished(url, exact.json.prompt_id);
    expect((await send(`${url}/history`)).text).toContain('"seed":18446744073709551615');
  });

  test('of a list have to be in it; long lists are not quoted', async ({ comfyUi: { url } }) => {
    const scaled = (more: object): Graph => ({
      '1': { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color: 1 } },
      '2': {
        class_type: 'ImageScale',
        inputs: { image: ['1', 0], upscale_method: 'area', width: 4, height: 4, crop: 'disabled', ...more },
      },
      '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
    });
    expect(firstError(await refuse(url, scaled({ crop: 'zzz' })), '2')).toEqual({
      type: 'value_not_in_list',
      message: 'Value not in list',
      details: "crop: 'zzz' not in ['disabled', 'center']",
      extra_info: { input_name: 'crop', input_config: [['disabled', 'center'], {}], received_value: 'zzz' },
    });
    const graph = textToImage();
    Object.assign(graph['5']?.inputs ?? {}, { sampler_name: 'nope' });
    expect(firstError(await refuse(url, graph), '5')).toMatchObject({
      details: "sampler_name: 'nope' not in (list of length 44)",
      extra_info: { input_config: null },
    });
  });

  test('a missing model of a V3 combo is found by the modern version at once', async ({ comfyUi, start }) => {
    const old = await start({ version: '0.3.64' });
    const graph = {
      ...still(1),
      '4': { class_type: 'UpscaleModelLoader', inputs: { model_name: 'nope.pth' } },
      '5': { class_type: 'ImageUpscaleWithModel', inputs: { upscale_model: ['4', 0], image: ['1', 0] } },
      '6': { class_type: 'PreviewImage', inputs: { images: ['5', 0] } },
    };
    const answer = await send(`${comfyUi.url}/prompt`, { body: { prompt: graph } });
    expect(answer.json.node_errors['4'].errors[0].details).toBe(
      "model_name: 'nope.pth' not in ['RealESRGAN_x4plus.pth']",
    );
    const entry = await run(old.url, graph);
    expect(entry.status.messages.at(-1)).toMatchObject([
      'execution_error',
      { exception_type: 'FileNotFoundError' },
    ]);
  });

  test('are written back as the node gets them', async ({ comfyUi: { url } }) => {
    const entry = await run(url, image({ width: '16', height: 8.9, batch_size: true, foo: 'kept' }));
    expect(entry.prompt[2]['1'].inputs).toEqual({
      width: 16,
      height: 8,
      batch_size: 1,
      color: 0,
      foo: 'kept',
    });
  });

  test('a wrapped list is a literal', async ({ comfyUi: { url } }) => {
    const entry = await run(url, {
      '1': { class_type: 'PreviewAny', inputs: { source: { __value__: ['a', 'b'] } } },
    });
    expect(entry.outputs['1'].text).toEqual(['["a","b"]']);
  });
});

describe('links', () => {
  const linked = (images: unknown): Graph => ({
    ...still(1),
    '9': { class_type: 'PreviewImage', inputs: { images } },
  });
  const errorOf = async (url: string, images: unknown): Promise<Answer> => {
    const { '9': node } = linked(images);
    return firstError(await refuse(url, { '1': still(1)['1'], '9': node }), '9');
  };

  test('are pairs', async ({ comfyUi: { url } }) => {
    expect(await errorOf(url, ['1', 0, 3])).toMatchObject({
      type: 'bad_linked_input',
      extra_info: { input_config: ['IMAGE', {}], received_value: ['1', 0, 3] },
    });
  });

  test('lead to nodes and slots that exist', async ({ comfyUi: { url } }) => {
    expect(await errorOf(url, ['99', 0])).toMatchObject({
      type: 'exception_during_validation',
      details: "'99'",
      extra_info: { exception_type: 'KeyError' },
    });
    expect(await errorOf(url, ['1', 5])).toMatchObject({
      details: 'tuple index out of range',
      extra_info: { exception_type: 'IndexError' },
    });
    expect(await errorOf(url, [1, 0])).toMatchObject({ details: '1' });
    expect(await errorOf(url, ['1', 0.5])).toMatchObject({ extra_info: { exception_type: 'TypeError' } });
  });

  test('have to match in type', async ({ comfyUi: { url } }) => {
    const mask = { class_type: 'SolidMask', inputs: { value: 1, width: 8, height: 8 } };
    const answer = await refuse(url, {
      '1': mask,
      '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
    });
    expect(firstError(answer, '2')).toMatchObject({
      type: 'return_type_mismatch',
      details: 'images, received_type(MASK) mismatch input_type(IMAGE)',
      extra_info: { received_type: 'MASK', linked_node: ['1', 0] },
    });
  });

  test('that break deeper down are reported on the node that holds them', async ({ comfyUi: { url } }) => {
    const answer = await refuse(url, {
      '1': { class_type: 'ImageInvert', inputs: { image: ['99', 0] } },
      '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
    });
    expect(Object.keys(answer.node_errors)).toEqual(['1']);
    expect(firstError(answer, '1')).toMatchObject({
      type: 'exception_during_inner_validation',
      extra_info: { input_name: 'images', linked_node: ['1', 0], exception_type: 'KeyError' },
    });
  });

  test('must not run in a circle', async ({ comfyUi, start }) => {
    const circle = {
      '1': { class_type: 'ImageInvert', inputs: { image: ['2', 0] } },
      '2': { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
      '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
    };
    const { node_errors } = await refuse(comfyUi.url, circle);
    const details = '2 (ImageInvert) -> 1 (ImageInvert) -> 2 (ImageInvert)';
    expect(node_errors['1'].errors).toEqual([
      {
        type: 'dependency_cycle',
        message: 'Dependency cycle detected',
        details,
        extra_info: { node_id: '1', cycle_nodes: ['2', '1'] },
      },
    ]);
    const old = await start({ version: '0.3.64' });
    expect(await refuse(old.url, circle)).toMatchObject({
      error: { type: 'prompt_outputs_failed_validation' },
      node_errors: {},
    });
  });
});

test('a node without inputs is an exception', async ({ comfyUi: { url } }) => {
  const answer = await refuse(url, { '1': { class_type: 'PreviewImage' } });
  expect(firstError(answer, '1')).toMatchObject({
    details: "'inputs'",
    extra_info: { exception_type: 'KeyError' },
  });
});

test('a file that is not there fails the node’s own check', async ({ comfyUi: { url } }) => {
  const answer = await refuse(url, {
    '1': { class_type: 'LoadImage', inputs: { image: 'nope.png' } },
    '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
  });
  expect(firstError(answer, '1')).toEqual({
    type: 'custom_validation_failed',
    message: 'Custom validation failed for node',
    details: 'image - Invalid image file: nope.png',
    extra_info: { input_name: 'image' },
  });
});

test('one good output is enough: the rest is reported and left out', async ({ comfyUi: { url } }) => {
  const answer = await send(`${url}/prompt`, {
    body: { prompt: { ...preview(3), '3': { class_type: 'SaveImage', inputs: { filename_prefix: 'x' } } } },
  });
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.json.node_errors)).toEqual(['3']);
  const entry = await finished(url, answer.json.prompt_id);
  expect(entry.prompt[4]).toEqual(['2']);
  expect(Object.keys(entry.outputs)).toEqual(['2']);
});

test('partial execution names the outputs to run', async ({ comfyUi: { url } }) => {
  const graph = { ...still(4), '4': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } };
  const entry = await run(url, graph, { partial_execution_targets: ['3'] });
  expect(Object.keys(entry.outputs)).toEqual(['3']);
  for (const targets of [['2'], []]) {
    const answer = await send(`${url}/prompt`, {
      body: { prompt: graph, partial_execution_targets: targets },
    });
    expect(answer.json.error.type).toBe('prompt_no_outputs');
  }
});

describe('prompt ids', () => {
  test('are canonical UUIDs in the modern version', async ({ comfyUi: { url } }) => {
    for (const prompt_id of ['my-id', 'F347B4B0-0D34-4A05-A68A-33BD42134CB4', 5]) {
      const answer = await send(`${url}/prompt`, { body: { prompt: preview(1), prompt_id } });
      expect([answer.status, answer.json.error.type]).toEqual([400, 'invalid_prompt_id']);
    }
    const made = await send(`${url}/prompt`, { body: { prompt: preview(1), prompt_id: null } });
    expect(made.json.prompt_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('are anything in the old version', async ({ start }) => {
    const { url } = await start({ version: '0.3.64' });
    const ask = async (prompt_id: unknown) =>
      (await send(`${url}/prompt`, { body: { prompt: preview(1), prompt_id } })).json.prompt_id;
    expect([await ask('my-id'), await ask(5), await ask(null)]).toEqual(['my-id', '5', 'None']);
  });

  test('may repeat: the last run keeps the name', async ({ comfyUi: { url } }) => {
    const prompt_id = await post(url, still(1, 'first'));
    await finished(url, prompt_id);
    await post(url, still(2, 'second'), { prompt_id });
    await expect
      .poll(async () => (await finished(url, prompt_id)).outputs['3'].images[0].filename)
      .toBe('second_00001_.png');
    expect(Object.keys((await send(`${url}/history`)).json)).toEqual([prompt_id]);
  });
});
