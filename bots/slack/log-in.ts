/**
 * Logging in, and what is wrong when it fails, in one sentence with the remedy: with the settings, or with Slack and the way
 * there, which may pass.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { PassingError, SettingsError, toError } from '../../core/errors.ts';
import { meaningOf, wordOf } from './errors.ts';
import { scopes } from './manifest.ts';

const identitySchema = z.object({
  /** Address of the workspace, with a slash at the end. */
  url: z.string(),
  team: z.string().default(''),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  is_enterprise_install: z.boolean().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
export type Identity = z.infer<typeof identitySchema>;

/** @throws SettingsError, or PassingError when Slack is out of reach. */
export async function logIn(client: WebClient, apiUrl: string): Promise<Identity> {
  let answer: unknown;
  try {
    answer = await client.auth.test();
  } catch (thrown) {
    throw meaningOf(thrown) === 'revoked' || meaningOf(thrown) === 'scope'
      ? new SettingsError(
          `SLACK_BOT_TOKEN was refused by Slack (${wordOf(thrown)}); install the app in your workspace again and copy the Bot User OAuth Token from OAuth & Permissions.`,
          { cause: toError(thrown) },
        )
      : unreachable(thrown, apiUrl);
  }
  const parsed = identitySchema.safeParse(answer);
  if (!parsed.success) throw unreachable(new Error('an answer of unknown shape'), apiUrl);
  const identity = parsed.data;
  if (identity.bot_id === undefined)
    throw new SettingsError(
      'SLACK_BOT_TOKEN belongs to a person, not to a bot; copy the Bot User OAuth Token (it begins with xoxb-) from OAuth & Permissions.',
    );
  if (identity.is_enterprise_install)
    throw new SettingsError(
      'SLACK_BOT_TOKEN is of an app installed for a whole organisation; install it in one workspace and copy the token from there.',
    );
  const given = identity.response_metadata?.scopes;
  const missing = given ? Object.keys(scopes).filter((scope) => !given.includes(scope)) : [];
  if (missing.length > 0)
    throw new SettingsError(
      `SLACK_BOT_TOKEN lacks ${missing.length === 1 ? 'the scope' : 'the scopes'} ${missing.join(', ')}; replace the app's manifest by slack-manifest.json and install the app again.`,
    );
  return identity;
}

function unreachable(thrown: unknown, apiUrl: string): SettingsError | PassingError {
  const error = toError(thrown);
  if (meaningOf(thrown) === 'passing') return outOfReach(error, apiUrl);
  return new SettingsError(
    `SLACK_API_URL (${apiUrl}) is not Slack's API (${reasonOf(error)}); check the address, then start again.`,
    { cause: error },
  );
}

const outOfReach = (error: Error, apiUrl: string) =>
  new PassingError(
    `Slack is out of reach at ${apiUrl} (${reasonOf(error)}); if it stays so, check the network and SLACK_API_URL`,
    { cause: error },
  );

/** For what Slack says to our wish for a connection. It has answered before, so only a refusal is final. */
export function connectionTrouble(thrown: unknown, apiUrl: string): SettingsError | PassingError {
  if (wordOf(thrown) === '' || meaningOf(thrown) === 'passing') return outOfReach(toError(thrown), apiUrl);
  return new SettingsError(
    `SLACK_APP_TOKEN was refused by Slack (${wordOf(thrown)}); make an app-level token with the scope connections:write under Basic Information, and switch Socket Mode on.`,
    { cause: toError(thrown) },
  );
}

/** For a port we cannot listen on. */
export function listeningTrouble(thrown: unknown, host: string, port: number): SettingsError {
  return new SettingsError(
    `SLACK_HTTP_PORT ${port} cannot be listened on at ${host} (${reasonOf(toError(thrown))}); choose another port, or end what uses it.`,
    { cause: toError(thrown) },
  );
}

function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const cause = error.cause instanceof Error ? reasonOf(error.cause) : '';
  return [error.message.slice(0, 120), code, cause]
    .filter((part, index, all) => part !== '' && all.indexOf(part) === index)
    .join(', ');
}
