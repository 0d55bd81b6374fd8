/** Embeds as an app may send them: https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
import { z } from 'zod';
import { EMBED_LIMITS as LIMITS, MESSAGE_LIMITS } from '../limits.ts';
import { characters, list, problem, text, url } from './form.ts';

const link = url(['http', 'https'], LIMITS.url).nullish();
const picture = z.object({ url: url(['http', 'https', 'attachment'], LIMITS.url) }).nullish();
const icon = url(['http', 'https', 'attachment'], LIMITS.url).nullish();

const timestamp = z.union([z.string(), z.number()]).transform((value, ctx) => {
  const at = new Date(value);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  ctx.issues.push({
    ...problem('DATE_TIME_TYPE_PARSE', `Could not parse ${value}. Should be ISO8601.`),
    input: value,
  });
  return z.NEVER;
});

const embed = z
  .object({
    title: text(LIMITS.title).nullish(),
    description: text(LIMITS.description).nullish(),
    url: link,
    timestamp: timestamp.nullish(),
    color: z.int().min(0).max(LIMITS.color).nullish(),
    footer: z.object({ text: text(LIMITS.footer, 1), icon_url: icon }).nullish(),
    image: picture,
    thumbnail: picture,
    author: z.object({ name: text(LIMITS.author, 1), url: link, icon_url: icon }).nullish(),
    fields: list(
      z.object({
        name: text(LIMITS.fieldName, 1),
        value: text(LIMITS.fieldValue, 1),
        inline: z.boolean().nullish(),
      }),
      LIMITS.fields,
    ).nullish(),
  })
  .check((ctx) => {
    const { title, description, footer, image, thumbnail, author, fields } = ctx.value;
    if (title || description || footer || image || thumbnail || author || fields?.length) return;
    ctx.issues.push({
      ...problem('BASE_TYPE_REQUIRED', 'This field is required', ['description']),
      input: ctx.value,
    });
  });

export type Embed = z.output<typeof embed>;

export const embeds = list(embed, MESSAGE_LIMITS.embeds).check((ctx) => {
  const total = ctx.value.reduce((sum, one) => sum + lengthOf(one), 0);
  if (total <= LIMITS.total) return;
  ctx.issues.push({
    ...problem('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${LIMITS.total}`),
    input: ctx.value,
  });
});

function lengthOf(one: Embed): number {
  const texts = [
    one.title,
    one.description,
    one.footer?.text,
    one.author?.name,
    ...(one.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, value) => sum + (value ? characters(value) : 0), 0);
}
