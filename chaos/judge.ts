/**
 * The judgement: what was promised against what came of it. Pure, so that it can be tested itself.
 *
 * A job is accepted once the member saw a post of it. Then there has to be exactly one final post, in the place where it
 * was asked, for the person who asked, with the pictures that were asked for, and it has to show its record.
 */
import { plain } from '../core/card.ts';
import { type Evidence, type JobRecord, pictureKey } from './evidence.ts';
import type { Asked } from './ledger.ts';
import type { Run } from './parts/journal.ts';
import { type SeenPost, stateOf } from './post.ts';
import { tagIn } from './tag.ts';

const verdicts = [
  'lost',
  'duplicated',
  'misdelivered',
  'wrong',
  'unfinished',
  'untruthful',
  'failed',
  'repeated',
] as const;
export type Verdict = (typeof verdicts)[number];

export interface Violation {
  verdict: Verdict;
  tag: string;
  what: string;
}

export interface Judgement {
  violations: Violation[];
  counts: Record<
    | 'asked'
    | 'accepted'
    /** Not accepted: the platform said so, or nobody said anything although the app had said that it is at it. */
    | 'unanswered'
    | 'silent'
    | 'done'
    | 'cancelled'
    | 'deleted'
    | 'failedTruly'
    | 'galleryPosts'
    | 'told'
    | 'thinking',
    number
  >;
  /** Runs of the GPU: how many, how many were lost with a killed server, and how many were done once more. */
  work: { runs: number; lost: number; repeatedForLoss: number; needless: number };
}

/** The worker gives a job up when its prompt was lost this often, and says so. */
const mostLosses = 3;

export function judge(evidence: Evidence): Judgement {
  const posts = grouped(evidence.posts, ({ text }) => tagIn(text));
  const pings = grouped(evidence.pings, ({ text }) => tagIn(text));
  const gallery = grouped(evidence.gallery, ({ text }) => tagIn(text));
  const records = grouped(evidence.records, ({ tag }) => tag);
  const runs = grouped(evidence.runs, ({ tag }) => tag);
  const violations: Violation[] = [];
  const counts = {
    asked: evidence.asked.length,
    accepted: 0,
    unanswered: 0,
    silent: 0,
    done: 0,
    cancelled: 0,
    deleted: 0,
    failedTruly: 0,
    galleryPosts: evidence.gallery.length,
    told: evidence.pings.length,
    thinking: evidence.posts.filter(({ thinking }) => thinking).length,
  };
  const work = { runs: evidence.runs.length, lost: 0, repeatedForLoss: 0, needless: 0 };

  for (const asked of evidence.asked) {
    const about = {
      asked,
      posts: posts.get(asked.tag) ?? [],
      pings: pings.get(asked.tag) ?? [],
      gallery: gallery.get(asked.tag) ?? [],
      records: records.get(asked.tag) ?? [],
      runs: (runs.get(asked.tag) ?? []).toSorted((a, b) => a.startedAt - b.startedAt),
    };
    const found = judgeOne(about, evidence);
    violations.push(...found.map(([verdict, what]) => ({ verdict, tag: asked.tag, what })));
    if (asked.post) counts.accepted += 1;
    else if (asked.answer === 'answered') counts.silent += 1;
    else counts.unanswered += 1;
    const [record] = about.records;
    if (record?.job.deletedAt !== undefined) counts.deleted += 1;
    else if (record?.job.state === 'done') counts.done += 1;
    else if (record?.job.state === 'cancelled') counts.cancelled += 1;
    else if (record?.job.state === 'failed' && isTrulyLost(about)) counts.failedTruly += 1;

    const repeats = repeatsOf(about.runs);
    work.lost += about.runs.filter(isLost).length;
    work.repeatedForLoss += repeats.forLoss;
    work.needless += repeats.needless.length;
    for (const what of repeats.needless) violations.push({ verdict: 'repeated', tag: asked.tag, what });
  }
  const known = new Set(evidence.asked.map(({ tag }) => tag));
  for (const [tag] of [...posts, ...pings, ...gallery, ...records]) {
    if (!known.has(tag)) violations.push({ verdict: 'wrong', tag, what: 'nobody asked for this' });
  }
  return { violations, counts, work };
}

