/** A core on a Redis and a media folder of its own, for one test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { owedChannel } from '../../core/commit.ts';
import { type Core, openCore } from '../../core/core.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { until } from './until.ts';

export interface TestCore {
  core: Core;
  redis: TestRedis;
  mediaUrl: string;
  close(): Promise<void>;
}

/** Waits until somebody hears at once what is owed: what was said before that is found by looking, a second later. */
export const listening = ({ redis, prefix }: Core) =>
  until(async () => Number((await redis.pubsub('NUMSUB', owedChannel(prefix)))[1]) > 0);

/** @param redis closed with it; one of its own unless it is given */
export async function startTestCore(given?: TestRedis): Promise<TestCore> {
  const redis = given ?? (await startRedis());
  const folder = await mkdtemp(join(tmpdir(), 'rendezvous-media-'));
  const mediaUrl = pathToFileURL(folder).href;
  const core = await openCore({ redisUrl: redis.url, mediaUrl });
  return {
    core,
    redis,
    mediaUrl,
    async close() {
      await core.close();
      await redis.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
