/** Slack's rich text: words with styles, lists, quotes and code. */
import * as z from 'zod';

const style = z
  .object({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
export type Style = NonNullable<z.infer<typeof style>>;

const piece = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style }),
  z.object({ type: z.literal('user'), user_id: z.string(), style }),
  z.object({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.object({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.object({ type: z.literal('team'), team_id: z.string(), style }),
  z.object({ type: z.literal('broadcast'), range: z.string(), style }),
  z.object({ type: z.literal('emoji'), name: z.string(), style }),
  z.object({ type: z.literal('color'), value: z.string(), style }),
  z.object({
    type: z.literal('date'),
    timestamp: z.number(),
    format: z.string(),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
]);
export type Piece = z.infer<typeof piece>;

const pieces = z.array(piece);
const section = z.object({ type: z.literal('rich_text_section'), elements: pieces });

export const richText = z.object({
  type: z.literal('rich_text'),
  elements: z.array(
    z.discriminatedUnion('type', [
      section,
      z.object({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        indent: z.number().default(0),
        offset: z.number().default(0),
        elements: z.array(section),
      }),
      z.object({ type: z.literal('rich_text_quote'), elements: pieces }),
      z.object({ type: z.literal('rich_text_preformatted'), elements: pieces }),
    ]),
  ),
});
export type RichText = z.infer<typeof richText>;