interface About {
  asked: Asked;
  posts: SeenPost[];
  pings: SeenPost[];
  gallery: SeenPost[];
  records: JobRecord[];
  runs: Run[];
}
type Found = [Verdict, string];

function judgeOne(about: About, evidence: Evidence): Found[] {
  const { asked, posts, gallery, records } = about;
  const [record] = records;
  const [post] = posts;
  const found: Found[] = [];
  if (records.length > 1)
    found.push(['duplicated', `${records.length} jobs: ${records.map(({ job }) => job.id)}`]);
  if (posts.length > 1) found.push(['duplicated', `${posts.length} posts: ${posts.map(({ id }) => id)}`]);
  if (record?.job.deletedAt !== undefined || asked.delete?.told) {
    if (!asked.delete) found.push(['untruthful', 'deleted, but nobody asked for it']);
    if (!record?.job.deletedAt)
      found.push(['untruthful', 'the member was told that it is deleted, but it is not']);
    if (post) found.push(['unfinished', `deleted, but post ${post.id} is still there`]);
    if (gallery.length > 0) found.push(['unfinished', 'deleted, but still in the gallery']);
    if (about.pings.length > 0) found.push(['unfinished', 'deleted, but the word that it is done stands']);
    return found;
  }
  if (!post) {
    if (asked.post)
      found.push([
        'lost',
        `accepted, but its post is gone; the record says ${record?.job.state ?? 'nothing'}`,
      ]);
    else if (record) found.push(['lost', `job ${record.job.id} is ${record.job.state}, but has no post`]);
    return found;
  }
  if (!record) return [...found, ['lost', `post ${post.id} has no record`]];
  for (const one of posts) found.push(...judgePost(one, about, record, evidence));
  return [...found, ...judgePings(about, record), ...judgeGallery(about, record, post, evidence)];
}

/** Whoever wants to be told is told once, of what they did not call off themselves. */
function judgePings({ asked, pings }: About, { job: { state } }: JobRecord): Found[] {
  const wanted = asked.ping && (state === 'done' || state === 'failed') ? 1 : 0;
  const stranger = pings.find(({ text }) => !text.includes(`<@${asked.person.id}>`));
  return [
    ...(stranger ? [['misdelivered', 'somebody else was told that it is done'] satisfies Found] : []),
    ...(pings.length > wanted
      ? [['duplicated', `told ${pings.length} times that it is done instead of ${wanted}`] satisfies Found]
      : []),
    ...(pings.length < wanted ? [['lost', 'nobody told its maker that it is done'] satisfies Found] : []),
  ];
}

function judgePost(post: SeenPost, { asked, runs }: About, { job }: JobRecord, evidence: Evidence): Found[] {
  const found: Found[] = [];
  if (post.channel !== asked.channel || post.thread !== asked.thread) {
    found.push(['misdelivered', `asked in ${placeOf(asked)}, posted in ${placeOf(post)}`]);
  }
  if (job.owner.id !== asked.person.id)
    found.push(['misdelivered', `asked by ${asked.person.id}, owned by ${job.owner.id}`]);
  const state = stateOf(post);
  if (!['done', 'failed', 'cancelled'].includes(job.state)) {
    found.push(['unfinished', `the record says ${job.state}, the post ${state}`]);
    return found;
  }
  if (state !== job.state) found.push(['unfinished', `the record says ${job.state}, the post ${state}`]);
  if (state !== 'done' && post.pictures.length > 0)
    found.push(['wrong', `${state}, with ${post.pictures.length} pictures`]);
  if (state === 'done') {
    if (!namesMaker(post, asked)) found.push(['misdelivered', 'the post does not name its maker']);
    found.push(...judgePictures(post, asked, evidence));
  }
  if (job.state === 'failed' && !isTrulyLost({ runs }))
    found.push(['failed', job.failure ? plain(job.failure.message) : 'without a reason']);
  if (job.state === 'cancelled') {
    if (!asked.cancel) found.push(['untruthful', 'cancelled, but nobody asked for it']);
    const made = runs.find(
      ({ ended, forgottenAt = Infinity }) => ended?.how === 'finished' && forgottenAt > (job.finishedAt ?? 0),
    );
    if (made)
      found.push(['untruthful', `cancelled "before a picture was made", but ${made.server} had made it`]);
  } else if (asked.cancel?.told === 'out of the queue') {
    found.push(['untruthful', `the member was told that it is cancelled, but it is ${job.state}`]);
  }
  return found;
}

