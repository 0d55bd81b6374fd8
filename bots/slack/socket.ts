/**
 * Socket Mode: a websocket that we open, so that Slack needs no way to reach us.
 *
 * The connection is kept here rather than by the SDK, which waits some seconds before it connects again, and ends the
 * process when Slack cannot be reached at that moment. Slack ends every connection now and then and says so; the next
 * one is opened at once. After failures it takes longer and longer, without ever giving up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, SocketModeReceiver } from '@slack/bolt';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { meaningOf } from './errors.ts';

const connectMs = 20_000;
const longestPauseMs = 30_000;
const closeMs = 1500;

interface SocketOptions {
  appToken: string;
  apiUrl: string;
  logger: Logger;
  log: Log;
}

export function createSocket({ appToken, apiUrl, logger, log }: SocketOptions) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: connectMs,
      },
    },
  });
  const { client } = receiver;
  // The SDK forgets to catch what goes wrong while it reads a message, which would end the process.
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: string | ArrayBuffer, isBinary: boolean) => {
    // biome-ignore lint/complexity/useLiteralKeys: it is protected, and there is no other way to get between.
    client['onWebSocketMessage'](data, isBinary).catch((thrown: unknown) =>
      log.warn({ err: toError(thrown) }, 'a message of Slack could not be read by its SDK; it goes on'),
    );
  });
  const closing = new AbortController();
  let keeping: Promise<void> = Promise.resolve();
  let connected = false;

  /** Resolves when Slack has said hello. */
  async function connect(): Promise<void> {
    const late = new AbortController();
    const timeout = sleep(connectMs, undefined, { signal: late.signal }).then(() => {
      throw new Error(`Slack did not say hello within ${connectMs / 1000} s`);
    });
    timeout.catch(() => {});
    try {
      await Promise.race([receiver.start(), timeout]);
      connected = true;
    } catch (thrown) {
      throw thrown === undefined ? new Error('Slack closed the connection before it said hello') : thrown;
    } finally {
      late.abort();
    }
  }

  /** Resolves when the connection that stands is lost. */
  function lost(): Promise<void> {
    return new Promise((resolve) => {
      client.once('disconnected', () => {
        connected = false;
        resolve();
      });
    });
  }

  async function keep(gone: Promise<void>): Promise<void> {
    let ends = gone;
    for (let failures = 0; !closing.signal.aborted; ) {
      if (failures === 0) await ends;
      if (closing.signal.aborted) return;
      try {
        if (failures > 0) {
          const pause = Math.min(longestPauseMs, 250 * 2 ** failures);
          await sleep(pause, undefined, { signal: closing.signal });
        }
        await connect();
        ends = lost();
        failures = 0;
        log.info('connected to Slack again');
      } catch (thrown) {
        if (closing.signal.aborted) return;
        failures += 1;
        const level = meaningOf(thrown) === 'revoked' ? 'error' : 'warn';
        log[level](
          { err: toError(thrown).message, failures },
          `the connection to Slack does not come about: ${toError(thrown).message}`,
        );
      }
    }
  }

  return {
    receiver,
    /** Connects, and from then on stays connected. */
    async start(): Promise<void> {
      await connect();
      keeping = keep(lost());
    },
    hears: () => connected,
    async close(): Promise<void> {
      closing.abort();
      await Promise.race([client.disconnect(), sleep(closeMs, undefined, { ref: false })]);
      await Promise.race([keeping, sleep(closeMs, undefined, { ref: false })]);
    },
  };
}
