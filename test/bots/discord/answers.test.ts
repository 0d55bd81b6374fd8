import { MessageFlags } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import type { Card } from '../../../core/card.ts';
import { say, startScene, until } from './scene.ts';

const withButton = (command: string, text = 'press me'): Card =>
  say(text, [
    { type: 'buttons', buttons: [{ type: 'action', command, jobId: 'job-1', label: 'Go', look: 'plain' }] },
  ]);

test('a public answer takes the place of "… is thinking"', async () => {
  const scene = await startScene();
  scene.play = async ({ reply }) => {
    const post = await reply.acknowledge('public');
    expect(post).toMatchObject({ platform: 'discord', channel: scene.general, space: scene.discord.guildId });
    await until(() => expect(scene.mai.messages(scene.general)[0]?.thinking).toBe(true));
    await reply.show(say('here it is'));
  };
  scene.render();
  await until(() =>
    expect(scene.said(scene.ravi.messages(scene.general)[0]?.id ?? '')).toContain('here it is'),
  );
  const [message, ...others] = scene.ravi.messages(scene.general);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ ephemeral: false, thinking: false });
  expect((message?.flags ?? 0) & MessageFlags.IsComponentsV2).not.toBe(0);
  expect(scene.heard).toMatchObject([
    {
      command: 'render',
      options: { prompt: 'a lighthouse' },
      gesture: {
        kind: 'slash',
        person: { platform: 'discord', id: scene.mai.info.id, name: 'Mai' },
        place: scene.place,
        instructor: false,
      },
    },
  ]);
});

test('a private answer is seen by one person only', async () => {
  const scene = await startScene();
  scene.play = async ({ reply }) => {
    expect(await reply.acknowledge('private')).toBeNull();
    await reply.show(say('for you'));
    await reply.followUp(say('and one more'));
  };
  scene.render();
  await until(() => expect(scene.mai.messages(scene.general)).toHaveLength(2));
  expect(scene.mai.messages(scene.general)).toMatchObject([
    { ephemeral: true, thinking: false },
    { ephemeral: true },
  ]);
  expect(scene.ravi.messages(scene.general)).toEqual([]);
});

test('what is refused before anything was acknowledged is refused in private', async () => {
  const scene = await startScene();
  scene.play = ({ reply }) => reply.showPrivately(say('no'));
  scene.render();
  await until(() => expect(scene.mai.messages(scene.general)).toMatchObject([{ ephemeral: true }]));
  expect(scene.ravi.messages(scene.general)).toEqual([]);
});

test('what is refused after a public acknowledgement leaves no trace for the others', async () => {
  const scene = await startScene();
  scene.play = async ({ reply }) => {
    await reply.acknowledge('public');
    await reply.showPrivately(say('the queue is out of reach'));
  };
  scene.render();
  await until(() =>
    expect(scene.mai.messages(scene.general)).toMatchObject([{ ephemeral: true, thinking: false }]),
  );
  expect(scene.said(scene.mai.messages(scene.general)[0]?.id ?? '')).toContain('out of reach');
  expect(scene.ravi.messages(scene.general)).toEqual([]);
});

test('a private word after a public answer waits until that answer is there', async () => {
  const scene = await startScene();
  const post = await new Promise<import('../../../core/people.ts').PostRef | null>((resolve) => {
    scene.play = async ({ reply }) => {
      resolve(await reply.acknowledge('public'));
      await reply.followUp(say('a question for you'));
    };
    scene.render();
  });
  if (!post) throw new Error('no post');
  await until(() => expect(scene.discord.state.message(post.message)?.flags).toBe(MessageFlags.Loading));
  await scene.chat.edit(post, say('queued'), 'final');
  await until(() => expect(scene.mai.messages(scene.general)).toHaveLength(2));
  expect(scene.ravi.messages(scene.general)).toHaveLength(1);
  expect(scene.said(post.message)).toContain('queued');
});

test('a button without an answer of its own: the post stays, a card comes in private', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, withButton('again'), { nonce: 'n1', since: null });
  scene.play = async ({ reply }) => {
    expect(await reply.acknowledge('none')).toBeNull();
    await reply.show(say('noted'));
  };
  scene.noor.press(post.message, 'again:job-1');
  await until(() => expect(scene.noor.messages(scene.general)).toHaveLength(2));
  expect(scene.said(post.message)).toContain('press me');
  expect(scene.ravi.messages(scene.general)).toHaveLength(1);
  expect(scene.heard).toMatchObject([
    {
      command: 'again',
      options: { job: 'job-1' },
      gesture: { kind: 'button', instructor: true, person: { name: 'Noor' } },
    },
  ]);
});

test('a button on a private post: the answer takes that post’s place', async () => {
  const scene = await startScene();
  scene.play = ({ reply }) => reply.showPrivately(withButton('again', 'sure?'));
  scene.render();
  await until(() => expect(scene.mai.messages(scene.general)).toHaveLength(1));
  scene.play = async ({ reply }) => {
    await reply.acknowledge('none');
    await reply.show(say('deleted'));
  };
  const [question] = scene.mai.messages(scene.general);
  scene.mai.press(question?.id ?? '', 'again:job-1');
  await until(() => expect(scene.said(question?.id ?? '')).toContain('deleted'));
  expect(scene.said(question?.id ?? '')).not.toContain('sure?');
  expect(scene.mai.messages(scene.general)).toHaveLength(1);
});

