/** Where things are: the page's own address bar, links into a channel, and files. */

import { webUrl } from '../web-url.ts';

export interface Place {
  channelId: string;
  messageId?: string;
}

/** Reads `#/channel/message`, the page's own kind of link. */
export function placeFromHash(hash: string): Place | null {
  const [, channelId, messageId] = /^#\/(\d+)(?:\/(\d+))?$/.exec(hash) ?? [];
  if (!channelId) return null;
  return messageId ? { channelId, messageId } : { channelId };
}

export function hashOf({ channelId, messageId }: Place): string {
  return messageId ? `#/${channelId}/${messageId}` : `#/${channelId}`;
}

/** Recognises `https://discord.com/channels/server/channel/message`, whatever host it is written for. */
export function placeFromLink(link: string, guildId: string | undefined): Place | null {
  const url = webUrl(link);
  const [, guild, channelId, messageId] =
    /^\/channels\/(@me|\d+)\/(\d+)(?:\/(\d+))?$/.exec(url?.pathname ?? '') ?? [];
  if (!channelId || (guild !== '@me' && guild !== guildId)) return null;
  return messageId ? { channelId, messageId } : { channelId };
}

/** Where the page loads a file from; null for what lies elsewhere on the web, which it never loads. */
export function fileSource(link: string, filesOrigin: string): string | null {
  const url = webUrl(link);
  if (url?.origin !== filesOrigin || !url.pathname.startsWith('/attachments/')) return null;
  return `/files${url.pathname}${url.search}`;
}
