/**
 * Samplers. They take their steps' time, show previews that clear up, and write into the latent what is to be
 * drawn; the drawing itself happens when the latent is decoded.
 */
import { sketch } from '../art/sketch.ts';
import {
  combo,
  defineNode,
  flag,
  float,
  int,
  link,
  type NodeClass,
  type NodeRun,
  type NodeSetting,
  seed,
} from './class.ts';
import { decodeSmall } from './decode.ts';
import { SCHEDULERS, samplersOf } from './samplers.ts';
import type { Conditioning, Latent, Model } from './values.ts';

interface Plan {
  model: Model;
  positive: Conditioning;
  seed: string;
  steps: number;
  /** 1 draws anew; less keeps what the latent already shows, in proportion. */
  denoise: number;
}

/** A latent is an eighth of the picture a side, and so is what can be seen of it meanwhile. */
const LATENT_SCALE = 8;

async function sample(latent: Latent, plan: Plan, run: NodeRun): Promise<Latent> {
  const { model, positive, steps, denoise } = plan;
  const seedText = [plan.seed, model.name, ...model.loras].join('|');
  const fresh = denoise >= 1 || latent.drawing === undefined;
  const sampled: Latent = {
    ...latent,
    drawing: fresh || latent.drawing === undefined ? { text: positive.text, seed: seedText } : latent.drawing,
    ...(latent.source === undefined
      ? {}
      : { source: { ...latent.source, share: Math.max(latent.source.share, denoise) } }),
  };

  const width = Math.max(1, Math.round(latent.width / LATENT_SCALE));
  const height = Math.max(1, Math.round(latent.height / LATENT_SCALE));
  const frame = run.previews ? sketch(await decodeSmall(sampled, width, height), seedText) : null;
  for (let step = 1; step <= steps; step += 1) {
    await run.step(step, steps, frame && (() => frame(step / steps)));
  }
  return sampled;
}

export function samplingNodes({ version }: NodeSetting): NodeClass[] {
  const cfg = () => float(8, 0, 100, 0.1, { round: 0.01 });
  const samplers = () => combo(samplersOf(version));
  const custom = 'comfy_extras.nodes_custom_sampler';
  const advanced = version.modern ? { advanced: true } : undefined;

  return [
    defineNode(version, {
      name: 'KSampler',
      title: 'KSampler',
      module: 'nodes',
      category: 'sampling',
      api: 'v1',
      inputs: {
        model: link('MODEL'),
        seed: seed(),
        steps: int(20, 1, 10_000),
        cfg: cfg(),
        sampler_name: samplers(),
        scheduler: combo(SCHEDULERS),
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        latent_image: link('LATENT'),
        denoise: float(1, 0, 1, 0.01),
      },
      outputs: ['LATENT'],
      async run(inputs, run) {
        const denoise = inputs.number('denoise');
        const plan: Plan = {
          model: inputs.object('model', 'MODEL'),
          positive: inputs.object('positive', 'CONDITIONING'),
          seed: inputs.seed('seed'),
          steps: denoise > 0 ? inputs.number('steps') : 0,
          denoise,
        };
        return { values: [await sample(inputs.object('latent_image', 'LATENT'), plan, run)] };
      },
    }),
    defineNode(version, {
      name: 'KSamplerAdvanced',
      title: 'KSampler (Advanced)',
      module: 'nodes',
      category: 'sampling',
      api: 'v1',
      inputs: {
        model: link('MODEL'),
        add_noise: combo(['enable', 'disable'], advanced),
        noise_seed: seed(),
        steps: int(20, 1, 10_000),
        cfg: cfg(),
        sampler_name: samplers(),
        scheduler: combo(SCHEDULERS),
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        latent_image: link('LATENT'),
        start_at_step: int(0, 0, 10_000, advanced),
        end_at_step: int(10_000, 0, 10_000, advanced),
        return_with_leftover_noise: combo(['disable', 'enable'], advanced),
      },
      outputs: ['LATENT'],
      async run(inputs, run) {
        const steps = inputs.number('steps');
        const start = inputs.number('start_at_step');
        const end = Math.min(steps, inputs.number('end_at_step'));
        const plan: Plan = {
          model: inputs.object('model', 'MODEL'),
          positive: inputs.object('positive', 'CONDITIONING'),
          seed: inputs.seed('noise_seed'),
          steps: Math.max(0, end - start),
          denoise: Math.max(0, 1 - start / steps),
        };
        return { values: [await sample(inputs.object('latent_image', 'LATENT'), plan, run)] };
      },
    }),
    defineNode(version, {
      name: 'SamplerCustomAdvanced',
      module: custom,
      category: 'sampling/custom_sampling',
      api: 'moved',
      inputs: {
        noise: link('NOISE'),
        guider: link('GUIDER'),
        sampler: link('SAMPLER'),
        sigmas: link('SIGMAS'),
        latent_image: link('LATENT'),
      },
      outputs: [
        ['LATENT', 'output'],
        ['LATENT', 'denoised_output'],
      ],
      async run(inputs, run) {
        const { model, positive } = inputs.object('guider', 'GUIDER');
        const { steps, denoise } = inputs.object('sigmas', 'SIGMAS');
        const plan: Plan = { model, positive, seed: inputs.object('noise', 'NOISE').seed, steps, denoise };
        const sampled = await sample(inputs.object('latent_image', 'LATENT'), plan, run);
        return { values: [sampled, sampled] };
      },
    }),
    defineNode(version, {
      name: 'SamplerCustom',
      module: custom,
      category: 'sampling/custom_sampling',
      api: 'moved',
      inputs: {
        model: link('MODEL'),
        add_noise: flag(true, advanced),
        noise_seed: seed(),
        cfg: cfg(),
        positive: link('CONDITIONING'),
        negative: link('CONDITIONING'),
        sampler: link('SAMPLER'),
        sigmas: link('SIGMAS'),
        latent_image: link('LATENT'),
      },
      outputs: [
        ['LATENT', 'output'],
        ['LATENT', 'denoised_output'],
      ],
      async run(inputs, run) {
        const { steps, denoise } = inputs.object('sigmas', 'SIGMAS');
        const plan: Plan = {
          model: inputs.object('model', 'MODEL'),
          positive: inputs.object('positive', 'CONDITIONING'),
          seed: inputs.seed('noise_seed'),
          steps,
          denoise,
        };
        const sampled = await sample(inputs.object('latent_image', 'LATENT'), plan, run);
        return { values: [sampled, sampled] };
      },
    }),
  ];
}
