/** Which events an app has asked for. https://docs.discord.com/developers/events/gateway#list-of-intents */
import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { WorldSeed } from '../seed.ts';

const KNOWN = Object.values(Intent).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

const PRIVILEGED = {
  presences: Intent.GuildPresences,
  members: Intent.GuildMembers,
  'message-content': Intent.MessageContent,
} as const;

/** The close code for intents nobody may ask for, or null when they are fine. */
export function judgeIntents(intents: number, application: WorldSeed['application']): 4013 | 4014 | null {
  if (!Number.isInteger(intents) || intents < 0 || (intents & ~KNOWN) !== 0) return 4013;
  const allowed = application.privilegedIntents.reduce((bits, name) => bits | PRIVILEGED[name], 0);
  const privileged = Object.values(PRIVILEGED).reduce<number>((bits, bit) => bits | bit, 0);
  return intents & privileged & ~allowed ? 4014 : null;
}
