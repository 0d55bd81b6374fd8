/** Writing, changing and deleting messages. Whether the caller may do so is asked elsewhere. */
import type { Attachment, Block, Message, Metadata } from './types.ts';
import { repliesTo, type World } from './world.ts';

export interface Draft {
  channelId: string;
  userId: string;
  text: string;
  blocks?: Block[];
  attachments?: Attachment[];
  fileIds?: string[];
  threadTs?: string;
  broadcast?: boolean;
  metadata?: Metadata;
  ephemeralFor?: string;
  subtype?: NonNullable<Message['subtype']>;
  clientMsgId?: string;
}

/** What a message cannot do without being told by others: `ts`, and lists that start empty. */
export function postMessage(world: World, draft: Draft): Message {
  const message: Message = {
    blocks: [],
    attachments: [],
    fileIds: [],
    ...draft,
    ts: world.stamps.next(),
    reactions: [],
  };
  world.messages.set(message.ts, message);
  for (const id of message.fileIds) {
    world.files.get(id)?.shares.push({
      channelId: message.channelId,
      ts: message.ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    });
  }
  world.bus.publish({ type: 'message-posted', message });
  return message;
}

export interface Change {
  text?: string;
  blocks?: Block[];
  attachments?: Attachment[];
  /** Null takes it away. */
  metadata?: Metadata | null;
  broadcast?: boolean;
  /** Whether people see "(edited)". */
  marksEdited: boolean;
}

export function changeMessage(world: World, message: Message, change: Change): void {
  const before = structuredClone(message);
  const { marksEdited, metadata, ...parts } = change;
  Object.assign(message, parts);
  if (metadata === null) delete message.metadata;
  else if (metadata) message.metadata = metadata;
  if (marksEdited) message.edited = { userId: message.userId, ts: world.stamps.next() };
  world.bus.publish({ type: 'message-changed', message, before });
}

/** A thread whose parent is deleted keeps a tombstone in its place. */
export function deleteMessage(world: World, message: Message, byId: string): void {
  const before = structuredClone(message);
  const channel = world.channels.get(message.channelId);
  if (channel) channel.pins = channel.pins.filter(({ ts }) => ts !== message.ts);
  if (repliesTo(world, message).length > 0) {
    Object.assign(message, {
      subtype: 'tombstone',
      userId: 'USLACKBOT',
      text: 'This message was deleted.',
      blocks: [],
      attachments: [],
      fileIds: [],
      reactions: [],
    });
  } else {
    world.messages.delete(message.ts);
  }
  for (const file of world.files.values()) file.shares = file.shares.filter(({ ts }) => ts !== message.ts);
  world.bus.publish({ type: 'message-deleted', message: before, byId });
}

/** A message's blocks and those of its attachments. */
export function allBlocks({ blocks, attachments }: Pick<Message, 'blocks' | 'attachments'>): Block[] {
  return [...blocks, ...attachments.flatMap((one) => (Array.isArray(one.blocks) ? one.blocks : []))];
}

/** A private line of Slack's own to one person. */
export function tellPrivately(world: World, channelId: string, userId: string, text: string): Message {
  return postMessage(world, {
    channelId,
    userId: 'USLACKBOT',
    text,
    subtype: 'slackbot',
    ephemeralFor: userId,
  });
}
