import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import type { Edited } from '../../../bots/chat.ts';
import { readPosted } from '../../../bots/discord/posted.ts';
import type { Card, CardFile } from '../../../core/card.ts';
import { PassingError, UserError } from '../../../core/errors.ts';
import type { PostRef } from '../../../core/people.ts';
import { type Scene, say, startScene, until } from './scene.ts';

function output(scene: Scene, name: string, bytes = randomBytes(40), mediaType = 'image/png'): CardFile {
  const key = `job-1/${randomBytes(8).toString('hex')}${name}`;
  scene.files.set(key, bytes);
  const kind = mediaType.startsWith('video') ? 'video' : 'image';
  return { from: 'store', output: { key, name, kind, mediaType, bytes: bytes.length } };
}

const showing = (text: string, ...files: CardFile[]): Card =>
  say(text, [{ type: 'media', items: files.map((file) => ({ file, alt: 'a lighthouse' })) }]);

function standing(result: Edited): PostRef {
  if (result === null || typeof result === 'string') throw new Error(`the post is ${result ?? 'dropped'}`);
  return result;
}

test('edits go by the interaction’s token while it lives, then by the bot’s own', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  const queued = standing(await scene.chat.edit(post, say('queued'), 'final'));
  expect(queued).toMatchObject({ message: post.message, token: post.token, tokenUntil: post.tokenUntil });

  // Unable to use the bot's own way, the edit still works: it went by the token.
  const blocked = scene.discord.faults.failNext(/PATCH \/channels/, 500, undefined, 100);
  await scene.chat.edit(queued, say('running'), 'final');
  expect(scene.said(post.message)).toContain('running');
  blocked();

  scene.skip(14 * 60_000);
  const done = standing(await scene.chat.edit(queued, say('done'), 'final'));
  expect(scene.said(post.message)).toContain('done');
  expect(done.token).toBeUndefined();
  expect(done.tokenUntil).toBeUndefined();
});

test('a token that is refused before its time is not the end', async () => {
  const scene = await startScene({ standIn: { limits: { timing: { tokenMs: 60_000 } } } });
  const post = await scene.rendered();
  scene.skip(2 * 60_000);
  const done = standing(await scene.chat.edit(post, say('done'), 'final'));
  expect(scene.said(post.message)).toContain('done');
  expect(done.token).toBeUndefined();
});

test('a deleted post is gone, by either way, and deleting it again is no error', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  const created = await scene.chat.create(scene.place, say('hello'), { nonce: 'n1', since: null });
  await scene.chat.remove(post);
  await scene.chat.remove(created);
  expect(scene.discord.state.messages(scene.general)).toEqual([]);
  for (const one of [post, created]) {
    expect(await scene.chat.edit(one, say('late'), 'final')).toBe('gone');
    expect(await scene.chat.edit(one, say('late'), 'progress')).toBe('gone');
    await scene.chat.remove(one);
  }
});

test('the same nonce gives the same post', async () => {
  const scene = await startScene();
  const one = await scene.chat.create(scene.place, say('once'), {
    nonce: 'j-0123456789abcdef0123456',
    since: null,
  });
  const two = await scene.chat.create(scene.place, say('once'), {
    nonce: 'j-0123456789abcdef0123456',
    since: null,
  });
  expect(two.message).toBe(one.message);
  expect(scene.discord.state.messages(scene.general)).toHaveLength(1);
});

test('an answer that got lost on the way does not make a second post', async () => {
  const scene = await startScene();
  scene.discord.faults.loseAnswers(`POST /channels/${scene.general}/messages`, 1);
  await scene.chat
    .create(scene.place, say('once'), { nonce: 'n1', since: null })
    .catch((error) => expect(error).toBeInstanceOf(PassingError));
  await scene.chat.create(scene.place, say('once'), { nonce: 'n1', since: null });
  expect(scene.discord.state.messages(scene.general)).toHaveLength(1);
});

test('a post of a process that died is found again hours later, whatever was posted since', async () => {
  const scene = await startScene({
    standIn: { limits: { rates: { buckets: { 'message-create': { limit: 1000, perMs: 1000 } } } } },
  });
  const first = { nonce: 'j-0123456789abcdef0123456', since: null };
  const since = Date.now();
  const lost = await scene.chat.create(scene.place, say('once'), first);
  for (let n = 0; n < 120; n += 1) scene.mai.send(scene.general, `and so on ${n}`);
  scene.skip(3 * 60 * 60_000);
  const heir = await scene.connectAgain();
  const found = await heir.create(scene.place, say('once, and finished by now'), { ...first, since });
  expect(scene.said(lost.message)).toContain('finished by now');
  expect(found).toMatchObject({ message: lost.message, channel: scene.general });
  const other = await heir.create(scene.place, say('another'), { nonce: 'j-other', since });
  expect(other.message).not.toBe(lost.message);
  expect(await heir.find(scene.place, { nonce: 'j-none', since })).toBeNull();
});

test('attachments that are there already are kept and not sent again; others go', async () => {
  const scene = await startScene();
  const [a, b] = [output(scene, 'a.png'), output(scene, 'b.png')];
  const first = await scene.chat.create(scene.place, showing('one', a), { nonce: 'n1', since: null });
  const [id] = Object.values(first.files ?? {});
  scene.files.delete(a.from === 'store' ? a.output.key : '');

  const second = standing(await scene.chat.edit(first, showing('two', a, b), 'final'));
  expect(Object.keys(second.files ?? {})).toHaveLength(2);
  expect(Object.values(second.files ?? {})).toContain(id);
  expect(scene.said(first.message).match(/"description":"a lighthouse"/g)).toHaveLength(2);

  const third = standing(await scene.chat.edit(second, showing('three', b), 'final'));
  expect(Object.keys(third.files ?? {})).toEqual([expect.stringMatching(/^b-/)]);
  await scene.chat.edit(third, say('four'), 'final');
  expect(readPosted(scene.discord.state.message(first.message)).files).toEqual({});
});

