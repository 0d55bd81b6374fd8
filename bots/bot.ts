/** One platform's bot: gestures in, deliveries and live posts out. */
import type { Command, Tools } from '../commands/command.ts';
import type { Chat, Handlers } from './chat.ts';
import { startDeliveries } from './deliver.ts';
import { createHandlers } from './handle.ts';
import { startLivePosts } from './live.ts';
import { createLock } from './lock.ts';

export interface BotOptions {
  commands: readonly Command[];
  tools: Omit<Tools, 'galleryChannel' | 'postLink'>;
  /** A gallery channel by id or name, for spaces that have not chosen one in chat. */
  gallery: string;
  connect: (handlers: Handlers) => Promise<Chat>;
}

export async function startBot({ commands, tools: given, gallery, connect }: BotOptions) {
  let connected: Chat | null = null;
  const chat = (): Chat => {
    if (!connected) throw new Error('a gesture came before the platform was connected');
    return connected;
  };
  const tools: Tools = {
    ...given,
    async galleryChannel({ platform, space }) {
      if (space === undefined) return null;
      return chat().findChannel(space, (await given.core.gallery.channel(platform, space)) ?? gallery);
    },
    postLink: (post) => (post.platform === chat().platform ? chat().link(post) : null),
  };
  connected = await connect(createHandlers({ commands, tools, chat }));
  const lock = createLock();
  const live = startLivePosts({ tools, chat: connected, lock });
  const deliveries = startDeliveries({ tools, chat: connected, live, lock });

  // Posts of jobs that went on while no bot was here are brought up to date.
  for (const job of await tools.core.jobs.active()) {
    if (job.place.platform !== connected.platform) continue;
    await tools.core.deliveries.wake(job.place.platform, { subject: 'job', jobId: job.id });
  }

  return {
    chat: connected,
    async close(): Promise<void> {
      await live.close();
      await deliveries.close();
      await connected.close();
    },
  };
}
