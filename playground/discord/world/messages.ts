/** Making, changing and deleting messages, whoever does it. Who may is asked elsewhere. */
import { MessageFlags, MessageType } from 'discord-api-types/v10';
import { formError, refuse } from '../errors.ts';
import type { AllowedMentions } from '../validate/message.ts';
import { compose, type Draft, NOTHING } from './compose.ts';
import { readMentions } from './mentions.ts';
import type { Channel, Message, MessageOrigin } from './types.ts';
import { permissionsIn, type World } from './world.ts';

export interface Authoring {
  /** Of a forum post's first message; else a new one. */
  id?: string;
  authorId: string;
  /** What may ping when the request does not say. */
  mentionDefaults: AllowedMentions;
  type?: MessageType;
  origin?: MessageOrigin;
  ephemeralFor?: string;
  /** Set by the app's answer to a component; requests name theirs in `message_reference`. */
  replyTo?: Message;
}

export function createMessage(world: World, channel: Channel, draft: Draft, how: Authoring): Message {
  const earlier = sameNonce(world, channel, draft, how.authorId);
  if (earlier) return earlier;
  const target = how.replyTo ?? replyTarget(world, channel, draft);
  const { newFiles, ...parts } = compose(null, draft, world.ids.next);
  const message: Message = {
    id: how.id ?? world.ids.next(),
    channelId: channel.id,
    authorId: how.authorId,
    type: how.type ?? (target ? MessageType.Reply : MessageType.Default),
    createdAt: world.now(),
    editedAt: null,
    ...parts,
    flags: parts.flags | (how.ephemeralFor === undefined ? 0 : MessageFlags.Ephemeral),
    ...mentionsOf(world, channel, parts, draft, how, target?.authorId),
    reactions: [],
    pinnedAt: null,
    ...(draft.body.nonce === undefined || draft.body.nonce === null ? {} : { nonce: draft.body.nonce }),
    ...(target ? { reference: { messageId: target.id, channelId: target.channelId } } : {}),
    ...(how.origin ? { origin: how.origin } : {}),
    ...(how.ephemeralFor === undefined ? {} : { ephemeralFor: how.ephemeralFor }),
  };
  for (const { id, bytes } of newFiles) world.files.put(id, bytes);
  world.messages.set(message.id, message);
  world.bus.publish({ type: 'message-created', message });
  return message;
}

/** A message Discord writes itself ("pinned a message"), or the placeholder of an app that is thinking. */
export function createBareMessage(
  world: World,
  channel: Channel,
  given: Pick<Message, 'authorId' | 'type'> & Partial<Message>,
): Message {
  const message: Message = {
    id: world.ids.next(),
    channelId: channel.id,
    createdAt: world.now(),
    editedAt: null,
    ...NOTHING,
    mentions: [],
    mentionRoles: [],
    mentionEveryone: false,
    reactions: [],
    pinnedAt: null,
    ...given,
  };
  world.messages.set(message.id, message);
  world.bus.publish({ type: 'message-created', message });
  return message;
}

export function editMessage(
  world: World,
  message: Message,
  draft: Draft,
  how: Pick<Authoring, 'mentionDefaults'>,
): Message {
  const channel = world.channels.get(message.channelId);
  if (!channel) throw refuse('unknownChannel');
  const before = { ...message };
  const wasThinking = (message.flags & MessageFlags.Loading) !== 0;
  const { newFiles, ...parts } = compose(before, draft, world.ids.next);
  const target = message.reference ? world.messages.get(message.reference.messageId) : undefined;
  const authoring = { authorId: message.authorId, mentionDefaults: how.mentionDefaults };
  // Mentions are read anew whenever the text is sent again; an edit of other fields leaves them alone.
  const rereads = draft.body.content !== undefined || draft.body.components !== undefined;
  Object.assign(
    message,
    parts,
    rereads ? mentionsOf(world, channel, parts, draft, authoring, target?.authorId) : {},
  );
  // A promise kept is not an edit.
  if (!wasThinking) message.editedAt = world.now();
  for (const { id, bytes } of newFiles) world.files.put(id, bytes);
  for (const { id } of before.attachments) {
    if (!message.attachments.some((kept) => kept.id === id)) world.files.delete(id);
  }
  world.bus.publish({ type: 'message-updated', message });
  return message;
}

export function deleteMessage(world: World, message: Message, options: { bulk?: boolean } = {}): void {
  world.messages.delete(message.id);
  for (const { id } of message.attachments) world.files.delete(id);
  world.bus.publish({ type: 'message-deleted', message, ...options });
}

function mentionsOf(
  world: World,
  channel: Channel,
  parts: Pick<Message, 'content' | 'components'>,
  draft: Draft,
  how: Authoring,
  repliedTo: string | undefined,
) {
  return readMentions(
    world,
    parts,
    draft.body.allowed_mentions ?? how.mentionDefaults,
    permissionsIn(world, how.authorId, channel),
    repliedTo,
  );
}

function replyTarget(world: World, channel: Channel, draft: Draft): Message | undefined {
  const reference = draft.body.message_reference;
  if (!reference) return undefined;
  const at = [...(draft.at ?? []), 'message_reference'];
  const target = world.messages.get(reference.message_id);
  if (reference.channel_id && reference.channel_id !== channel.id) {
    throw formError(
      at,
      'REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL',
      'Cannot reply to a message in a different channel',
    );
  }
  if (!target || target.channelId !== channel.id || target.ephemeralFor !== undefined) {
    if (reference.fail_if_not_exists === false) return undefined;
    throw formError(at, 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  return target;
}

/** With `enforce_nonce`, the message an earlier and identical request already made. */
function sameNonce(world: World, channel: Channel, draft: Draft, authorId: string): Message | undefined {
  const { nonce, enforce_nonce: enforced } = draft.body;
  if (!enforced || nonce === undefined || nonce === null) return undefined;
  const since = world.now() - world.limits.timing.nonceMs;
  return [...world.messages.values()].find(
    (message) =>
      message.channelId === channel.id &&
      message.authorId === authorId &&
      message.createdAt >= since &&
      message.nonce !== undefined &&
      String(message.nonce) === String(nonce),
  );
}