test('a kept attachment that is not there any more is sent again', async () => {
  const scene = await startScene();
  const a = output(scene, 'a.png');
  const post = await scene.chat.create(scene.place, showing('one', a), { nonce: 'n1', since: null });
  await scene.chat.edit({ ...post, files: {} }, say('without'), 'final');
  const again = standing(await scene.chat.edit(post, showing('two', a), 'final'));
  expect(Object.values(again.files ?? {})).not.toEqual(Object.values(post.files ?? {}));
  expect(readPosted(scene.discord.state.message(post.message)).files).toEqual(again.files);
});

test('the bytes that arrive are the bytes that were kept', async () => {
  const scene = await startScene();
  const bytes = randomBytes(100_000);
  const film = output(scene, 'film.mp4', bytes, 'video/mp4');
  const post = await scene.chat.create(scene.place, showing('film', film), { nonce: 'n1', since: null });
  const [id] = Object.values(post.files ?? {});
  expect(Buffer.from((await scene.discord.state.file(id ?? '')) ?? []).equals(bytes)).toBe(true);
});

test('a place that takes less than we thought gets less, and is told so', async () => {
  const scene = await startScene({ standIn: { limits: { attachmentBytes: 1_000_000 } } });
  const film = output(scene, 'film.mp4', randomBytes(1_500_000), 'video/mp4');
  const still = output(scene, 'a.png');
  const post = await scene.chat.create(scene.place, showing('both', film, still), {
    nonce: 'n1',
    since: null,
  });
  expect(scene.said(post.message)).toContain('film.mp4 (1.4 MB) is too large');
  expect(scene.said(post.message)).toContain('both');
});

test('progress that would have to wait is dropped, and the result comes through', async () => {
  const scene = await startScene({
    standIn: { limits: { rates: { buckets: { 'original-response': { limit: 2, perMs: 1500 } } } } },
  });
  const post = await scene.rendered();
  const steps: Edited[] = [];
  for (let step = 0; step < 6; step += 1)
    steps.push(await scene.chat.edit(post, say(`step ${step}`), 'progress'));
  expect(steps.filter((one) => one === null)).toHaveLength(4);
  expect(scene.said(post.message)).toContain('step 1');
  standing(await scene.chat.edit(post, say('done'), 'final'));
  expect(scene.said(post.message)).toContain('done');
  expect(scene.discord.state.invalidRequests()).toMatchObject({ 429: 0 });
});

test('progress meets a limit nobody announced: dropped at once, even with a result behind it', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  scene.discord.faults.rateLimitNext(/PATCH/, { retryAfterMs: 1000 }, 1);
  const [progress, final] = await Promise.all([
    scene.chat.edit(post, say('half'), 'progress'),
    scene.chat.edit(post, say('done'), 'final'),
  ]);
  expect(progress).toBeNull();
  standing(final);
  expect(scene.said(post.message)).toContain('done');
});

test('one progress edit at a time: a second does not queue behind a slow one', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  const calm = scene.discord.faults.slow(/PATCH/, 300, 1);
  const slow = scene.chat.edit(post, say('one'), 'progress');
  expect(await scene.chat.edit(post, say('two'), 'progress')).toBeNull();
  standing(await slow);
  calm();
  expect(scene.said(post.message)).toContain('one');
});

test('what Discord cannot do for now: progress is dropped, a result is for later', async () => {
  const scene = await startScene();
  const post = await scene.rendered();
  const stop = scene.discord.faults.failNext(/PATCH/, 503, undefined, 100);
  expect(await scene.chat.edit(post, say('half'), 'progress')).toBeNull();
  await expect(scene.chat.edit(post, say('done'), 'final')).rejects.toBeInstanceOf(PassingError);
  stop();
  standing(await scene.chat.edit(post, say('done'), 'final'));
});

test('where we may not post, somebody can mend it', async () => {
  const scene = await startScene();
  const gallery = scene.discord.channels.gallery ?? '';
  const { chat, discord } = scene;
  expect(await chat.findChannel(discord.guildId, 'gallery')).toBe(gallery);
  expect(await chat.findChannel(discord.guildId, '#Gallery')).toBe(gallery);
  expect(await chat.findChannel(discord.guildId, gallery)).toBe(gallery);
  expect(await chat.findChannel(discord.guildId, 'nowhere')).toBeNull();
  expect(await chat.findChannel('999999999999999999', 'gallery')).toBeNull();

  discord.state.setOverwrites(gallery, [
    { id: discord.guildId, type: 'role', allow: 0n, deny: PermissionFlagsBits.AttachFiles },
    { id: discord.applicationId, type: 'member', allow: 0n, deny: PermissionFlagsBits.SendMessages },
  ]);
  await until(async () => expect(await chat.findChannel(discord.guildId, 'gallery')).toBeNull());
  const posting = chat.create({ ...scene.place, channel: gallery }, say('hello'), {
    nonce: 'n1',
    since: null,
  });
  await expect(posting).rejects.toBeInstanceOf(UserError);
});

test('the address of a post', async () => {
  const { chat } = await startScene();
  const post = { platform: 'discord', channel: '2', message: '3' } as const;
  expect(chat.link({ ...post, space: '1' })).toBe('https://discord.com/channels/1/2/3');
  expect(chat.link(post)).toBe('https://discord.com/channels/@me/2/3');
});
