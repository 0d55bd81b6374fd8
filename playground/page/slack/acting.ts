/** What a browser asks, done as one member of the Slack workspace at a time. */
import { MemberError, type MemberEvent, type Place, type SlackMember } from '../../slack/member.ts';
import type { Acting } from '../acting.ts';
import type { SlackRequest } from './protocol.ts';

const MESSAGES_PER_PAGE = 50;

export function actOnSlack(members: SlackMember[], tell: (event: MemberEvent) => void): Acting<SlackRequest> {
  let me: SlackMember | undefined;
  let leave = () => {};

  const actAs = (personId: string) => {
    const chosen = members.find(({ info }) => info.id === personId);
    if (!chosen) throw new MemberError(`There is nobody with the id ${personId}.`);
    leave();
    leave = chosen.listen(tell);
    me = chosen;
    return chosen;
  };

  return {
    answer(ask) {
      if (ask.do === 'slack/act-as') return surroundings(actAs(ask.personId));
      if (!me) throw new MemberError('Choose whom to act as first.');
      return act(me, ask);
    },
    leave: () => leave(),
  };
}

function surroundings(me: SlackMember) {
  return {
    me: me.info,
    workspace: me.workspace(),
    commands: me.commands(),
    shortcuts: me.shortcuts(),
    views: me.views(),
  };
}

type Act = Exclude<SlackRequest, { do: 'slack/act-as' }>;

function act(me: SlackMember, ask: Act): unknown {
  switch (ask.do) {
    case 'slack/look-around':
      return surroundings(me);
    case 'slack/messages':
      return me.messages(ask.channelId, {
        limit: MESSAGES_PER_PAGE,
        ...(ask.before && { before: ask.before }),
      });
    case 'slack/thread':
      return me.thread(ask.ts);
    case 'slack/pins':
      return me.pins(ask.channelId);
    case 'slack/send':
      return void me.send(ask.channelId, ask.text, {
        ...placeOf(ask),
        broadcast: ask.broadcast,
        fileIds: ask.fileIds,
      });
    case 'slack/edit':
      return void me.edit(ask.ts, ask.text);
    case 'slack/remove':
      return void me.remove(ask.ts);
    case 'slack/react':
      return void me.react(ask.ts, ask.name);
    case 'slack/unreact':
      return void me.unreact(ask.ts, ask.name);
    case 'slack/pin':
      return void me.pin(ask.ts);
    case 'slack/unpin':
      return void me.unpin(ask.ts);
    case 'slack/run':
      return me.runCommand(ask.channelId, ask.command, ask.text, placeOf(ask));
    case 'slack/shortcut':
      return ask.ts === undefined
        ? me.runShortcut(ask.callbackId)
        : me.runMessageShortcut(ask.ts, ask.callbackId);
    case 'slack/press':
      return me.press(ask.where, ask.actionId, ask.value);
    case 'slack/choose':
      return me.choose(ask.where, ask.actionId, ask.value);
    case 'slack/suggest':
      return me.suggest(ask.where, ask.actionId, ask.typed);
    case 'slack/submit':
      return me.submitView(ask.viewId, ask.values);
    case 'slack/close':
      return void me.closeView(ask.viewId, { all: ask.all });
    case 'slack/open-home':
      return me.openHome();
    case 'slack/open-dm':
      return me.openDm();
    case 'slack/invite-bot':
      return void me.inviteBot(ask.channelId);
    case 'slack/open-group':
      return me.openGroup(ask.userIds);
    case 'slack/remove-bot':
      return void me.removeBot(ask.channelId);
    case 'slack/archive':
      return void (ask.on ? me.archive(ask.channelId) : me.unarchive(ask.channelId));
    case 'slack/join':
      return void me.join(ask.channelId);
    case 'slack/leave':
      return void me.leave(ask.channelId);
    default:
      return ask satisfies never;
  }
}

function placeOf({ threadTs }: { threadTs?: string | undefined }): Place {
  return threadTs === undefined ? {} : { threadTs };
}
