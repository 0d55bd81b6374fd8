/** Slack's files for the page: private ones, so whoever looks has to be able to see them. */
import type { Hono } from 'hono';
import { MemberError, type SlackMember } from '../../slack/member.ts';
import { wrapFile } from '../file-answer.ts';

export function serveSlackFiles(app: Hono, members: SlackMember[]): void {
  app.get('/slack-files/:person/:file', async (context) => {
    const { person, file: id } = context.req.param();
    const member = members.find(({ info }) => info.id === person);
    if (!member) return context.text('There is nobody with this id.', 404);
    try {
      const { mimetype, bytes } = await member.file(id);
      return answer(bytes, mimetype, context.req.header('range'));
    } catch (error) {
      if (error instanceof MemberError) return context.text(error.message, 404);
      throw error;
    }
  });
}

/** Films are asked for in pieces; one piece at a time is enough for every player. */
function answer(bytes: Uint8Array, mimetype: string, range: string | undefined): Response {
  const headers = wrapFile(new Headers({ 'content-type': mimetype || 'application/octet-stream' }));
  headers.set('accept-ranges', 'bytes');
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const from = Number(first);
  const to = Math.min(last ? Number(last) : Infinity, bytes.byteLength - 1);
  if (first === undefined || from > to) return new Response(Uint8Array.from(bytes), { headers });
  headers.set('content-range', `bytes ${from}-${to}/${bytes.byteLength}`);
  return new Response(Uint8Array.from(bytes.subarray(from, to + 1)), { status: 206, headers });
}
