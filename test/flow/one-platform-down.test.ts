/** The bots' process starts while one platform is down: the other works, and what is owed waits for the one that is down. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { commands } from '../../commands/registry.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { picturesOf } from '../support/post.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let way: WholeWay;
let slack: SlackServer;
const children: TestProcess[] = [];
beforeAll(async () => {
  way = await startWholeWay({ discord: { limits: { timing: { identifyMs: 0 } } } });
  slack = await startSlack({
    manifest: slackManifest(commands),
    limits: { timing: { fileProcessingMs: 60 } },
  });
  await way.startWorkers();
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await slack.close();
  await way.close();
});

async function startBots(): Promise<TestProcess> {
  const child = await startProcess('bots/main.ts', {
    ...way.botsEnvironment,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    METRICS_PORT: '0',
  });
  children.push(child);
  return child;
}

const slackPosts = () =>
  slack.member(slack.members.Mai ?? '').messages(slack.channels.general ?? '', { limit: 100 });
const askSlack = (name: string, typed: string) =>
  slack.member(slack.members.Mai ?? '').runCommand(slack.channels.general ?? '', name, typed);
const slackSays = (...words: string[]) =>
  until(() => slackPosts().find((post) => words.every((word) => JSON.stringify(post).includes(word))), {
    what: `${words.join(' and ')} on Slack`,
    within: 40_000,
  });

/** What `/ready` says is wrong. */
async function reasons(bots: TestProcess): Promise<string[]> {
  const answer = await fetch(`${bots.ready.health}/ready`);
  return ((await answer.json()) as { reasons: string[] }).reasons;
}
const isReady = (bots: TestProcess) =>
  until(async () => (await reasons(bots)).length === 0, { what: 'both platforms to be connected' });

describe('the bots start again in the middle of a render', () => {
  it('while Discord is down: Slack works, and the render arrives when Discord is back', async () => {
    const first = await startBots();
    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
    const post = await way.render(way.mai, { prompt: 'waits for Discord', steps: 4 });
    await hold.reached;
    await first.kill();
    way.discord.faults.failNext(/./, 503, undefined, 1_000_000);

    const second = await startBots();
    expect(await reasons(second)).toEqual([
      expect.stringMatching(/^Discord is not connected: Discord is out of reach at http/),
    ]);
    hold.release();
    askSlack('/queue', '');
    await slackSays('"ephemeral":true');
    askSlack('/render', 'meanwhile on Slack --steps 4');
    await slackSays('meanwhile on Slack', 'Took');
    expect(JSON.stringify(way.seen(way.mai, post.id)?.components)).not.toContain('"Again"');

    way.discord.faults.clear();
    await isReady(second);
    expect(picturesOf(await way.says(way.mai, post.id, '"Again"'))).toHaveLength(1);
    await second.stop();
  });

  it('while Slack is down: Discord works, and the render arrives when Slack is back', async () => {
    const first = await startBots();
    const hold = way.comfyui.faults.hold({ class: 'KSampler', step: 2 });
    askSlack('/render', 'waits for Slack --steps 4');
    await hold.reached;
    await slackSays('waits for Slack', 'Rendering');
    await first.kill();
    slack.faults.failNext(/./, { status: 503 }, 1_000_000);

    const second = await startBots();
    expect(await reasons(second)).toEqual([
      expect.stringMatching(/^Slack is not connected: Slack is out of reach at http/),
    ]);
    hold.release();
    const post = await way.render(way.mai, { prompt: 'meanwhile on Discord', steps: 4 });
    expect(picturesOf(await way.says(way.mai, post.id, '"Again"'))).toHaveLength(1);
    expect(slackPosts().some((one) => /waits for Slack.*Took/.test(JSON.stringify(one)))).toBe(false);

    slack.faults.clear();
    await isReady(second);
    await slackSays('waits for Slack', 'Took');
    await second.stop();
  });
});
