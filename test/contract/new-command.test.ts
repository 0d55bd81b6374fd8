/** A new command needs no line in `bots/`: one that nobody there has heard of works in every way at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Command, defineCommand } from '../../commands/command.ts';
import { helpFor } from '../../commands/help.ts';
import { decimal, whole } from '../../commands/options.ts';
import { notice } from '../../core/card.ts';
import { UserError } from '../../core/errors.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { discordStage } from './discord.ts';
import type { Stage } from './member.ts';
import { told } from './play.ts';
import { slackStage } from './slack.ts';
import type { Ground } from './stage.ts';

/** One option of each kind there is. */
const paint = defineCommand({
  name: 'paint',
  summary: 'Paint a wall',
  gestures: ['slash'],
  options: z.strictObject({
    prompt: z.string().max(1000).describe('What to paint'),
    colour: z.enum(['red', 'blue']).meta({ labels: { red: 'Red as a fox' } }),
    coats: whole(1, 5).optional(),
    gloss: decimal(0, 1).optional(),
    outside: z.boolean().optional(),
    brand: z.string().max(50).meta({ suggests: true }).optional(),
  }),
  manner: 'private',
  check({ options }) {
    if (options.prompt === 'nothing') throw new UserError('prompt must be something to paint.');
  },
  async run({ options }) {
    const said = Object.entries(options).map(([name, value]) => `${name} is ${value}`);
    const card = notice('plain', 'Painted', said.toSorted().join('; '));
    const button = { type: 'action', command: 'wash walls', label: 'Wash it off', look: 'plain' } as const;
    return { card: { ...card, elements: [...card.elements, { type: 'buttons', buttons: [button] }] } };
  },
  suggest: (_option, typed) =>
    ['Foxfur', 'Hareskin']
      .filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
      .map((name) => ({ name, value: name })),
});

const wash = defineCommand({
  name: 'wash walls',
  summary: 'Wash the paint off',
  gestures: ['slash', 'button'],
  options: z.strictObject({}),
  manner: 'private',
  run: async () => ({ card: notice('plain', 'Washed') }),
});

const commands: readonly Command[] = [paint, wash, helpFor(() => commands)];
const everything = { prompt: 'a wall', colour: 'red', coats: 2, gloss: 0.5, outside: true, brand: 'Foxfur' };
const said = 'brand is Foxfur; coats is 2; colour is red; gloss is 0.5; outside is true; prompt is a wall';

let test: TestCore;
beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test?.close());

describe.each([
  ['Discord', (ground: Ground) => discordStage(ground)],
  ['Slack', (ground: Ground) => slackStage(ground)],
  ['a thread on Slack', (ground: Ground) => slackStage(ground, { inThread: true })],
])('in %s, a command made up here', { timeout: 60_000 }, (_, make) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await make({ redisUrl: test.redis.url, mediaUrl: test.mediaUrl, commands });
  });
  afterAll(() => stage?.close());

  it('is typed with every kind of option', async () => {
    const { mai } = stage;
    expect((await told(stage, mai, () => mai.type('paint', everything))).lines).toContain(said);
    const less = await told(stage, mai, () => mai.type('paint', { prompt: 'a door', colour: 'blue' }));
    expect(less.lines).toContain('colour is blue; prompt is a door');
  });
  it('is filled in', async () => {
    const { mai } = stage;
    expect((await told(stage, mai, () => mai.fill('paint', everything))).lines).toContain(said);
  });
  it('suggests while one types', async () => {
    expect(await stage.mai.suggested('paint', 'brand', 'ha')).toEqual([
      { label: 'Hareskin', value: 'Hareskin' },
    ]);
  });
  it('has buttons, for other commands too', async () => {
    const { mai } = stage;
    const painted = await told(stage, mai, () => mai.type('paint', { prompt: 'a wall', colour: 'red' }));
    expect((await told(stage, mai, () => mai.press(painted, 'Wash it off'))).lines).toContain('# Washed');
    expect((await told(stage, mai, () => mai.type('wash walls'))).lines).toContain('# Washed');
  });
  it('says no in private', async () => {
    const { mai } = stage;
    const no = await told(stage, mai, () => mai.type('paint', { prompt: 'nothing', colour: 'red' }));
    expect(no.lines).toContain('prompt must be something to paint.');
  });
  it('stands in the help', async () => {
    const { mai } = stage;
    const { lines } = await told(stage, mai, () => mai.type('help'));
    expect(lines).toContain('• /paint Paint a wall');
    expect(lines).toContain('• /wash walls Wash the paint off');
  });
});
