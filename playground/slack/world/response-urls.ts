/** Response URLs: leave to answer a gesture in its channel, five times within half an hour. */
import { newId, newSecret } from '../ids.ts';
import type { World } from './world.ts';

export type ResponseUrlKind = 'commands' | 'actions' | 'app';

export interface ResponseUrl {
  userId: string;
  channelId: string;
  threadTs?: string;
  at: number;
  uses: number;
  /** The message the gesture was made on; without one, the latest answer. */
  originalTs?: string;
}

export interface ResponseUrls {
  issue(
    kind: ResponseUrlKind,
    given: Pick<ResponseUrl, 'userId' | 'channelId' | 'threadTs' | 'originalTs'>,
  ): { href: string; url: ResponseUrl };
  get(path: string): ResponseUrl | undefined;
}

export function createResponseUrls(world: World): ResponseUrls {
  const known = new Map<string, ResponseUrl>();
  return {
    issue(kind, given) {
      const oldest = world.now() - 2 * world.limits.timing.responseUrlMs;
      for (const [old, { at }] of known) if (at < oldest) known.delete(old);
      const path = `/${kind}/${world.seed.team.id}/${newId('Rp').slice(2)}/${newSecret()}`;
      const url = { ...given, at: world.now(), uses: 0 };
      known.set(path, url);
      return { href: world.origin() + path, url };
    },
    get: (path) => known.get(path),
  };
}