test('buttons work after a restart of the bot, and answer with a post of their own', async () => {
  const scene = await startScene();
  const post = await scene.chat.create(scene.place, withButton('again'), { nonce: 'n1', since: null });
  await scene.chat.close();
  await scene.connectAgain();
  scene.play = async ({ reply }) => {
    await reply.acknowledge('public');
    await reply.show(say('once more'));
  };
  scene.ravi.press(post.message, 'again:job-1');
  await until(() =>
    expect(scene.mai.messages(scene.general)).toMatchObject([{ id: post.message }, { thinking: false }]),
  );
  expect(scene.said(scene.mai.messages(scene.general)[1]?.id ?? '')).toContain('once more');
});

test('choices while an option is typed', async () => {
  const scene = await startScene();
  const asked: unknown[] = [];
  scene.suggest = async (typing) => {
    asked.push(typing);
    const many = Array.from({ length: 30 }, (_, n) => ({
      name: `Number ${n} ${'x'.repeat(120)}`,
      value: `w${n}`,
    }));
    return [{ name: 'too long', value: 'v'.repeat(101) }, ...many];
  };
  const choices = await scene.mai.autocomplete({
    channelId: scene.general,
    name: 'render',
    options: [
      { name: 'prompt', value: 'x' },
      { name: 'workflow', value: 'sd' },
    ],
    focused: 'workflow',
  });
  expect(asked).toEqual([
    {
      command: 'render',
      option: 'workflow',
      typed: 'sd',
      others: { prompt: 'x' },
      asker: {
        person: { platform: 'discord', id: scene.discord.members.Mai },
        language: 'en-US',
        space: scene.discord.guildId,
        channel: expect.any(String),
        ageRestricted: false,
      },
    },
  ]);
  expect(choices).toHaveLength(25);
  expect(choices[0]?.value).toBe('w0');
  expect(choices.every(({ name }) => name.length <= 100)).toBe(true);
});

test('a command with a subcommand, typed in a direct message, has no space', async () => {
  const scene = await startScene();
  scene.play = async ({ reply }) => {
    await reply.acknowledge('private');
    await reply.show(say('ok'));
  };
  const dm = scene.mai.openDm();
  scene.mai.runCommand({ channelId: dm.id, name: 'gallery', subcommand: 'allow', options: [] });
  await until(() => expect(scene.mai.messages(dm.id)).toMatchObject([{ thinking: false }]));
  expect(scene.heard).toMatchObject([
    { command: 'gallery allow', options: {}, gesture: { instructor: false } },
  ]);
  expect(scene.heard[0]?.gesture.place).toEqual({ platform: 'discord', channel: dm.id });
});

test('a second answer, and one that comes too late, say what happened', async () => {
  const scene = await startScene({ standIn: { limits: { timing: { answerMs: 300 } } } });
  const troubles: string[] = [];
  scene.play = async ({ reply }) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await reply.acknowledge('public').catch((error: Error) => troubles.push(error.message));
  };
  scene.render();
  await until(() => expect(troubles).toHaveLength(1));
  expect(troubles[0]).toContain('acknowledging came too late');
});

test('a prompt that tries to ping pings nobody, on the first answer and on every edit', async () => {
  const scene = await startScene();
  const shout = `@everyone @here <@${scene.ravi.info.id}> <@&1100000000000000010>`;
  const post = await scene.rendered();
  const card: Card = {
    tone: 'good',
    summary: '',
    elements: [
      { type: 'quote', text: shout },
      { type: 'note', text: ['Made by ', { type: 'person', id: scene.ravi.info.id, name: 'Ravi' }] },
    ],
  };
  const check = (id: string) =>
    expect(scene.discord.state.message(id)).toMatchObject({
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
    });
  await scene.chat.edit(post, card, 'final');
  check(post.message);
  const { token: _token, tokenUntil: _until, ...lasting } = post;
  await scene.chat.edit(lasting, { ...card, tone: 'bad' }, 'final');
  check(post.message);
  const created = await scene.chat.create(scene.place, card, { nonce: 'n9', since: null });
  check(created.message);
});

test.each(['public', 'private'] as const)(
  "a %s acknowledgement of which Discord's answer is lost is followed by the answer all the same",
  async (manner) => {
    const scene = await startScene();
    scene.play = async ({ reply }) => {
      await reply.acknowledge(manner);
      await reply.show(say('here it is'));
    };
    scene.discord.faults.loseAnswers(/callback/, 1);
    scene.render();
    await until(() =>
      expect(scene.said(scene.mai.messages(scene.general)[0]?.id ?? '')).toContain('here it is'),
    );
    expect(scene.mai.messages(scene.general)).toMatchObject([
      { thinking: false, ephemeral: manner === 'private' },
    ]);
  },
);

test('a first answer of which nothing is heard is not given twice', async () => {
  const scene = await startScene();
  scene.play = async ({ reply }) => {
    await reply.showPrivately(say('no'));
    await reply.followUp(say('and one more'));
  };
  scene.discord.faults.loseAnswers(/callback/, 1);
  scene.render();
  await until(() => expect(scene.mai.messages(scene.general)).toHaveLength(2));
});
