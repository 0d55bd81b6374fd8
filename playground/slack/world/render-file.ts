/** A file in Slack's own words. Until it is processed its kind is empty, and nobody can tell what is in it. */
import type { Rendered } from './render-message.ts';
import type { Channel, StoredFile } from './types.ts';
import type { World } from './world.ts';

const THUMBS = [64, 80, 160, 360, 480, 720, 800, 960, 1024];

export function renderFile(world: World, file: StoredFile): Rendered {
  const ready = file.state === 'ready';
  const path = `${world.origin()}/files-pri/${world.seed.team.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: ready ? file.mimetype : '',
    filetype: file.filetype,
    pretty_type: ready ? file.filetype.toUpperCase() : '',
    user: file.userId,
    user_team: world.seed.team.id,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: sharesIn(world, file, 'public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${path}/${name}`,
    url_private_download: `${path}/download/${name}`,
    ...(ready ? pictureOf(path, file) : {}),
    permalink: `${world.origin()}/files/${file.userId}/${file.id}/${name}`,
    permalink_public: `${world.origin()}/${world.seed.team.id}-${file.id}-${file.secret}`,
    comments_count: 0,
    is_starred: false,
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    shares: { ...shareMap(world, file, 'public'), ...shareMap(world, file, 'private') },
    channels: channelIds(world, file, 'public'),
    groups: [...channelIds(world, file, 'private'), ...channelIds(world, file, 'mpim')],
    ims: channelIds(world, file, 'im'),
    has_more_shares: false,
    has_rich_preview: false,
    file_access: 'visible',
  };
}

/** Addresses of small versions; the stand-in serves the whole picture at each of them. */
function pictureOf(path: string, file: StoredFile): Rendered {
  const { width, height } = file;
  if (width === undefined || height === undefined) return {};
  const thumbs = THUMBS.filter((size) => size <= 360 || size <= Math.max(width, height)).flatMap((size) => {
    const scale = Math.min(1, size / Math.max(width, height));
    return [
      [`thumb_${size}`, `${path}/thumb_${size}.png`],
      [`thumb_${size}_w`, Math.max(1, Math.round(width * scale))],
      [`thumb_${size}_h`, Math.max(1, Math.round(height * scale))],
    ];
  });
  return {
    media_display_type: 'unknown',
    ...Object.fromEntries(thumbs),
    original_w: width,
    original_h: height,
  };
}

type Where = Channel['kind'];

function sharesIn(world: World, file: StoredFile, where: Where) {
  return file.shares.filter(({ channelId }) => world.channels.get(channelId)?.kind === where);
}

function channelIds(world: World, file: StoredFile, where: Where): string[] {
  return [...new Set(sharesIn(world, file, where).map(({ channelId }) => channelId))];
}

/** Direct messages count as private. */
function shareMap(world: World, file: StoredFile, side: 'public' | 'private'): Rendered {
  const shares =
    side === 'public'
      ? sharesIn(world, file, 'public')
      : (['private', 'im', 'mpim'] as const).flatMap((where) => sharesIn(world, file, where));
  if (shares.length === 0) return {};
  const byChannel: Record<string, Rendered[]> = {};
  for (const { channelId, ts, threadTs } of shares) {
    const entry = {
      reply_users: [],
      reply_users_count: 0,
      reply_count: 0,
      ts,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      channel_name: world.channels.get(channelId)?.name ?? '',
      team_id: world.seed.team.id,
      share_user_id: file.userId,
      source: 'UNKNOWN',
    };
    byChannel[channelId] = [...(byChannel[channelId] ?? []), entry];
  }
  return { [side]: byChannel };
}
