/** What people do on Slack, and what they get for it: through the real SDK, over Socket Mode and over HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../core/job.ts';
import type { Person } from '../../../core/people.ts';
import { defaultWorld } from '../../../playground/slack/seed.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { testJob } from '../../support/jobs.ts';
import { until } from '../../support/until.ts';
import { testLibrary } from '../../support/workflows.ts';
import {
  blocksOf,
  botMessages,
  channelOf,
  type Mode,
  sees,
  startTeam,
  type Team,
  wordsOf,
} from './support.ts';

/** A channel to be archived, and one the bot is not in and cannot see. */
function withChannels() {
  const world = defaultWorld();
  const memberIds = world.users.map(({ id }) => id);
  world.channels.push(
    { id: 'C0PLAYATT01', name: 'attic', topic: '', memberIds: [...memberIds, world.app.botUserId] },
    { id: 'C0PLAYSEC01', name: 'secret', topic: '', private: true, memberIds },
  );
  return world;
}

let core: TestCore;
let team: Team;
let general: string;

beforeAll(async () => {
  core = await startTestCore();
});
afterAll(() => core?.close());

const mai = () => team.as('Mai');
const person = (name: string): Person => ({ platform: 'slack', id: team.slack.members[name] ?? '', name });
const jobs = () => core.core.jobs.ofPerson(person('Mai'));
const newest = () => until(async () => (await jobs())[0], { what: 'a job' });
const answered = () =>
  until(() => team.events.some(({ event }) => event.type === 'interaction-answered'), { what: 'an answer' });
const form = () => until(() => mai().views().at(-1), { what: 'a form' });

/** A finished job of Mai's whose post stands in #general. */
async function finished(changes: Partial<Job> = {}, said = 'a result'): Promise<Job> {
  const place = { platform: 'slack' as const, space: team.slack.teamId, channel: general };
  const id = testJob().id;
  const post = await team.chat.create(
    place,
    {
      tone: 'good',
      summary: said,
      elements: [
        { type: 'text', text: said },
        {
          type: 'buttons',
          buttons: ['again', 'workflow', 'delete', 'share'].map((command) => ({
            type: 'action',
            command,
            jobId: id,
            label: command,
            look: 'plain',
          })),
        },
      ],
    },
    { nonce: id.slice(-20), since: null },
  );
  const job = testJob({ id, owner: person('Mai'), place, state: 'done', post, finishedAt: 2, ...changes });
  await core.core.jobs.create(job);
  return job;
}
const at = (job: Job) => job.post?.message ?? '';
const buttonsIn = (message: unknown) =>
  [...wordsOf(message).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id);

