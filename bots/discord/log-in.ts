/** Logging in, and what is wrong with the settings when it fails: one sentence with the remedy. */
import { type Client, DiscordAPIError, Events } from 'discord.js';
import { SettingsError, toError } from '../../core/errors.ts';

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
      client.once(Events.ShardDisconnect, ({ code }) => reject(new Error(`the gateway closed with ${code}`)));
      timer = setTimeout(() => reject(new Error(`no answer within ${readyMs / 1000} s`)), readyMs);
    });
    await Promise.all([client.login(token), ready]);
    return client.application?.id ?? client.user?.id ?? '';
  } catch (thrown) {
    throw explained(toError(thrown), apiUrl);
  } finally {
    clearTimeout(timer);
  }
}

function explained(error: Error, apiUrl: string): SettingsError {
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
  const reason = [error.message, error.cause instanceof Error ? error.cause.message : '', code]
    .filter((part) => typeof part === 'string' && part !== '')
    .filter((part, index, all) => all.indexOf(part) === index)
    .join(', ');
  return new SettingsError(
    `DISCORD_API_URL (${apiUrl}) could not be reached or is not Discord's API (${reason}); check the address and the network, then start again.`,
    { cause: error },
  );
}

/** For what Discord says to our list of commands. */
export function registeringTrouble(guildId: string | undefined): (thrown: unknown) => never {
  return (thrown) => {
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
