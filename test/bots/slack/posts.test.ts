/** Posts on Slack: made once, edited through their life, with their files, within Slack's limits. */
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat, Incoming } from '../../../bots/chat.ts';
import { connectSlack } from '../../../bots/slack/connect.ts';
import { type Button, type Card, type Element, notice } from '../../../core/card.ts';
import { PassingError, UserError } from '../../../core/errors.ts';
import { createLog } from '../../../core/log.ts';
import type { Output } from '../../../core/output.ts';
import type { Place, PostRef } from '../../../core/people.ts';
import { until } from '../../support/until.ts';
import { blocksOf, botMessages, channelOf, memoryMedia, startTeam, type Team, wordsOf } from './support.ts';

const media = memoryMedia();
let team: Team;
let chat: Chat;
let general: string;
/** What is done about a gesture. */
let answer: (incoming: Incoming) => Promise<void> = async () => {};
let nonces = 0;
const first = () => {
  nonces += 1;
  return { nonce: `j-test-${nonces}`, since: null };
};
/** As whoever comes after a try whose end nobody knows. */
const next = ({ nonce }: { nonce: string }) => ({ nonce, since: Date.now() - 1000 });

/** A clock that can be put forward: budgets fill at once instead of within a minute. */
let skipped = 0;
const now = () => Date.now() + skipped;

beforeAll(async () => {
  const still = sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } });
  media.files.set('job/a.png', await still.clone().png().toBuffer());
  media.files.set('job/b.webp', await still.clone().webp().toBuffer());
  media.files.set('job/clip.mp4', Buffer.from('not really a film'));
  team = await startTeam({ media, handlers: { handle: (one) => answer(one), suggest: async () => [] }, now });
  chat = team.chat;
  general = channelOf(team, 'general');
});
afterAll(() => team?.close());
beforeEach(() => {
  // Budgets are full again.
  skipped += 120_000;
});
afterEach(() => team.slack.faults.clear());

const output = (name: string, mediaType: string, kind: Output['kind'] = 'image'): Output => ({
  key: `job/${name}`,
  name,
  kind,
  mediaType,
  bytes: media.files.get(`job/${name}`)?.length ?? 0,
});
const picture = (name = 'a.png', mediaType = 'image/png', alt = 'a fox in snow'): Element => ({
  type: 'media',
  items: [{ file: { from: 'store', output: output(name, mediaType) }, alt }],
});
const film: Element = {
  type: 'media',
  items: [{ file: { from: 'store', output: output('clip.mp4', 'video/mp4', 'video') }, alt: 'a fox runs' }],
};
const button = (command: string): Button => ({
  type: 'action',
  command,
  jobId: 'job-1',
  label: command,
  look: 'plain',
});
const card = (...elements: Element[]): Card => ({ tone: 'good', summary: 'Done: a fox', elements });
const place = (more: Partial<Place> = {}): Place => ({
  platform: 'slack',
  space: team.slack.teamId,
  channel: general,
  ...more,
});
const post = (shown: Card = notice('plain', 'Hello'), where = place()) => chat.create(where, shown, first());
const message = (ts: string) => team.slack.state.rendered(ts) as ReturnType<typeof botMessages>[number];
const imagesOf = (ts: string) => blocksOf(message(ts)).filter(({ type }) => type === 'image');
const fileOf = (ts: string): string => {
  const { slack_file } = (imagesOf(ts)[0] ?? {}) as { slack_file?: { id: string } };
  return slack_file?.id ?? 'no file';
};
/** How many files there are; deleted ones have no bytes any more. */
async function filesNow(): Promise<number> {
  const ids = team.slack.state.files().map(({ id }) => String(id));
  const bytes = await Promise.all(ids.map((id) => team.slack.state.file(id)));
  return bytes.filter((one) => one !== undefined).length;
}