function judgePictures(post: SeenPost, asked: Asked, { pictures }: Evidence): Found[] {
  const shown = post.pictures.map((id) => pictures.get(pictureKey(post, id)));
  const different = new Set(shown.map((picture) => picture?.hash)).size;
  const found: Found[] = [];
  if (shown.length !== asked.count || different !== asked.count) {
    found.push([
      'wrong',
      `${asked.count} pictures were asked for, ${shown.length} are shown, ${different} of them different`,
    ]);
  }
  for (const picture of shown) {
    const from = picture?.madeFrom;
    if (!from) found.push(['wrong', 'a picture that does not say what it was made from']);
    else if (from.prompt !== asked.prompt) found.push(['misdelivered', `a picture of "${from.prompt}"`]);
    else if (from.seed !== asked.seed)
      found.push(['wrong', `seed ${asked.seed} was asked for, the picture has ${from.seed}`]);
  }
  return found;
}

function judgeGallery(
  { asked, gallery }: About,
  { shared }: JobRecord,
  post: SeenPost,
  evidence: Evidence,
): Found[] {
  const found: Found[] = [];
  const wanted = shared ? 1 : 0;
  if (gallery.length > wanted)
    found.push(['duplicated', `${gallery.length} gallery posts instead of ${wanted}`]);
  if (gallery.length < wanted) found.push(['lost', 'shared, but not in the gallery']);
  const offered = post.buttons.some(({ command }) => command === 'unshare');
  if (stateOf(post) === 'done' && offered !== shared) {
    found.push([
      'unfinished',
      `${shared ? 'shared' : 'not shared'}, but the post offers ${offered ? 'Unshare' : 'Share'}`,
    ]);
  }
  for (const one of gallery) {
    found.push(...judgePictures(one, asked, evidence));
    if (!namesMaker(one, asked)) found.push(['misdelivered', 'the gallery post does not name its maker']);
  }
  return found;
}

/**
 * Discord's posts mention people, Slack's write their names, so that nobody is notified. Where Slack does not say in time
 * what they are called, it is the name that came with the gesture, in small letters, or else a mention.
 */
const namesMaker = (post: SeenPost, { person }: Asked) =>
  post.text.includes(`<@${person.id}>`) || new RegExp(`\\b${person.name}\\b`, 'i').test(post.text);

/** What the killed server had not finished, or nobody had fetched: nobody can tell which, so both are lost work. */
const isLost = ({ ended, forgottenAt }: Run) => forgottenAt !== undefined && ended === undefined;

const isTrulyLost = ({ runs }: Pick<About, 'runs'>) =>
  runs.filter(({ forgottenAt }) => forgottenAt !== undefined).length >= mostLosses;

/** A run is repeated with good reason when every run before it was forgotten by then, or came to nothing. */
function repeatsOf(runs: readonly Run[]): { forLoss: number; needless: string[] } {
  let forLoss = 0;
  const needless: string[] = [];
  for (const [index, run] of runs.entries()) {
    if (index === 0) continue;
    const still = runs
      .slice(0, index)
      .find(
        ({ ended, forgottenAt = Number.POSITIVE_INFINITY }) =>
          ended?.how !== 'failed' && forgottenAt > run.startedAt,
      );
    if (!still) forLoss += 1;
    else {
      const how = still.ended ? 'had finished it' : 'was at it';
      needless.push(
        `${run.server} ran it again ${run.startedAt - still.startedAt} ms after ${still.server}, which ${how}`,
      );
    }
  }
  return { forLoss, needless };
}

const placeOf = ({ channel, thread }: { channel: string; thread?: string | undefined }) =>
  thread === undefined ? channel : `${channel}, thread ${thread}`;

function grouped<T>(list: readonly T[], keyOf: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
