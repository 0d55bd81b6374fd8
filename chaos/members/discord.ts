/** The members of the Discord stand-in. */
import type { MemberEvent, SeenMessage } from '../../playground/discord/member.ts';
import { defaultWorld, type WorldSeed } from '../../playground/discord/seed.ts';
import type { DiscordServer } from '../../playground/discord/server.ts';
import { buttonOf, nodesIn, type SeenPost } from '../post.ts';
import type { Crowd, Happening } from './crowd.ts';

const more = { members: ['Ada', 'Ben'], channels: ['studio', 'ideas'] };

/** One server whose channels are for messages, and seen by everybody. */
export function discordWorld(): WorldSeed {
  const { elsewhere: _elsewhere, ...world } = defaultWorld();
  world.channels = world.channels.filter(({ name }) => name === 'general' || name === 'gallery');
  const bot = world.members.findIndex((member) => member.bot);
  world.members.splice(
    bot,
    0,
    ...more.members.map((name, index) => ({
      id: `11000000000000005${index}0`,
      username: name.toLowerCase(),
      name,
      color: '#2e8b57',
      roles: [],
    })),
  );
  world.channels.push(
    ...more.channels.map((name, index) => ({ id: `11000000000000006${index}0`, name, topic: 'More room.' })),
  );
  return world;
}

const ephemeralFlag = 64;
const loadingFlag = 128;

type Message = Pick<SeenMessage, 'id' | 'channel_id' | 'components' | 'content' | 'flags'>;

export function readDiscordPost(message: Message): SeenPost {
  const nodes = [...nodesIn(message.components ?? [])];
  const strings = (name: string) =>
    nodes.flatMap((node) => (typeof node[name] === 'string' ? [node[name]] : []));
  return {
    platform: 'discord',
    channel: message.channel_id,
    id: message.id,
    private: ((message.flags ?? 0) & ephemeralFlag) !== 0,
    thinking: ((message.flags ?? 0) & loadingFlag) !== 0,
    text: [message.content, ...strings('content')].join('\n'),
    buttons: strings('custom_id').flatMap(buttonOf),
    // Of a picture's address: …/attachments/<channel>/<id>/<name>
    pictures: nodes.flatMap((node) => {
      const url = Array.isArray(node.items) ? undefined : node.url;
      const id = typeof url === 'string' ? /\/attachments\/\d+\/(\d+)\//.exec(url)?.[1] : undefined;
      return id ? [id] : [];
    }),
  };
}

export function createDiscordCrowd(discord: DiscordServer): Crowd {
  const people = Object.entries(discord.members)
    .filter(([name]) => name !== 'Rendezvous')
    .map(([name, id]) => ({ id, name }));
  const channels = Object.entries(discord.channels).filter(([name]) => name !== 'gallery');
  const bot = discord.applicationId;

  function happeningsOf(event: MemberEvent): Happening[] {
    switch (event.type) {
      case 'message':
        return event.message.author.id === bot
          ? [{ kind: 'seen', post: readDiscordPost(event.message) }]
          : [];
      case 'message-deleted':
        return [{ kind: 'gone', id: event.messageId }];
      case 'interaction-answered':
        return [{ kind: 'answered', interaction: event.interactionId }];
      case 'interaction-failed':
        return [{ kind: 'failed', interaction: event.interactionId }];
      default:
        return [];
    }
  }

  const toldOf = people.find(({ name }) => name === 'Ada') ?? { id: '', name: '' };

  return {
    people,
    toldOf,
    askToBeTold(): void {
      discord.member(toldOf.id).runCommand({
        channelId: channels[0]?.[1] ?? '',
        name: 'preferences',
        subcommand: 'set',
        options: [{ name: 'ping', value: 'always' }],
      });
    },
    places: channels.map(([, channel]) => ({ channel })),
    galleryChannel: discord.channels.gallery ?? '',
    ask({ person, channel, prompt, seed, steps, count }) {
      const { interactionId } = discord.member(person.id).runCommand({
        channelId: channel,
        name: 'render',
        options: [
          { name: 'prompt', value: prompt },
          { name: 'seed', value: seed },
          { name: 'steps', value: steps },
          { name: 'count', value: count },
        ],
      });
      return interactionId;
    },
    press(person, message, button) {
      discord.member(person).press(message, button);
    },
    star(person, message, on) {
      const member = discord.member(person);
      if (on) member.react(message, '⭐');
      else member.unreact(message, '⭐');
    },
    watch(person, listener) {
      discord.member(person).listen((event) => {
        for (const happening of happeningsOf(event)) listener(happening);
      });
    },
    posts: () =>
      Object.values(discord.channels).flatMap((channel) =>
        discord.state
          .messages(channel)
          .filter(({ author }) => author.id === bot)
          .map(readDiscordPost),
      ),
    picture: (id) => discord.state.file(id),
  };
}
