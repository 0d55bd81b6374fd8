/** Nodes around prompts and models that change nothing visible here: they pass on what they are given. */
import {
  defineNode,
  float,
  type InputSpec,
  link,
  type NodeClass,
  type NodeSetting,
  optional,
  text,
} from './class.ts';

export function conditioningNodes({ version }: NodeSetting): NodeClass[] {
  const shift = (def: number) => float(def, 0, 100, 0.01);
  /** A node whose output is its input of the same type. */
  const passing = (
    name: string,
    type: 'MODEL' | 'CONDITIONING',
    place: { module: string; category: string; api: 'v1' | 'v3' | 'moved' },
    more: Record<string, InputSpec> = {},
  ) =>
    defineNode(version, {
      name,
      ...place,
      inputs: { [type.toLowerCase()]: link(type), ...more },
      outputs: [type],
      run: (inputs) => ({ values: [inputs.object(type.toLowerCase(), type)] }),
    });

  return [
    defineNode(version, {
      name: 'CLIPTextEncode',
      title: 'CLIP Text Encode (Prompt)',
      module: 'nodes',
      category: 'conditioning',
      api: 'v1',
      inputs: { text: text({ multiline: true, dynamicPrompts: true }), clip: link('CLIP') },
      outputs: ['CONDITIONING'],
      run(inputs) {
        inputs.object('clip', 'CLIP');
        return { values: [{ kind: 'CONDITIONING', text: inputs.text('text') }] };
      },
    }),
    defineNode(version, {
      name: 'ConditioningZeroOut',
      module: 'nodes',
      category: 'advanced/conditioning',
      api: 'v1',
      inputs: { conditioning: link('CONDITIONING') },
      outputs: ['CONDITIONING'],
      run(inputs) {
        inputs.object('conditioning', 'CONDITIONING');
        return { values: [{ kind: 'CONDITIONING', text: '' }] };
      },
    }),
    passing(
      'FluxGuidance',
      'CONDITIONING',
      { module: 'comfy_extras.nodes_flux', category: 'advanced/conditioning/flux', api: 'v3' },
      { guidance: float(3.5, 0, 100, 0.1) },
    ),
    passing(
      'ModelSamplingAuraFlow',
      'MODEL',
      { module: 'comfy_extras.nodes_model_advanced', category: 'advanced/model', api: 'v1' },
      { shift: shift(1.73) },
    ),
    passing(
      'ModelSamplingSD3',
      'MODEL',
      { module: 'comfy_extras.nodes_model_advanced', category: 'advanced/model', api: 'v1' },
      { shift: shift(3) },
    ),
    passing(
      'ReferenceLatent',
      'CONDITIONING',
      {
        module: 'comfy_extras.nodes_edit_model',
        category: 'advanced/conditioning/edit_models',
        api: 'v3',
      },
      { latent: optional(link('LATENT')) },
    ),
    passing(
      'VideoLinearCFGGuidance',
      'MODEL',
      { module: 'comfy_extras.nodes_video_model', category: 'sampling/video_models', api: 'v1' },
      { min_cfg: float(1, 0, 100, 0.5, { round: 0.01, ...(version.modern ? { advanced: true } : {}) }) },
    ),
    passing(
      'DifferentialDiffusion',
      'MODEL',
      { module: 'comfy_extras.nodes_differential_diffusion', category: '_for_testing', api: 'v3' },
      { strength: optional(float(1, 0, 1, 0.01)) },
    ),
    defineNode(version, {
      name: 'LTXVConditioning',
      module: 'comfy_extras.nodes_lt',
      category: 'conditioning/video_models',
      api: 'v3',
      inputs: {
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        frame_rate: float(25, 0, 1000, 0.01),
      },
      outputs: [
        ['CONDITIONING', 'positive'],
        ['CONDITIONING', 'negative'],
      ],
      run: (inputs) => ({
        values: [inputs.object('positive', 'CONDITIONING'), inputs.object('negative', 'CONDITIONING')],
      }),
    }),
  ];
}
