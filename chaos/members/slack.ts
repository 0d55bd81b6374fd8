/** The people of the Slack stand-in. */
import type { MemberEvent } from '../../playground/slack/member.ts';
import { defaultWorld, type WorldSeed } from '../../playground/slack/seed.ts';
import type { SlackServer } from '../../playground/slack/server.ts';
import { buttonOf, nodesIn, type SeenPost } from '../post.ts';
import type { Crowd, Happening, Place } from './crowd.ts';

const more = { users: ['Ada', 'Ben'], channels: ['studio', 'ideas'] };

export function slackWorld(): WorldSeed {
  const world = defaultWorld();
  world.users.push(
    ...more.users.map((name, index) => ({
      id: `U0CHAOS000${index}`,
      name: name.toLowerCase(),
      realName: name,
      color: '#2e8b57',
    })),
  );
  world.channels.push(
    ...more.channels.map((name, index) => ({
      id: `C0CHAOS000${index}`,
      name,
      topic: 'More room.',
      memberIds: [world.app.botUserId],
    })),
  );
  for (const channel of world.channels) {
    channel.memberIds = [...new Set([...channel.memberIds, ...world.users.map(({ id }) => id)])];
  }
  return world;
}

interface Message extends Record<string, unknown> {
  ts: string;
  channel: string;
  ephemeral: boolean;
}

export function readSlackPost(message: Message): SeenPost {
  const nodes = [...nodesIn(message.blocks ?? [])];
  const strings = (name: string) =>
    nodes.flatMap((node) => (typeof node[name] === 'string' ? [node[name]] : []));
  const { thread_ts: thread } = message;
  return {
    platform: 'slack',
    channel: message.channel,
    ...(typeof thread === 'string' && thread !== message.ts && { thread }),
    id: message.ts,
    private: message.ephemeral,
    thinking: false,
    text: [...strings('text'), ...strings('user_id').map((id) => `<@${id}>`)].join('\n'),
    buttons: strings('action_id').flatMap(buttonOf),
    pictures: nodes.flatMap(({ slack_file: file }) => {
      const [id] = [...nodesIn(file)].flatMap((node) => (typeof node.id === 'string' ? [node.id] : []));
      return id ? [id] : [];
    }),
  };
}

export function createSlackCrowd(slack: SlackServer): Crowd {
  const people = Object.entries(slack.members).map(([name, id]) => ({ id, name }));
  const channels = Object.entries(slack.channels)
    .filter(([name]) => !['gallery', 'random'].includes(name))
    .map(([, channel]) => channel);
  const [opener] = people;
  if (!opener) throw new Error('nobody is in this workspace');
  // One conversation per channel has a thread in which people mention the bot.
  const threads = channels.map((channel): Place => {
    const { ts } = slack.member(opener.id).send(channel, 'Let us try something here.');
    return { channel, thread: ts };
  });

  function happeningsOf(event: MemberEvent): Happening[] {
    switch (event.type) {
      case 'message':
        return event.message.user === slack.botUserId
          ? [{ kind: 'seen', post: readSlackPost(event.message) }]
          : [];
      case 'message-deleted':
        return [{ kind: 'gone', id: event.ts }];
      case 'interaction-answered':
        return [{ kind: 'answered', interaction: event.interactionId }];
      case 'interaction-failed':
        return [{ kind: 'failed', interaction: event.interactionId }];
      default:
        return [];
    }
  }

  const toldOf = people.find(({ name }) => name === 'Ada') ?? opener;

  return {
    people,
    toldOf,
    askToBeTold(): void {
      slack.member(toldOf.id).mention(channels[0] ?? '', 'preferences set --ping always');
    },
    places: [...channels.map((channel) => ({ channel })), ...threads],
    galleryChannel: slack.channels.gallery ?? '',
    ask({ person, channel, thread, prompt, seed, steps, count }) {
      const member = slack.member(person.id);
      const typed = `${prompt} --seed ${seed} --steps ${steps} --count ${count}`;
      if (thread === undefined) return member.runCommand(channel, '/render', typed).interactionId;
      member.mention(channel, typed, { threadTs: thread });
      return null;
    },
    press(person, message, button) {
      slack.member(person).press(message, button);
    },
    star(person, message, on) {
      const member = slack.member(person);
      if (on) member.react(message, 'star');
      else member.unreact(message, 'star');
    },
    watch(person, listener) {
      slack.member(person).listen((event) => {
        for (const happening of happeningsOf(event)) listener(happening);
      });
    },
    posts: () =>
      Object.values(slack.channels).flatMap((channel) =>
        slack.state
          .messages(channel)
          .filter(({ userId }) => userId === slack.botUserId)
          .map(({ ts, ephemeralFor }) =>
            readSlackPost({
              ...slack.state.rendered(ts),
              ts,
              channel,
              ephemeral: ephemeralFor !== undefined,
            }),
          ),
      ),
    picture: (id) => slack.state.file(id),
  };
}
