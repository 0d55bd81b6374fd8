/** A Discord server and a Slack team on one queue and one worker at the same time: the real bots and the real worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFinal } from '../../core/job.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { buttonsOf, picturesOf, textOf } from '../support/post.ts';
import { joinSlack, type SlackTeam } from '../support/slack-way.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let team: SlackTeam;
let general: string;
let gallery: string;

beforeAll(async () => {
  way = await startWholeWay();
  general = way.discord.channels.general ?? '';
  gallery = way.discord.channels.gallery ?? '';
  await way.startWorkers();
  await way.startBots();
}, 150_000);
afterAll(() => way?.close());

const askSlack = (name: string, prompt: string) =>
  team.as(name).runCommand(team.general, '/render', `${prompt} --steps 4 --workflow sdxl`);
const finishedOnDiscord = (id: string) => way.says(way.mai, id, '"Again"');
const finishedOnSlack = (prompt: string) => team.says(team.general, prompt, 'Took');
const buttonOf = (post: object, command: string) =>
  new RegExp(`"action_id":"(${command}:[^"]*)"`).exec(JSON.stringify(post))?.[1] ?? `no button ${command}`;
const jobs = async () => {
  const people = [
    ...Object.values(way.discord.members).map((id) => ({ platform: 'discord', id }) as const),
    ...Object.values(team.slack.members).map((id) => ({ platform: 'slack', id }) as const),
  ];
  return (await Promise.all(people.map((person) => way.test.core.jobs.ofPerson(person, 100)))).flat();
};

describe.each(['socket', 'http'] as const)('with Slack over %s', { timeout: 150_000 }, (mode) => {
  beforeAll(async () => {
    team = await joinSlack(way, mode);
  }, 150_000);
  afterAll(() => team?.close());

  it('members of both go from the queue to the gallery, each where they are, taking turns', async () => {
    // While the first one is held, everybody else lines up: Mai of Discord with two, then Ravi of Slack with two.
    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
    const first = await way.render(way.mai, { prompt: `first ${mode}`, steps: 4, workflow: 'sdxl' });
    await hold.reached;
    await way.says(way.mai, first.id, 'step 1 of 4');
    const next = await way.render(way.mai, { prompt: `next ${mode}`, steps: 4 });
    await until(async () => (await jobs()).filter(({ state }) => state === 'submitted').length === 1);
    const discordPosts: string[] = [];
    for (const n of [1, 2])
      discordPosts.push((await way.render(way.mai, { prompt: `discord ${mode} ${n}`, steps: 4 })).id);
    for (const n of [1, 2]) {
      askSlack('Ravi', `slack ${mode} ${n}`);
      await team.says(team.general, `slack ${mode} ${n}`, 'In the queue');
    }
    hold.release();

    await until(async () => (await jobs()).every(({ state }) => isFinal(state)), {
      what: 'all renders to end',
      within: 45_000,
    });
    await Promise.all([first.id, next.id, ...discordPosts].map(finishedOnDiscord));
    await Promise.all([1, 2].map((n) => finishedOnSlack(`slack ${mode} ${n}`)));
    const order = (await jobs())
      .filter(({ request }) => /^(discord|slack) /.test(String(request.values.prompt)))
      .filter(({ request }) => String(request.values.prompt).includes(mode))
      .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
      .map(({ owner }) => owner.platform);
    expect(order).toEqual(['discord', 'slack', 'discord', 'slack']);

    // Each result in its own place, in one post.
    expect(team.posts(team.general)).toHaveLength(2);
    expect(JSON.stringify(team.posts(team.general))).not.toContain(`discord ${mode}`);
    const onDiscord = way.mai.messages(general, { limit: 100 });
    expect(JSON.stringify(onDiscord)).not.toContain(`slack ${mode}`);

    // And so are the galleries.
    const shown = await finishedOnSlack(`slack ${mode} 1`);
    expect(JSON.stringify(shown.blocks)).toContain('"type":"image"');
    team.as('Ravi').react(shown.ts, 'star');
    way.mai.react(first.id, '⭐');
    await team.says(team.gallery, `slack ${mode} 1`, 'Original');
    const entry = await until(() =>
      way.mai.messages(gallery, { limit: 100 }).find((post) => textOf(post).includes(`first ${mode}`)),
    );
    expect(picturesOf(entry)).toHaveLength(1);
    expect(team.posts(team.gallery)).toHaveLength(1);
  });

  it('one person on both has one history, and may stop here what was begun there', async () => {
    team.as('Mai').runCommand(team.general, '/link', '');
    const code = await until(() => {
      const answers = team
        .as('Mai')
        .messages(team.general)
        .filter(({ ephemeral }) => ephemeral);
      return /\/link ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(JSON.stringify(answers))?.[1];
    });
    way.noor.runCommand({ channelId: general, name: 'link', options: [{ name: 'code', value: code }] });
    await until(
      async () =>
        (await way.test.core.links.accounts({ platform: 'discord', id: way.noor.info.id })).length > 1,
    );

    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
    const post = await way.render(way.noor, {
      prompt: `begun on Discord ${mode}`,
      steps: 4,
      workflow: 'sdxl',
    });
    await hold.reached;
    team.as('Mai').openHome();
    const page = await until(() => {
      const view = team.slack.state.home(team.slack.members.Mai ?? '');
      return JSON.stringify(view ?? '').includes(`begun on Discord ${mode} · rendering · on Discord`)
        ? view
        : undefined;
    });
    team.as('Mai').press(String(page.id), buttonOf(page, 'cancel'));
    await way.says(way.noor, post.id, 'Being cancelled');
    hold.release();
    const cancelled = await way.says(way.noor, post.id, 'before a picture was made');
    expect(buttonsOf(cancelled)).toHaveProperty('Try again');
    way.noor.runCommand({ channelId: general, name: 'unlink', options: [] });
    await until(
      async () =>
        (await way.test.core.links.accounts({ platform: 'discord', id: way.noor.info.id })).length === 1,
    );
  });
});
