/** Where one is in Slack: the page's own kind of address, and links into the workspace. */

/** The tab with the app's own page stands where a channel stands. */
export const HOME = 'home';

export interface Place {
  channelId: string;
  /** A message in it. */
  ts?: string;
  /** The message whose thread is open. */
  threadTs?: string;
}

/** Reads `#/slack/channel/message` and `#/slack/channel/thread/parent/message`. */
export function placeFromHash(hash: string): Place | null {
  const pattern = /^#\/slack\/([A-Z0-9]+|home)(?:\/thread\/(\d+\.\d+))?(?:\/(\d+\.\d+))?$/;
  const [, channelId, threadTs, ts] = pattern.exec(hash) ?? [];
  if (!channelId) return null;
  return { channelId, ...(threadTs && { threadTs }), ...(ts && { ts }) };
}

export function hashOf({ channelId, ts, threadTs }: Place): string {
  const thread = threadTs ? `/thread/${threadTs}` : '';
  return `#/slack/${channelId}${thread}${ts ? `/${ts}` : ''}`;
}

/** Recognises `https://….slack.com/archives/C…/p1234567890123456`, and the stand-in's own way of writing it. */
export function placeFromLink(link: string, origins: readonly string[]): Place | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  const [, channelId, digits] = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{11,17}))?$/.exec(url.pathname) ?? [];
  if (!channelId || !origins.includes(url.origin)) return null;
  const threadTs = url.searchParams.get('thread_ts');
  return {
    channelId,
    ...(digits && { ts: `${digits.slice(0, -6)}.${digits.slice(-6)}` }),
    ...(threadTs && { threadTs }),
  };
}

/** Where the page loads a file of the workspace from, as the person it acts as. */
export function fileSource(id: string, personId: string): string {
  return `/slack-files/${personId}/${id}`;
}

/** The id in the address of a file's bytes or page. */
export function fileIdOf(url: string, filesOrigin: string): string | null {
  if (!url.startsWith(`${filesOrigin}/`)) return null;
  return /\/(?:files-pri\/T[A-Z0-9]+-|files\/U[A-Z0-9]+\/)(F[A-Z0-9]+)\//.exec(url)?.[1] ?? null;
}
