/** How often a job may meet what, and the words it fails with after that. */
import type { Job, MishapKind } from '../core/job.ts';
import { between, type Phrase, say } from '../core/say.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import { JobFailure } from './failure.ts';

/** Once more for want of memory is decided where the run has ended. */
const most: Record<Exclude<MishapKind, 'memory'>, number> = { died: 3, hung: 2, missed: 3 };

/** Prompts that are lost while they wait are nobody's fault, but a backend that loses this many is no use. */
const mostSubmissions = 12;

/** @throws JobFailure for a job that is not to be submitted again. */
export function checkLimits({ mishaps = {}, attempts }: Pick<Job, 'mishaps' | 'attempts'>): void {
  if ((mishaps.died ?? 0) >= most.died) {
    throw new JobFailure({
      message: say('The ComfyUI server went down {n} times while it rendered this.', {
        n: mishaps.died ?? 0,
      }),
      remedy: say('Its log says why; it may run out of memory and be ended for it. A smaller size may help.'),
    });
  }
  if ((mishaps.hung ?? 0) >= most.hung) {
    throw new JobFailure({
      message: say('ComfyUI stood still {n} times while it rendered this.', { n: mishaps.hung ?? 0 }),
      remedy: say('Its log says what it was doing. A smaller size or another workflow may help.'),
    });
  }
  if ((mishaps.missed ?? 0) >= most.missed) {
    throw new JobFailure({
      message: say('The ComfyUI server rendered this {n} times, but did not have the result afterwards.', {
        n: mishaps.missed ?? 0,
      }),
      remedy: say("Check that nothing clears ComfyUI's output folder, then render again."),
    });
  }
  if (attempts >= mostSubmissions) {
    throw new JobFailure({
      message: say('The ComfyUI server lost this prompt {n} times.', { n: attempts }),
      remedy: say('Its log says why. Render it again when the server is well.'),
    });
  }
}

/** What to do about a want of memory that freeing it did not mend: what this workflow lets a person make smaller. */
export function memoryRemedy({ inputs }: Pick<Workflow, 'inputs'>, values: Values): Phrase {
  const ways = Object.entries(inputs).flatMap(([name, input]) => {
    if (input.type === 'size') return [say('a smaller size')];
    const value = values[name];
    if (name === 'count' && typeof value === 'number' && value > 1) return [say('fewer pictures at once')];
    if (/^(frames|length|seconds|duration)$/.test(name)) return [say('a shorter clip')];
    return [];
  });
  return ways.length > 0
    ? say('Render it again with {ways}.', { ways: between(ways, say(' or ')) })
    : say('This workflow has no size to choose: it needs a smaller model, or a card with more memory.');
}
