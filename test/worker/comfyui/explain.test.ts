import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classesToAsk, explainLeftOut, explainRefusal } from '../../../worker/comfyui/explain.ts';
import { acceptedSchema, refusedSchema } from '../../../worker/comfyui/wire.ts';
import { linesOf, toldOf } from '../../support/failure.ts';
import { node } from '../graphs.ts';

const graph = {
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'sdxl.safetensors' }, 'Loading SDXL'),
  '2': node('KSampler', { steps: 0 }, 'Sampling'),
  '3': node('SaveImage', {}),
};
const nobody = () => null;

const wrong = (nodeId: string, class_type: string, error: object) =>
  refusedSchema.parse({
    error: { type: 'prompt_outputs_failed_validation', message: 'm', details: '', extra_info: {} },
    node_errors: { [nodeId]: { class_type, dependent_outputs: ['3'], errors: [error] } },
  });
const explain = (nodeId: string, class_type: string, error: object) =>
  toldOf(explainRefusal(wrong(nodeId, class_type, error), graph, nobody));

const notInList = (input_name: string, received_value: string, input_config: unknown) => ({
  type: 'value_not_in_list',
  message: 'Value not in list',
  details: 'd',
  extra_info: { input_name, input_config, received_value },
});

test('a missing model is told with its file, its folder and what is there instead', () => {
  const names = [
    'v1-5-pruned.safetensors',
    'sd_xl_base_1.0.safetensors',
    'dir/sdxl_v2.safetensors',
    'other.ckpt',
  ];
  const old = explain('1', 'CheckpointLoaderSimple', notInList('ckpt_name', 'sdxl.safetensors', [names, {}]));
  expect(old.message).toBe(
    'The ComfyUI server does not have the model file "sdxl.safetensors" that "Loading SDXL" loads.',
  );
  expect(old.remedy).toMatch(
    /^Put it into models\/checkpoints at the server\. Or change the workflow to one that is there: dir\/sdxl_v2\.safetensors,/,
  );
  // The newer way to write a list of choices.
  const spec = ['COMBO', { options: [] }];
  expect(explain('1', 'CheckpointLoaderSimple', notInList('ckpt_name', 'a.ckpt', spec)).remedy).toBe(
    'Put it into models/checkpoints at the server. That folder is empty.',
  );
});

test('each loader has its own folder', () => {
  const folder = (classType: string, input: string) =>
    explain('9', classType, notInList(input, 'x.safetensors', [['a'], {}])).remedy.split(' at the server')[0];
  expect(folder('UNETLoader', 'unet_name')).toBe('Put it into models/diffusion_models');
  expect(folder('DualCLIPLoader', 'clip_name2')).toBe('Put it into models/text_encoders');
  expect(folder('CLIPVisionLoader', 'clip_name')).toBe('Put it into models/clip_vision');
  expect(folder('VAELoader', 'vae_name')).toBe('Put it into models/vae');
  expect(folder('LoraLoader', 'lora_name')).toBe('Put it into models/loras');
  expect(folder('UpscaleModelLoader', 'model_name')).toBe('Put it into models/upscale_models');
  expect(folder('SomebodysLoader', 'thing')).toBe('Put it into its models folder');
});

test('a long list is asked for, and what is most like the value is offered', () => {
  const refused = wrong('2', 'KSampler', notInList('sampler_name', 'eulr', null));
  expect(classesToAsk(refused.node_errors)).toEqual(['KSampler']);
  const choices = (classType: string, input: string) =>
    classType === 'KSampler' && input === 'sampler_name'
      ? ['ddim', 'euler', 'euler_ancestral', 'heun', 'lcm', 'uni_pc']
      : null;
  expect(toldOf(explainRefusal(refused, graph, choices))).toMatchObject({
    message: '"Sampling": sampler_name cannot be "eulr".',
    remedy: expect.stringMatching(/^It can be euler, .* …\.$/),
  });
});

