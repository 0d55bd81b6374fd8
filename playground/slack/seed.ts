/** The world a stand-in starts with: one workspace, its channels and people, one installed app. */
import { defaultManifest } from './manifest.ts';

export interface SeedUser {
  id: string;
  /** The name in the directory; lower case. */
  name: string;
  /** What the others read. */
  realName: string;
  /** CSS colour of the avatar that stands for a missing picture. */
  color: string;
  owner?: boolean;
  admin?: boolean;
  /** @default en-US */
  locale?: string;
}

export interface SeedChannel {
  id: string;
  name: string;
  topic: string;
  private?: boolean;
  memberIds: string[];
}

export interface SeedUsergroup {
  id: string;
  handle: string;
  name: string;
  userIds: string[];
}

export interface WorldSeed {
  team: { id: string; name: string; domain: string };
  app: {
    id: string;
    botId: string;
    botUserId: string;
    botToken: string;
    appToken: string;
    /** The deprecated word in every payload; kept because Slack still sends it. */
    verificationToken: string;
    signingSecret: string;
    /** As at api.slack.com; parsed at the start. */
    manifest: unknown;
  };
  users: SeedUser[];
  channels: SeedChannel[];
  usergroups: SeedUsergroup[];
}

const TEAM = 'T0PLAYGRND1';
const APP = 'A0PLAYGRND1';
const BOT = 'B0PLAYGRND1';
const BOT_USER = 'U0PLAYGRND1';
const MAI = 'U0PLAYGMAI1';
const RAVI = 'U0PLAYRAVI1';
const NOOR = 'U0PLAYNOOR1';

export function defaultWorld(): WorldSeed {
  const everybody = [MAI, RAVI, NOOR];
  return {
    team: { id: TEAM, name: 'ComfyUI Studio', domain: 'comfyui-studio' },
    app: {
      id: APP,
      botId: BOT,
      botUserId: BOT_USER,
      botToken: 'xoxb-playground-100000000001-opens-only-a-playground',
      appToken: `xapp-1-${APP}-playground-opens-only-a-playground`,
      verificationToken: 'playgroundverification',
      signingSecret: 'playground0signing0secret0playgr',
      manifest: defaultManifest(),
    },
    users: [
      { id: MAI, name: 'mai', realName: 'Mai', color: '#d9534f' },
      { id: RAVI, name: 'ravi', realName: 'Ravi', color: '#2e8b57' },
      { id: NOOR, name: 'noor', realName: 'Noor', color: '#8e5bd0', owner: true, admin: true },
    ],
    channels: [
      {
        id: 'C0PLAYGEN01',
        name: 'general',
        topic: 'Type /render to make a picture.',
        memberIds: [...everybody, BOT_USER],
      },
      {
        id: 'C0PLAYGAL01',
        name: 'gallery',
        topic: 'What the makers agreed to show.',
        memberIds: [...everybody, BOT_USER],
      },
      { id: 'C0PLAYRND01', name: 'random', topic: 'Anything else.', memberIds: everybody },
      {
        id: 'C0PLAYAFT01',
        name: 'after-hours',
        topic: 'For adults.',
        memberIds: [...everybody, BOT_USER],
      },
    ],
    usergroups: [{ id: 'S0PLAYINS01', handle: 'instructors', name: 'Instructors', userIds: [NOOR] }],
  };
}
