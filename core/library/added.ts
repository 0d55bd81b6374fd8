/** Workflows that were added in chats, each for one server or workspace. */

import type { Redis } from 'ioredis';
import type { Commit } from '../commit.ts';
import { UserError } from '../errors.ts';
import { say } from '../say.ts';
import { type ChatSource, chatSourceSchema, type Scope, scopeKey } from './source.ts';

const most = 100;
const mostBytes = 256 * 1024 * 1024;

export function createAddedWorkflows(
  { redis, commit, changed }: { redis: Redis; commit: Commit; changed: () => Promise<void> },
  prefix: string,
) {
  const key = `${prefix}:workflows:added`;
  const countKey = (scope: Scope) => `${prefix}:workflows:changes:${scopeKey(scope)}`;
  const fieldOf = (scope: Scope, name: string) => `${scopeKey(scope)}/${name}`;

  /** Of all servers and workspaces. */
  async function all(): Promise<ChatSource[]> {
    return (await redis.hvals(key)).flatMap(
      (text) => chatSourceSchema.safeParse(JSON.parse(text)).data ?? [],
    );
  }

  const list = async (scope: Scope) => (await all()).filter((one) => scopeKey(one) === scopeKey(scope));

  return {
    all,
    list,

    /**
     * Adds it, or puts it in the place of the one of that name. Doing it again changes nothing.
     * @throws UserError when that server or workspace has too many, or too much.
     */
    async add(given: ChatSource): Promise<'added' | 'changed' | 'same'> {
      const source = chatSourceSchema.parse(given);
      for (;;) {
        const count = await redis.get(countKey(source));
        const others = await list(source);
        const before = others.find(({ name }) => name === source.name);
        if (before && before.file.id === source.file.id && before.side === source.side) return 'same';
        checkRoom(
          others.filter((one) => one !== before),
          source,
        );
        const written = await commit({
          guards: [{ key: countKey(source), holds: count }],
          steps: [
            ['INCR', countKey(source)],
            ['HSET', key, fieldOf(source, source.name), JSON.stringify(source)],
          ],
        });
        if (!written) continue;
        await changed();
        return before ? 'changed' : 'added';
      }
    },

    /** False when there is none of that name. */
    async remove(scope: Scope, name: string): Promise<boolean> {
      const [[, removed] = []] =
        (await redis.multi().hdel(key, fieldOf(scope, name)).incr(countKey(scope)).exec()) ?? [];
      if (removed !== 1) return false;
      await changed();
      return true;
    },
  };
}

/** One that cannot be read hides no other. */
export function readSource(text: string): ChatSource[] {
  try {
    return [chatSourceSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

function checkRoom(others: readonly ChatSource[], { file }: ChatSource): void {
  if (others.length >= most)
    throw new UserError(
      say('There are {n} workflows here already, which is the most. Remove one first.', { n: most }),
    );
  const bytes = others.reduce((sum, one) => sum + one.file.bytes, file.bytes);
  if (bytes > mostBytes)
    throw new UserError(
      say(
        'The workflows added here would have {n} bytes together; at most {most} are kept. Remove one, or add the workflow itself instead of a picture or video that carries it.',
        { n: bytes, most: mostBytes },
      ),
    );
}
