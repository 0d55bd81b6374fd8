/** What is said in a record is read back as it was said, and told to each reader in their own language. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLanguages } from '../../commands/languages.ts';
import { bold, code, plain, type Span, type Text, typed } from '../../core/card.ts';
import { jobSchema } from '../../core/job.ts';
import { between, say, type Values } from '../../core/say.ts';
import { textSchema } from '../../core/text-schema.ts';
import { explainMishap } from '../../worker/comfyui/mishap.ts';
import { readRunError } from '../../worker/comfyui/wire.ts';
import { testJob } from '../support/jobs.ts';

const languages = openLanguages();
const throughRedis = (text: unknown): unknown => JSON.parse(JSON.stringify(text));

/** A record as a worker of any age wrote it. */
function failed(message: unknown, remedy: unknown = 'Render it again.') {
  const job = { ...testJob(), state: 'failed', failure: { message, remedy }, warnings: [message] };
  return jobSchema.safeParse(throughRedis(job));
}

const span = (within: fc.Arbitrary<Text>): fc.Arbitrary<Span> =>
  fc.oneof(
    fc.string(),
    fc.string().map(bold),
    fc.string().map(code),
    fc.string().map(typed),
    fc
      .tuple(fc.constantFrom('{a} and {b}', '{b}', 'plain'), within, fc.integer())
      .map(([message, a, b]) => say(message, { a, b } satisfies Values)),
  );
const { text } = fc.letrec<{ text: Text; leaf: Text }>((tie) => ({
  leaf: fc.string(),
  text: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    tie('leaf'),
    fc.array(span(tie('text')), { maxLength: 3 }),
    span(tie('text')),
  ),
}));

describe('what is said', () => {
  it('is read back from a record as it was said', () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(textSchema.parse(throughRedis(said))).toEqual(said);
      }),
    );
  });
  it('in a record of older code is English, and stays that', () => {
    const job = failed('Out of memory.').data;
    expect(plain(job?.failure?.message ?? '', languages.of('th'))).toBe('Out of memory.');
  });
  it('is nothing else than text, and not endlessly deep', () => {
    for (const wrong of [7, null, { type: 'phrase' }, { type: 'media', url: 'x' }, ['a', 7]])
      expect(failed(wrong).success).toBe(false);
    let deep: Text = 'x';
    for (let depth = 0; depth < 20_000; depth += 1) deep = say('{deep}', { deep });
    expect(textSchema.safeParse(deep).success).toBe(false);
  });
});

describe('a failure that a worker wrote', () => {
  const graph = { '2': { class_type: 'KSampler', inputs: {}, _meta: { title: 'Sampling' } } };
  const trouble = (exception_message: string) =>
    explainMishap(
      readRunError({ node_id: '2', exception_type: 'X', exception_message, timestamp: 1 }),
      graph,
    );
  const told = (exception_message: string, language: string) => {
    const { message, remedy } = trouble(exception_message);
    const job = failed(between([message, say('Render it again.')], '\n'), remedy).data;
    return plain(job?.failure?.message ?? '', languages.of(language));
  };
  it('is told in the language of whoever reads it', () => {
    expect(told('CUDA out of memory', 'en')).toBe(
      'The graphics card ran out of memory at "Sampling".\nRender it again.',
    );
    expect(told('CUDA out of memory', 'th')).toBe('หน่วยความจำการ์ดจอหมดที่ "Sampling"\nสั่งใหม่อีกครั้ง');
  });
  it('leaves what ComfyUI said as ComfyUI said it', () => {
    expect(told('index 3 is {out} of bounds', 'th')).toMatch(
      /^"Sampling" ล้มเหลว: index 3 is \{out\} of bounds/,
    );
  });
});
