/** What a render was made from: enough to make it again. */
import { code, type Element, type Text } from '../../core/card.ts';
import type { Job } from '../../core/job.ts';
import type { LoraTag } from '../../core/loras.ts';
import { say, type Words } from '../../core/say.ts';
import { duration } from '../words.ts';
import { lengthOf } from './output-elements.ts';

type Field = { label: Words; value: Text };

export function facts(job: Job): Element {
  const { values, workflow, preset, loras = [] } = job.request;
  const length = lengthOf(job.outputs);
  const fields: (Field | null)[] = [
    { label: say('Workflow'), value: workflow.title },
    job.attached ? { label: say('From'), value: say('what was attached') } : null,
    preset ? { label: say('Preset'), value: preset.name } : null,
    loras.length > 0 ? { label: 'LoRA', value: loras.map(tellLora).join(', ') } : null,
    seedOf(values.seed),
    values.size === undefined
      ? null
      : { label: say('Size'), value: shapeWords[String(values.size)] ?? String(values.size) },
    told(say('Strength'), values.strength ?? values.denoise),
    told(say('Steps'), values.steps),
    told(say('Guidance'), values.guidance),
    Number(values.count) > 1 ? told(say('Count'), values.count) : null,
    job.from?.by === 'upscale' ? pixelsOf(job) : null,
    length ? { label: say('Length'), value: length } : null,
    job.startedAt && job.finishedAt && job.state === 'done'
      ? { label: say('Took'), value: duration(job.finishedAt - job.startedAt) }
      : null,
  ];
  return { type: 'fields', fields: fields.filter((one) => one !== null) };
}

const shapeWords: Readonly<Record<string, Words>> = {
  square: say('square'),
  landscape: say('landscape'),
  portrait: say('portrait'),
  wide: say('wide'),
  tall: say('tall'),
};

function told(label: Words, value: string | number | boolean | undefined): Field | null {
  return value === undefined ? null : { label, value: String(value) };
}

function seedOf(seed: string | number | boolean | undefined): Field | null {
  return seed === undefined ? null : { label: say('Seed'), value: code(String(seed)) };
}

/** Of one that was enlarged: how large it has become. */
function pixelsOf({ outputs: [output] }: Job): Field | null {
  if (!output?.width || !output.height) return null;
  return { label: say('Pixels'), value: `${output.width} × ${output.height}` };
}

function tellLora({ name, model, clip }: LoraTag): string {
  return `${name} ${model}${clip === undefined ? '' : ` (text ${clip})`}`;
}
