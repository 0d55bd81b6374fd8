/**
 * What is kept of the world, and how it is found again. People come from the seed; private messages and open forms end
 * with the playground, as in Slack's client.
 */
import { type Keeper, keepWorld, readKeptWorld } from '../../kept-world.ts';
import { type Kept, kept } from './kept.ts';
import type { World } from './world.ts';

const QUIET_MS = 200;

export const readKept = (dir: string | undefined): Kept | undefined =>
  dir === undefined ? undefined : readKeptWorld(dir, kept);

export function restore(world: World, from: Kept): void {
  for (const channel of from.channels) world.channels.set(channel.id, channel);
  for (const id of from.deletedChannels ?? []) world.channels.delete(id);
  for (const [id, locale] of Object.entries(from.locales ?? {})) {
    const user = world.users.get(id);
    if (user) user.locale = locale;
  }
  for (const [id, userIds] of Object.entries(from.groups ?? {})) {
    const group = world.usergroups.get(id);
    if (group) group.userIds = userIds;
  }
  if (from.access) world.access = from.access;
  for (const message of from.messages) world.messages.set(message.ts, message);
  for (const file of from.files) world.files.set(file.id, file);
  for (const view of from.homes) {
    world.views.set(view.id, view);
    world.homes.set(view.userId, view.id);
  }
}

export const keep = (world: World, dir: string | undefined): Keeper =>
  keepWorld({ dir, snapshot: () => snapshot(world), listen: world.bus.listen, quietMs: QUIET_MS });

function snapshot(world: World) {
  return {
    version: 1,
    lastStamp: world.stamps.last,
    channels: [...world.channels.values()],
    messages: [...world.messages.values()].filter(({ ephemeralFor }) => ephemeralFor === undefined),
    files: [...world.files.values()],
    deletedChannels: world.seed.channels.map(({ id }) => id).filter((id) => !world.channels.has(id)),
    locales: Object.fromEntries(
      [...world.users.values()].flatMap(({ id, locale }) => (locale === undefined ? [] : [[id, locale]])),
    ),
    groups: Object.fromEntries([...world.usergroups.values()].map(({ id, userIds }) => [id, userIds])),
    access: world.access,
    homes: [...world.homes.values()].flatMap((id) => world.views.get(id) ?? []),
  };
}
