/** One platform's bot: gestures in, deliveries and live posts out. */
import type { Command, Tools } from '../commands/command.ts';
import type { Insight } from '../core/insight.ts';
import type { Chat, Handlers } from './chat.ts';
import { startDeliveries } from './deliveries.ts';
import { createFollow } from './follow.ts';
import { createHandlers } from './handle.ts';
import { answerLeftBehind } from './left-behind.ts';
import { startLivePosts } from './live.ts';
import { createLock } from './lock.ts';
import { meterChat } from './metered.ts';
import { startRecount } from './recount.ts';
import { createSpeech } from './speech.ts';

/** What the bots tell of themselves. */
export type BotInsight = Pick<Insight, 'chat' | 'keptOut' | 'tracing'>;

export interface BotOptions {
  commands: readonly Command[];
  tools: Omit<Tools, 'galleryChannel' | 'ageRestricted' | 'findChannel' | 'posts' | 'give' | 'postLink'>;
  /** A gallery channel by id or name, for spaces that have not chosen one in chat. */
  gallery: string;
  connect: (handlers: Handlers) => Promise<Chat>;
  insight?: BotInsight;
  /** How long a process that this one replaces may still answer what it has heard. @default 3000 */
  replacedMs?: number;
}

/** How long what was begun may go on when the bot ends, step by step. Together less than the process is given. */
const gesturesMs = 600;
const deliveriesMs = 1200;
const liveMs = 800;

export async function startBot({
  commands,
  tools: given,
  gallery,
  connect,
  insight,
  replacedMs = 3000,
}: BotOptions) {
  let connected: Chat | null = null;
  const chat = (): Chat => {
    if (!connected) throw new Error('a gesture came before the platform was connected');
    return connected;
  };
  const tools: Tools = {
    ...given,
    async galleryChannel(place, audience = 'public') {
      const { platform, space } = place;
      if (space === undefined) return null;
      const rules = await given.core.houseRules.read({ platform, space });
      const wanted = audience === 'instructors' ? rules.instructors_gallery : (rules.gallery ?? gallery);
      return wanted === undefined ? null : tools.findChannel(place, wanted);
    },
    findChannel: async ({ space }, idOrName) =>
      space === undefined ? null : chat().findChannel(space, idOrName),
    posts: {
      pin: (post) => chat().pin(post),
      unpin: (post) => chat().unpin(post),
      starredBy: (post) => chat().starredBy(post),
    },
    async ageRestricted(place) {
      if (place.space === undefined) return false;
      return chat().ageRestricted?.(place) ?? (await given.core.houseRules.of(place)).nsfw === true;
    },
    async give(person, card, first) {
      return chat().give(person, await createSpeech(given).forPerson(card, person), first);
    },
    // Of servers we are not in we do not know enough to name an address.
    postLink: (post) => (post.platform === chat().platform && !post.guest ? chat().link(post) : null),
  };
  const lock = createLock();
  const gestures = createHandlers({ commands, tools, chat, ...(insight && { insight }) });
  const handlers = { ...gestures, ...createFollow({ tools, chat, lock }) };
  const since = tools.now();
  connected = await connect(handlers);
  if (insight) connected = meterChat(connected, insight.chat);
  const left = answerLeftBehind({ tools, chat: connected, since, waitMs: replacedMs });
  // Where the bot before was shut out, this one may be let in.
  handlers.letIn(connected.platform);
  const recount = startRecount({ tools, platform: connected.platform, lock });
  const live = startLivePosts({ tools, chat: connected, lock });
  const deliveries = startDeliveries({
    tools,
    chat: connected,
    live,
    lock,
    ...(insight && { insight }),
  });

  return {
    chat: connected,
    /** Hears no more, answers what was heard, brings the posts up to date, and lets go. */
    async close(): Promise<void> {
      left.close();
      recount.close();
      await chat().stopHearing();
      await handlers.settled(gesturesMs);
      await deliveries.close(deliveriesMs);
      await live.close(liveMs);
      await chat().close();
    },
  };
}
