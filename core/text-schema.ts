/**
 * Texts as records and Redis hold them: sentences that are put into the reader's language when they are shown, and not
 * before. What older versions of us wrote is plain English, and stays that.
 */
import { z } from 'zod';
import type { Span, Text } from './card.ts';
import type { Phrase } from './say.ts';

/** Sentences within sentences: deeper than anything we say, and bounded, so that no record can exhaust the stack. */
const deepest = 5;

function phraseWithin(depth: number): z.ZodType<Phrase> {
  const value = depth === 0 ? z.string() : textWithin(depth - 1);
  return z.object({
    type: z.literal('phrase'),
    message: z.string(),
    values: z.record(z.string(), z.union([z.number(), value])).optional(),
  });
}

function textWithin(depth: number): z.ZodType<Text> {
  const phrase = phraseWithin(depth);
  const words = z.union([z.string(), phrase]);
  const span: z.ZodType<Span> = z.union([
    z.string(),
    phrase,
    z.object({ type: z.literal('bold'), text: words }),
    z.object({ type: z.literal('code'), text: z.string() }),
    z.object({ type: z.literal('command'), name: z.string() }),
    z.object({ type: z.literal('link'), text: words, url: z.string() }),
  ]);
  return z.union([span, z.array(span)]);
}

export const textSchema = textWithin(deepest);