describe('a post', () => {
  it('says in words what it shows, and finds its way back by its address', async () => {
    const ref = await post(card({ type: 'heading', text: 'Hello' }, { type: 'quote', text: 'a fox' }));
    expect(ref).toMatchObject({ platform: 'slack', channel: general, space: team.slack.teamId });
    expect(message(ref.message).text).toBe('Done: a fox\nHello\n“a fox”');
    expect(new URL(chat.link(ref)).pathname).toBe(`/archives/${general}/p${ref.message.replace('.', '')}`);
  });

  it('is edited in place, blocks and words together', async () => {
    const ref = await post();
    const edited = await chat.edit(ref, notice('good', 'Changed', 'with words'), 'final');
    expect(edited).toMatchObject({ message: ref.message });
    expect(wordsOf(message(ref.message))).toContain('with words');
    expect(wordsOf(message(ref.message))).not.toContain('Hello');
  });

  it('that somebody deleted is gone, and deleting it again is no error', async () => {
    const ref = await post();
    await chat.remove(ref);
    expect(team.slack.state.message(ref.message)).toBeUndefined();
    expect(await chat.edit(ref, notice('plain', 'x'), 'final')).toBe('gone');
    expect(await chat.edit(ref, notice('plain', 'x'), 'progress')).toBe('gone');
    await chat.remove(ref);
  });

  it('stays in its thread', async () => {
    const parent = team.as('Mai').send(general, 'look at this');
    const ref = await post(notice('plain', 'In here'), place({ thread: parent.ts }));
    expect(ref.thread).toBe(parent.ts);
    expect(
      team
        .as('Mai')
        .thread(parent.ts)
        .map(({ ts }) => ts),
    ).toEqual([parent.ts, ref.message]);
    expect(new URL(chat.link(ref)).searchParams.get('thread_ts')).toBe(parent.ts);
  });

  it('goes into the channel when its thread is gone', async () => {
    const parent = team.as('Mai').send(general, 'soon gone');
    team.as('Mai').remove(parent.ts);
    const ref = await post(notice('plain', 'Here then'), place({ thread: parent.ts }));
    expect(ref.thread).toBeUndefined();
    expect(wordsOf(botMessages(team, 'Mai', general).at(-1))).toContain('Here then');
  });
});

describe('a post is made once', () => {
  const count = (words: string) =>
    botMessages(team, 'Mai', general).filter((one) => wordsOf(one).includes(words)).length;

  it('under its nonce, and brought up to date when it is asked for again', async () => {
    const name = first();
    const one = await chat.create(place(), notice('plain', 'Once only'), name);
    const two = await chat.create(place(), notice('plain', 'Once only, later'), next(name));
    expect(two.message).toBe(one.message);
    expect(count('Once only')).toBe(1);
    expect(wordsOf(message(two.message))).toContain('later');
  });

  it('although the answer to posting it was lost', async () => {
    const name = first();
    team.slack.faults.loseAnswers('chat.postMessage', 1);
    await expect(chat.create(place(), notice('plain', 'Lost and found'), name)).rejects.toThrow(PassingError);
    const ref = await chat.create(place(), notice('plain', 'Lost and found'), next(name));
    expect(count('Lost and found')).toBe(1);
    expect(message(ref.message).metadata).toEqual({
      event_type: 'rendezvous',
      event_payload: { nonce: name.nonce },
    });
  });

  it('although the process that made it ended before it could note so', async () => {
    const name = first();
    const parent = team.as('Mai').send(general, 'a thread');
    const before = await chat.create(place({ thread: parent.ts }), notice('plain', 'Inherited'), name);
    const heir = await connectSlack({
      botToken: team.slack.botToken,
      mode: { kind: 'socket', appToken: team.slack.appToken },
      apiUrl: team.slack.apiUrl,
      commands: [],
      handlers: { handle: async () => {}, suggest: async () => [] },
      media,
      log: createLog('test', 'silent'),
    });
    try {
      const after = await heir.create(
        place({ thread: parent.ts }),
        notice('plain', 'Inherited, finished'),
        next(name),
      );
      expect(after).toMatchObject({ message: before.message, thread: parent.ts });
      expect(team.as('Mai').thread(parent.ts)).toHaveLength(2);
      expect(wordsOf(message(before.message))).toContain('Inherited, finished');
    } finally {
      await heir.close();
    }
  });
});

