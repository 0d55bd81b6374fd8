/** What we know of the workspace's channels, and whether we may post in them. Asked for when needed, kept for a while. */

import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { oneLine } from '../words.ts';
import { meaningOf, translated } from './errors.ts';
import type { Wire } from './wire.ts';

const keptMs = 60_000;
/** A channel that was missing may just be being made. */
const missingMs = 10_000;
const mostPages = 20;

const channelSchema = z.object({
  id: z.string(),
  name: z.string().default(''),
  is_member: z.boolean().default(false),
  is_private: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  is_im: z.boolean().default(false),
  is_mpim: z.boolean().default(false),
});
type Channel = z.infer<typeof channelSchema>;
const infoSchema = z.object({ channel: channelSchema });
const listSchema = z.object({
  channels: z.array(channelSchema).default([]),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

const membersSchema = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

export type Channels = ReturnType<typeof createChannels>;

/** Direct messages belong to no space: nobody else sees what is in them. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

export function createChannels({ wire, now }: { wire: Wire; now: () => number }) {
  const found = new Map<string, { id: string | null; at: number }>();
  const open = new Map<string, number>();

  async function join(channel: string): Promise<boolean> {
    try {
      await wire.patiently((client) => client.conversations.join({ channel }));
      return true;
    } catch (thrown) {
      if (meaningOf(thrown) === 'passing') throw translated(thrown, 'joining a channel');
      return false;
    }
  }

  /** A public channel we are not in is joined: without that we would not hear its stars. */
  async function canPost(channel: Channel): Promise<boolean> {
    if (channel.is_archived) return false;
    if (channel.is_member || channel.is_im || channel.is_mpim) return true;
    return !channel.is_private && (await join(channel.id));
  }

  async function info(channel: string): Promise<Channel | null> {
    try {
      const answer = await wire.patiently((client) => client.conversations.info({ channel }));
      return infoSchema.parse(answer).channel;
    } catch (thrown) {
      // A group of people who write to each other without us; or the app was installed when it had no such scope.
      if (meaningOf(thrown) === 'unseen' || meaningOf(thrown) === 'scope') return null;
      throw translated(thrown, 'looking at a channel');
    }
  }

  async function hasMember(channel: string, person: string): Promise<boolean> {
    let cursor = '';
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await wire.patiently((client) =>
        client.conversations.members({ channel, limit: 1000, ...(cursor && { cursor }) }),
      );
      const { members, response_metadata } = membersSchema.parse(answer);
      cursor = response_metadata?.next_cursor ?? '';
      if (members.includes(person)) return true;
      if (cursor === '') return false;
    }
    return true;
  }

  async function byName(name: string): Promise<Channel | null> {
    let cursor = '';
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await wire.patiently((client) =>
        client.conversations.list({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 200,
          ...(cursor && { cursor }),
        }),
      );
      const { channels, response_metadata } = listSchema.parse(answer);
      const match = channels.find((channel) => channel.name.toLowerCase() === name);
      if (match) return match;
      cursor = response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    return null;
  }

  return {
    /**
     * Makes sure that we can post there, before anything is begun that would end in a post. Of direct messages, only
     * those between the person and us are ours: `ownConversation` names them.
     * @throws UserError that says what to do.
     */
    async enter(channel: string, ownConversation: () => Promise<string>): Promise<void> {
      if (now() - (open.get(channel) ?? Number.NEGATIVE_INFINITY) < keptMs) return;
      if (isDirect(channel)) {
        if (channel === (await ownConversation())) return;
        throw new UserError(
          say('I cannot post in this conversation. Ask in a channel, or write to me directly.'),
        );
      }
      const known = await info(channel);
      if (known?.is_archived)
        throw new UserError(say('This channel is archived. Ask in another one, or unarchive it first.'));
      if (!known || !(await canPost(known)))
        throw new UserError(
          say(
            'I am not in this conversation. Type /invite @Rendezvous, then ask again. A group message cannot be joined: begin a new one with me in it.',
          ),
        );
      open.set(channel, now());
    },

    /** Whether somebody can see what stands there: in public channels everybody can. True where Slack does not tell. */
    async sees(channel: string, person: string): Promise<boolean> {
      if (isDirect(channel)) return true;
      const known = await info(channel);
      if (!known?.is_private) return true;
      return hasMember(channel, person).catch((thrown: unknown) => {
        if (meaningOf(thrown) === 'passing') throw translated(thrown, 'looking who is in a channel');
        return true;
      });
    },

    /** The id of the channel with this id or name; null when there is none, or none we may post in. */
    async find(idOrName: string): Promise<string | null> {
      const wanted = oneLine(idOrName).replace(/^#/, '');
      if (wanted === '') return null;
      const before = found.get(wanted);
      if (before && now() - before.at < (before.id === null ? missingMs : keptMs)) return before.id;
      const isId = /^[CG][A-Z0-9]{7,}$/.test(wanted);
      const channel = isId ? await info(wanted) : await byName(wanted.toLowerCase());
      const id = channel && (await canPost(channel)) ? channel.id : null;
      found.set(wanted, { id, at: now() });
      return id;
    },
  };
}
