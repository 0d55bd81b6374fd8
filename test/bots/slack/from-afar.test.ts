/**
 * What Slack sends when people are not simply members of the workspace, or when it sends again: signed requests as they
 * come over HTTP, which the stand-in with its one workspace has no people for.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../../bots/slack/people.ts';
import type { Wire } from '../../../bots/slack/wire.ts';
import type { Job } from '../../../core/job.ts';
import { createLog } from '../../../core/log.ts';
import { defaultWorld } from '../../../playground/slack/seed.ts';
import { startTestCore, type TestCore } from '../../support/core.ts';
import { until } from '../../support/until.ts';
import { testLibrary } from '../../support/workflows.ts';
import { channelOf, startTeam, type Team } from './support.ts';

let core: TestCore;
let team: Team;
let general: string;

/** Somebody whose id an Enterprise gave. */
const enterprising = { id: 'W0PLAYENTE1', name: 'ines', realName: 'Ines', color: '#357' };

beforeAll(async () => {
  core = await startTestCore();
  const world = defaultWorld();
  world.users.push(enterprising);
  for (const channel of world.channels) channel.memberIds = [...channel.memberIds, enterprising.id];
  team = await startTeam({
    mode: 'http',
    world,
    tools: {
      core: core.core,
      library: testLibrary(),
      galleryChannel: async () => 'C0PLAYGAL01',
      ageRestricted: async () => false,
    },
  });
  general = channelOf(team, 'general');
});
afterAll(async () => {
  await team?.close();
  await core?.close();
});

async function send(
  body: string,
  type: string,
  headers: Record<string, string> = {},
  secondsAgo = 0,
): Promise<number> {
  const at = String(Math.floor(Date.now() / 1000) - secondsAgo);
  const signed = createHmac('sha256', team.slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(team.eventsUrl, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signed}`,
      ...headers,
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

/** Somebody of another company, in a channel that both share. */
const stranger = { id: 'W0FARAWAY01', team: 'T0FARAWAY01' };
const command = (text: string) =>
  new URLSearchParams({
    command: '/render',
    text,
    team_id: stranger.team,
    team_domain: 'far-away',
    enterprise_id: 'E0FARAWAY01',
    enterprise_name: 'Far Away',
    user_id: stranger.id,
    user_name: 'sam',
    channel_id: general,
    channel_name: 'general',
    api_app_id: 'A0PLAYGRND1',
    trigger_id: randomUUID(),
  }).toString();
const event = (inner: object, id: string = randomUUID()) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: stranger.team,
    context_team_id: team.slack.teamId,
    is_ext_shared_channel: true,
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    event: { event_ts: String(Date.now() / 1000), ...inner },
  });

const form = 'application/x-www-form-urlencoded';
const jobsOf = (id: string) => core.core.jobs.ofPerson({ platform: 'slack', id });
const jobOf = (id: string, prompt: string): Promise<Job> =>
  until(async () => (await jobsOf(id)).find(({ request }) => request.values.prompt === prompt));

/** As a worker and a delivery would leave it. */
async function finish(job: Job): Promise<string> {
  const message = `${Math.floor(Date.now() / 1000)}.${String(Math.random()).slice(2, 8)}`;
  const post = { platform: 'slack' as const, channel: general, message };
  await core.core.jobs.update(job.id, (one) => ({ ...one, state: 'done', post, finishedAt: 1 }));
  return message;
}

describe('somebody of another company in a shared channel', () => {
  it('renders, stars and is asked in the workspace the app is installed in', async () => {
    expect(await send(command('a fox from afar'), form)).toBe(200);
    const job = await jobOf(stranger.id, 'a fox from afar');
    expect(job.place).toEqual({ platform: 'slack', space: team.slack.teamId, channel: general });
    expect(job.owner.name).toBe('sam');

    const ts = await finish(job);
    const star = {
      type: 'reaction_added',
      user: stranger.id,
      reaction: 'star',
      item: { type: 'message', channel: general, ts },
    };
    expect(await send(event(star), 'application/json')).toBe(200);
    await until(async () => (await core.core.gallery.entry(job.id))?.shared);
  });

  it('is no instructor here, whatever they are at home', async () => {
    const answer = { user: { team_id: stranger.team, name: 'sam', is_admin: true, is_owner: true } };
    const wire = {
      results: {
        users: { info: async () => answer },
        usergroups: { list: async () => ({ usergroups: [] }) },
      },
    } as unknown as Wire;
    const log = createLog('test', 'silent');
    const asked = async (home: string) => {
      const people = createPeople({ instructors: 'instructors', wire, team: home, log, now: Date.now });
      const place = people.placeOf({ channel: general });
      return (await people.gesture('slash', { id: stranger.id, name: null }, place)).instructor;
    };
    expect(await asked(team.slack.teamId)).toBe(false);
    expect(await asked(stranger.team)).toBe(true);
  });
});

describe('somebody whose id an Enterprise gave', () => {
  it('renders, stars and writes directly like anybody else', async () => {
    const ines = team.slack.member(enterprising.id);
    ines.runCommand(general, '/render', 'a fox of an Enterprise');
    const job = await jobOf(enterprising.id, 'a fox of an Enterprise');
    expect(job.owner).toEqual({ platform: 'slack', id: enterprising.id, name: 'Ines' });
    ines.send(ines.openDm().id, 'a fox in private');
    expect((await jobOf(enterprising.id, 'a fox in private')).place).not.toHaveProperty('space');
  });
});

describe('what Slack sends again because it heard no answer', () => {
  it('is done once, and answered every time', async () => {
    const mention = {
      type: 'app_mention',
      user: enterprising.id,
      channel: general,
      ts: '1700000000.000100',
      text: `<@${team.slack.botUserId}> a fox told thrice`,
    };
    const body = event(mention, 'Ev0THRICE');
    for (const retry of [0, 1, 2]) {
      const again = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' };
      expect(await send(body, 'application/json', retry > 0 ? again : {})).toBe(200);
    }
    await jobOf(enterprising.id, 'a fox told thrice');
    expect(
      await send(event({ ...mention, ts: '1700000000.000200', text: 'a last fox' }), 'application/json'),
    ).toBe(200);
    await jobOf(enterprising.id, 'a last fox');
    const told = (await jobsOf(enterprising.id)).filter(
      ({ request }) => request.values.prompt === 'a fox told thrice',
    );
    expect(told).toHaveLength(1);
  });
});

describe('a request that somebody kept and sends again', () => {
  it('is turned away once it is older than five minutes, however rightly it is signed', async () => {
    expect(await send(command('a fox from the past'), form, {}, 301)).toBe(401);
    expect(await send(command('a fox of now'), form)).toBe(200);
    await jobOf(stranger.id, 'a fox of now');
    expect((await jobsOf(stranger.id)).map(({ request }) => request.values.prompt)).not.toContain(
      'a fox from the past',
    );
  });

  it.each([
    ['teachers', true],
    ['S42', true],
    ['instructors', false],
  ])('is an instructor by the group that the settings name: %s', async (instructors, expected) => {
    const wire = {
      results: {
        users: { info: async () => ({ user: { name: 'sam' } }) },
        usergroups: {
          list: async () => ({ usergroups: [{ id: 'S42', handle: 'teachers', users: [stranger.id] }] }),
        },
      },
    } as unknown as Wire;
    const log = createLog('test', 'silent');
    const people = createPeople({ instructors, wire, team: team.slack.teamId, log, now: Date.now });
    const place = people.placeOf({ channel: general });
    const gesture = await people.gesture('slash', { id: stranger.id, name: null }, place);
    expect(gesture.instructor).toBe(expected);
  });
});
