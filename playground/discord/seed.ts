/** The world a stand-in starts with: one server, its channels and people, one application. */
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import type { Overwrite } from './permissions.ts';

export interface SeedRole {
  id: string;
  name: string;
  permissions: bigint;
  color?: number;
  mentionable?: boolean;
  /** Set on the role Discord makes for an installed bot. */
  botId?: string;
}

export interface SeedMember {
  id: string;
  username: string;
  /** What the others read; Discord's `global_name`. */
  name: string;
  /** CSS colour of the avatar that stands for a missing picture. */
  color: string;
  roles: string[];
  bot?: boolean;
  locale?: string;
}

export interface SeedChannel {
  id: string;
  name: string;
  topic: string;
  /** @default 'text' */
  kind?: 'text' | 'forum';
  /** Age-restricted. */
  nsfw?: boolean;
  overwrites?: Overwrite[];
  /** What stands in a forum from the beginning. */
  posts?: { id: string; name: string; authorId: string; content: string }[];
}

/** A server the bot is not in. People bring the app along when they have added it to their own account. */
export interface SeedGuild {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  /** What `@everyone` may do there; it has no other roles. */
  everyone: bigint;
  memberIds: string[];
  channels: SeedChannel[];
}

export interface WorldSeed {
  /** What the bot logs in with. */
  token: string;
  application: {
    /** Also the id of its bot user. */
    id: string;
    name: string;
    description: string;
    /** Privileged intents switched on in the developer portal; asking for others closes with 4014. */
    privilegedIntents: ('presences' | 'members' | 'message-content')[];
  };
  guild: { id: string; name: string; ownerId: string; locale: string };
  /** `@everyone` is the one with the guild's id. */
  roles: SeedRole[];
  members: SeedMember[];
  channels: SeedChannel[];
  /** Servers without the bot. @default none */
  elsewhere?: SeedGuild[];
  /** Who has added the app to their own account. @default nobody */
  userInstalls?: string[];
}

const GUILD = '1100000000000000001';
const OWNER = '1100000000000000002';
const INSTRUCTOR = '1100000000000000010';
const BOT_ROLE = '1100000000000000011';
const GENERAL = '1100000000000000020';
const GALLERY = '1100000000000000021';
const AFTER_HOURS = '1100000000000000022';
const SHOW_AND_TELL = '1100000000000000023';
const FIRST_POST = '1100000000000000024';
const OTHER_GUILD = '1100000000000000040';
const LOUNGE = '1100000000000000041';
const QUIET = '1100000000000000042';
const MAI = '1100000000000000030';
const RAVI = '1100000000000000031';
const NOOR = '1100000000000000032';
const APPLICATION = '1100000000000000100';

/** What `@everyone` may do in a server nobody has configured. */
const EVERYONE =
  Bit.ViewChannel |
  Bit.CreateInstantInvite |
  Bit.ChangeNickname |
  Bit.SendMessages |
  Bit.SendMessagesInThreads |
  Bit.CreatePublicThreads |
  Bit.CreatePrivateThreads |
  Bit.EmbedLinks |
  Bit.AttachFiles |
  Bit.AddReactions |
  Bit.UseExternalEmojis |
  Bit.UseExternalStickers |
  Bit.MentionEveryone |
  Bit.ReadMessageHistory |
  Bit.UseApplicationCommands |
  Bit.SendVoiceMessages |
  Bit.SendPolls |
  Bit.UseExternalApps |
  Bit.Connect |
  Bit.Speak |
  Bit.Stream |
  Bit.UseVAD;

/** What the bot was invited with: nothing a picture bot does not need. */
const BOT =
  Bit.ViewChannel |
  Bit.SendMessages |
  Bit.SendMessagesInThreads |
  Bit.EmbedLinks |
  Bit.AttachFiles |
  Bit.AddReactions |
  Bit.ReadMessageHistory |
  Bit.PinMessages;

export function defaultWorld(): WorldSeed {
  return {
    token: playgroundToken(APPLICATION),
    application: {
      id: APPLICATION,
      name: 'Rendezvous',
      description: 'Brings ComfyUI into this server.',
      privilegedIntents: [],
    },
    // The account that made the server is not in the room: everybody here is what their roles make them.
    guild: { id: GUILD, name: 'ComfyUI Workshop', ownerId: OWNER, locale: 'en-US' },
    roles: [
      { id: GUILD, name: '@everyone', permissions: EVERYONE },
      {
        id: INSTRUCTOR,
        name: 'Instructor',
        // As of somebody who looks after a server: its settings, what others wrote, and threads.
        permissions: Bit.ManageGuild | Bit.ManageMessages | Bit.ManageThreads | Bit.PinMessages,
        color: 0xe67e22,
        mentionable: true,
      },
      { id: BOT_ROLE, name: 'Rendezvous', permissions: BOT, botId: APPLICATION },
    ],
    members: [
      { id: MAI, username: 'mai', name: 'Mai', color: '#d9534f', roles: [] },
      { id: RAVI, username: 'ravi', name: 'Ravi', color: '#2e8b57', roles: [] },
      { id: NOOR, username: 'noor', name: 'Noor', color: '#8e5bd0', roles: [INSTRUCTOR] },
      {
        id: APPLICATION,
        username: 'Rendezvous',
        name: 'Rendezvous',
        color: '#5865f2',
        roles: [BOT_ROLE],
        bot: true,
      },
    ],
    channels: [
      { id: GENERAL, name: 'general', topic: 'Type /render to make a picture.' },
      { id: GALLERY, name: 'gallery', topic: 'What the makers agreed to show.' },
      { id: AFTER_HOURS, name: 'after-hours', topic: 'For adults.', nsfw: true },
      {
        id: SHOW_AND_TELL,
        name: 'show-and-tell',
        topic: 'A post for each project.',
        kind: 'forum',
        posts: [
          {
            id: FIRST_POST,
            name: 'My first landscape',
            authorId: RAVI,
            content: 'Mountains at dawn. What would you change?',
          },
        ],
      },
    ],
    elsewhere: [
      {
        id: OTHER_GUILD,
        name: 'Book Club',
        ownerId: OWNER,
        locale: 'en-GB',
        everyone: EVERYONE,
        memberIds: [MAI, RAVI],
        channels: [
          { id: LOUNGE, name: 'lounge', topic: 'The bot is not in this server; some bring it along.' },
          {
            id: QUIET,
            name: 'quiet-corner',
            topic: 'What apps from outside answer here, only you see.',
            overwrites: [{ id: OTHER_GUILD, type: 'role', allow: 0n, deny: Bit.UseExternalApps }],
          },
        ],
      },
    ],
    userInstalls: [MAI],
  };
}

/** Of the shape of a bot token, and good for nothing but a stand-in. */
export function playgroundToken(applicationId: string): string {
  const owner = Buffer.from(applicationId).toString('base64url');
  return [owner, 'Plygnd', 'this-token-opens-only-a-playground'].join('.');
}
