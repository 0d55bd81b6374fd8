/** The stand-in, the real Bolt against it, and calls without any SDK. */
import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import sharp from 'sharp';
import type { SlackMember } from '../../../playground/slack/member.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../../playground/slack/server.ts';
import { until } from '../../support/until.ts';

/** Enough of everything, so that only tests of limits meet them. */
export const GENEROUS: NonNullable<SlackOptions['limits']> = {
  rates: {
    2: { limit: 10_000, perMs: 1000 },
    3: { limit: 10_000, perMs: 1000 },
    4: { limit: 10_000, perMs: 1000 },
    post: { limit: 10_000, perMs: 1000 },
    workspacePost: { limit: 10_000, perMs: 1000 },
    special: { limit: 10_000, perMs: 1000 },
  },
  timing: { fileProcessingMs: 30 },
};

export async function startTestSlack(
  options: SlackOptions = {},
): Promise<SlackServer & { mai: SlackMember; ravi: SlackMember; noor: SlackMember }> {
  const limits = {
    rates: { ...GENEROUS.rates, ...options.limits?.rates },
    timing: { ...GENEROUS.timing, ...options.limits?.timing },
  };
  const slack = await startSlack({ ...options, limits });
  const member = (name: string) => slack.member(slack.members[name] ?? '');
  return { ...slack, mai: member('Mai'), ravi: member('Ravi'), noor: member('Noor') };
}

export type TestSlack = Awaited<ReturnType<typeof startTestSlack>>;

export interface Answer extends Record<string, unknown> {
  ok: boolean;
  error?: string;
  warning?: string;
  response_metadata?: { messages?: string[]; warnings?: string[]; next_cursor?: string };
}

/** One call of the Web API as JSON; `token: null` sends none. */
export async function call(
  slack: TestSlack,
  method: string,
  args: Record<string, unknown> = {},
  { token = slack.botToken }: { token?: string | null } = {},
): Promise<Answer> {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
}

/** Broken connections are part of the tests; what goes wrong in a listener shows in what does not happen. */
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/**
 * Bolt over Socket Mode, quick to come again after a disconnect. Where nothing is to be disconnected, a longer
 * `clientPingTimeout` keeps a busy machine from being taken for one.
 */
export async function startBolt(
  slack: TestSlack,
  register: (app: App) => void,
  { clientPingTimeout = 300 } = {},
): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    clientPingTimeout,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet });
  register(app);
  await app.start();
  return app;
}

/** Bolt's own `stop` does not wait for its connection to be closed. */
export async function stopBolt(slack: TestSlack, app: App): Promise<void> {
  await app.stop();
  await until(() => slack.state.connections().length === 0, { what: 'the end of the connection' });
}

export function picture(
  format: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
  width = 40,
  height = 30,
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .toFormat(format)
    .toBuffer();
}

export const section = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});

export const buttons = (...ids: string[]) => ({
  type: 'actions',
  elements: ids.map((id) => ({
    type: 'button',
    text: { type: 'plain_text', text: id },
    action_id: id,
    value: `value of ${id}`,
  })),
});
