/** Files a member hands to an app: too large for the websocket, so they are posted, and named by an id from then on. */
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type DiscordMember, MemberError } from '../discord/member.ts';
import { isOwnOrigin } from './guard.ts';

/** Discord takes no larger request; what a file may have at most, the stand-in says. */
const MOST_BYTES = 25 * 1024 * 1024;

export function receiveUploads(app: Hono, members: DiscordMember[]): void {
  const tooLarge = {
    maxSize: MOST_BYTES,
    onError: () => new Response('That file is too large.', { status: 413 }),
  };
  app.post('/uploads/:member/:channel/:name', bodyLimit(tooLarge), async (context) => {
    if (!isOwnOrigin(context.req.header('origin'), context.req.header('host')))
      return context.text('Not from here.', 403);
    const { member: memberId, channel, name } = context.req.param();
    const member = members.find(({ info }) => info.id === memberId);
    if (!member) return context.text(`There is no member with the id ${memberId}.`, 404);

    const contentType = context.req.header('content-type');
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    try {
      const id = await member.upload(channel, { name, bytes, ...(contentType && { contentType }) });
      return context.json({ id });
    } catch (error) {
      if (error instanceof MemberError) return context.text(error.message, 400);
      throw error;
    }
  });
}
