/** What a browser asks, done as one member of the Discord server at a time. */
import { type CommandCall, type DiscordMember, MemberError, type MemberEvent } from '../../discord/member.ts';
import type { Acting } from '../acting.ts';
import { localised, original } from './localise.ts';
import type { DiscordRequest } from './protocol.ts';

const MESSAGES_PER_PAGE = 50;

export function actOnDiscord(
  members: DiscordMember[],
  tell: (event: MemberEvent) => void,
): Acting<DiscordRequest> {
  let me: DiscordMember | undefined;
  let leave = () => {};

  const actAs = (memberId: string) => {
    const chosen = members.find(({ info }) => info.id === memberId);
    if (!chosen) throw new MemberError(`There is no member with the id ${memberId}.`);
    leave();
    leave = chosen.listen(tell);
    me = chosen;
    return chosen;
  };

  return {
    answer(ask) {
      if (ask.do === 'act-as') return surroundings(actAs(ask.memberId));
      if (!me) throw new MemberError('Choose whom to act as first.');
      return act(me, ask);
    },
    leave: () => leave(),
  };
}

function surroundings(me: DiscordMember, channelId?: string) {
  return { me: me.info, guilds: guildsOf(me), commands: commandsIn(me, channelId) };
}

/** Somebody who is in no server any more still has their conversations. */
function guildsOf(me: DiscordMember) {
  const guilds = me.guilds();
  if (guilds.length === 0) return [{ ...me.guild(), name: 'Direct messages', hasBot: false }];
  return guilds.map(({ id, hasBot }) => {
    const { channels, ...guild } = me.guild(id);
    const withThreads = channels.flatMap((channel) => [channel, ...me.threads(channel.id)]);
    return { ...guild, hasBot, channels: withThreads };
  });
}

/** A channel that has just gone has no commands. */
function commandsIn(me: DiscordMember, channelId: string | undefined) {
  const isThere = guildsOf(me).some(({ channels }) => channels.some(({ id }) => id === channelId));
  return me.commands(isThere ? channelId : undefined).map((command) => localised(command, localeOf(me)));
}

type Act = Exclude<DiscordRequest, { do: 'act-as' }>;

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
      return send(me, ask);
    case 'set-archived':
      return void me.setArchived(ask.threadId, ask.on);
    case 'start-thread':
      return me.startThread(ask.messageId, ask.name);
    case 'start-post':
      return me.startPost(ask.forumId, ask.name, ask.content, ask.uploadIds);
    case 'run':
      return me.runCommand(inAppsWords(me, callOf(ask)));
    case 'autocomplete':
      return me.autocomplete(inAppsWords(me, { ...callOf(ask), focused: ask.focused }));
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

async function send(me: DiscordMember, ask: Extract<Act, { do: 'send' }>): Promise<null> {
  const { channelId, content, uploadIds = [], replyTo } = ask;
  await me.sendUploads(channelId, content, uploadIds, replyTo === undefined ? {} : { replyTo });
  return null;
}

const localeOf = (me: DiscordMember) => me.info.locale ?? 'en-US';

function inAppsWords<Call extends CommandCall & { focused?: string }>(me: DiscordMember, call: Call): Call {
  return original(call, me.commands(call.channelId), localeOf(me));
}

function callOf({ call }: Extract<Act, { do: 'run' | 'autocomplete' }>): CommandCall {
  const { subcommand, targetId, ...rest } = call;
  return {
    ...rest,
    ...(subcommand !== undefined && { subcommand }),
    ...(targetId !== undefined && { targetId }),
  };
}
