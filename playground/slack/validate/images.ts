/** Pictures in blocks: by public address or by a file of Slack's, never both. */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { chars, problem } from './form.ts';
import { plainText } from './text.ts';

const slackFile = z.strictObject({ id: z.string().optional(), url: z.string().optional() }).check((ctx) => {
  if ((ctx.value.id === undefined) !== (ctx.value.url === undefined)) return;
  ctx.issues.push(problem('must define either `id` or `url`', ctx.value));
});

const source = {
  alt_text: chars(LIMITS.altText),
  image_url: chars(LIMITS.imageUrl, 1)
    .check((ctx) => {
      const scheme = URL.canParse(ctx.value) ? new URL(ctx.value).protocol : '';
      if (scheme !== 'https:' && scheme !== 'http:') ctx.issues.push(problem('invalid_url', ctx.value));
    })
    .optional(),
  slack_file: slackFile.optional(),
};

function oneSource<T extends z.ZodObject>(schema: T) {
  return schema.check((ctx) => {
    if ('image_url' in ctx.value !== 'slack_file' in ctx.value) return;
    ctx.issues.push(problem('must define either `image_url` or `slack_file`', ctx.value, ['type']));
  });
}

export const imageElement = oneSource(z.strictObject({ type: z.literal('image'), ...source }));

export const imageBlock = oneSource(
  z.strictObject({
    type: z.literal('image'),
    block_id: chars(LIMITS.id, 1).optional(),
    title: plainText(LIMITS.imageTitle).optional(),
    ...source,
  }),
);