test('a value out of range is told with the range', () => {
  const outside = (type: string, received_value: unknown, limits: object) =>
    explain('2', 'KSampler', {
      type,
      message: 'm',
      details: 'steps',
      extra_info: { input_name: 'steps', input_config: ['INT', limits], received_value },
    }).message;
  expect(outside('value_smaller_than_min', 0, { min: 1, max: 10_000 })).toBe(
    '"Sampling": steps must be 1 to 10000, got 0.',
  );
  expect(outside('value_bigger_than_max', '18446744073709551616', { max: '18446744073709551615' })).toBe(
    '"Sampling": steps must be at most 18446744073709551615, got 18446744073709551616.',
  );
  expect(outside('value_smaller_than_min', -1, { min: 0 })).toBe(
    '"Sampling": steps must be at least 0, got -1.',
  );
});

test('a missing node class is named, as old and new servers tell it', () => {
  const top = (error: object) =>
    toldOf(explainRefusal(refusedSchema.parse({ error, node_errors: {} }), graph, nobody)).message;
  const extra_info = { node_id: '2', class_type: 'BetterSampler', node_title: 'Sampling' };
  expect(top({ type: 'missing_node_type', message: 'x', details: "Node ID '#2'", extra_info })).toBe(
    'ComfyUI does not have the node "BetterSampler", which the workflow uses as "Sampling".',
  );
  expect(
    top({
      type: 'invalid_prompt',
      message: 'Cannot execute because node NopeNode does not exist.',
      details: "Node ID '#3'",
      extra_info: {},
    }),
  ).toBe('ComfyUI does not have the node "NopeNode".');
});

test('several troubles are told together, but not endlessly', () => {
  const many = refusedSchema.parse({
    error: { type: 'prompt_outputs_failed_validation', message: 'm', details: '', extra_info: {} },
    node_errors: {
      '3': {
        class_type: 'SaveImage',
        dependent_outputs: ['3'],
        errors: ['a', 'b', 'c', 'd', 'e'].map((input_name) => ({
          type: 'required_input_missing',
          message: 'm',
          details: input_name,
          extra_info: { input_name },
        })),
      },
    },
  });
  expect(toldOf(explainRefusal(many, graph, nobody)).message.split('\n')).toEqual([
    '"SaveImage": the input "a" is missing.',
    '"SaveImage": the input "b" is missing.',
    '"SaveImage": the input "c" is missing.',
    'And 2 more.',
  ]);
});

test('a circle that an old server cannot name is still explained', () => {
  const error = { type: 'prompt_outputs_failed_validation', message: 'm', details: '', extra_info: {} };
  expect(
    toldOf(explainRefusal(refusedSchema.parse({ error, node_errors: {} }), graph, nobody)).message,
  ).toContain('circle');
});

test('what was left out of a prompt that was queued is named', () => {
  const accepted = acceptedSchema.parse({
    prompt_id: 'p',
    number: 1,
    node_errors: {
      '2': {
        class_type: 'KSampler',
        dependent_outputs: ['3'],
        errors: [
          {
            type: 'required_input_missing',
            message: 'm',
            details: 'model',
            extra_info: { input_name: 'model' },
          },
        ],
      },
    },
  });
  expect(linesOf(explainLeftOut(accepted.node_errors, graph, nobody))).toEqual([
    '"SaveImage" was left out. "Sampling": the input "model" is missing.',
  ]);
});

test('whatever a server says becomes a message and a remedy of bearable length', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (type, extra_info, config) => {
      const error = { type, message: 'm'.repeat(5000), details: 'x'.repeat(5000), extra_info };
      const listed = {
        ...error,
        extra_info: { input_name: 'a', input_config: config, received_value: extra_info },
      };
      for (const kind of [
        'value_not_in_list',
        'value_smaller_than_min',
        'invalid_input_type',
        'return_type_mismatch',
        type,
      ]) {
        const trouble = explain('2', 'KSampler', { ...listed, type: kind });
        expect(trouble.message.length).toBeGreaterThan(0);
        expect(trouble.message.length).toBeLessThan(1000);
        expect(trouble.remedy.length).toBeGreaterThan(0);
      }
      expect(explain('2', 'KSampler', error).message.length).toBeLessThan(1000);
      const top = refusedSchema.parse({ error, node_errors: {} });
      expect(toldOf(explainRefusal(top, graph, nobody)).message.length).toBeLessThan(1000);
    }),
  );
});
