/** The judgement of a chaos run, judged: every kind of fault has to be found, and a good run has to pass. */
import { describe, expect, it } from 'vitest';
import type { Evidence, JobRecord } from '../../chaos/evidence.ts';
import { type Judgement, judge } from '../../chaos/judge.ts';
import type { Asked } from '../../chaos/ledger.ts';
import type { Run } from '../../chaos/parts/journal.ts';
import { buttonOf, type SeenPost } from '../../chaos/post.ts';
import { tagOf } from '../../chaos/tag.ts';

const tag = tagOf(7, 42);
const job = 'job-01m7yahjhysmnpn8wkhwx7pcrt';
const prompt = `${tag} a fox in snow`;
const mai = { id: '1001', name: 'Mai' };
const buttons = (...commands: string[]) => commands.flatMap((command) => buttonOf(`${command}:${job}`));

const asked: Asked = {
  tag,
  platform: 'discord',
  person: mai,
  channel: 'general',
  prompt,
  count: 2,
  seed: 5,
  steps: 8,
  wish: 'keep',
  askedAt: 0,
  post: { id: 'm1', at: 10 },
  job,
  timeline: [],
};
const post: SeenPost = {
  platform: 'discord',
  channel: 'general',
  id: 'm1',
  private: false,
  thinking: false,
  text: `> ${prompt}\n-# Made by <@1001>`,
  buttons: buttons('again', 'share', 'workflow', 'delete'),
  pictures: ['p1', 'p2'],
};
const ping: SeenPost = {
  ...post,
  id: 'n1',
  text: `<@1001> Your render is done: ${prompt}`,
  buttons: [],
  pictures: [],
};
const record: JobRecord = {
  tag,
  job: {
    id: job,
    state: 'done',
    owner: { platform: 'discord', ...mai },
    place: { platform: 'discord', channel: 'general' },
    attempts: 1,
    finishedAt: 100,
  },
  shared: false,
};
const run: Run = {
  server: 'comfyui-1',
  tag,
  prompt: 'a',
  startedAt: 20,
  ended: { at: 90, how: 'finished' },
};
const madeFrom = { prompt, seed: 5 };
const good: Evidence = {
  asked: [asked],
  posts: [post],
  pings: [],
  gallery: [],
  pictures: new Map([
    ['discord p1', { hash: 'one', madeFrom }],
    ['discord p2', { hash: 'two', madeFrom }],
  ]),
  records: [record],
  runs: [run],
};
const withJob = (changes: Partial<JobRecord['job']>, more: Partial<JobRecord> = {}): JobRecord => ({
  ...record,
  ...more,
  job: { ...record.job, ...changes },
});
const found = (changes: Partial<Evidence>): Judgement['violations'][number]['verdict'][] =>
  judge({ ...good, ...changes }).violations.map(({ verdict }) => verdict);
const cancelledPost: SeenPost = {
  ...post,
  text: `### Cancelled\n> ${prompt}`,
  buttons: buttons('again', 'delete'),
  pictures: [],
};

describe('what is good', () => {
  it('passes and is counted', () => {
    const { violations, counts, work } = judge(good);
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ asked: 1, accepted: 1, done: 1, cancelled: 0 });
    expect(work).toEqual({ runs: 1, lost: 0, repeatedForLoss: 0, needless: 0 });
  });
  it('what was never promised need not be there', () => {
    const { post: _unseen, ...unseen } = asked;
    const nothing = { ...good, asked: [unseen], posts: [], records: [], runs: [] };
    expect(judge(nothing)).toMatchObject({ violations: [], counts: { unanswered: 1, accepted: 0 } });
    const silent = { ...nothing, asked: [{ ...unseen, answer: 'answered' as const }] };
    expect(judge(silent)).toMatchObject({ violations: [], counts: { unanswered: 0, silent: 1 } });
  });
  it('a cancel that was asked for', () => {
    const runs = [{ ...run, ended: { at: 50, how: 'failed' as const } }];
    expect(
      found({
        asked: [{ ...asked, cancel: { at: 30, told: 'being stopped' } }],
        posts: [cancelledPost],
        records: [withJob({ state: 'cancelled' })],
        runs,
      }),
    ).toEqual([]);
  });
  it('a deletion that was asked for', () => {
    const deleted = withJob({ deletedAt: 200 });
    expect(
      found({ asked: [{ ...asked, delete: { at: 150, told: true } }], posts: [], records: [deleted] }),
    ).toEqual([]);
  });
  it('a word to whoever wants to be told, and none to who called it off', () => {
    expect(found({ asked: [{ ...asked, ping: true }], pings: [ping] })).toEqual([]);
    const cancelled = {
      asked: [{ ...asked, ping: true, cancel: { at: 30 } }],
      posts: [cancelledPost],
      runs: [],
    };
    expect(found({ ...cancelled, records: [withJob({ state: 'cancelled' })] })).toEqual([]);
  });
  it('a gallery post of what is shared', () => {
    const shared = { ...post, buttons: buttons('again', 'unshare', 'workflow') };
    const inGallery = { ...post, id: 'g1', channel: 'gallery', buttons: [] };
    expect(
      found({ posts: [shared], gallery: [inGallery], records: [withJob({}, { shared: true })] }),
    ).toEqual([]);
  });
});

