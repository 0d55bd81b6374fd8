/**
 * One browser on the websocket. It acts as one member at a time: it asks on that member's behalf,
 * and is told what that member sees, and nothing that another one sees.
 */
import type { WebSocket } from 'ws';
import { type CommandCall, type DiscordMember, MemberError, type MemberEvent } from '../discord/member.ts';
import type { WireEntry, WireLog } from '../wire.ts';
import { type About, numberedRequest, type Request } from './protocol.ts';

/** A browser that has stopped reading is let go before what waits for it fills the memory. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;
const MESSAGES_PER_PAGE = 50;

interface SessionOptions {
  socket: WebSocket;
  members: DiscordMember[];
  wire: WireLog;
  about: About;
  filesOrigin: string;
  /** Told of what is nobody's mistake but ours. */
  report: (error: unknown) => void;
}

type Told =
  | { tell: 'hello'; about: About; members: DiscordMember['info'][]; filesOrigin: string }
  | { tell: 'reply'; id: number; value: unknown }
  | { tell: 'refusal'; id: number; reason: string }
  | { tell: 'event'; event: MemberEvent }
  | { tell: 'wire'; entries: WireEntry[] };

export function openSession({ socket, members, wire, about, filesOrigin, report }: SessionOptions): void {
  let me: DiscordMember | undefined;
  let leaveMember = () => {};
  let leaveWire = () => {};

  const tell = (said: Told) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate();
    socket.send(JSON.stringify(said));
  };

  const actAs = (memberId: string) => {
    const chosen = members.find(({ info }) => info.id === memberId);
    if (!chosen) throw new MemberError(`There is no member with the id ${memberId}.`);
    leaveMember();
    leaveMember = chosen.listen((event) => tell({ tell: 'event', event }));
    me = chosen;
    return chosen;
  };

  const watchWire = (since: number) => {
    leaveWire();
    tell({ tell: 'wire', entries: wire.since(since) });
    leaveWire = wire.listen((entry) => tell({ tell: 'wire', entries: [entry] }));
  };

  const answer = async (ask: Request): Promise<unknown> => {
    if (ask.do === 'act-as') return surroundings(actAs(ask.memberId));
    if (ask.do === 'watch-wire') return watchWire(ask.since);
    if (ask.do === 'leave-wire') return void leaveWire();
    if (!me) throw new MemberError('Choose whom to act as first.');
    return act(me, ask);
  };

  socket.on('message', async (data) => {
    const heard = numberedRequest.safeParse(parseJson(String(data)));
    if (!heard.success) return socket.close(1008, 'not a request of this page');
    const { id, ask } = heard.data;
    try {
      tell({ tell: 'reply', id, value: (await answer(ask)) ?? null });
    } catch (error) {
      if (!(error instanceof MemberError)) report(error);
      const reason = error instanceof MemberError ? error.message : 'Something went wrong in the playground.';
      tell({ tell: 'refusal', id, reason });
    }
  });
  socket.on('error', report);
  socket.on('close', () => {
    leaveMember();
    leaveWire();
  });

  tell({ tell: 'hello', about, members: members.map(({ info }) => info), filesOrigin });
}

function surroundings(me: DiscordMember, channelId?: string) {
  return { me: me.info, guild: me.guild(), commands: me.commands(channelId) };
}

type Act = Exclude<Request, { do: 'act-as' | 'watch-wire' | 'leave-wire' }>;

function act(me: DiscordMember, ask: Act): unknown {
  switch (ask.do) {
    case 'look-around':
      return surroundings(me, ask.channelId);
    case 'messages':
      return me.messages(ask.channelId, {
        limit: MESSAGES_PER_PAGE,
        ...(ask.before && { before: ask.before }),
      });
    case 'pins':
      return me.pins(ask.channelId);
    case 'send':
      return void me.send(ask.channelId, ask.content);
    case 'run':
      return me.runCommand(callOf(ask));
    case 'autocomplete':
      return me.autocomplete({ ...callOf(ask), focused: ask.focused });
    case 'press':
      return me.press(ask.messageId, ask.customId);
    case 'choose':
      return me.choose(ask.messageId, ask.customId, ask.values);
    case 'submit-modal':
      return me.submitModal(ask.interactionId, ask.values);
    case 'react':
      return void me.react(ask.messageId, ask.emoji);
    case 'unreact':
      return void me.unreact(ask.messageId, ask.emoji);
    case 'remove':
      return void me.remove(ask.messageId);
    case 'pin':
      return void me.pin(ask.messageId);
    case 'unpin':
      return void me.unpin(ask.messageId);
    case 'open-dm':
      return me.openDm();
    default:
      return ask satisfies never;
  }
}

function callOf({ call }: Extract<Act, { do: 'run' | 'autocomplete' }>): CommandCall {
  const { subcommand, targetId, ...rest } = call;
  return {
    ...rest,
    ...(subcommand !== undefined && { subcommand }),
    ...(targetId !== undefined && { targetId }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
