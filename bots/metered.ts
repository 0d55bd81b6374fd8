/** A chat whose calls are counted: what was asked of the platform, and what came of it. */
import { PassingError, UserError } from '../core/errors.ts';
import type { ChatMetrics } from '../core/metrics-chat.ts';
import type { Chat } from './chat.ts';

type Outcome = Parameters<ChatMetrics['called']>[2];

export function meterChat(chat: Chat, metrics: ChatMetrics): Chat {
  async function counted<T>(call: string, work: Promise<T>, outcome: (answer: T) => Outcome): Promise<T> {
    try {
      const answer = await work;
      metrics.called(chat.platform, call, outcome(answer));
      return answer;
    } catch (thrown) {
      const refused = thrown instanceof UserError || !(thrown instanceof PassingError);
      metrics.called(chat.platform, call, refused ? 'refused' : 'failed');
      throw thrown;
    }
  }
  const done = (): Outcome => 'done';

  return {
    ...chat,
    create: (...args) => counted('create', chat.create(...args), done),
    edit: (post, card, urgency) =>
      counted(`edit ${urgency}`, chat.edit(post, card, urgency), (answer) => {
        if (answer === null) return 'dropped';
        if (answer === 'shut' || answer === 'fixed') return 'refused';
        return answer === 'gone' ? 'gone' : 'done';
      }),
    ping: (...args) => counted('ping', chat.ping(...args), done),
    remove: (...args) => counted('remove', chat.remove(...args), done),
    tell: (...args) =>
      counted('tell', chat.tell(...args), (answer) => (answer === 'told' ? 'done' : 'refused')),
    give: (...args) =>
      counted('tell', chat.give(...args), (answer) => (answer === 'refused' ? 'refused' : 'done')),
  };
}
