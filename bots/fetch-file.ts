/**
 * Fetches what somebody attached, and nothing else: from the platform's own file hosts only, also when one of them
 * sends us on, within a number of bytes and a time. The one way by which an address out of a message is opened.
 */

import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { tooLarge } from '../core/attachment/check.ts';
import { toError, UserError } from '../core/errors.ts';
import { say, type Words } from '../core/say.ts';
import { publicLookup } from './public-address.ts';

export interface FileHosts {
  /** `Discord` */
  platform: string;
  /** Hosts of the open internet, asked by https. */
  hosts: readonly string[];
  /** Where the platform's API was set to be; a stand-in serves its files there itself. Null for the platform's own. */
  origin: string | null;
  /** Sent to these hosts and no other. */
  headers?: Readonly<Record<string, string>>;
}

export interface FetchOptions {
  lookup?: LookupFunction;
  /** For the whole of it. @default 60,000 */
  withinMs?: number;
}

const connectMs = 5000;
const silentMs = 10_000;
const mostRedirects = 3;

export type FetchFile = ReturnType<typeof createFetchFile>;

export function createFetchFile(
  { platform, hosts, origin, headers = {} }: FileHosts,
  { lookup = publicLookup(), withinMs = 60_000 }: FetchOptions = {},
) {
  const common = { headersTimeout: silentMs, bodyTimeout: silentMs, maxHeaderSize: 16_384 };
  const open = new Agent({ ...common, connect: { lookup, timeout: connectMs } });
  const own = new Agent({ ...common, connect: { timeout: connectMs } });

  function agentFor(url: URL): Agent | null {
    if (url.username || url.password) return null;
    if (origin !== null && url.origin === origin) return own;
    return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname) ? open : null;
  }

  async function get(address: string, most: number, name: Words, signal: AbortSignal): Promise<Buffer> {
    let next = address;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const url = URL.canParse(next) ? new URL(next) : null;
      const agent = url && agentFor(url);
      if (!url || !agent)
        throw new UserError(
          say('{name} is not kept by {platform} itself, so it is not fetched.', { name, platform }),
        );
      const {
        statusCode,
        headers: told,
        body,
      } = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        // What is packed could unpack to anything.
        headers: { ...headers, 'accept-encoding': 'identity' },
        signal,
      });
      const packed = told['content-encoding'] !== undefined && told['content-encoding'] !== 'identity';
      if (statusCode === 200 && !packed) return await whole(body, most, name);
      // Being left is an error to the body; without a listener it would end the process.
      body.on('error', () => {}).destroy();
      if (
        statusCode < 300 ||
        statusCode > 399 ||
        typeof told.location !== 'string' ||
        !URL.canParse(told.location, url)
      )
        throw new Error(`${url.host} answered with ${statusCode}${packed ? ', packed' : ''}`);
      next = new URL(told.location, url).href;
    }
    throw new Error(`${platform} sends us from one address to the next`);
  }

  return {
    /** @throws UserError */
    async fetch(address: string, most: number, name: Words): Promise<Buffer> {
      try {
        return await get(address, most, name, AbortSignal.timeout(withinMs));
      } catch (thrown) {
        if (thrown instanceof UserError) throw thrown;
        throw new UserError(
          say('{name} could not be fetched from {platform}. Attach it once more.', { name, platform }),
          { cause: toError(thrown) },
        );
      }
    },
    async close(): Promise<void> {
      await Promise.all([open.destroy(), own.destroy()]);
    },
  };
}

async function whole(body: AsyncIterable<Buffer>, most: number, name: Words): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > most) throw tooLarge(name, most);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
