/**
 * Logging in, and what is wrong when it fails, in one sentence with the remedy: with the settings, or with Discord and the
 * way there, which may pass.
 */
import { type Client, DiscordAPIError, Events } from 'discord.js';
import { PassingError, SettingsError, toError } from '../../core/errors.ts';
import { meaningOf } from './errors.ts';

/** Time for the gateway to be ready; discord.js itself waits without end. */
const readyMs = 60_000;

const badToken =
  'DISCORD_TOKEN was refused by Discord; copy the token again from the Bot page of your application in the developer portal.';

interface LogInOptions {
  client: Client;
  token: string;
  apiUrl: string;
}

/** @returns the application's id. */
export async function logIn({ client, token, apiUrl }: LogInOptions): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const ready = new Promise<void>((resolve, reject) => {
      client.once(Events.ClientReady, () => resolve());
      client.once(Events.ShardDisconnect, ({ code }) =>
        reject(new PassingError(`the gateway closed with ${code}`)),
      );
      timer = setTimeout(() => reject(new PassingError(`no answer within ${readyMs / 1000} s`)), readyMs);
    });
    await Promise.all([client.login(token), ready]);
    return client.application?.id ?? client.user?.id ?? '';
  } catch (thrown) {
    throw explained(toError(thrown), apiUrl);
  } finally {
    clearTimeout(timer);
  }
}

function explained(error: Error, apiUrl: string): SettingsError | PassingError {
  const code = 'code' in error ? error.code : undefined;
  const refused = error instanceof DiscordAPIError && (error.status === 401 || error.status === 403);
  if (code === 'TokenInvalid' || refused || /authentication failed|4004/i.test(error.message))
    return new SettingsError(badToken, { cause: error });
  if (/intents|401[34]/i.test(error.message)) {
    return new SettingsError(
      'DISCORD_TOKEN belongs to an application that may not use the intents Rendezvous asks for (servers and reactions, none privileged); use the token of an ordinary bot application.',
      { cause: error },
    );
  }
  if (mayPass(error)) return outOfReach(error, apiUrl);
  return new SettingsError(
    `DISCORD_API_URL (${apiUrl}) is not Discord's API (${reasonOf(error)}); check the address, then start again.`,
    { cause: error },
  );
}

/** Also when the connections of a day are used up: discord.js knows that before it asks. */
const mayPass = (error: Error) =>
  error instanceof PassingError ||
  ['passing', 'limited'].includes(meaningOf(error)) ||
  /not enough sessions/i.test(error.message);

const outOfReach = (error: Error, apiUrl: string) =>
  new PassingError(
    `Discord is out of reach at ${apiUrl} (${reasonOf(error)}); if it stays so, check the network and DISCORD_API_URL`,
    { cause: error },
  );

function reasonOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return [error.message, error.cause instanceof Error ? error.cause.message : '', code]
    .filter((part) => typeof part === 'string' && part !== '')
    .filter((part, index, all) => all.indexOf(part) === index)
    .join(', ');
}

/** For what Discord says to our list of commands. */
export function registeringTrouble(guildId: string | undefined, apiUrl: string): (thrown: unknown) => never {
  return (thrown) => {
    const error = toError(thrown);
    if (mayPass(error)) throw outOfReach(error, apiUrl);
    const noAccess = thrown instanceof DiscordAPIError && [10004, 50001].includes(Number(thrown.code));
    if (guildId !== undefined && noAccess) {
      throw new SettingsError(
        `DISCORD_GUILD_ID (${guildId}) names a server the bot is not in; invite it there with the scopes bot and applications.commands, or leave the setting out.`,
        { cause: thrown },
      );
    }
    throw thrown;
  };
}
