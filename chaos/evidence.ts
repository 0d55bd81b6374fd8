/** What there is to judge by, once everything is quiet: what people see, what the records say, what was run. */
import type { Job } from '../core/job.ts';
import type { Asked, Ledger } from './ledger.ts';
import type { Run } from './parts/journal.ts';
import { readPicture, type SeenPicture } from './picture.ts';
import { isPing, type SeenPost } from './post.ts';
import { tagIn } from './tag.ts';
import type { Kill } from './trouble.ts';
import type { World } from './world.ts';

export interface JobRecord {
  tag: string;
  job: Pick<Job, 'id' | 'state' | 'owner' | 'place' | 'failure' | 'deletedAt' | 'finishedAt' | 'attempts'>;
  /** Whether its gallery entry says that its maker shares it. */
  shared: boolean;
}

export interface Evidence {
  asked: readonly Asked[];
  /** Messages of the bot that everybody sees, those in the galleries apart. */
  posts: readonly SeenPost[];
  /** Those of them that tell somebody that a render has ended. */
  pings: readonly SeenPost[];
  gallery: readonly SeenPost[];
  /** By platform and id. */
  pictures: ReadonlyMap<string, SeenPicture>;
  records: readonly JobRecord[];
  runs: readonly Run[];
}

export const pictureKey = (post: Pick<SeenPost, 'platform'>, id: string) => `${post.platform} ${id}`;

async function readRecords({ core }: World): Promise<(JobRecord & { job: Job })[]> {
  const keys = new Set<string>();
  for await (const batch of core.redis.scanStream({ match: `${core.prefix}:job:job-*`, count: 500 })) {
    for (const key of batch as string[]) keys.add(key);
  }
  const records: (JobRecord & { job: Job })[] = [];
  for (const key of keys) {
    const job = await core.jobs.get(key.slice(`${core.prefix}:job:`.length));
    if (!job) continue;
    const entry = await core.gallery.entry(job.id);
    const tag = tagIn(String(job.request.values.prompt)) ?? '';
    records.push({ tag, job, shared: entry?.shared ?? false });
  }
  return records;
}

/** By the sheet that a batch is posted as: the pictures that its buttons give, read into `pictures`. */
async function readSheets(
  { core }: World,
  records: readonly { job: Job }[],
  pictures: Map<string, SeenPicture>,
): Promise<Map<string, readonly string[]>> {
  const sheets = new Map<string, readonly string[]>();
  for (const { job } of records) {
    const sheet = job.grid && (await core.media.get(job.grid.key));
    if (!sheet) continue;
    const keys = job.outputs.map(({ key }) => key);
    sheets.set(readPicture(sheet).hash, keys);
    for (const key of keys) {
      const id = pictureKey(job.owner, key);
      const bytes = pictures.has(id) ? null : await core.media.get(key);
      if (bytes) pictures.set(id, readPicture(bytes));
    }
  }
  return sheets;
}

export async function gather(
  world: World,
  ledger: Ledger,
  kills: readonly Kill[],
  /** Pictures that were read before; none changes. */
  pictures: Map<string, SeenPicture> = new Map(),
): Promise<Evidence> {
  const crowds = Object.values(world.crowds);
  const all = crowds.flatMap((crowd) => crowd.posts()).filter((post) => !post.private);
  const galleries = new Set(crowds.map(({ galleryChannel }) => galleryChannel));
  for (const post of all) {
    for (const id of post.pictures) {
      if (pictures.has(pictureKey(post, id))) continue;
      const bytes = await world.crowds[post.platform].picture(id);
      if (bytes) pictures.set(pictureKey(post, id), readPicture(bytes));
    }
  }
  const records = await readRecords(world);
  const sheets = await readSheets(world, records, pictures);
  /** A batch stands as one sheet, behind whose buttons its pictures are. */
  function opened(post: SeenPost): SeenPost {
    const behind = (id: string) => sheets.get(pictures.get(pictureKey(post, id))?.hash ?? '') ?? [id];
    return { ...post, pictures: post.pictures.flatMap(behind) };
  }
  return {
    asked: ledger.all(),
    posts: all.filter((post) => !galleries.has(post.channel) && !isPing(post)).map(opened),
    pings: all.filter(isPing),
    gallery: all.filter(({ channel }) => galleries.has(channel)),
    pictures,
    records,
    runs: world.comfyuis.flatMap(({ program: { name }, runs }) =>
      runs(kills.filter((kill) => kill.name === name).map(({ at }) => at)),
    ),
  };
}
