/**
 * What is kept of the world, and how it is found again: the servers' people, roles and channels come from the seed, and
 * only what has changed of them is kept.
 */
import { randomBytes } from 'node:crypto';
import { ChannelType } from 'discord-api-types/v10';
import type { z } from 'zod';
import { type Keeper, keepWorld, readKeptWorld } from '../../kept-world.ts';
import { settle } from './guilds.ts';
import { type Kept, kept } from './kept.ts';
import type { Channel } from './types.ts';
import { isIn, type World } from './world.ts';

const QUIET_MS = 500;

export const readKept = (dir: string | undefined): Kept =>
  (dir === undefined ? undefined : readKeptWorld(dir, kept)) ?? {
    version: 1,
    lastId: '0',
    signingKey: randomBytes(32).toString('hex'),
    channels: [],
    messages: [],
    uploads: [],
    guildCommands: [],
    globalCommands: [],
    interactions: [],
    closedDms: [],
  };

export function restore(world: World, from: Kept): void {
  // Everything that was said is in the file; without this, a seeded post that was deleted would be said again.
  if (from.changes) world.messages.clear();
  for (const channel of from.channels) world.channels.set(channel.id, { ...channel, overwrites: [] });
  if (from.changes) restoreChanges(world, from.changes);
  for (const message of from.messages) {
    // A client forgets what only it could see; here it lasts as long as the app could still change it.
    const isGone =
      message.ephemeralFor !== undefined && message.createdAt < world.now() - world.limits.timing.tokenMs;
    if (!isGone) world.messages.set(message.id, message);
    else for (const { id } of message.attachments) world.files.delete(id);
  }
  for (const upload of from.uploads) world.uploads.set(upload.id, upload);
  // An older playground's bot registered for its one server; beside those of everywhere each would stand twice.
  const own = from.changes ? from.guildCommands : [];
  for (const command of own) world.guildCommands.set(command.id, command);
  for (const command of from.globalCommands) world.globalCommands.set(command.id, command);
  for (const interaction of from.interactions) world.interactions.set(interaction.token, interaction);
  for (const userId of from.closedDms) world.closedDms.add(userId);
}

function restoreChanges(world: World, changes: NonNullable<Kept['changes']>): void {
  for (const id of changes.deletedChannels) world.channels.delete(id);
  for (const { id, nsfw, overwrites } of changes.channels) {
    const channel = world.channels.get(id);
    if (channel) Object.assign(channel, { nsfw, overwrites });
  }
  const here = world.guilds.get(world.seed.guild.id)?.memberIds;
  for (const { id, isHere, roles, locale } of changes.members) {
    const member = world.members.get(id);
    if (!member) continue;
    member.roles = roles.filter((role) => world.roles.has(role));
    if (locale !== undefined) member.locale = locale;
    if (!isHere) here?.delete(id);
  }
}

function changesOf(world: World) {
  return {
    deletedChannels: [...settle(world.seed).channels.keys()].filter((id) => !world.channels.has(id)),
    channels: [...world.channels.values()].filter(isSeeded).map(({ id, nsfw = false, overwrites }) => ({
      id,
      nsfw,
      overwrites: overwrites.map(({ allow, deny, ...of }) => ({
        ...of,
        allow: String(allow),
        deny: String(deny),
      })),
    })),
    members: [...world.members.values()].map(({ id, roles, locale }) => ({
      id,
      isHere: isIn(world, id),
      roles,
      locale,
    })),
  };
}

/** The servers' channels come from the seed; threads, posts and direct messages are made as one goes. */
const isSeeded = ({ type }: Channel) => type === ChannelType.GuildText || type === ChannelType.GuildForum;

export const keep = (world: World, dir: string | undefined, signingKey: string): Keeper =>
  keepWorld({
    dir,
    snapshot: () => snapshot(world, signingKey),
    listen: world.bus.listen,
    quietMs: QUIET_MS,
  });

function snapshot(world: World, signingKey: string): z.input<typeof kept> {
  return {
    version: 1,
    lastId: world.ids.last,
    signingKey,
    channels: [...world.channels.values()]
      .filter((channel) => !isSeeded(channel))
      .map(({ overwrites: _overwrites, ...channel }) => channel),
    messages: [...world.messages.values()],
    uploads: [...world.uploads.values()],
    guildCommands: [...world.guildCommands.values()],
    globalCommands: [...world.globalCommands.values()],
    interactions: [...world.interactions.values()],
    closedDms: [...world.closedDms],
    changes: changesOf(world),
  };
}
