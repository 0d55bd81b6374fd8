/**
 * discord.js reads every event into objects of its own before we are asked whether we need them, and lets one that it
 * cannot read end the whole process. We read the events ourselves, so what it makes of them may fail.
 */
import type { Client } from 'discord.js';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';

export function surviveUnreadEvents(client: Client, log: Log): void {
  const manager = client.ws;
  // biome-ignore lint/complexity/useLiteralKeys: it is private, and there is no other way to get between.
  const handle = manager['handlePacket'].bind(manager);
  // biome-ignore lint/complexity/useLiteralKeys: as above.
  manager['handlePacket'] = (...given) => {
    try {
      return handle(...given);
    } catch (thrown) {
      log.warn({ err: toError(thrown) }, 'an event of Discord could not be read by discord.js; it goes on');
      return true;
    }
  };
}
