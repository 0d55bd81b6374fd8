/**
 * Everything the contract shows, read by people of a made-up language: whatever reaches them in ordinary letters is a
 * word of ours that nobody can translate, unless somebody wrote it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsOf } from '../../bots/options.ts';
import { commands } from '../../commands/registry.ts';
import { notice } from '../../core/card.ts';
import { shortId } from '../../core/ids.ts';
import { say } from '../../core/say.ts';
import { createWireLog } from '../../playground/wire.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { inEnglish, madeUp, madeUpLanguages } from '../support/made-up.ts';
import { strangeIn, textsIn } from '../support/shown-words.ts';
import { begin, enlarge, film, picture, plain, redraw } from '../support/workflows.ts';
import { cases } from './cases.ts';
import { discordStage } from './discord.ts';
import type { Member, Stage } from './member.ts';
import { slackStage } from './slack.ts';
import type { Ground } from './stage.ts';

/** What nobody translates: names, what authors say of their workflows, and what a server calls its own things. */
const names = [
  ...[
    'Mai T.',
    'Mai',
    'Ravi’s own words',
    'Ravi',
    'Noor',
    'Rendezvous',
    'Discord',
    'Slack',
    'ComfyUI',
    'GPU',
  ],
  ...['Fox Flow', 'fox-flow', 'Foxes', 'foxes', 'A note of its author.', 'API format', 'Sampling'],
  ...['flow', 'Foxes at night', 'night', 'gory', 'snow', 'fox', 'style', 'My', 'first', 'everyone'],
  // What RE2 itself says of a pattern, and the syntax it means.
  ...['invalid or unsupported Perl syntax', '(?=', 'RE2'],
  // What a worker of before wrote of a file, and what the stand-in calls a page without a name.
  ...['text of Encode', 'nothing is linked to it', 'This PNG picture carries no workflow.', 'View Title'],
  ...['node', 'Encode', 'Sampler', 'Loader', 'Save', 'CLIPTextEncode', 'KSampler', 'EmptyLatentImage'],
  // Options are named in sentences as they are typed.
  ...commands.flatMap((command) => optionsOf(command).map(({ name }) => name)),
  ...wordsOfAuthors([begin, enlarge, film, picture, plain, redraw]),
];

const makers = { Discord: discordStage, Slack: slackStage };
const platforms = ['Discord', 'Slack'] as const;

interface Played {
  stage: Stage;
  /** Every text that was shown. */
  texts: Set<string>;
  /** What the people of the cases wrote. */
  own: Set<string>;
}

let test: TestCore;
const played = new Map<string, Played>();

async function open(platform: keyof typeof makers): Promise<void> {
  const texts = new Set<string>();
  const own = new Set<string>(names);
  const wire = createWireLog();
  const note = (payload: unknown) => {
    for (const text of textsIn(payload)) texts.add(text);
  };
  wire.listen(({ direction, summary, body }) => {
    if (direction === 'in' && !/^PUT .*commands/.test(summary)) note(body);
  });
  const ground: Ground = {
    ...{ redisUrl: test.redis.url, mediaUrl: test.mediaUrl, commands },
    abroad: {
      ...{ languages: madeUpLanguages, locale: madeUp, wire },
      // The wire log cuts what is long: what people see is noted as well.
      inEnglish(seen) {
        note(seen);
        return inEnglish(seen);
      },
    },
  };
  const stage = await makers[platform](ground);
  const people = { mai: noted(stage.mai, own), ravi: noted(stage.ravi, own), noor: noted(stage.noor, own) };
  played.set(platform, { stage: { ...stage, ...people }, texts, own });
}

/** A member whose every word is remembered. */
function noted(member: Member, own: Set<string>): Member {
  const written = (...values: unknown[]) => {
    for (const value of values)
      if (typeof value === 'string') own.add(value);
      else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value))
        written(...Object.values(value));
  };
  const wrote =
    <Given extends unknown[], Result>(act: (...given: Given) => Result) =>
    (...given: Given): Result => {
      written(...given);
      return act.apply(member, given);
    };
  return {
    ...member,
    type: wrote(member.type),
    fill: wrote(member.fill),
    attach: wrote(member.attach),
    suggested: wrote(member.suggested),
    ...(member.fillAt && { fillAt: wrote(member.fillAt) }),
    async formFrom(command, act) {
      const form = await member.formFrom(command, act);
      return { ...form, handIn: wrote(form.handIn), refused: wrote(form.refused) };
    },
  };
}

/** Titles, descriptions, tags and what can be chosen. */
function wordsOfAuthors(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [name, ...wordsOfAuthors(one)]);
}

beforeAll(async () => {
  test = await startTestCore();
  await Promise.all(platforms.map(open));
}, 60_000);
afterAll(async () => {
  await Promise.all([...played.values()].map(({ stage }) => stage.close()));
  await test?.close();
});

describe('in a made-up language', () => {
  it.each(cases)('$name', { timeout: 60_000 }, async ({ needs, play }) => {
    const ended = await Promise.allSettled(
      [...played.values()].map(async ({ stage, own }) => {
        if (needs && stage.lacks.has(needs)) return;
        const { core, mai, ravi, noor } = stage;
        const end = await play(stage).then(
          () => null,
          (thrown: unknown) => ({ thrown }),
        );
        for (const { person } of [mai, ravi, noor])
          for (const { id } of await core.jobs.ofPerson(person, 100)) own.add(id).add(shortId(id));
        const keys = await core.redis.keys(`${core.prefix}:*`);
        if (keys.length > 0) await core.redis.del(...keys);
        if (end) throw end.thrown;
      }),
    );
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  });

  it.each(platforms)('nobody on %s was shown a word of ours in English', (platform) => {
    const { texts, own } = played.get(platform) ?? { texts: new Set<string>(), own: new Set<string>() };
    expect(texts.size).toBeGreaterThan(300);
    const strange = [...texts].flatMap((text) => {
      const words = strangeIn(text, own);
      return words.length > 0 ? { words, text } : [];
    });
    expect(strange).toEqual([]);
  });

  it('a word that is no sentence would be found', () => {
    const { own } = played.get('Discord') ?? { own: new Set<string>() };
    expect(strangeIn('Ｃａｎｃｅｌｌｅｄ by Mai', own)).toEqual(['by']);
    expect(strangeIn('Ｃａｎｃｅｌｌｅｄ ｂｙ Mai', own)).toEqual([]);
    expect(textsIn(notice('plain', 'Done')).flatMap((text) => strangeIn(text, own))).toContain('Done');
    expect(textsIn(notice('plain', say('Done')))).toEqual([]);
  });
});
