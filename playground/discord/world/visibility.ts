/**
 * What the app may read of a message. Without MESSAGE_CONTENT what people wrote is empty, except in direct messages
 * and where the bot is mentioned; its own messages it always sees.
 */
import { type APIMessage, ChannelType } from 'discord-api-types/v10';
import { renderMessage } from './render-message.ts';
import type { Message } from './types.ts';
import { botId, type World } from './world.ts';

export function renderForBot(world: World, message: Message, hasContentIntent: boolean): APIMessage {
  const rendered = renderMessage(world, message, botId(world));
  const { referenced_message: replied } = rendered;
  return {
    ...hideUnlessAllowed(world, message, rendered, hasContentIntent),
    ...(replied ? { referenced_message: hideReplied(world, replied, hasContentIntent) } : {}),
  };
}

/** For REST, where no intents are sent: what is switched on for the app counts. */
export function hasContentAccess(world: World): boolean {
  return world.seed.application.privilegedIntents.includes('message-content');
}

function hideReplied(world: World, replied: APIMessage, hasContentIntent: boolean): APIMessage {
  const message = world.messages.get(replied.id);
  return message ? hideUnlessAllowed(world, message, replied, hasContentIntent) : replied;
}

function hideUnlessAllowed(
  world: World,
  message: Message,
  rendered: APIMessage,
  allowed: boolean,
): APIMessage {
  const bot = botId(world);
  const inDm = world.channels.get(message.channelId)?.type === ChannelType.DM;
  if (allowed || inDm || message.authorId === bot || message.mentions.includes(bot)) return rendered;
  return { ...rendered, content: '', embeds: [], attachments: [], components: [] };
}
