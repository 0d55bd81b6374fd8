/**
 * The CDN: attachments behind signed addresses that expire.
 * https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import type { RestEnv } from './rest/types.ts';
import type { World } from './world/world.ts';

export interface Signer {
  sign(path: string): string;
  isValid(path: string, query: { ex?: string; is?: string; hm?: string }): boolean;
}

/** Addresses change only now and then, so that a picture seen again comes out of the browser's cache. */
const ISSUES_PER_LIFE = 24;

export function createSigner(key: string, lifeMs: number, now: () => number): Signer {
  const mac = (path: string, ex: string, is: string) =>
    createHmac('sha256', key).update(`${path}?${ex}&${is}`).digest('hex');
  return {
    sign(path) {
      const step = Math.max(1, Math.floor(lifeMs / ISSUES_PER_LIFE));
      const issued = Math.floor(now() / step) * step;
      const ex = Math.floor((issued + lifeMs) / 1000).toString(16);
      const is = Math.floor(issued / 1000).toString(16);
      return `${path}?ex=${ex}&is=${is}&hm=${mac(path, ex, is)}&`;
    },
    isValid(path, { ex = '', is = '', hm = '' }) {
      const expected = Buffer.from(mac(path, ex, is));
      const given = Buffer.from(hm);
      const genuine = expected.length === given.length && timingSafeEqual(expected, given);
      return genuine && Number.parseInt(ex, 16) * 1000 > now();
    },
  };
}

export const attachmentPath = (channelId: string, attachmentId: string, filename: string) =>
  `/attachments/${channelId}/${attachmentId}/${encodeURIComponent(filename)}`;

export function cdnRoutes(app: Hono<RestEnv>, world: World, signer: Signer): void {
  app.get('/attachments/:channel/:attachment/:filename', async (c) => {
    const path = new URL(c.req.url).pathname;
    const attachmentId = c.req.param('attachment');
    const bytes = signer.isValid(path, c.req.query()) ? await world.files.get(attachmentId) : undefined;
    if (!bytes) return c.text('This content is no longer available.', 404);
    c.header('Content-Type', contentTypeOf(world, attachmentId));
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cache-Control', 'private, max-age=3600');
    c.header('Accept-Ranges', 'bytes');
    const range = readRange(c.req.header('range'), bytes.byteLength);
    if (!range) return c.body(new Uint8Array(bytes), 200);
    c.header('Content-Range', `bytes ${range.from}-${range.to}/${bytes.byteLength}`);
    return c.body(new Uint8Array(bytes.subarray(range.from, range.to + 1)), 206);
  });
}

function contentTypeOf(world: World, attachmentId: string): string {
  const uploaded = world.uploads.get(attachmentId);
  if (uploaded) return uploaded.contentType;
  for (const { attachments } of world.messages.values()) {
    const found = attachments.find(({ id }) => id === attachmentId);
    if (found) return found.contentType;
  }
  return 'application/octet-stream';
}

/** Films are asked for in pieces; one piece at a time is enough for every player. */
function readRange(header: string | undefined, size: number): { from: number; to: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || size === 0) return null;
  const [, first, last] = match;
  if (first === '') {
    const tail = Number(last);
    return tail > 0 ? { from: Math.max(0, size - tail), to: size - 1 } : null;
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return from <= to ? { from, to } : null;
}
