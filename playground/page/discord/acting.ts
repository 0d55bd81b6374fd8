/** What a browser asks, done as one member of the Discord server at a time. */
import { type CommandCall, type DiscordMember, MemberError, type MemberEvent } from '../../discord/member.ts';
import type { Acting } from '../acting.ts';
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
  return { me: me.info, guild: me.guild(), commands: me.commands(channelId) };
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
