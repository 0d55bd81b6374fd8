/** Answers in the words and shapes of the real server's web framework. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { parseJson, toJson } from '../json.ts';

/** What a request carries along on its way through the handlers. */
export interface Env {
  Variables: {
    /** The whole body; read once, before anything looks at it. */
    body: Uint8Array<ArrayBuffer>;
    /** The body of the answer, for the wire log. */
    told: unknown;
  };
}

export type Ctx = Context<Env>;

export function json(context: Ctx, body: unknown, status: ContentfulStatusCode = 200): Response {
  context.set('told', body);
  return context.body(toJson(body), status, { 'Content-Type': 'application/json; charset=utf-8' });
}

export function text(context: Ctx, body: string, status: ContentfulStatusCode): Response {
  context.set('told', body);
  return context.body(body, status, { 'Content-Type': 'text/plain; charset=utf-8' });
}

export const empty = (context: Ctx, status: 200 | 400 | 403 | 404): Response =>
  context.body(null, status, { 'Content-Length': '0' });

export const serverError = (context: Ctx): Response =>
  text(context, '500 Internal Server Error\n\nServer got itself in trouble', 500);

const anyObject = z.record(z.string(), z.unknown());

/** The body as a JSON object, whatever its content type says. Throws otherwise, which becomes a 500. */
export const readObject = (context: Ctx): Record<string, unknown> =>
  anyObject.parse(parseJson(new TextDecoder().decode(context.get('body'))));

/** A multipart form. */
export const readForm = (context: Ctx): Promise<FormData> =>
  new Response(context.get('body'), {
    headers: { 'Content-Type': context.req.header('Content-Type') ?? '' },
  }).formData();

/** A whole number as Python reads it from a query; throws for anything else. */
export function wholeNumber(text: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new RangeError(`not a whole number: ${text}`);
  return Number(text);
}
