/** The parts a custom sampler is put together from: noise, sampler, step plan and guider. */
import {
  combo,
  defineNode,
  flag,
  float,
  int,
  link,
  type NodeClass,
  type NodeSetting,
  optional,
  seed,
} from './class.ts';
import { SCHEDULERS, samplersOf } from './samplers.ts';

export function guiderNodes({ version }: NodeSetting): NodeClass[] {
  const custom = 'comfy_extras.nodes_custom_sampler';
  const advanced = version.modern ? { advanced: true } : undefined;

  return [
    defineNode(version, {
      name: 'RandomNoise',
      module: custom,
      category: 'sampling/custom_sampling/noise',
      api: 'moved',
      inputs: { noise_seed: seed() },
      outputs: ['NOISE'],
      run: (inputs) => ({ values: [{ kind: 'NOISE', seed: inputs.seed('noise_seed') }] }),
    }),
    defineNode(version, {
      name: 'KSamplerSelect',
      module: custom,
      category: 'sampling/custom_sampling/samplers',
      api: 'moved',
      inputs: { sampler_name: combo(samplersOf(version)) },
      outputs: ['SAMPLER'],
      run: (inputs) => ({ values: [{ kind: 'SAMPLER', name: inputs.text('sampler_name') }] }),
    }),
    defineNode(version, {
      name: 'BasicScheduler',
      module: custom,
      category: 'sampling/custom_sampling/schedulers',
      api: 'moved',
      inputs: {
        model: link('MODEL'),
        scheduler: combo(SCHEDULERS),
        steps: int(20, 1, 10_000),
        denoise: float(1, 0, 1, 0.01),
      },
      outputs: ['SIGMAS'],
      run(inputs) {
        const denoise = inputs.number('denoise');
        return { values: [{ kind: 'SIGMAS', steps: denoise > 0 ? inputs.number('steps') : 0, denoise }] };
      },
    }),
    ...(version.modern
      ? [
          defineNode(version, {
            name: 'Flux2Scheduler',
            module: 'comfy_extras.nodes_flux',
            category: 'sampling/custom_sampling/schedulers',
            api: 'v3',
            inputs: {
              steps: int(20, 1, 4096),
              width: int(1024, 16, 16_384, { step: 1 }),
              height: int(1024, 16, 16_384, { step: 1 }),
            },
            outputs: ['SIGMAS'],
            run: (inputs) => ({ values: [{ kind: 'SIGMAS', steps: inputs.number('steps'), denoise: 1 }] }),
          }),
        ]
      : []),
    defineNode(version, {
      name: 'LTXVScheduler',
      module: 'comfy_extras.nodes_lt',
      category: 'sampling/custom_sampling/schedulers',
      api: 'v3',
      inputs: {
        steps: int(20, 1, 10_000),
        max_shift: float(2.05, 0, 100, 0.01),
        base_shift: float(0.95, 0, 100, 0.01),
        stretch: flag(true, advanced),
        terminal: float(0.1, 0, 0.99, 0.01, advanced),
        latent: optional(link('LATENT')),
      },
      outputs: ['SIGMAS'],
      run: (inputs) => ({ values: [{ kind: 'SIGMAS', steps: inputs.number('steps'), denoise: 1 }] }),
    }),
    defineNode(version, {
      name: 'BasicGuider',
      module: custom,
      category: 'sampling/custom_sampling/guiders',
      api: 'moved',
      inputs: { model: link('MODEL'), conditioning: link('CONDITIONING') },
      outputs: ['GUIDER'],
      run: (inputs) => ({
        values: [
          {
            kind: 'GUIDER',
            model: inputs.object('model', 'MODEL'),
            positive: inputs.object('conditioning', 'CONDITIONING'),
          },
        ],
      }),
    }),
    defineNode(version, {
      name: 'CFGGuider',
      module: custom,
      category: 'sampling/custom_sampling/guiders',
      api: 'moved',
      inputs: {
        model: link('MODEL'),
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        cfg: float(8, 0, 100, 0.1, { round: 0.01 }),
      },
      outputs: ['GUIDER'],
      run: (inputs) => ({
        values: [
          {
            kind: 'GUIDER',
            model: inputs.object('model', 'MODEL'),
            positive: inputs.object('positive', 'CONDITIONING'),
          },
        ],
      }),
    }),
  ];
}
