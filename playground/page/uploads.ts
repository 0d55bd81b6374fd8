/** Files a person hands over: too large for the websocket, so they are posted, and named by an id from then on. */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as discord from '../discord/member.ts';
import * as slack from '../slack/member.ts';
import { isOwnOrigin } from './guard.ts';

/** What a file may have at most, the stand-ins say; Discord takes no larger request. */
const MOST_BYTES = 25 * 1024 * 1024;

interface Uploaded {
  name: string;
  bytes: Uint8Array;
  contentType?: string;
}

const tooLarge = {
  maxSize: MOST_BYTES,
  onError: () => new Response('That file is too large.', { status: 413 }),
};

export function receiveDiscordUploads(app: Hono, members: discord.DiscordMember[]): void {
  app.post('/uploads/:member/:channel/:name', bodyLimit(tooLarge), (context) => {
    const { member: id, channel, name } = context.req.param();
    const member = members.find(({ info }) => info.id === id);
    return receive(context, { id, name }, member && ((file) => member.upload(channel, file)));
  });
}

export function receiveSlackUploads(app: Hono, members: slack.SlackMember[]): void {
  app.post('/slack-uploads/:member/:name', bodyLimit(tooLarge), (context) => {
    const { member: id, name } = context.req.param();
    return receive(context, { id, name }, members.find(({ info }) => info.id === id)?.upload);
  });
}

async function receive(
  context: Context,
  { id, name }: { id: string; name: string },
  hand: ((file: Uploaded) => Promise<string>) | undefined,
): Promise<Response> {
  if (!isOwnOrigin(context.req.header('origin'), context.req.header('host')))
    return context.text('Not from here.', 403);
  if (!hand) return context.text(`There is no member with the id ${id}.`, 404);
  const contentType = context.req.header('content-type');
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  try {
    return context.json({ id: await hand({ name, bytes, ...(contentType && { contentType }) }) });
  } catch (error) {
    if (error instanceof discord.MemberError || error instanceof slack.MemberError)
      return context.text(error.message, 400);
    throw error;
  }
}
