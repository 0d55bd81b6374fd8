/** What the bots do beside answering: posts are made, follow along, and show how it ended. */
import type { Chat } from '../../bots/chat.ts';
import { startDeliveries } from '../../bots/deliveries.ts';
import { startLivePosts } from '../../bots/live.ts';
import { createLock } from '../../bots/lock.ts';
import type { Tools } from '../../commands/command.ts';

/** Returns the function that ends it, after what is under way. */
export function startDelivering(tools: Tools, chat: Chat): () => Promise<void> {
  const lock = createLock();
  const live = startLivePosts({ tools, chat, lock });
  const deliveries = startDeliveries({ tools, chat, live, lock });
  return async () => {
    await live.close();
    await deliveries.close();
  };
}
