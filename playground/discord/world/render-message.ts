/** A message as Discord's API writes it, seen by one person or by the bot. */
import {
  type APIAttachment,
  type APIMessage,
  AttachmentFlags,
  ComponentType,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type Media, type MessageComponent, mediaOf, walk } from '../validate/components.ts';
import type { Embed } from '../validate/embeds.ts';
import { isoTime, renderChannel, renderUserOf } from './render.ts';
import type { Message, MessageOrigin, StoredAttachment } from './types.ts';
import { botId, guildIdOf, type World } from './world.ts';

const ATTACHMENT_SCHEME = 'attachment://';

/** The attachment an `attachment://name` means, or undefined for any other URL and for a name that is not there. */
export function referenced(
  url: string,
  attachments: readonly StoredAttachment[],
): StoredAttachment | undefined {
  if (!url.startsWith(ATTACHMENT_SCHEME)) return undefined;
  const name = url.slice(ATTACHMENT_SCHEME.length);
  return attachments.find(({ filename }) => filename === name);
}

export function renderMessage(world: World, message: Message, viewerId: string): APIMessage {
  const bare = renderBare(world, message, viewerId);
  const { reference } = message;
  if (!reference) return bare;
  const target = world.messages.get(reference.messageId);
  const guildId = guildOf(world, message);
  return {
    ...bare,
    message_reference: {
      type: 0,
      message_id: reference.messageId,
      channel_id: reference.channelId,
      ...(guildId === null ? {} : { guild_id: guildId }),
    },
    referenced_message: target ? renderBare(world, target, viewerId) : null,
  };
}

/** Without the message it answers: a reply's reply is not shown. */
function renderBare(world: World, message: Message, viewerId: string): APIMessage {
  const used = usedAttachments(message);
  const thread = message.threadId === undefined ? undefined : world.channels.get(message.threadId);
  const rendered = {
    id: message.id,
    channel_id: message.channelId,
    author: renderUserOf(world, message.authorId),
    content: message.content,
    timestamp: isoTime(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : isoTime(message.editedAt),
    tts: false,
    mention_everyone: message.mentionEveryone,
    mentions: message.mentions.map((id) => renderUserOf(world, id)),
    mention_roles: message.mentionRoles,
    attachments: message.attachments
      .filter(({ id }) => !used.has(id))
      .map((attachment) => renderAttachment(world, message.channelId, attachment)),
    embeds:
      message.flags & MessageFlags.SuppressEmbeds
        ? []
        : message.embeds.map((embed) => renderEmbed(world, message, embed)),
    components: message.components.map((component) => renderComponent(world, message, component)),
    ...(message.reactions.length > 0
      ? {
          reactions: message.reactions.map(({ emoji, userIds }) => ({
            emoji,
            count: userIds.length,
            count_details: { burst: 0, normal: userIds.length },
            burst_colors: [],
            me_burst: false,
            burst_me: false,
            me: userIds.includes(viewerId),
            burst_count: 0,
          })),
        }
      : {}),
    pinned: message.pinnedAt !== null,
    type: message.type,
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.origin ? renderOrigin(world, message.origin) : {}),
    ...(thread ? { thread: renderChannel(world, thread) } : {}),
  };
  // Our own records are as strict as the request schemas; the published type wants enums where we hold their numbers.
  return rendered as APIMessage;
}

function guildOf(world: World, message: Message): string | null {
  const channel = world.channels.get(message.channelId);
  return channel ? guildIdOf(world, channel) : null;
}

function renderOrigin(world: World, origin: MessageOrigin) {
  const user = renderUserOf(world, origin.userId);
  return {
    webhook_id: botId(world),
    application_id: botId(world),
    interaction_metadata: renderMetadata(world, origin),
    // Deprecated, and only there for commands.
    ...(origin.type === InteractionType.ApplicationCommand && origin.originalMessageId === undefined
      ? {
          interaction: {
            id: origin.interactionId,
            type: origin.type,
            name: origin.commandName ?? '',
            user,
          },
        }
      : {}),
  };
}

function renderMetadata(world: World, origin: MessageOrigin): object {
  return {
    id: origin.interactionId,
    type: origin.type,
    user: renderUserOf(world, origin.userId),
    authorizing_integration_owners: origin.owners ?? { 0: world.seed.guild.id },
    ...(origin.commandName === undefined ? {} : { name: origin.commandName, command_type: 1 }),
    ...(origin.originalMessageId === undefined
      ? {}
      : { original_response_message_id: origin.originalMessageId }),
    ...(origin.type === InteractionType.MessageComponent
      ? { interacted_message_id: origin.sourceMessageId }
      : {}),
    ...(origin.opener ? { triggering_interaction_metadata: renderMetadata(world, origin.opener) } : {}),
    ...(origin.targetMessageId === undefined ? {} : { target_message_id: origin.targetMessageId }),
    ...(origin.targetUserId === undefined ? {} : { target_user: renderUserOf(world, origin.targetUserId) }),
  };
}