describe('pictures', () => {
  it('stand in the post as blocks over uploaded files, with words for those who cannot see them', async () => {
    const ref = await post();
    const edited = await chat.edit(ref, card(picture()), 'final');
    const [image] = imagesOf(ref.message);
    expect(image).toMatchObject({ alt_text: 'a fox in snow' });
    const id = fileOf(ref.message);
    expect(await team.slack.state.file(id)).toEqual(new Uint8Array(media.files.get('job/a.png') ?? []));
    expect(edited).toMatchObject({
      files: { [Object.keys((edited as typeof ref).files ?? {})[0] ?? '']: id },
    });
    expect(team.as('Mai').thread(ref.message)).toHaveLength(1);
  });

  it('are uploaded once, however often their post is edited', async () => {
    const ref = await post(card(picture()));
    const before = await filesNow();
    const again = await chat.edit(
      ref,
      card(picture(), { type: 'buttons', buttons: [button('again')] }),
      'final',
    );
    if (again === null || typeof again === 'string') throw new Error('not edited');
    await chat.edit(again, card(picture()), 'final');
    expect(await filesNow()).toBe(before);
    expect(imagesOf(ref.message)).toHaveLength(1);
  });

  it('are not uploaded again when the edit behind the upload has to be repeated', async () => {
    const ref = await post();
    team.slack.faults.failNext('chat.update', { status: 503 }, 1);
    await expect(chat.edit(ref, card(picture()), 'final')).rejects.toThrow(PassingError);
    const before = await filesNow();
    await chat.edit(ref, card(picture()), 'final');
    expect(await filesNow()).toBe(before);
  });

  it('that Slack does not show are turned into ones it does', async () => {
    const ref = await post(card(picture('b.webp', 'image/webp')));
    const id = fileOf(ref.message);
    const bytes = Buffer.from((await team.slack.state.file(id)) ?? []);
    expect((await sharp(bytes).metadata()).format).toBe('jpeg');
  });

  it('that are missing from the store are said to be missing', async () => {
    const ref = await post(card(picture('lost.png')));
    expect(wordsOf(message(ref.message))).toContain('lost.png is not kept any more.');
  });

  it('that Slack will not take are said not to be there', async () => {
    const ref = await post();
    team.slack.faults.failNext(
      'files.completeUploadExternal',
      { status: 200, error: 'file_update_failed' },
      1,
    );
    await chat.edit(ref, card(picture(), { type: 'text', text: 'the rest' }), 'final');
    expect(wordsOf(message(ref.message))).toContain('a.png could not be uploaded to Slack.');
    expect(wordsOf(message(ref.message))).toContain('the rest');
  });

  it('go with their post', async () => {
    const before = await filesNow();
    const ref = await post(card(picture()));
    await chat.remove(ref);
    expect(await filesNow()).toBe(before);
  });
});

describe('films and other files', () => {
  it('stand in the thread of their post, once', async () => {
    const ref = await post();
    const done = card(picture(), film, { type: 'buttons', buttons: [button('again')] });
    const edited = await chat.edit(ref, done, 'final');
    if (edited === null || typeof edited === 'string') throw new Error('not edited');
    const replies = () => team.as('Mai').thread(ref.message).slice(1);
    expect(replies()).toHaveLength(1);
    expect(wordsOf(replies()[0])).toContain('clip');
    expect(wordsOf(message(ref.message))).toContain('clip.mp4 is in the thread of this post.');
    await chat.edit(edited, done, 'final');
    expect(replies()).toHaveLength(1);
  });

  it('are found in the thread when an earlier try shared them and was not noted', async () => {
    const ref = await post();
    await chat.edit(ref, card(film), 'final');
    const edited = await chat.edit({ ...ref, files: {} }, card(film), 'final');
    expect(team.as('Mai').thread(ref.message)).toHaveLength(2);
    expect(Object.keys((edited as typeof ref).files ?? {})).toHaveLength(1);
  });

  it('come with a post that is new, and stay in the thread it stands in', async () => {
    const parent = team.as('Mai').send(general, 'films please');
    const ref = await post(card(film), place({ thread: parent.ts }));
    const thread = team.as('Mai').thread(parent.ts);
    expect(thread).toHaveLength(3);
    expect(wordsOf(message(ref.message))).toContain('is in the thread of this post');
  });

  it('go with their post', async () => {
    const parent = team.as('Mai').send(general, 'films again');
    const ref = await post(card(film), place({ thread: parent.ts }));
    await chat.remove(ref);
    await until(() => team.as('Mai').thread(parent.ts).length === 1);
  });

  it('that stand beside a public answer go with it', async () => {
    const ofBot = () => botMessages(team, 'Mai', general).map(({ ts }) => ts);
    const before = ofBot();
    const stands: (PostRef | null)[] = [];
    answer = async ({ reply }) => {
      await reply.acknowledge('public');
      stands.push(await reply.show(card(picture(), film)));
    };
    team.as('Mai').runCommand(general, '/queue', '');
    const [ref] = await until(() => stands.length === 1 && stands);
    if (!ref) throw new Error('nobody knows where the answer stands');
    await until(() => ofBot().length === before.length + 2);
    expect(ofBot()).toContain(ref.message);
    await chat.remove(ref);
    expect(ofBot()).toEqual(before);
    await chat.remove(ref);
  });
});

