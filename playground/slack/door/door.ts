/** The people's door: each person's own client, with the rules that client has. */
import type { Forms } from '../delivery/forms.ts';
import type { Interactions } from '../delivery/interactions.ts';
import { ApiError } from '../errors.ts';
import { GROUP_PEOPLE } from '../limits.ts';
import { MemberError, type MemberEvent, type Place, type SlackMember } from '../member.ts';
import type { SeedUser } from '../seed.ts';
import { archiveChannel, joinChannel, leaveChannel, unarchiveChannel } from '../world/channels.ts';
import { composeTyped } from '../world/text.ts';
import { botUserId, isDirect, openDm, openGroup, type World } from '../world/world.ts';
import { createElements } from './elements.ts';
import { memberEventsOf } from './events.ts';
import { createMemberForms } from './forms.ts';
import { createMemberMessages } from './messages.ts';
import {
  botInfo,
  canOpen,
  channelInfo,
  memberInfo,
  openChannel,
  seenMessage,
  writableChannel,
} from './sight.ts';

export interface Door {
  member(id: string): SlackMember;
}

export function createDoor(parts: { world: World; interactions: Interactions; forms: Forms }): Door {
  const { world } = parts;
  const members = new Map([...world.users.values()].map((user) => [user.id, createMember(user, parts)]));
  return {
    member(id) {
      const member = members.get(id);
      if (!member) throw new MemberError(`There is nobody with the id ${id}.`);
      return member;
    },
  };
}

function createMember(
  user: SeedUser,
  parts: { world: World; interactions: Interactions; forms: Forms },
): SlackMember {
  const { world, interactions, forms } = parts;
  const { id: userId } = user;
  const elements = createElements({ ...parts, userId });
  const { slash_commands: commands, shortcuts } = world.manifest.features;

  function runCommand(channelId: string, command: string, text: string, { threadTs }: Place = {}) {
    const known = commands.find((one) => one.command === command);
    if (!known) throw new MemberError(`${command} is not a valid command.`);
    if (threadTs !== undefined) throw new MemberError(`${command} is not supported in threads. Sorry!`);
    const channel = writableChannel(world, channelId, userId);
    const written = known.should_escape ? composeTyped(world, text).text : text;
    return { interactionId: interactions.command({ userId, channel, command, text: written.trim() }) };
  }

  function shortcutOf(callbackId: string, kind: 'global' | 'message') {
    const found = shortcuts.find((one) => one.callback_id === callbackId && one.type === kind);
    if (!found) throw new MemberError(`There is no shortcut ${callbackId} here.`);
    return found;
  }

  /** A channel that this person may archive, and put the app out of. */
  function managed(channelId: string) {
    const channel = openChannel(world, channelId, userId);
    if (isDirect(channel)) throw new MemberError('This is possible only in channels.');
    if (!memberInfo(world, user).admin) throw new MemberError('Only owners and admins can do this.');
    return channel;
  }

  const { put: _put, ...using } = elements;
  return inPlainWords({
    get info() {
      return memberInfo(world, user);
    },
    workspace() {
      const { team } = world.seed;
      return {
        ...team,
        members: [...[...world.users.values()].map((one) => memberInfo(world, one)), botInfo(world)],
        channels: [...world.channels.values()]
          .filter((channel) => canOpen(channel, userId))
          .map((channel) => channelInfo(world, channel, userId)),
      };
    },
    commands: () =>
      commands.map(({ command, description, usage_hint: usageHint = '' }) => ({
        command,
        description,
        usageHint,
      })),
    shortcuts: () =>
      shortcuts.map(({ callback_id: callbackId, name, type: kind }) => ({ callbackId, name, kind })),

    ...createMemberMessages(world, userId),
    ...using,
    ...createMemberForms({ world, userId, forms, elements }),

    runCommand,
    runShortcut: (callbackId) => ({
      interactionId: interactions.shortcut({ userId, shortcut: shortcutOf(callbackId, 'global') }),
    }),
    runMessageShortcut(ts, callbackId) {
      const { message, channel } = seenMessage(world, ts, userId);
      if (message.ephemeralFor !== undefined) throw new MemberError('This message has no shortcuts.');
      const shortcut = shortcutOf(callbackId, 'message');
      return { interactionId: interactions.messageShortcut({ userId, shortcut, channel, message }) };
    },

    openDm() {
      const channel = openDm(world, userId);
      world.bus.publish({ type: 'home-opened', userId, channelId: channel.id, tab: 'messages' });
      return channelInfo(world, channel, userId);
    },
    openGroup(userIds) {
      const all = [...new Set([userId, ...userIds])];
      const { least, most } = GROUP_PEOPLE;
      if (all.length < least || all.length > most)
        throw new MemberError(`A group message has ${least} to ${most} people.`);
      for (const id of all) {
        if (id !== botUserId(world) && !world.users.has(id))
          throw new MemberError('There is no such person.');
      }
      return channelInfo(world, openGroup(world, all), userId);
    },
    join: (channelId) => joinChannel(world, openChannel(world, channelId, userId), userId),
    leave(channelId) {
      const channel = openChannel(world, channelId, userId);
      if (isDirect(channel)) throw new MemberError('You cannot leave a direct message.');
      leaveChannel(world, channel, userId);
    },
    inviteBot(channelId) {
      const channel = writableChannel(world, channelId, userId);
      if (isDirect(channel)) throw new MemberError('Start a new group message with the app in it.');
      joinChannel(world, channel, botUserId(world), userId);
    },
    removeBot(channelId) {
      leaveChannel(world, managed(channelId), botUserId(world), userId);
    },
    archive: (channelId) => archiveChannel(world, managed(channelId), userId),
    unarchive: (channelId) => unarchiveChannel(world, managed(channelId), userId),

    listen: (listener: (event: MemberEvent) => void) =>
      world.bus.listen((happened) => {
        for (const event of memberEventsOf(world, userId, happened)) listener(event);
      }),
  });
}

const WORDS: Record<string, string> = {
  already_reacted: 'You have already reacted with this emoji.',
  no_reaction: 'You have not reacted with this emoji.',
  invalid_name: 'There is no such emoji.',
  too_many_emoji: 'This message has too many different reactions.',
  too_many_reactions: 'You have reacted too often to this message.',
  already_pinned: 'This message is already pinned.',
  no_pin: 'This message is not pinned.',
  too_many_pins: 'This channel has too many pins.',
  no_options: 'The options could not be loaded.',
};

/** People read sentences, not error codes. */
function inPlainWords(member: SlackMember): SlackMember {
  const translate = (error: unknown): never => {
    if (!(error instanceof ApiError)) throw error;
    throw new MemberError(WORDS[error.code] ?? `Slack says: ${error.code}.`);
  };
  return new Proxy(member, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      if (typeof part !== 'function') return part;
      return (...args: unknown[]) => {
        try {
          const result: unknown = Reflect.apply(part, target, args);
          return result instanceof Promise ? result.catch(translate) : result;
        } catch (error) {
          return translate(error);
        }
      };
    },
  });
}
