/** A thread of a Discord channel, begun at a message of Ravi's. */
import type { DiscordServer } from '../../playground/discord/server.ts';

export async function threadIn(discord: DiscordServer, channel: string): Promise<string> {
  const { id } = discord.member(discord.members.Ravi ?? '').send(channel, 'Let us talk here');
  const response = await fetch(`${discord.apiUrl}/v10/channels/${channel}/messages/${id}/threads`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Talk' }),
  });
  if (!response.ok) throw new Error(`no thread: ${await response.text()}`);
  return id;
}