export function renderAttachment(
  world: World,
  channelId: string,
  attachment: StoredAttachment,
): APIAttachment {
  const url = world.attachmentUrl(channelId, attachment.id, attachment.filename);
  return {
    id: attachment.id,
    filename: attachment.filename,
    ...(attachment.title === undefined ? {} : { title: attachment.title }),
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    content_type: attachment.contentType,
    size: attachment.size,
    url,
    proxy_url: url,
    ...(attachment.width === undefined ? {} : { width: attachment.width, height: attachment.height ?? null }),
    ...(attachment.spoiler ? { flags: AttachmentFlags.IsSpoiler } : {}),
  };
}

/** Attachments that an embed or a component shows; Discord does not list those a second time. */
function usedAttachments(message: Message): Set<string> {
  const urls = [
    ...message.embeds.flatMap(embedUrls),
    ...[...walk(message.components)].flatMap(({ component }) =>
      mediaOf(component).map(({ media }) => media.url),
    ),
  ];
  return new Set(urls.flatMap((url) => referenced(url, message.attachments)?.id ?? []));
}

function embedUrls(embed: Embed): string[] {
  return [embed.image?.url, embed.thumbnail?.url, embed.footer?.icon_url, embed.author?.icon_url].flatMap(
    (url) => url ?? [],
  );
}

/**
 * An `attachment://` of an embed that names nothing stays as it was written: Discord does not refuse it, and no
 * client can draw it.
 */
function renderEmbed(world: World, message: Message, embed: Embed) {
  const picture = (image: { url: string } | null | undefined) => {
    if (!image) return undefined;
    const attachment = referenced(image.url, message.attachments);
    if (!attachment) return { url: image.url };
    const url = world.attachmentUrl(message.channelId, attachment.id, attachment.filename);
    return {
      url,
      proxy_url: url,
      width: attachment.width ?? 0,
      height: attachment.height ?? 0,
      content_type: attachment.contentType,
    };
  };
  const icon = (url: string | null | undefined) => {
    const shown = url ? picture({ url }) : undefined;
    return shown ? { icon_url: shown.url, proxy_icon_url: shown.url } : {};
  };
  return withoutEmpty({
    ...embed,
    type: 'rich',
    image: picture(embed.image),
    thumbnail: picture(embed.thumbnail),
    footer: embed.footer ? { text: embed.footer.text, ...icon(embed.footer.icon_url) } : undefined,
    author: embed.author
      ? withoutEmpty({ name: embed.author.name, url: embed.author.url, ...icon(embed.author.icon_url) })
      : undefined,
    fields: embed.fields?.length
      ? embed.fields.map(({ name, value, inline }) => ({ name, value, inline: inline ?? false }))
      : undefined,
  });
}

function renderComponent(world: World, message: Message, component: MessageComponent): object {
  const copy = structuredClone(component);
  for (const { component: inner } of walk([copy])) {
    if (inner.type === ComponentType.File) {
      const attachment = referenced(inner.file.url, message.attachments);
      Object.assign(inner, { name: attachment?.filename, size: attachment?.size });
    }
    for (const { media } of mediaOf(inner)) Object.assign(media, renderMedia(world, message, media));
  }
  return deepWithoutEmpty(copy);
}

function renderMedia(world: World, message: Message, media: Media): object {
  const attachment = referenced(media.url, message.attachments);
  if (!attachment) return { proxy_url: media.url, flags: 0 };
  const url = world.attachmentUrl(message.channelId, attachment.id, attachment.filename);
  return {
    url,
    proxy_url: url,
    width: attachment.width ?? null,
    height: attachment.height ?? null,
    content_type: attachment.contentType,
    attachment_id: attachment.id,
    flags: 0,
  };
}

function withoutEmpty<T extends object>(value: T): Partial<T> {
  const kept = Object.entries(value).filter(([, one]) => one !== undefined && one !== null && one !== '');
  return Object.fromEntries(kept) as Partial<T>;
}

/** Discord leaves out what was sent as null; width and height are the exceptions. */
function deepWithoutEmpty(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      one === null && key !== 'width' && key !== 'height' ? undefined : one,
    ),
  );
}
