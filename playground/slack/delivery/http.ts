/** HTTP mode: every envelope is a signed POST to the app's one address. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../validate/walk.ts';
import { isRecord } from '../validate/walk.ts';
import type { Note } from '../web/wire.ts';
import type { World } from '../world/world.ts';
import { signedHeaders } from './signature.ts';
import type { Delivery, Envelope, Transport } from './transport.ts';

export interface HttpOptions {
  eventsUrl: string;
  signingSecret: string;
}

export interface HttpTransport extends Transport {
  /** Slack asks an address whether it belongs to the app before it sends anything there. */
  verify(): Promise<boolean>;
}

export function createHttpTransport(world: World, options: HttpOptions, note: Note): HttpTransport {
  const { eventsUrl, signingSecret } = options;
  const aborts = new AbortController();
  let verified: Promise<boolean> | undefined;

  async function post(
    body: string,
    contentType: string,
    summary: string,
    retry?: Envelope['retry'],
  ): Promise<Response> {
    note({ wire: 'slack-http', direction: 'out', summary, body: readable(body, contentType) });
    const response = await fetch(eventsUrl, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signedHeaders(signingSecret, body, world.now()),
        ...(retry
          ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
          : {}),
      },
      body,
      signal: AbortSignal.any([aborts.signal, AbortSignal.timeout(world.limits.timing.answerMs)]),
    });
    return response;
  }

  async function ask(): Promise<boolean> {
    const challenge = randomBytes(30).toString('base64url');
    const body = JSON.stringify({
      token: world.seed.app.verificationToken,
      challenge,
      type: 'url_verification',
    });
    try {
      const response = await post(body, 'application/json', 'url_verification');
      const said = await response.text();
      note({
        wire: 'slack-http',
        direction: 'in',
        summary: 'url_verification',
        status: response.status,
        body: said,
      });
      return response.ok && challengeIn(said) === challenge;
    } catch {
      return false;
    }
  }

  async function verify(): Promise<boolean> {
    verified ??= ask();
    const isVerified = await verified;
    // An app that was not there yet is asked again the next time.
    if (!isVerified) verified = undefined;
    return isVerified;
  }

  return {
    verify,
    async deliver(envelope): Promise<Delivery> {
      if (!(await verify())) return { ok: false, error: 'dispatch_failed', retryReason: 'connection_failed' };
      const { body, contentType, summary } = write(envelope);
      try {
        const response = await post(body, contentType, summary, envelope.retry);
        const answer = await readAnswer(response);
        note({ wire: 'slack-http', direction: 'in', summary, status: response.status, body: answer });
        if (response.ok) return { ok: true, answer: envelope.takesAnswer ? answer : undefined };
        return {
          ok: false,
          error: response.status < 500 ? 'http_client_error' : 'http_service_error',
          retryReason: 'http_error',
          isFinal: response.headers.get('x-slack-no-retry') === '1',
        };
      } catch (cause) {
        const isLate = cause instanceof Error && cause.name === 'TimeoutError';
        return isLate
          ? { ok: false, error: 'operation_timeout', retryReason: 'http_timeout' }
          : { ok: false, error: 'dispatch_failed', retryReason: 'connection_failed' };
      }
    },
    close: () => aborts.abort(),
  };
}

/** Events are JSON; commands are a form, and interactions a form with one field. */
function write({ kind, payload }: Envelope): { body: string; contentType: string; summary: string } {
  const contentType = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'events_api':
      return { body: JSON.stringify(payload), contentType: 'application/json', summary: eventName(payload) };
    case 'slash_commands':
      return {
        body: new URLSearchParams(
          Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
        ).toString(),
        contentType,
        summary: String(payload.command),
      };
    case 'interactive':
      return {
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
        contentType,
        summary: String(payload.type),
      };
    default:
      return kind satisfies never;
  }
}

export function eventName(payload: JsonObject): string {
  const event = payload.event;
  return isRecord(event) ? [event.type, event.subtype].filter(Boolean).join(' ') : 'event_callback';
}

/** JSON where it is said to be, otherwise the text; an empty body is no answer. */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The challenge may come back as plain text, as JSON or as a form. */
function challengeIn(body: string): string | null {
  try {
    return z.object({ challenge: z.string() }).parse(JSON.parse(body)).challenge;
  } catch {
    return new URLSearchParams(body).get('challenge') ?? body.trim();
  }
}

function readable(body: string, contentType: string): unknown {
  if (contentType === 'application/json') return JSON.parse(body);
  const form = Object.fromEntries(new URLSearchParams(body));
  return form.payload === undefined ? form : JSON.parse(form.payload);
}