describe('what Slack refuses', () => {
  it('is sent with less, and the buttons stay', async () => {
    const ref = await post();
    team.slack.faults.failNext('chat.update', { status: 200, error: 'invalid_blocks' }, 2);
    const shown = card({ type: 'text', text: 'a result' }, { type: 'buttons', buttons: [button('again')] });
    await chat.edit(ref, shown, 'final');
    expect(blocksOf(message(ref.message)).map(({ type }) => type)).toEqual(['section', 'actions']);
    expect(wordsOf(message(ref.message))).toContain('a result');
  });

  it('because a file was deleted is uploaded again', { timeout: 30_000 }, async () => {
    const ref = await post(card(picture()));
    const stale = Object.fromEntries(Object.keys(ref.files ?? {}).map((name) => [name, 'F0GONE0000']));
    const edited = await chat.edit({ ...ref, files: stale }, card(picture()), 'final');
    expect(imagesOf(ref.message)).toHaveLength(1);
    expect(Object.values((edited as typeof ref).files ?? {})).not.toContain('F0GONE0000');
  });

  it('for good reasons is told to the person or left to the queue', async () => {
    const ref = await post();
    team.slack.faults.failNext('chat.update', { status: 500 }, 1);
    await expect(chat.edit(ref, notice('plain', 'x'), 'final')).rejects.toThrow(PassingError);
    team.slack.faults.failNext('chat.update', { status: 200, error: 'token_revoked' }, 1);
    await expect(chat.edit(ref, notice('plain', 'x'), 'final')).rejects.toThrow(/SLACK_BOT_TOKEN/);
    team.slack.faults.failNext('chat.update', { status: 200, error: 'something_new' }, 1);
    await expect(chat.edit(ref, notice('plain', 'x'), 'final')).rejects.toThrow(/something_new/);
  });

  it('in a channel that is archived is said in words', async () => {
    const random = channelOf(team, 'random');
    team.as('Noor').inviteBot(random);
    const ref = await chat.create(place({ channel: random }), notice('plain', 'x'), first());
    team.as('Noor').archive(random);
    const created = chat.create(place({ channel: random }), notice('plain', 'y'), first());
    await expect(created).rejects.toThrow(UserError);
    await expect(created).rejects.toThrow(/archived/);
    for (const urgency of ['final', 'progress'] as const)
      expect(await chat.edit(ref, notice('plain', 'z'), urgency)).toBe('shut');
    team.as('Noor').unarchive(random);
    expect(await chat.edit(ref, notice('plain', 'z'), 'final')).toMatchObject({ message: ref.message });
  });
});

describe('limits', () => {
  /** As live posts do: an edit where there is a turn for it. */
  const progress = async (ref: PostRef, words: string) =>
    chat.turn(ref) ? chat.edit(ref, notice('plain', words), 'progress') : null;

  it('on progress never delay a result', async () => {
    const ref = await post();
    team.slack.faults.rateLimitNext('chat.update', 30, 1);
    expect(await progress(ref, 'progress')).toBeNull();
    const before = Date.now();
    expect(await chat.edit(ref, notice('good', 'result'), 'final')).toMatchObject({ message: ref.message });
    expect(Date.now() - before, 'not the 30 s').toBeLessThan(29_000);
    expect(await progress(ref, 'progress'), 'Slack asked for 30 s').toBeNull();
    skipped += 30_000;
    expect(await progress(ref, 'progress')).not.toBeNull();
  });

  it('on results are waited for', async () => {
    const ref = await post();
    team.slack.faults.rateLimitNext('chat.update', 1, 1);
    const before = Date.now();
    await chat.edit(ref, notice('good', 'result'), 'final');
    expect(Date.now() - before).toBeGreaterThan(900);
    expect(wordsOf(message(ref.message))).toContain('result');
  });

  it('of the workspace are shared by all posts, results first', async () => {
    const refs: PostRef[] = [];
    for (let one = 0; one < 12; one += 1) refs.push(await post());
    const round = async () =>
      (await Promise.all(refs.map((ref) => progress(ref, 'step')))).filter(Boolean).length;
    const first = await round();
    expect(first).toBeGreaterThanOrEqual(2);
    expect(first).toBeLessThanOrEqual(4);
    expect(await round()).toBeLessThanOrEqual(1);
    const finals = await Promise.all(refs.map((ref) => chat.edit(ref, notice('good', 'done'), 'final')));
    expect(finals.every((one) => one !== null && one !== 'gone')).toBe(true);
    skipped += 3000;
    expect(await round(), 'what results took is missing now').toBe(0);
  });
});

