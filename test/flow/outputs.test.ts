/** Everything a workflow can make, the whole way onto both platforms: ComfyUI stand-in, worker, ffmpeg, bots, SDKs. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../core/card.ts';
import type { Place } from '../../core/people.ts';
import type { Graph } from '../../core/workflow.ts';
import { hasFfmpeg } from '../support/films.ts';
import { testJob } from '../support/jobs.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { filesOf, picturesOf, textOf } from '../support/post.ts';
import { joinSlack, type SlackTeam } from '../support/slack-way.ts';
import { threadIn } from '../support/thread.ts';
import { until } from '../support/until.ts';
import { node, workflowOf } from '../worker/graphs.ts';

let way: WholeWay;
let team: SlackTeam;
beforeAll(async () => {
  way = await startWholeWay();
  team = await joinSlack(way, 'socket');
  await way.startWorkers();
  await way.startBots();
});
afterAll(async () => {
  await team?.close();
  await way?.close();
});

async function made(graph: Graph, place: Place) {
  const { core } = way.test;
  const workflow = workflowOf(graph);
  const { name, title, version } = workflow;
  const owner = { platform: place.platform, id: way.mai.info.id, name: 'Mai' };
  const job = testJob({ owner, place, request: { workflow: { name, title, version }, values: {} } });
  await core.snapshots.save(workflow);
  await core.jobs.create(job);
  await core.queue.add(job.id, owner);
  return until(
    async () => {
      const now = await core.jobs.get(job.id);
      if (now?.failure) throw new Error(plain(now.failure.message));
      return now?.state === 'done' && now.post && (await core.deliveries.owedCount(place.platform)) === 0
        ? now
        : undefined;
    },
    { what: 'a delivered render', within: 60_000 },
  );
}

const onDiscord = (): Place => ({
  platform: 'discord',
  space: way.discord.guildId,
  channel: way.discord.channels.general ?? '',
});
const onSlack = (): Place => ({ platform: 'slack', space: team.slack.teamId, channel: team.general });
const named = (address: string) =>
  new URL(address).pathname
    .split('/')
    .at(-1)
    ?.replace(/-[0-9a-f]{8}(?=\.)/, '');
const image = (color: number, batch_size = 1) =>
  node('EmptyImage', { width: 64, height: 64, batch_size, color });

const maps: Graph = {
  '1': image(0x4466aa),
  '2': image(0x888888),
  '3': image(0x8080ff),
  '4': node('SaveImage', { images: ['1', 0], filename_prefix: 'a' }, 'Depth'),
  '5': node('SaveImage', { images: ['2', 0], filename_prefix: 'b' }, 'Normal'),
  '6': node('SaveImage', { images: ['3', 0], filename_prefix: 'c' }, 'Ambient occlusion'),
};
const media: Graph = {
  '1': image(0x4466aa, 8),
  '2': node('CreateVideo', { images: ['1', 0], fps: 8 }),
  '3': node('SaveVideo', { video: ['2', 0], filename_prefix: 'v', format: 'auto', codec: 'auto' }, 'Film'),
  '4': node(
    'SaveWEBM',
    { images: ['1', 0], filename_prefix: 'w', codec: 'av1', fps: 8, crf: 40 },
    'Web film',
  ),
  '5': node('EmptyAudio', { duration: 2, sample_rate: 48_000, channels: 2 }),
  '6': node('SaveAudioOpus', { audio: ['5', 0], filename_prefix: 'o', quality: '96k' }, 'Song'),
  '7': node('PrimitiveString', { value: 'Once upon a time. '.repeat(60) }),
  '8': node('PreviewAny', { source: ['7', 0] }, 'Story'),
};

describe('several maps of one run', () => {
  it('come labelled on Discord: in words, in alt texts, in file names', async () => {
    const job = await made(maps, onDiscord());
    const post = way.seen(way.mai, job.post?.message ?? '');
    if (!post) throw new Error('no post');
    const words = textOf(post);
    const places = ['**Depth**', '**Normal**', '**Ambient occlusion**'].map((label) => words.indexOf(label));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(picturesOf(post).map(({ alt }) => /\((.*)\)$/.exec(alt)?.[1])).toEqual([
      'Depth',
      'Normal',
      'Ambient occlusion',
    ]);
    expect(picturesOf(post).map(({ url }) => named(url)?.replace(/^trial-\w+-/, ''))).toEqual([
      'depth-1.png',
      'normal-2.png',
      'ambient-occlusion-3.png',
    ]);
  });

  it('come labelled on Slack', async () => {
    const job = await made(maps, onSlack());
    const post = team.posts(team.general).find(({ ts }) => ts === job.post?.message);
    const said = JSON.stringify(post?.blocks);
    const order = [
      '"Depth"',
      '(Depth)',
      '"Normal"',
      '(Normal)',
      '"Ambient occlusion"',
      '(Ambient occlusion)',
    ];
    const places = order.map((label) => said.indexOf(label));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe.runIf(hasFfmpeg)('film, sound and text of one run', () => {
  it('on Discord: films play in the post, what plays nowhere by its copy; sound and long text hang on it', async () => {
    const job = await made(media, onDiscord());
    const post = way.seen(way.mai, job.post?.message ?? '');
    if (!post) throw new Error('no post');
    expect(picturesOf(post).map(({ url }) => named(url)?.replace(/^trial-\w+-/, ''))).toEqual([
      'film-1.mp4',
      'web-film-2-preview.mp4',
    ]);
    expect(filesOf(post).map((url) => named(url)?.split('.').at(-1))).toEqual(['webm', 'txt', 'opus']);
    expect(textOf(post)).toContain('Once upon a time.');
    const sound = job.outputs.find(({ kind }) => kind === 'audio');
    expect(sound?.seconds).toBeCloseTo(2, 0);
    for (const film of job.outputs.filter(({ kind }) => kind === 'video'))
      expect(film.poster?.mediaType).toBe('image/jpeg');
    const text = job.outputs.find(({ kind }) => kind === 'text');
    expect((await way.test.core.media.get(text?.key ?? ''))?.length).toBe(18 * 60);
  });

  it('on Slack: posters in the post, films, sound and text in its thread', async () => {
    const job = await made(media, onSlack());
    const post = team.posts(team.general).find(({ ts }) => ts === job.post?.message);
    const images = ((post?.blocks ?? []) as { type: string }[]).filter(({ type }) => type === 'image');
    expect(images).toHaveLength(2);
    const kinds = Object.keys(job.post?.files ?? {})
      .filter((name) => name.startsWith('thread/'))
      .map((name) => name.split('.').at(-1));
    expect(kinds.toSorted()).toEqual(['mp4', 'mp4', 'opus', 'txt', 'webm']);
  });
});

describe('eighteen pictures, nine of each of two nodes', () => {
  const many: Graph = {
    '1': image(0x226688, 9),
    '2': image(0x888888, 9),
    '3': node('SaveImage', { images: ['1', 0], filename_prefix: 'm' }, 'Colour'),
    '4': node('SaveImage', { images: ['2', 0], filename_prefix: 'n' }, 'Depth'),
  };

  it('on Discord: ten in the post, eight in the next, and all go when it is deleted', async () => {
    const job = await made(many, onDiscord());
    expect(job.more).toHaveLength(1);
    const seen = (id = '') => way.seen(way.mai, id);
    const [post, below] = [seen(job.post?.message), seen(job.more?.[0]?.message)];
    expect([post, below].map((one) => (one ? picturesOf(one).length : 0))).toEqual([10, 8]);
    await way.test.core.jobs.update(job.id, (one) => ({ ...one, deletedAt: Date.now() }));
    await until(() => !seen(job.post?.message) && !seen(job.more?.[0]?.message));
  });

  it('in a direct message and in a thread of Discord: below the post, in the same place', async () => {
    const { channel } = onDiscord();
    const thread = await threadIn(way.discord, channel);
    for (const place of [
      { platform: 'discord', channel: way.mai.openDm().id },
      { platform: 'discord', space: way.discord.guildId, channel: thread },
    ] as const) {
      const job = await made(many, place);
      expect(job.more?.map((post) => post.channel)).toEqual([place.channel]);
    }
  });

  it('on Slack: the others in its thread', async () => {
    const job = await made(many, onSlack());
    expect(job.more).toMatchObject([{ thread: job.post?.message }]);
  });
});
