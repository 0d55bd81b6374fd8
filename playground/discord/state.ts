/** A look at the world from outside, for tests, and the few levers an administrator of the server has. */
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import type { WorldControls } from './controls.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { InvalidRequests } from './rest/invalid-requests.ts';
import { parseEmoji } from './world/emoji.ts';
import { pinsOf } from './world/pins.ts';
import { findReaction } from './world/reactions.ts';
import { renderUserOf } from './world/render.ts';
import { renderMessage } from './world/render-message.ts';
import type { Interaction } from './world/types.ts';
import { botId, messagesIn, type World } from './world/world.ts';

export interface DiscordState {
  /** Oldest first, ephemeral ones included. */
  messages(channelId: string): APIMessage[];
  message(id: string): APIMessage | undefined;
  /** Latest pin first. */
  pins(channelId: string): APIMessage[];
  reactions(messageId: string, emoji: string): APIUser[];
  commands(): { guild: APIApplicationCommand[]; global: APIApplicationCommand[] };
  interactions(): readonly Readonly<Interaction>[];
  /** Bytes of an attachment, wherever it hangs. */
  file(attachmentId: string): Promise<Uint8Array | undefined>;
  gatewaySessions(): ReturnType<Gateway['sessions']>;
  /** 401, 403 and 429 answers of the last ten minutes: what gets an address shut out. */
  invalidRequests(): ReturnType<InvalidRequests['tally']>;
  setOverwrites: WorldControls['setOverwrites'];
  setRolePermissions: WorldControls['setRolePermissions'];
}

export function createState(parts: {
  world: World;
  invalid: InvalidRequests;
  gateway: Gateway;
  controls: WorldControls;
}): DiscordState {
  const { world } = parts;
  const seen = (message: Parameters<typeof renderMessage>[1]) => renderMessage(world, message, botId(world));
  return {
    messages: (channelId) => messagesIn(world, channelId).map(seen),
    message(id) {
      const message = world.messages.get(id);
      return message && seen(message);
    },
    pins: (channelId) => pinsOf(world, channelId).map(seen),
    reactions(messageId, written) {
      const message = world.messages.get(messageId);
      const emoji = parseEmoji(written);
      const reaction = message && emoji ? findReaction(message, emoji) : undefined;
      return (reaction?.userIds ?? []).map((id) => renderUserOf(world, id));
    },
    commands: () => ({
      guild: [...world.guildCommands.values()],
      global: [...world.globalCommands.values()],
    }),
    interactions: () => [...world.interactions.values()],
    file: (attachmentId) => world.files.get(attachmentId),
    gatewaySessions: parts.gateway.sessions,
    invalidRequests: parts.invalid.tally,
    setOverwrites: parts.controls.setOverwrites,
    setRolePermissions: parts.controls.setRolePermissions,
  };
}
