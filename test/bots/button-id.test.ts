/** What buttons carry, on every platform. */
import { describe, expect, it } from 'vitest';
import { buttonIdOf, readButtonId } from '../../bots/button-id.ts';
import { commands } from '../../commands/registry.ts';
import { newJobId } from '../../core/ids.ts';

describe('the id of a button', () => {
  it('carries a command and a job, or a command alone', () => {
    for (const { name } of commands) {
      const jobId = newJobId();
      expect(readButtonId(buttonIdOf({ command: name, jobId }))).toEqual({
        command: name,
        options: { job: jobId },
      });
      expect(readButtonId(buttonIdOf({ command: name }))).toEqual({ command: name, options: {} });
    }
  });

  it('carries which picture of the job', () => {
    const jobId = newJobId();
    expect(readButtonId(buttonIdOf({ command: 'upscale', jobId, picture: 3 }))).toEqual({
      command: 'upscale',
      options: { job: jobId, picture: 3 },
    });
  });

  it('carries an option of a command, about a job or about none', () => {
    const given = { option: 'page', value: '2' };
    const jobId = newJobId();
    for (const about of [{ jobId }, {}]) {
      const { command, options } = readButtonId(buttonIdOf({ command: 'see', given, ...about })) ?? {};
      expect({ command, options }).toEqual({
        command: 'see',
        options: { page: '2', ...('jobId' in about && { job: jobId }) },
      });
    }
  });

  it('of somebody else is none', () => {
    for (const id of ['', 'somebody-elses', ':x', '>0', 'again:a b', `${'x'.repeat(80)}:y`])
      expect(readButtonId(id)).toBeNull();
  });

  it('fits wherever buttons go, whatever it is made of', () => {
    expect(buttonIdOf({ command: 'again', jobId: 'x'.repeat(300) })).toHaveLength(100);
  });
});
