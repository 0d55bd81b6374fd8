/** What one person's client is told of what happens in the world. */
import type { MemberEvent } from '../member.ts';
import type { WorldEvent } from '../world/events.ts';
import type { Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { canSee, seen, seenView } from './sight.ts';

export function memberEventsOf(world: World, userId: string, happened: WorldEvent): MemberEvent[] {
  switch (happened.type) {
    case 'message-posted':
    case 'message-changed':
    case 'reaction-added':
    case 'reaction-removed':
    case 'pinned':
    case 'unpinned':
      return withParent(world, userId, happened.message);
    case 'message-deleted': {
      const { message } = happened;
      if (!canSee(world, message, userId)) return [];
      const left = world.messages.get(message.ts);
      if (left) return [{ type: 'message', message: seen(world, left) }];
      return [
        { type: 'message-deleted', channelId: message.channelId, ts: message.ts },
        ...parentOf(world, userId, message),
      ];
    }
    case 'channel-changed':
    case 'channel-archived':
    case 'channel-unarchived':
    case 'member-joined':
    case 'member-left':
    case 'channel-deleted':
    case 'user-changed':
    case 'usergroup-changed':
    case 'app-installed':
    case 'app-uninstalled':
    case 'token-revoked':
      return [{ type: 'channels-changed' }];
    case 'view-opened':
    case 'view-changed':
      return happened.view.userId === userId
        ? [{ type: happened.type, view: seenView(world, happened.view) }]
        : [];
    case 'view-closed':
      return happened.view.userId === userId ? [{ type: 'view-closed', viewId: happened.view.id }] : [];
    case 'view-refused':
      return happened.view.userId === userId
        ? [{ type: 'view-refused', viewId: happened.view.id, errors: happened.errors }]
        : [];
    case 'interaction-answered':
    case 'interaction-failed': {
      if (happened.userId !== userId) return [];
      const { userId: _mine, ...event } = happened;
      return [event];
    }
    case 'file-ready':
    case 'file-deleted':
    case 'home-opened':
      return [];
    default:
      return happened satisfies never;
  }
}

/** A reply changes what stands under its parent. */
function withParent(world: World, userId: string, message: Message): MemberEvent[] {
  if (!canSee(world, message, userId)) return [];
  return [{ type: 'message', message: seen(world, message) }, ...parentOf(world, userId, message)];
}

function parentOf(world: World, userId: string, { ts, threadTs }: Message): MemberEvent[] {
  if (threadTs === undefined || threadTs === ts) return [];
  const parent = world.messages.get(threadTs);
  return parent && canSee(world, parent, userId) ? [{ type: 'message', message: seen(world, parent) }] : [];
}
