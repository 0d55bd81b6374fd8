/** Channels on either platform for many renders at once, with the platform's own limits in the same faster time. */
import type { Chat } from '../../bots/chat.ts';
import { connectDiscord } from '../../bots/discord/connect.ts';
import { createLog } from '../../core/log.ts';
import type { MediaStore } from '../../core/media.ts';
import type { Place } from '../../core/people.ts';
import { startDiscord } from '../../playground/discord/server.ts';
import { createWireLog, type WireLog } from '../../playground/wire.ts';
import { channelOf, startTeam } from '../bots/slack/support.ts';
import { fastClock, speed } from './busy.ts';

const log = createLog('test', 'silent');

export interface BusyPlace {
  chat: Chat;
  place: Place;
  now: () => number;
  /** Answers so far that said "wait". */
  limited(): number;
  close(): Promise<void>;
}

function limitedOn(wire: WireLog): () => number {
  let count = 0;
  wire.listen(({ status }) => {
    if (status === 429) count += 1;
  });
  return () => count;
}

export async function openDiscordChannel(media: MediaStore): Promise<BusyPlace> {
  const wire = createWireLog();
  const now = fastClock();
  // What Discord is seen to allow, in the same faster time; making 50 posts is not what is looked at here.
  const edits = { limit: 5, perMs: 5000 / speed };
  const buckets = { 'message-edit': edits, 'message-create': { limit: 1000, perMs: 1000 } };
  const discord = await startDiscord({
    now,
    wire,
    limits: { timing: { identifyMs: 0 }, rates: { buckets } },
  });
  const chat = await connectDiscord({
    token: discord.token,
    apiUrl: discord.apiUrl,
    commands: [],
    handlers: { handle: async () => {}, suggest: async () => [] },
    media,
    log,
    now,
  });
  const place = {
    platform: 'discord' as const,
    space: discord.guildId,
    channel: discord.channels.general ?? '',
  };
  return {
    chat,
    place,
    now,
    limited: limitedOn(wire),
    async close() {
      await chat.close();
      await discord.close();
    },
  };
}

export async function openSlackChannel(media: MediaStore): Promise<BusyPlace> {
  const wire = createWireLog();
  const now = fastClock();
  const team = await startTeam({
    media,
    now,
    wire,
    limits: { rates: { 3: { limit: 50, perMs: 60_000 / speed } } },
  });
  const place = {
    platform: 'slack' as const,
    space: team.slack.teamId,
    channel: channelOf(team, 'general'),
  };
  return { chat: team.chat, place, now, limited: limitedOn(wire), close: team.close };
}
