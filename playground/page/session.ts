/**
 * One browser on the websocket. On each platform it acts as one person at a time: it asks on that person's behalf,
 * and is told what that person sees, and nothing that another one sees.
 */
import type { WebSocket } from 'ws';
import type { WorldControls as DiscordControls } from '../discord/controls.ts';
import * as discord from '../discord/member.ts';
import type { WorldControls as SlackControls } from '../slack/controls.ts';
import * as slack from '../slack/member.ts';
import type { WireEntry, WireLog } from '../wire.ts';
import { actOnDiscord } from './discord/acting.ts';
import { type Hello, numberedRequest, type Request } from './protocol.ts';
import { actOnSlack } from './slack/acting.ts';
import type { SlackRequest } from './slack/protocol.ts';
import { changeDiscord, changeSlack } from './world-changes.ts';

/** A browser that has stopped reading is let go before what waits for it fills the memory. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;

interface SessionOptions {
  socket: WebSocket;
  hello: Hello;
  members: { discord: discord.DiscordMember[]; slack: slack.SlackMember[] };
  worlds: { discord: DiscordControls | undefined; slack: SlackControls | undefined };
  wire: WireLog;
  /** Told of what is nobody's mistake but ours. */
  report: (error: unknown) => void;
}

type Told =
  | Hello
  | { tell: 'reply'; id: number; value: unknown }
  | { tell: 'refusal'; id: number; reason: string }
  | { tell: 'event'; event: discord.MemberEvent }
  | { tell: 'slack-event'; event: slack.MemberEvent }
  | { tell: 'wire'; entries: WireEntry[] };

export function openSession({ socket, hello, members, worlds, wire, report }: SessionOptions): void {
  let leaveWire = () => {};

  const tell = (said: Told) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate();
    socket.send(JSON.stringify(said));
  };

  const onDiscord = actOnDiscord(members.discord, (event) => tell({ tell: 'event', event }));
  const onSlack = actOnSlack(members.slack, (event) => tell({ tell: 'slack-event', event }));

  const watchWire = (since: number) => {
    leaveWire();
    tell({ tell: 'wire', entries: wire.since(since) });
    leaveWire = wire.listen((entry) => tell({ tell: 'wire', entries: [entry] }));
  };

  const answer = async (ask: Request): Promise<unknown> => {
    if (ask.do === 'watch-wire') return watchWire(ask.since);
    if (ask.do === 'leave-wire') return void leaveWire();
    if (ask.do === 'world/discord') {
      const world = present(worlds.discord);
      if (ask.change) changeDiscord(world, ask.change);
      return world.sight();
    }
    if (ask.do === 'world/slack') {
      const world = present(worlds.slack);
      if (ask.change) changeSlack(world, ask.change);
      return world.sight();
    }
    return isForSlack(ask) ? onSlack.answer(ask) : onDiscord.answer(ask);
  };

  socket.on('message', async (data) => {
    const heard = numberedRequest.safeParse(parseJson(String(data)));
    if (!heard.success) return socket.close(1008, 'not a request of this page');
    const { id, ask } = heard.data;
    try {
      tell({ tell: 'reply', id, value: (await answer(ask)) ?? null });
    } catch (error) {
      const refused = isRefusal(error);
      if (!refused) report(error);
      const reason = refused ? error.message : 'Something went wrong in the playground.';
      tell({ tell: 'refusal', id, reason });
    }
  });
  socket.on('error', report);
  socket.on('close', () => {
    onDiscord.leave();
    onSlack.leave();
    leaveWire();
  });

  tell(hello);
}

function present<World>(world: World | undefined): World {
  if (world === undefined) throw new discord.MemberError('There is no such world here.');
  return world;
}

function isForSlack(ask: Request): ask is SlackRequest {
  return ask.do.startsWith('slack/');
}

/** What a person is refused, in words made for them. */
function isRefusal(error: unknown): error is Error {
  return error instanceof discord.MemberError || error instanceof slack.MemberError;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