describe('what is not good is found:', () => {
  it.each<[string, string, Partial<Evidence>]>([
    ['an accepted job without a post', 'lost', { posts: [] }],
    ['a post without a record', 'lost', { records: [] }],
    ['two posts', 'duplicated', { posts: [post, { ...post, id: 'm2' }] }],
    ['two jobs', 'duplicated', { records: [record, withJob({ id: `${job.slice(0, -1)}0` })] }],
    ['two words that it is done', 'duplicated', { asked: [{ ...asked, ping: true }], pings: [ping, ping] }],
    ['a word that nobody wanted', 'duplicated', { pings: [ping] }],
    ['no word that it is done', 'lost', { asked: [{ ...asked, ping: true }] }],
    [
      'a word to somebody else',
      'misdelivered',
      {
        asked: [{ ...asked, ping: true }],
        pings: [{ ...ping, text: ping.text.replace(mai.id, '1002') }],
      },
    ],
    ['another channel', 'misdelivered', { posts: [{ ...post, channel: 'studio' }] }],
    ['outside of its thread', 'misdelivered', { asked: [{ ...asked, thread: 't1' }] }],
    [
      'another owner',
      'misdelivered',
      { records: [withJob({ owner: { platform: 'discord', id: '2', name: 'Ravi' } })] },
    ],
    ['a post that names nobody', 'misdelivered', { posts: [{ ...post, text: `> ${prompt}` }] }],
    ['a missing picture', 'wrong', { posts: [{ ...post, pictures: ['p1'] }] }],
    ['the same picture twice', 'wrong', { posts: [{ ...post, pictures: ['p1', 'p1'] }] }],
    [
      'a post that has not ended',
      'unfinished',
      { posts: [{ ...post, text: `### Rendering\n${prompt}`, buttons: [], pictures: [] }] },
    ],
    ['a record that has not ended', 'unfinished', { records: [withJob({ state: 'running' })] }],
    ['a failure', 'unfinished', { records: [withJob({ state: 'failed' })] }],
    [
      'a cancel nobody asked for',
      'untruthful',
      { posts: [cancelledPost], records: [withJob({ state: 'cancelled' })], runs: [] },
    ],
    [
      'a cancel that was promised',
      'untruthful',
      { asked: [{ ...asked, cancel: { at: 1, told: 'out of the queue' } }] },
    ],
    ['a deletion nobody asked for', 'untruthful', { posts: [], records: [withJob({ deletedAt: 1 })] }],
    [
      'a deleted job with a post',
      'unfinished',
      { asked: [{ ...asked, delete: { at: 1, told: true } }], records: [withJob({ deletedAt: 1 })] },
    ],
    ['a share that is not in the gallery', 'lost', { records: [withJob({}, { shared: true })] }],
    ['a gallery post nobody shares', 'duplicated', { gallery: [{ ...post, channel: 'gallery' }] }],
    ['a post nobody asked for', 'wrong', { posts: [post, { ...post, text: tagOf(7, 43) }] }],
  ])('%s is %s', (_what, verdict, changes) => expect(found(changes)).toContain(verdict));

  it('a post with the name of its maker in small letters, as a gesture of Slack brings it, is right', () => {
    expect(
      found({ posts: [{ ...post, text: `> ${prompt}\n-# Made by ${mai.name.toLowerCase()}` }] }),
    ).toEqual([]);
  });
  it('somebody else’s picture', () => {
    const pictures = new Map(good.pictures).set('discord p2', {
      hash: 'x',
      madeFrom: { prompt: 'other', seed: 5 },
    });
    expect(found({ pictures })).toEqual(['misdelivered']);
  });
  it('a picture with another seed, and one that says nothing', () => {
    const pictures = new Map(good.pictures)
      .set('discord p1', { hash: 'x', madeFrom: { prompt, seed: 6 } })
      .set('discord p2', { hash: 'y', madeFrom: null });
    expect(found({ pictures })).toEqual(['wrong', 'wrong']);
  });
  it('“cancelled before a picture was made”, when one was', () => {
    const cancelled = {
      asked: [{ ...asked, cancel: { at: 30 } }],
      posts: [cancelledPost],
      records: [withJob({ state: 'cancelled' })],
    };
    expect(found(cancelled)).toEqual(['untruthful']);
    // What was forgotten with its server before the job ended cannot be shown.
    expect(found({ ...cancelled, runs: [{ ...run, forgottenAt: 95 }] })).toEqual([]);
  });
});

describe('work that is done again', () => {
  const again: Run = {
    ...run,
    server: 'comfyui-2',
    prompt: 'b',
    startedAt: 300,
    ended: { at: 400, how: 'finished' },
  };
  it('with good reason, when it was lost', () => {
    const { ended: _never, ...lost } = run;
    const { violations, work } = judge({ ...good, runs: [{ ...lost, forgottenAt: 60 }, again] });
    expect(violations).toEqual([]);
    expect(work).toEqual({ runs: 2, lost: 1, repeatedForLoss: 1, needless: 0 });
  });
  it('needlessly, while another server is at it or has it', () => {
    expect(found({ runs: [again, run] })).toEqual(['repeated']);
    expect(found({ runs: [run, { ...again, startedAt: 50 }] })).toEqual(['repeated']);
    expect(found({ runs: [{ ...run, forgottenAt: 500 }, again] })).toEqual(['repeated']);
  });
  it('is a failure with good reason only when it was really lost that often', () => {
    const failed = {
      posts: [{ ...cancelledPost, text: `### That did not work\n${prompt}` }],
      records: [withJob({ state: 'failed' })],
    };
    const lost = [1, 2, 3].map(
      (at): Run => ({ server: 's', tag, prompt: `${at}`, startedAt: at * 10, forgottenAt: at * 10 + 5 }),
    );
    expect(judge({ ...good, ...failed, runs: lost })).toMatchObject({
      violations: [],
      counts: { failedTruly: 1 },
    });
    expect(found({ ...failed, runs: lost.slice(1) })).toEqual(['failed']);
  });
});