describe.each<Mode>(['socket', 'http'])('over %s', (mode) => {
  beforeAll(async () => {
    team = await startTeam({
      mode,
      world: withChannels(),
      tools: {
        core: core.core,
        library: testLibrary(),
        galleryChannel: async () => 'C0PLAYGAL01',
        ageRestricted: async () => false,
      },
    });
    general = channelOf(team, 'general');
  });
  afterAll(() => team?.close());
  beforeEach(async () => {
    await core.core.redis.flushall();
    team.heard.length = 0;
    team.events.length = 0;
  });
  afterEach(() => {
    team.slack.faults.clear();
    for (const { id } of mai().views()) mai().closeView(id);
  });

  describe('/render', () => {
    it('with words and flags starts a render of that', async () => {
      mai().runCommand(general, '/render', 'a fox in "snow" & ice --seed 42 --size wide');
      const job = await newest();
      expect(job.request.values).toMatchObject({ prompt: 'a fox in "snow" & ice', seed: 42, size: 'wide' });
      expect(job.owner).toEqual(person('Mai'));
      expect(job.place).toEqual({ platform: 'slack', space: team.slack.teamId, channel: general });
      await answered();
    });

    it('with a wrong word says privately which, and what would be right', async () => {
      mai().runCommand(general, '/render', 'a fox --size wied');
      const message = await sees(team, 'Mai', general, 'Did you mean wide?');
      expect(message.ephemeral).toBe(true);
      expect(botMessages(team, 'Ravi', general).some(({ ts }) => ts === message.ts)).toBe(false);
      mai().runCommand(general, '/render', 'a fox --steps 400');
      await sees(team, 'Mai', general, 'steps must be 1 to 150, got 400.');
      expect(await jobs()).toEqual([]);
    });

    it('alone opens the form, which starts a render', async () => {
      mai().runCommand(general, '/render', '');
      const view = await form();
      expect(await mai().suggest(view.id, 'workflow', 'pla')).toEqual([
        { label: expect.stringContaining('Plain'), value: 'plain' },
      ]);
      mai().choose(view.id, 'workflow', 'plain');
      mai().submitView(view.id, { prompt: 'a fox & a hare', seed: '7' });
      const job = await newest();
      expect(job.request.workflow.name).toBe('plain');
      expect(job.request.values).toEqual({ prompt: 'a fox & a hare', seed: 7 });
      expect(job.place).toMatchObject({ channel: general });
      await until(() => mai().views().length === 0);
    });

    it('without its words opens the form with the rest filled in', async () => {
      mai().runCommand(general, '/render', '--size wide --seed 3');
      const view = await form();
      mai().submitView(view.id, { prompt: 'a fox' });
      expect((await newest()).request.values).toMatchObject({ size: 'wide', seed: 3 });
    });

    it('shows in the form what is wrong, and keeps what was typed', async () => {
      mai().runCommand(general, '/render', '');
      const view = await form();
      await mai().suggest(view.id, 'workflow', '');
      mai().choose(view.id, 'workflow', 'plain');
      mai().submitView(view.id, { prompt: 'a fox', negative: 'dark' });
      const refused = await until(() => team.events.find(({ event }) => event.type === 'view-refused'));
      expect(refused.event).toMatchObject({
        errors: { negative: expect.stringContaining('Plain has no negative') },
      });
      mai().submitView(view.id, { prompt: ' ' });
      await until(() => wordsOf(team.events.at(-1)).includes('This must not be empty.'));
      mai().submitView(view.id, { prompt: 'a fox', negative: '' });
      expect((await newest()).request.values.prompt).toBe('a fox');
    });
  });

  describe('other commands', () => {
    it('are answered privately', async () => {
      mai().runCommand(general, '/queue', '');
      expect((await sees(team, 'Mai', general, 'The queue')).ephemeral).toBe(true);
      mai().runCommand(general, '/rendezvous', 'status');
      expect((await sees(team, 'Mai', general, 'Workers')).ephemeral).toBe(true);
      mai().runCommand(general, '/rendezvous', '');
      await sees(team, 'Mai', general, '/rendezvous status');
      mai().runCommand(general, '/gallery', 'allow');
      await sees(team, 'Mai', general, 'Stars count from now on');
      expect(await core.core.gallery.consent(person('Mai'), team.slack.teamId)).toBe('allow');
    });
    it('that are not there are named, with the nearest', async () => {
      mai().runCommand(general, '/rendezvous', 'queu');
      await sees(team, 'Mai', general, 'Did you mean queue?');
    });
    it('work in direct messages with the bot', async () => {
      const dm = mai().openDm();
      mai().runCommand(dm.id, '/render', 'a private fox');
      const { place } = await newest();
      expect(place).toEqual({ platform: 'slack', channel: dm.id });
    });
  });

  describe('a mention', () => {
    it('renders plain words, and its result stays in the thread', async () => {
      const parent = mai().send(general, 'what shall we paint?');
      mai().mention(general, 'a fox in <snow> --seed 5', { threadTs: parent.ts });
      const job = await newest();
      expect(job.place).toEqual({
        platform: 'slack',
        space: team.slack.teamId,
        channel: general,
        thread: parent.ts,
      });
      expect(job.request.values).toMatchObject({ prompt: 'a fox in <snow>', seed: 5 });
    });
    it('takes commands as well, and is refused privately in its thread', async () => {
      const parent = mai().send(general, 'a thread');
      mai().mention(general, 'render a fox --sed 5', { threadTs: parent.ts });
      const told = await until(() =>
        mai()
          .thread(parent.ts)
          .find((message) => wordsOf(message).includes('Did you mean --seed?')),
      );
      expect(told.ephemeral).toBe(true);
      mai().mention(general, 'queue');
      await sees(team, 'Mai', general, 'The queue');
    });
    it('in direct messages is not needed', async () => {
      const dm = mai().openDm();
      mai().send(dm.id, 'a fox, just for me');
      expect((await newest()).request.values.prompt).toBe('a fox, just for me');
    });
    it('that is edited is not answered again', async () => {
      const sent = mai().mention(general, 'a fox');
      await newest();
      mai().edit(sent.ts, '@Rendezvous two foxes');
      mai().mention(general, 'a hare');
      await until(async () => (await jobs()).some((job) => job.request.values.prompt === 'a hare'));
      expect((await jobs()).map((job) => job.request.values.prompt).toSorted()).toEqual(['a fox', 'a hare']);
    });
  });

  describe('a message’s menu', () => {
    it('opens the form with the message’s words, and the result stays in its thread', async () => {
      const parent = team.as('Ravi').send(general, 'a fox & a <hare>');
      mai().runMessageShortcut(parent.ts, 'form:render');
      const view = await form();
      mai().submitView(view.id, { seed: '9' });
      const job = await newest();
      expect(job.request.values).toMatchObject({ prompt: 'a fox & a <hare>', seed: 9 });
      expect(job.place).toMatchObject({ channel: general, thread: parent.ts });
    });
  });

  describe('a button', () => {
    it('works for whoever may press it, and says no to others privately', async () => {
      const job = await finished();
      team.as('Ravi').press(at(job), `delete:${job.id}`);
      const no = await sees(team, 'Ravi', general, 'Only Mai can delete this render');
      expect(no.ephemeral).toBe(true);
      mai().press(at(job), `share:${job.id}`);
      await until(async () => (await core.core.gallery.entry(job.id))?.shared);
    });
    it('on a private answer changes that answer', async () => {
      const job = await finished();
      mai().press(at(job), `delete:${job.id}`);
      const question = await sees(team, 'Mai', general, 'Delete this render?');
      const [now] = buttonsIn(question);
      mai().press(question.ts, now ?? '');
      await until(async () => (await core.core.jobs.get(job.id))?.deletedAt);
      const after = await sees(team, 'Mai', general, 'The posts, the files and the gallery entry are gone.');
      expect(after.ephemeral).toBe(true);
      expect(
        botMessages(team, 'Mai', general).some((one) => wordsOf(one).includes('Delete this render?')),
      ).toBe(false);
    });
    it('gives a private file in a direct message, and says so', async () => {
      const job = await finished();
      await core.core.jobs.saveGraph(job.id, { '1': { class_type: 'A', inputs: {} } });
      mai().press(at(job), `workflow:${job.id}`);
      const said = await sees(team, 'Mai', general, /I sent you picture-\w+\.json as a direct message/);
      expect(said.ephemeral).toBe(true);
      const dm = mai().openDm();
      const file = await until(() =>
        mai()
          .messages(dm.id)
          .find((one) => wordsOf(one).includes('picture-')),
      );
      const { id } = (file.files as { id: string }[])[0] ?? { id: '' };
      expect(JSON.parse(Buffer.from((await mai().file(id)).bytes).toString())).toHaveProperty('1');
    });
    it('pressed in a thread answers in that thread', async () => {
      const job = await finished();
      const parent = mai().send(general, 'over here');
      const inThread = await team.chat.create(
        { platform: 'slack', space: team.slack.teamId, channel: general, thread: parent.ts },
        {
          tone: 'plain',
          summary: 'x',
          elements: [
            {
              type: 'buttons',
              buttons: [{ type: 'action', command: 'again', jobId: job.id, label: 'Again', look: 'main' }],
            },
          ],
        },
        { nonce: `thread-${job.id.slice(-10)}`, since: null },
      );
      await core.core.snapshots.save(testLibrary().all()[0] as never);
      mai().press(inThread.message, `again:${job.id}`);
      const again = await until(async () => (await jobs()).find((one) => one.parent === job.id));
      expect(again.place).toMatchObject({ channel: general, thread: parent.ts });
    });
    it('of a post with replies still answers in the channel', async () => {
      const job = await finished();
      await core.core.snapshots.save(testLibrary().all()[0] as never);
      mai().send(general, 'how nice', { threadTs: at(job) });
      mai().press(at(job), `again:${job.id}`);
      const again = await until(async () => (await jobs()).find((one) => one.parent === job.id));
      expect(again.place.thread).toBeUndefined();
    });
  });

  describe('a star', () => {
    const entry = (job: Job) => core.core.gallery.entry(job.id);
    it('of the maker shares the result, and takes it back', async () => {
      const job = await finished();
      mai().react(at(job), 'star');
      await until(async () => (await entry(job))?.shared);
      mai().unreact(at(job), 'star');
      await until(async () => (await entry(job))?.shared === false);
    });
    it('of somebody else is kept until the maker has said yes', async () => {
      const job = await finished();
      team.as('Ravi').react(at(job), 'star');
      await until(async () => (await entry(job))?.stars.length === 1);
      // The question is written down right after the star.
      await until(
        async () => (await core.core.gallery.consent(person('Mai'), team.slack.teamId)) === 'asked',
      );
      expect((await entry(job))?.shared).toBe(false);
    });
    it('is nothing else, on nothing else', async () => {
      const job = await finished();
      const other = mai().send(general, 'my own message');
      mai().react(at(job), 'fire');
      mai().react(other.ts, 'star');
      team.as('Ravi').react(at(job), 'star');
      await until(async () => (await entry(job))?.stars.length === 1);
      expect(team.heard.map(({ command }) => command)).toEqual(['star']);
    });
  });

  describe('what comes twice', () => {
    it('is done once', async () => {
      const job = await finished();
      team.slack.faults.deliverTwice('reaction_added', 1);
      team.slack.faults.deliverTwice('app_mention', 1);
      team.as('Ravi').react(at(job), 'star');
      mai().mention(general, 'a fox, once');
      await until(() => team.slack.state.events().every(({ state }) => state === 'acknowledged'));
      await until(async () => (await jobs()).length > 1);
      await until(() => team.heard.length === 2);
      expect((await jobs()).filter((one) => one.request.values.prompt === 'a fox, once')).toHaveLength(1);
    });
    it('or in the wrong order ends as it was meant', async () => {
      const job = await finished();
      await core.core.gallery.setConsent(person('Mai'), team.slack.teamId, 'stop');
      const release = team.slack.faults.holdEvents();
      team.as('Ravi').react(at(job), 'star');
      team.as('Ravi').unreact(at(job), 'star');
      release('reversed');
      await until(() => team.heard.some(({ command }) => command === 'unstar'));
      await until(() => team.slack.state.events().every(({ state }) => state === 'acknowledged'));
      expect((await core.core.gallery.entry(job.id))?.stars ?? []).toEqual([]);
      expect(team.heard.map(({ command }) => command)).toEqual(['unstar']);
    });
  });

  describe('the app’s own page', () => {
    it('shows a person’s renders', async () => {
      await finished({ request: { ...testJob().request, values: { prompt: 'a fox on my page' } } });
      mai().openHome();
      const home = await until(() => {
        const view = team.slack.state.home(team.slack.members.Mai ?? '');
        return wordsOf(view).includes('a fox on my page') ? view : undefined;
      });
      expect(wordsOf(home)).toContain('/rendezvous status');
      expect(blocksOf(home as never)[0]).toMatchObject({ type: 'header' });
    });
    it('has buttons for what can be done, and shows at once what came of one', async () => {
      const done = await finished();
      await core.core.snapshots.save(testLibrary().all()[0] as never);
      const page = () => team.slack.state.home(team.slack.members.Mai ?? '') as { id: string } | undefined;
      const shows = (words: string) =>
        until(() => (wordsOf(page()).includes(words) ? page() : undefined), { what: `a page with ${words}` });
      mai().openHome();
      const first = await shows(`again:${done.id}`);
      mai().press(first.id, `again:${done.id}`);
      const again = await until(async () => (await jobs()).find((one) => one.parent === done.id));
      expect(again.place).toMatchObject({ space: team.slack.teamId, channel: mai().openDm().id });

      mai().press((await shows(`cancel:${again.id}`)).id, `cancel:${again.id}`);
      await shows(' is out of the queue.');
      expect((await core.core.jobs.get(again.id))?.state).toBe('cancelled');

      mai().press((await shows('gallery allow:')).id, 'gallery allow:');
      await shows('a starred render of yours goes to the gallery.');
      expect(wordsOf(page())).not.toContain('gallery allow:');
      mai().press(page()?.id ?? '', 'gallery stop:');
      await shows('do not count');
      expect(await core.core.gallery.consent(person('Mai'), team.slack.teamId)).toBe('stop');
    });
    it('is everybody’s own', async () => {
      const done = await finished();
      team.as('Ravi').openHome();
      const page = () => team.slack.state.home(team.slack.members.Ravi ?? '') as { id: string } | undefined;
      await until(page);
      expect(wordsOf(page())).not.toContain(done.id);
    });
  });

  describe('private answers', () => {
    it('find another way when the first is closed', async () => {
      team.slack.faults.failNext('response_url', { status: 500 }, 1);
      mai().runCommand(general, '/queue', '');
      expect((await sees(team, 'Mai', general, 'The queue')).ephemeral).toBe(true);
      team.slack.faults.failNext('response_url', { status: 500 }, 1);
      team.slack.faults.failNext('chat.postEphemeral', { status: 200, error: 'user_not_in_channel' }, 1);
      mai().runCommand(general, '/rendezvous', 'status');
      await sees(team, 'Mai', mai().openDm().id, 'Workers');
    });
  });

  describe('a channel', () => {
    it('that is public is joined when somebody renders there', async () => {
      const random = channelOf(team, 'random');
      mai().runCommand(random, '/render', 'a fox at random');
      expect((await newest()).place.channel).toBe(random);
      expect(
        mai()
          .workspace()
          .channels.find(({ id }) => id === random)?.hasBot,
      ).toBe(true);
    });
    it('that is archived meanwhile says so in the form, before anything is begun', async () => {
      const attic = channelOf(team, 'attic');
      mai().runCommand(attic, '/render', '');
      const view = await form();
      team.as('Noor').archive(attic);
      mai().submitView(view.id, { prompt: 'too late' });
      const refused = await until(() => team.events.find(({ event }) => event.type === 'view-refused'));
      expect(refused.event).toMatchObject({ errors: { prompt: expect.stringContaining('archived') } });
      expect(await jobs()).toEqual([]);
    });
    it('that is private and not ours asks to be invited, privately', async () => {
      const secret = channelOf(team, 'secret');
      mai().runCommand(secret, '/render', 'a fox');
      const told = await sees(team, 'Mai', secret, '/invite @Rendezvous');
      expect(told.ephemeral).toBe(true);
      expect(await jobs()).toEqual([]);
      mai().inviteBot(secret);
      mai().runCommand(secret, '/render', 'a fox, invited');
      expect((await newest()).place.channel).toBe(secret);
    });
  });
});
