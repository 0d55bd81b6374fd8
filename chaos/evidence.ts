/** What there is to judge by, once everything is quiet: what people see, what the records say, what was run. */
import type { Job } from '../core/job.ts';
import type { Asked, Ledger } from './ledger.ts';
import type { Run } from './parts/journal.ts';
import { readPicture, type SeenPicture } from './picture.ts';
import type { SeenPost } from './post.ts';
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
  gallery: readonly SeenPost[];
  /** By platform and id. */
  pictures: ReadonlyMap<string, SeenPicture>;
  records: readonly JobRecord[];
  runs: readonly Run[];
}

export const pictureKey = (post: Pick<SeenPost, 'platform'>, id: string) => `${post.platform} ${id}`;

async function readRecords({ core }: World): Promise<JobRecord[]> {
  const keys = new Set<string>();
  for await (const batch of core.redis.scanStream({ match: `${core.prefix}:job:job-*`, count: 500 })) {
    for (const key of batch as string[]) keys.add(key);
  }
  const records: JobRecord[] = [];
  for (const key of keys) {
    const job = await core.jobs.get(key.slice(`${core.prefix}:job:`.length));
    if (!job) continue;
    const entry = await core.gallery.entry(job.id);
    const tag = tagIn(String(job.request.values.prompt)) ?? '';
    records.push({ tag, job, shared: entry?.shared ?? false });
  }
  return records;
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
  return {
    asked: ledger.all(),
    posts: all.filter(({ channel }) => !galleries.has(channel)),
    gallery: all.filter(({ channel }) => galleries.has(channel)),
    pictures,
    records: await readRecords(world),
    runs: world.comfyuis.flatMap(({ program: { name }, runs }) =>
      runs(kills.filter((kill) => kill.name === name).map(({ at }) => at)),
    ),
  };
}
