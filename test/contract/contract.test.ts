/**
 * One contract, the same on every platform: every command with every gesture has the same outcome in the records and
 * the same words, private stays private, and a post is edited where it stands. What a platform must do differently is
 * its driver's business; what it has no such thing as is listed there, and in the README.
 *
 * Every stage plays every case; a command or a gesture that no case plays makes this file fail.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wantsForm } from '../../bots/fields.ts';
import { hasShortcut } from '../../bots/slack/manifest.ts';
import type { Command } from '../../commands/command.ts';
import { commands } from '../../commands/registry.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { type Case, cases } from './cases.ts';
import { discordStage } from './discord.ts';
import type { Stage, Way } from './member.ts';
import { comparable, recorded } from './records.ts';
import { slackStage } from './slack.ts';
import type { Ground } from './stage.ts';

const stageMakers = {
  Discord: (ground: Ground) => discordStage(ground),
  'Discord, in a thread': (ground: Ground) => discordStage(ground, { inThread: true }),
  'Slack in Socket Mode': (ground: Ground) => slackStage(ground),
  'Slack over HTTP': (ground: Ground) => slackStage(ground, { http: true }),
  'Slack in Socket Mode, in a thread': (ground: Ground) => slackStage(ground, { inThread: true }),
};
const names = Object.keys(stageMakers);

let test: TestCore;
let stages: Map<string, Stage>;

beforeAll(async () => {
  test = await startTestCore();
  const ground: Ground = { redisUrl: test.redis.url, mediaUrl: test.mediaUrl, commands };
  const made = await Promise.all(Object.values(stageMakers).map((make) => make(ground)));
  stages = new Map(made.map((stage) => [stage.name, stage]));
}, 60_000);
afterAll(async () => {
  await Promise.all([...(stages?.values() ?? [])].map((stage) => stage.close()));
  await test?.close();
});

interface Outcome {
  said: string[][];
  records: unknown;
}

async function played(one: Case, stage: Stage): Promise<Outcome | null> {
  if (one.needs && stage.lacks.has(one.needs)) return null;
  const said = await one.play(stage);
  return {
    said: await Promise.all(said.map(({ lines }) => comparable(stage, lines))),
    records: await recorded(stage),
  };
}

describe.each(cases)('$name', { timeout: 60_000 }, (one) => {
  const outcomes = new Map<string, Promise<Outcome | null>>();
  /** All stages at once: nearly all of the time is waiting. */
  function outcomeOn(name: string): Promise<Outcome | null> {
    if (outcomes.size === 0) {
      for (const [each, stage] of stages) {
        const outcome = played(one, stage);
        outcome.catch(() => {});
        outcomes.set(each, outcome);
      }
    }
    return outcomes.get(name) ?? Promise.reject(new Error(`no stage called ${name}`));
  }
  afterAll(async () => {
    await Promise.allSettled(outcomes.values());
    for (const stage of stages.values()) await clear(stage);
  });

  it.each(names)('on %s', async (name) => {
    await outcomeOn(name);
  });
  it('with the same outcome and the same words everywhere', async () => {
    const all = await Promise.all(names.map(async (name) => ({ name, outcome: await outcomeOn(name) })));
    const [first, ...others] = all.filter(({ outcome }) => outcome !== null);
    for (const { name, outcome } of others)
      expect(outcome, `${name} and ${first?.name}`).toEqual(first?.outcome);
  });
});

/** The next case begins with nobody's renders, consents or links. */
async function clear({ core }: Stage): Promise<void> {
  const keys = await core.redis.keys(`${core.prefix}:*`);
  if (keys.length > 0) await core.redis.del(...keys);
}

/** Every way in which a command can be set off, by the registry. */
function waysOf(command: Command): Way[] {
  const typed = command.gestures.includes('slash');
  return [
    ...command.gestures,
    ...(typed ? (['mention'] as const) : []),
    ...(typed && wantsForm(command) ? (['form'] as const) : []),
    ...(typed && hasShortcut(command) ? (['shortcut'] as const) : []),
    ...(command.form || command.filled ? (['asked'] as const) : []),
    // A list of a form of a command's own is tried with that form.
    ...(command.suggest && typed ? (['suggest'] as const) : []),
  ];
}
const wanted = commands.flatMap((command) =>
  waysOf(command).map((way) => ({ way, play: `${command.name} ${way}`, forms: wantsForm(command) })),
);

describe('the contract', () => {
  it.each(['discord', 'slack'])('plays every command with every gesture on %s', (platform) => {
    const there = [...stages.values()].filter((stage) => stage.platform === platform);
    const did = new Set(there.flatMap((stage) => [...stage.did]));
    const possible = wanted.filter(
      ({ way, forms }) =>
        there.some(({ lacks }) => !lacks.has(way)) &&
        // In Slack suggestions stand in forms.
        !(platform === 'slack' && way === 'suggest' && !forms),
    );
    expect(possible.map(({ play }) => play).filter((play) => !did.has(play))).toEqual([]);
  });
});
