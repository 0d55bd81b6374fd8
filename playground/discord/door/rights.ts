/** What one person may do in a channel: Discord's permission bits, in the words of what their client offers. */
import { PermissionFlagsBits as Bit, ChannelType } from 'discord-api-types/v10';
import type { Right } from '../member.ts';
import type { Channel } from '../world/types.ts';
import { permissionsIn, type World } from '../world/world.ts';

export function mayIn(world: World, userId: string, channel: Channel): Right[] {
  const bits = permissionsIn(world, userId, channel);
  const has = (bit: bigint) => (bits & bit) !== 0n;
  const isThread = channel.type === ChannelType.PublicThread;
  const moderates = isThread && has(Bit.ManageThreads);
  const writes = has(isThread ? Bit.SendMessagesInThreads : Bit.SendMessages);
  // Whoever may write opens a thread again, unless it is locked; to close it one has to have started it.
  const opens = channel.archived ? writes && !channel.locked : channel.ownerId === userId;
  const rights: Record<Right, boolean> = {
    write: writes && (!channel.locked || moderates),
    react: has(Bit.AddReactions) && !channel.archived,
    pin: has(Bit.PinMessages),
    moderate: has(Bit.ManageMessages),
    'start threads': channel.type === ChannelType.GuildText && has(Bit.CreatePublicThreads),
    archive: isThread && (moderates || opens),
  };
  return (Object.keys(rights) as Right[]).filter((right) => rights[right]);
}
