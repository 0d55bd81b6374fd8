/**
 * The body of a message being made or changed. Only its form is judged here; what depends on the message as it
 * ends up (empty, references, flags that cannot go) is judged where it is put together, in `world/compose.ts`.
 */
import { AllowedMentionsTypes, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { MESSAGE_LIMITS as LIMITS } from '../limits.ts';
import { legacyComponents, v2Components } from './components.ts';
import { embeds } from './embeds.ts';
import { characters, list, problem, readForm, snowflake, text } from './form.ts';

const attachmentRequest = z.object({
  id: z.union([z.string(), z.int()]).transform(String),
  filename: z.string().nullish(),
  title: z.string().max(LIMITS.attachmentDescription).nullish(),
  description: text(LIMITS.attachmentDescription).nullish(),
  duration_secs: z.number().nullish(),
  waveform: z.string().nullish(),
  is_spoiler: z.boolean().nullish(),
});

export const allowedMentions = z
  .object({
    parse: z.array(z.enum(AllowedMentionsTypes)).nullish(),
    users: list(snowflake, 100).nullish(),
    roles: list(snowflake, 100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .check((ctx) => {
    for (const kind of ['users', 'roles'] as const) {
      const all = kind === 'users' ? AllowedMentionsTypes.User : AllowedMentionsTypes.Role;
      if (!ctx.value.parse?.includes(all) || !ctx.value[kind]?.length) continue;
      ctx.issues.push({
        ...problem(
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        ),
        input: ctx.value,
      });
    }
  });

export type AllowedMentions = z.output<typeof allowedMentions>;

const nonce = z.union([z.string(), z.int()]).check((ctx) => {
  if (characters(String(ctx.value)) <= LIMITS.nonce) return;
  ctx.issues.push({
    ...problem('NONCE_TYPE_TOO_LONG', 'Must be 25 or fewer characters long.'),
    input: ctx.value,
  });
});

const messageReference = z.object({
  type: z.literal([0]).nullish(),
  message_id: snowflake,
  channel_id: snowflake.nullish(),
  guild_id: snowflake.nullish(),
  fail_if_not_exists: z.boolean().nullish(),
});

const fields = {
  content: text(LIMITS.content).nullish(),
  embeds: embeds.nullish(),
  flags: z.int().min(0).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  attachments: list(attachmentRequest, LIMITS.attachments).nullish(),
  tts: z.boolean().nullish(),
  nonce: nonce.nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: messageReference.nullish(),
  poll: z.looseObject({}).nullish(),
  sticker_ids: z.array(snowflake).nullish(),
};

const legacyBody = z.object({ ...fields, components: legacyComponents.nullish() });
const v2Body = z.object({ ...fields, components: v2Components.nullish() });

export type MessageBody = z.output<typeof v2Body>;
export type AttachmentRequest = z.output<typeof attachmentRequest>;

/**
 * Which components are allowed follows from the flags of this very request: an edit of a V2 message that leaves
 * the flag out is read as a legacy one and refused for its containers (reported by others, not documented).
 */
export function readMessageBody(body: unknown, at: readonly PropertyKey[] = []): MessageBody {
  const flags = z.looseObject({ flags: z.int() }).safeParse(body).data?.flags ?? 0;
  return readForm(flags & MessageFlags.IsComponentsV2 ? v2Body : legacyBody, body, at);
}
