/** Private answers and slow ones: what Slack waits for, and for how long its ways stay open. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../../bots/chat.ts';
import { createBoltLog } from '../../../bots/slack/bolt-log.ts';
import { createChannels } from '../../../bots/slack/channels.ts';
import { createWire } from '../../../bots/slack/wire.ts';
import { type Element, notice } from '../../../core/card.ts';
import { createLog } from '../../../core/log.ts';
import { defaultWorld } from '../../../playground/slack/seed.ts';
import { until } from '../../support/until.ts';
import { channelOf, sees, startTeam, type Team, wordsOf } from './support.ts';

let team: Team;
afterEach(() => team?.close());

let skipped = 0;
async function start(handle: (incoming: Incoming) => Promise<void>): Promise<string> {
  skipped = 0;
  const world = defaultWorld();
  const ravi = world.users.find(({ name }) => name === 'ravi')?.id ?? '';
  for (const group of world.usergroups) group.userIds = [ravi];
  team = await startTeam({
    world,
    handlers: { handle, suggest: async () => [] },
    now: () => Date.now() + skipped,
  });
  return channelOf(team, 'general');
}
const answers = () =>
  team
    .as('Mai')
    .messages(channelOf(team, 'general'))
    .filter(({ ephemeral }) => ephemeral);

describe('a private answer', () => {
  it('comes as often as there is something to say, although its address works five times only', async () => {
    const general = await start(async ({ reply }) => {
      await reply.acknowledge('private');
      for (let n = 1; n <= 7; n += 1) await reply.followUp(notice('plain', `word ${n}`));
    });
    team.as('Mai').runCommand(general, '/queue', '');
    await sees(team, 'Mai', general, 'word 7');
    expect(answers()).toHaveLength(7);
  });
  it('comes by another way when its address is too old', async () => {
    const general = await start(async ({ reply }) => {
      await reply.acknowledge('private');
      skipped += 31 * 60_000;
      team.slack.faults.failNext('response_url', { status: 500 }, 1);
      await reply.show(notice('plain', 'late but here'));
    });
    team.as('Mai').runCommand(general, '/queue', '');
    expect((await sees(team, 'Mai', general, 'late but here')).ephemeral).toBe(true);
    expect(answers()).toHaveLength(1);
  });
});

describe('a gesture that takes long', () => {
  it('was received all the same', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const general = await start(async ({ reply }) => {
      await held;
      await reply.show(notice('plain', 'here it is'));
    });
    team.as('Mai').runCommand(general, '/queue', '');
    const answer = await until(() => team.events.find(({ event }) => event.type === 'interaction-answered'));
    expect(answer.event).toHaveProperty('afterMs');
    release();
    await sees(team, 'Mai', general, 'here it is');
  });
  it('does not keep a form open until Slack gives up; what is refused then is said privately', async () => {
    const general = await start(async ({ reply }) => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await reply.showPrivately(notice('bad', 'Not like this', 'prompt is too late'));
    });
    team.as('Mai').runCommand(general, '/render', '');
    const view = await until(() => team.as('Mai').views().at(-1));
    team.as('Mai').submitView(view.id, { prompt: 'a fox' });
    await until(() => team.as('Mai').views().length === 0, { within: 2900 });
    expect(wordsOf(team.events)).not.toContain('interaction-failed');
    await sees(team, 'Mai', general, 'prompt is too late');
  });
  it('whose form came too late says so', async () => {
    const general = await start(async () => {});
    team.slack.faults.failNext('views.open', { status: 200, error: 'expired_trigger_id' }, 1);
    team.as('Mai').runCommand(general, '/render', '');
    await sees(team, 'Mai', general, 'Slack did not open the form in time');
    team.slack.faults.failNext('views.open', { status: 500 }, 1);
    team.as('Mai').runCommand(general, '/render', '');
    await sees(team, 'Mai', general, 'Something went wrong on our side');
  });
});

describe('the app’s own page', () => {
  const button = (command: string): Element => ({
    type: 'buttons',
    buttons: [{ type: 'action', command, jobId: 'job-1', label: command, look: 'plain' }],
  });
  it('says what came of a button pressed on it, above how things stand now', async () => {
    let opened = 0;
    await start(async ({ command, gesture, options, reply }) => {
      expect(gesture.place.space).toBe(team.slack.teamId);
      if (gesture.kind === 'home') {
        opened += 1;
        await reply.show({
          tone: 'plain',
          summary: 'x',
          elements: [{ type: 'text', text: `page ${opened}` }, button('cancel')],
        });
        await reply.followUp(notice('gallery', 'a question'));
      } else await reply.showPrivately(notice('plain', `${command} ${JSON.stringify(options)}`));
    });
    const page = () => team.slack.state.home(team.slack.members.Mai ?? '');
    const shows = (words: string) =>
      until(() => (wordsOf(page()).includes(words) ? page() : null), { what: words });
    team.as('Mai').openHome();
    const home = await shows('page 1');
    expect(wordsOf(home)).toContain('a question');
    team.as('Mai').press(String(home.id), 'cancel:job-1');
    const after = wordsOf(await shows('page 2'));
    expect(after).toContain('cancel {');
    expect(after.indexOf('cancel {')).toBeLessThan(after.indexOf('page 2'));
  });
});

describe('a conversation that is not ours', () => {
  it('is not entered', async () => {
    await start(async () => {});
    const { botToken: token, apiUrl } = team.slack;
    const wire = createWire({ token, apiUrl, logger: createBoltLog(createLog('test', 'silent')) });
    const channels = createChannels({ wire, now: Date.now });
    const own = async () => 'D0OURS';
    await expect(channels.enter('D0THEIRS', own)).rejects.toThrow('I cannot post in this conversation');
    await channels.enter('D0OURS', own);
    await expect(channels.enter('G0THEIRS', own)).rejects.toThrow('/invite @Rendezvous');
    wire.close();
  });
});

describe('who somebody is', () => {
  it('is asked for, and instructors are known', async () => {
    const general = await start(async () => {});
    const who = async (name: string) => {
      const before = team.heard.length;
      team.as(name).runCommand(general, '/queue', '');
      return (await until(() => team.heard[before])).gesture;
    };
    expect(await who('Mai')).toMatchObject({ person: { name: 'Mai', platform: 'slack' }, instructor: false });
    // Noor owns the workspace; Ravi is in the group of instructors.
    expect(await who('Noor')).toMatchObject({ instructor: true });
    expect(await who('Ravi')).toMatchObject({ instructor: true });
  });
  it('does not hold anybody up when Slack will not say', async () => {
    const general = await start(async () => {});
    team.slack.faults.failNext('users.info', { status: 500 }, 1);
    team.slack.faults.failNext('usergroups.list', { status: 200, error: 'plan_upgrade_required' }, 1);
    team.as('Mai').runCommand(general, '/queue', '');
    const { gesture } = await until(() => team.heard[0]);
    expect(gesture).toMatchObject({ person: { name: 'mai' }, instructor: false });
  });
});
