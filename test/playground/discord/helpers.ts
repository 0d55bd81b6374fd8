/** What these tests share: a stand-in that is closed afterwards, its people, and a raw line to the API. */
import { onTestFinished, vi } from 'vitest';
import type { LimitOverrides } from '../../../playground/discord/limits.ts';
import type { DiscordMember } from '../../../playground/discord/member.ts';
import { type DiscordOptions, type DiscordServer, startDiscord } from '../../../playground/discord/server.ts';

/** Buckets so wide, and time so long, that no test waits or fails for a limit it does not test. */
const WIDE = { limit: 10_000, perMs: 1000 };
export const UNHURRIED: LimitOverrides = {
  timing: { identifyMs: 0, answerMs: 15_000 },
  rates: {
    buckets: {
      'message-create': WIDE,
      'message-edit': WIDE,
      'message-delete': WIDE,
      'message-bulk-delete': WIDE,
      reaction: WIDE,
      pin: WIDE,
      webhook: WIDE,
      'original-response': WIDE,
      'commands-write': WIDE,
    },
    global: WIDE,
  },
};

export async function discord(options: DiscordOptions = {}): Promise<DiscordServer> {
  const server = await startDiscord({
    ...options,
    limits: {
      ...UNHURRIED,
      ...options.limits,
      timing: { ...UNHURRIED.timing, ...options.limits?.timing },
      rates: { ...UNHURRIED.rates, ...options.limits?.rates },
    },
  });
  onTestFinished(() => server.close());
  return server;
}

type Name = 'Mai' | 'Ravi' | 'Noor';

export const idOf = (server: DiscordServer, name: Name): string => found(server.members[name]);
export const person = (server: DiscordServer, name: Name): DiscordMember => server.member(idOf(server, name));
export const channel = (server: DiscordServer, name: 'general' | 'gallery'): string =>
  found(server.channels[name]);

export function found<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('not there');
  return value;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at field by field, and a wrong field fails the test
  body: any;
}

/** What each form field holds, e.g. `files[0]`. */
export type Files = Record<string, readonly [name: string, bytes: string | Buffer<ArrayBuffer>]>;

export type Raw = (method: string, path: string, body?: unknown, files?: Files) => Promise<Answer>;

/** Requests without a library between: what is refused has to be seen as it is sent. */
export function raw(server: DiscordServer, authorization = `Bot ${server.token}`): Raw {
  return async (method, path, body, files) => {
    const headers: Record<string, string> = authorization === '' ? {} : { authorization };
    let payload: string | FormData | undefined;
    if (files) {
      payload = new FormData();
      if (body !== undefined) payload.append('payload_json', JSON.stringify(body));
      for (const [key, [name, bytes]] of Object.entries(files)) payload.append(key, new Blob([bytes]), name);
    } else if (body !== undefined) {
      headers['content-type'] = 'application/json';
      payload = JSON.stringify(body);
    }
    const answer = await fetch(`${server.apiUrl}/v10${path}`, { method, headers, body: payload ?? null });
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson ? await answer.json() : await answer.text(),
    };
  };
}

/** The errors of an invalid form as `path: CODE`, so that a test can name them in one line. */
export function formProblems(answer: Answer): string[] {
  const found: string[] = [];
  const visit = (level: unknown, path: string[]): void => {
    if (typeof level !== 'object' || level === null) return;
    for (const [key, value] of Object.entries(level)) {
      if (key === '_errors')
        found.push(...value.map(({ code }: { code: string }) => `${path.join('.')}: ${code}`));
      else visit(value, [...path, key]);
    }
  };
  visit(answer.body.errors, []);
  return found;
}

/** Waits for a value that is there sooner or later. */
export function eventually<T>(look: () => T | undefined | null | false | Promise<T | undefined>): Promise<T> {
  return vi.waitFor(
    async () => {
      const value = await look();
      if (value === undefined || value === null || value === false) throw new Error('still not there');
      return value as T;
    },
    { timeout: 10_000, interval: 5 },
  );
}

export const RENDER = {
  name: 'render',
  description: 'Make a picture',
  options: [{ type: 3, name: 'prompt', description: 'What to see', required: true, autocomplete: true }],
};

/** Registers commands for the server without a bot. */
export async function register(server: DiscordServer, commands: object[] = [RENDER]): Promise<void> {
  const { status, body } = await raw(server)(
    'PUT',
    `/applications/${server.applicationId}/guilds/${server.guildId}/commands`,
    commands,
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** Opens a `/render` of Mai's and hands back what the app would get of it. */
export function renderCall(server: DiscordServer, prompt = 'a lighthouse') {
  const mai = person(server, 'Mai');
  const channelId = channel(server, 'general');
  const { interactionId } = mai.runCommand({
    channelId,
    name: 'render',
    options: [{ name: 'prompt', value: prompt }],
  });
  const interaction = server.state.interactions().find(({ id }) => id === interactionId);
  if (!interaction) throw new Error('no interaction');
  const { id, token } = interaction;
  return {
    mai,
    channelId,
    id,
    token,
    callback: `/interactions/${id}/${token}/callback`,
    webhook: `/webhooks/${server.applicationId}/${token}`,
  };
}

export const V2 = 1 << 15;
export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