describe('a preview', () => {
  const preview = async (n: number): Promise<Card> =>
    card(
      { type: 'progress', fraction: n / 10, label: `step ${n}` },
      {
        type: 'media',
        items: [
          {
            file: {
              from: 'bytes',
              name: `preview-${n}.jpg`,
              mediaType: 'image/jpeg',
              bytes: await sharp({
                create: { width: 8, height: 8, channels: 3, background: { r: n * 20, g: 9, b: 9 } },
              })
                .jpeg()
                .toBuffer(),
            },
            alt: 'unfinished',
          },
        ],
      },
    );

  it('is shown now and then, replaces the one before, and goes with the result', async () => {
    const before = await filesNow();
    const ref = await post();
    await chat.edit(ref, await preview(1), 'progress');
    expect(imagesOf(ref.message)).toHaveLength(1);
    const first = fileOf(ref.message);
    skipped += 15_000;
    await chat.edit(ref, await preview(2), 'progress');
    const second = fileOf(ref.message);
    expect(second).not.toBe(first);
    await until(async () => (await filesNow()) === before + 1, { what: 'the first preview to be deleted' });
    await chat.edit(ref, card(picture()), 'final');
    await until(async () => (await filesNow()) === before + 1, { what: 'the second preview to be deleted' });
    expect(imagesOf(ref.message)).toHaveLength(1);
  });

  it('stays for a while when there is no budget for the next', async () => {
    const ref = await post();
    for (let n = 1; n <= 4; n += 1) {
      await chat.edit(ref, await preview(n), 'progress');
      skipped += 1500;
    }
    expect(imagesOf(ref.message)).toHaveLength(1);
    expect(wordsOf(message(ref.message))).toContain('step 4');
    await chat.edit(ref, notice('bad', 'failed'), 'final');
    expect(imagesOf(ref.message)).toHaveLength(0);
  });

  it('of an edit that was refused leaves no file behind', async () => {
    const before = await filesNow();
    const ref = await post();
    team.slack.faults.rateLimitNext('chat.update', 1, 1);
    expect(await chat.edit(ref, await preview(6), 'progress')).toBeNull();
    await until(async () => (await filesNow()) === before, { what: 'the preview to be deleted' });
  });

  it('that cannot be had is not missed', async () => {
    const ref = await post();
    team.slack.faults.failNext('files.getUploadURLExternal', { status: 500 }, 1);
    expect(await chat.edit(ref, await preview(5), 'progress')).not.toBeNull();
    expect(wordsOf(message(ref.message))).toContain('step 5');
  });
});

describe('people and channels', () => {
  const mai = () => ({ platform: 'slack' as const, id: team.slack.members.Mai ?? '', name: 'Mai' });

  it('are written to directly, files and all', async () => {
    const bytes = Buffer.from('{"a":1}');
    const file = { from: 'bytes' as const, name: 'graph.json', mediaType: 'application/json', bytes };
    expect(
      await chat.tell(mai(), card({ type: 'text', text: 'for you' }, { type: 'files', files: [file] })),
    ).toBe('told');
    const dm = team.as('Mai').openDm();
    const words = wordsOf(team.as('Mai').messages(dm.id));
    expect(words).toContain('for you');
    expect(words).toContain('graph');
  });
  it('that take no messages refuse', async () => {
    expect(await chat.tell({ ...mai(), id: 'U0NOBODY00' }, notice('plain', 'x'))).toBe('refused');
  });
  it('are found by name or id, and joined when they are public', async () => {
    const gallery = channelOf(team, 'gallery');
    expect(await chat.findChannel(team.slack.teamId, 'gallery')).toBe(gallery);
    expect(await chat.findChannel(team.slack.teamId, '#Gallery')).toBe(gallery);
    expect(await chat.findChannel(team.slack.teamId, gallery)).toBe(gallery);
    expect(await chat.findChannel(team.slack.teamId, 'nowhere')).toBeNull();
    expect(await chat.findChannel(team.slack.teamId, 'C0NOWHERE00')).toBeNull();
    expect(await chat.findChannel(team.slack.teamId, 'random')).toBe(channelOf(team, 'random'));
    const random = team
      .as('Mai')
      .workspace()
      .channels.find(({ name }) => name === 'random');
    expect(random?.hasBot).toBe(true);
  });
});
