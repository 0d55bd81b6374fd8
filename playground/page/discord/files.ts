/**
 * Attachments for the page. They lie on the stand-in's origin, from which the page may load nothing;
 * here they are fetched from it and handed on.
 */
import type { Hono } from 'hono';
import { wrapFile } from '../file-answer.ts';

const PASSED_ON = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'last-modified',
  'etag',
];
const ASKED_WITH = ['range', 'if-none-match', 'if-modified-since'];

export function serveAttachments(app: Hono, origin: string): void {
  app.get('/files/:path{attachments/.+}', async (context) => {
    // Only path and query are taken over: the request must not choose another host.
    const asked = new URL(context.req.url);
    const url = new URL(origin);
    url.pathname = asked.pathname.slice('/files'.length);
    url.search = asked.search;

    const headers = new Headers();
    for (const name of ASKED_WITH) {
      const value = context.req.header(name);
      if (value) headers.set(name, value);
    }
    const found = await fetch(url, { headers, redirect: 'error', signal: context.req.raw.signal });

    const answer = new Headers();
    for (const name of PASSED_ON) {
      const value = found.headers.get(name);
      if (value) answer.set(name, value);
    }
    return new Response(found.body, { status: found.status, headers: wrapFile(answer) });
  });
}
