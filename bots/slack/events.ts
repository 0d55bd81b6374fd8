/** What Slack's events tell: words to the bot, stars, its own page opened. Pure, as `gestures.ts`. */
import { z } from 'zod';
import { refOf, slackFileSchema } from './attached.ts';
import { meaningOf } from './emoji.ts';
import { referencesIn, typedText } from './escape.ts';
import { readGone, readPinsChanged } from './gone.ts';
import { type Heard, messageSchema, threadOf, unsupported } from './heard.ts';
import { isLetIn } from './let-in.ts';

const eventSchema = z.object({ event: z.looseObject({ type: z.string() }) });
const mentionSchema = messageSchema.extend({
  user: z.string(),
  channel: z.string(),
  channel_type: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  files: z.array(slackFileSchema).default([]).catch([]),
});
const reactionSchema = z.object({
  user: z.string(),
  reaction: z.string(),
  item_user: z.string().optional(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  event_ts: z.coerce.number(),
});
const homeSchema = z.object({ user: z.string(), channel: z.string().optional(), tab: z.string().optional() });

/** `ourUser` is the bot's own user id: what it does itself is nothing people did. */
export function readEvent(body: unknown, ourUser: string): Heard {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return unsupported('an event of unknown shape');
  const { event } = parsed.data;
  const gone = readGone(event);
  if (gone) return { kind: 'gone', gone };
  const pinned = readPinsChanged(event);
  if (pinned !== null) return { kind: 'pins-changed', channel: pinned };
  if (isLetIn(event, ourUser)) return { kind: 'let-in' };
  switch (event.type) {
    case 'app_mention':
      return readMention(event, ourUser);
    case 'message':
      return readDirectMessage(event, ourUser);
    case 'reaction_added':
      return readReaction(event, 'given', ourUser);
    case 'reaction_removed':
      return readReaction(event, 'taken', ourUser);
    case 'app_home_opened': {
      const opened = homeSchema.safeParse(event);
      if (!opened.success || opened.data.tab !== 'home') return unsupported('another tab of the app');
      const { user, channel } = opened.data;
      return { kind: 'home', doer: { id: user, name: null }, channel: channel ?? null };
    }
    case 'tokens_revoked':
    case 'app_uninstalled':
      return { kind: 'revoked' };
    default:
      return unsupported(`an event of type ${event.type}`);
  }
}

function readMention(event: unknown, ourUser: string): Heard {
  const parsed = mentionSchema.safeParse(event);
  if (!parsed.success || parsed.data.bot_id !== undefined) return unsupported('a mention by a bot');
  return said(parsed.data, ourUser);
}

/** Written to the bot directly: nobody else can be meant. */
function readDirectMessage(event: unknown, ourUser: string): Heard {
  const parsed = mentionSchema.safeParse(event);
  if (!parsed.success) return unsupported('a message of unknown shape');
  const { channel_type, subtype, bot_id, user } = parsed.data;
  if (channel_type !== 'im') return unsupported('a message to others');
  // What comes with files says so.
  const typed = subtype === undefined || subtype === 'file_share';
  if (!typed || bot_id !== undefined || user === ourUser) return unsupported('a message nobody typed');
  return said(parsed.data, ourUser);
}

function said(
  { user, channel, ts, thread_ts, text, files }: z.infer<typeof mentionSchema>,
  ourUser: string,
): Heard {
  // The first mention calls us; what else is mentioned belongs to the text.
  const words = text.replace(new RegExp(`<@${RegExp.escape(ourUser)}(?:\\|[^>]*)?>[:,]?`), ' ');
  return {
    kind: 'mention',
    text: typedText(words).trim(),
    references: referencesIn(words),
    files: files.map(refOf),
    doer: { id: user, name: null },
    where: { channel, ...threadOf(ts, thread_ts) },
    message: ts,
  };
}

/** Only stars and pins, only people's, and only on posts of ours where Slack says whose they are. */
function readReaction(event: unknown, what: 'given' | 'taken', ourUser: string): Heard {
  const parsed = reactionSchema.safeParse(event);
  if (!parsed.success) return unsupported('a reaction on something else than a message');
  const { user, reaction, item_user, item, event_ts } = parsed.data;
  const meaning = meaningOf(reaction);
  if (!meaning) return unsupported('another emoji');
  if (user === ourUser) return unsupported('a reaction of our own');
  if (item_user !== undefined && item_user !== ourUser)
    return unsupported("a reaction on somebody else's message");
  const kind = meaning[what];
  return { kind, doer: { id: user, name: null }, channel: item.channel, message: item.ts, at: event_ts };
}
