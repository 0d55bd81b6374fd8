/** Discord: the token, the application, its servers, its commands, and what it may do in the gallery channel. */
import { z } from 'zod';
import { toDiscordCommands } from '../../bots/discord/command-json.ts';
import { commands } from '../../commands/registry.ts';
import type { Settings } from '../../core/config.ts';
import { type Ask, reasonOf } from './ask.ts';
import { missingIn, type Place } from './permissions.ts';
import { type Finding, good, look, off, wrong } from './report.ts';

const applicationSchema = z.looseObject({ id: z.string(), name: z.string(), flags: z.number().default(0) });
const guildsSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }));
const rolesSchema = z.array(z.looseObject({ id: z.string(), permissions: z.coerce.bigint() }));
const memberSchema = z.looseObject({ roles: z.array(z.string()) });
const channelsSchema = z.array(
  z.looseObject({
    id: z.string(),
    name: z.string().nullish(),
    type: z.number(),
    permission_overwrites: z
      .array(z.looseObject({ id: z.string(), allow: z.coerce.bigint(), deny: z.coerce.bigint() }))
      .default([]),
  }),
);

/** Presences, members and message content, each as such and in the form for small bots. */
const privileged = (3 << 12) | (3 << 14) | (3 << 18);
/** A text channel or one for announcements. */
const textual = [0, 5];
/** More than this need not be said one by one. */
const mostServers = 5;

const invite = (id: string) =>
  `https://discord.com/oauth2/authorize?client_id=${id}&scope=bot+applications.commands&permissions=2252074691693568`;

export async function examineDiscord(settings: Settings, ask: Ask): Promise<Finding[]> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_GUILD_ID: guildId } = settings;
  if (!token) return [off('DISCORD_TOKEN is not set: no Discord, or the stand-in of npm start.')];
  const base = `${apiUrl.replace(/\/+$/, '')}/v10`;
  const get = async (path: string) => ask(`${base}${path}`, { headers: { authorization: `Bot ${token}` } });

  let answer: Awaited<ReturnType<typeof get>>;
  try {
    answer = await get('/applications/@me');
  } catch (thrown) {
    return [
      wrong(
        `${base} cannot be reached (${reasonOf(thrown)}).`,
        'Look at the network, and at DISCORD_API_URL.',
      ),
    ];
  }
  if (answer.status === 401) {
    return [
      wrong('Discord refuses DISCORD_TOKEN.', 'Copy the token again from the Bot page of your application.'),
    ];
  }
  const application = applicationSchema.safeParse(answer.body).data;
  if (!application) {
    return [
      wrong(
        `${base} does not answer like Discord (${answer.status}).`,
        'Correct DISCORD_API_URL, or try again later.',
      ),
    ];
  }
  const { id, name, flags } = application;
  const servers = guildsSchema.parse((await get('/users/@me/guilds')).body);
  const findings = [
    good(`The token is that of ${name}.`),
    (flags & privileged) === 0
      ? good('It has no privileged intents, and needs none.')
      : look('Privileged intents are switched on; none is needed.', 'Switch them off on the Bot page.'),
  ];
  if (guildId && !servers.some((one) => one.id === guildId)) {
    findings.push(
      wrong(`It is not in the server ${guildId} of DISCORD_GUILD_ID.`, `Invite it: ${invite(id)}`),
    );
  } else if (servers.length === 0) {
    findings.push(wrong('It is in no server.', `Invite it: ${invite(id)}`));
  }
  findings.push(await registered(id, guildId, get));

  for (const server of servers.slice(0, mostServers)) {
    findings.push(...(await gallery(server, id, settings.DISCORD_GALLERY_CHANNEL, get)));
  }
  return findings;
}

type Get = (path: string) => ReturnType<Ask>;

async function registered(id: string, guildId: string | undefined, get: Get): Promise<Finding> {
  const path = guildId ? `/applications/${id}/guilds/${guildId}/commands` : `/applications/${id}/commands`;
  const list = z.array(z.looseObject({ name: z.string() })).safeParse((await get(path)).body).data;
  const wanted = toDiscordCommands(commands).map((one) => one.name);
  const missing = wanted.filter((one) => !list?.some((known) => known.name === one));
  const where = guildId ? `in the server ${guildId}` : 'everywhere';
  if (missing.length === 0) return good(`Its ${wanted.length} commands are registered ${where}.`);
  if (!list) return wrong(`Its commands ${where} may not be seen.`, `Invite it once more: ${invite(id)}`);
  return look(
    `${missing.length} of its ${wanted.length} commands are not registered ${where}.`,
    'Start the bot: it registers them.',
  );
}

async function gallery(
  server: { id: string; name: string },
  botId: string,
  wanted: string,
  get: Get,
): Promise<Finding[]> {
  const [roles, member, channels] = await Promise.all([
    get(`/guilds/${server.id}/roles`).then(({ body }) => rolesSchema.parse(body)),
    get(`/guilds/${server.id}/members/${botId}`).then(({ body }) => memberSchema.parse(body)),
    get(`/guilds/${server.id}/channels`).then(({ body }) => channelsSchema.parse(body)),
  ]);
  const name = wanted.trim().replace(/^#/, '').toLowerCase();
  const channel = channels.find(
    (one) => textual.includes(one.type) && (one.id === name || one.name?.toLowerCase() === name),
  );
  if (!channel) {
    return [
      look(
        `${server.name} has no text channel "${wanted}" for the gallery.`,
        'Make one there, or set DISCORD_GALLERY_CHANNEL.',
      ),
    ];
  }
  const place: Place = {
    serverId: server.id,
    memberId: botId,
    roleIds: member.roles,
    roles,
    overwrites: channel.permission_overwrites,
  };
  const missing = missingIn(place);
  if (missing.length === 0) return [good(`It may post in #${channel.name} of ${server.name}.`)];
  return [
    wrong(
      `In #${channel.name} of ${server.name} it may not ${missing.join(', ')}.`,
      `Allow that in the channel's permissions for the bot.`,
    ),
  ];
}
