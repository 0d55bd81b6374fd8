/** What the gateway says on its own account: READY, and people who were asked for. */
import { applicationFlags, renderMember, renderUserOf } from '../world/render.ts';
import { botId, isIn, membersOf, type World } from '../world/world.ts';
import type { RequestGuildMembers } from './commands.ts';
import { guildCreate } from './dispatches.ts';
import type { Session } from './session.ts';

/** https://docs.discord.com/developers/events/gateway-events#ready */
export function readyData(world: World, session: Session, resumeUrl: string): object {
  // Named whatever the intents are, as long as it belongs to this shard.
  const isOnShard = session.wants({ ...guildCreate(world), intent: 0 });
  return {
    v: 10,
    user: { ...renderUserOf(world, botId(world)), email: null, verified: true, mfa_enabled: true },
    user_settings: {},
    session_type: 'normal',
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    shard: session.shard,
    guilds: isOnShard && isIn(world, botId(world)) ? [{ id: world.seed.guild.id, unavailable: true }] : [],
    private_channels: [],
    presences: [],
    relationships: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    auth: {},
    application: { id: world.seed.application.id, flags: applicationFlags(world) },
    _trace: [],
  };
}

/** https://docs.discord.com/developers/events/gateway-events#guild-members-chunk */
export function membersChunk(world: World, wanted: RequestGuildMembers): object {
  const ids = wanted.user_ids === undefined ? null : [wanted.user_ids].flat();
  const query = (wanted.query ?? '').toLowerCase();
  const matching = membersOf(world).filter(({ id, username }) =>
    ids ? ids.includes(id) : username.toLowerCase().startsWith(query),
  );
  return {
    guild_id: wanted.guild_id,
    members: (ids || wanted.limit === 0 ? matching : matching.slice(0, wanted.limit)).map(renderMember),
    chunk_index: 0,
    chunk_count: 1,
    not_found: (ids ?? []).filter((id) => !isIn(world, id)),
    ...(wanted.nonce === undefined ? {} : { nonce: wanted.nonce }),
  };
}
