/** The parts of a chaos run that decide what happens and what was seen. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../chaos/ledger.ts';
import { readDiscordPost } from '../../chaos/members/discord.ts';
import { readSlackPost } from '../../chaos/members/slack.ts';
import { readOptions } from '../../chaos/options.ts';
import { noteRun, readRuns } from '../../chaos/parts/journal.ts';
import { readPicture } from '../../chaos/picture.ts';
import { stateOf } from '../../chaos/post.ts';
import { createRandom } from '../../chaos/random.ts';
import { recoveriesOf } from '../../chaos/recovery.ts';
import { faultNames, planFaults } from '../../chaos/schedule.ts';
import { tagIn, tagOf } from '../../chaos/tag.ts';
import { withTextChunks } from '../../playground/comfyui/png.ts';

describe('the plan', () => {
  const plan = (seed: number) =>
    planFaults(createRandom(seed), { forMs: 600_000, everyMs: 1000, faults: faultNames });
  it('is the same for the same seed, and another for another', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });
  it('holds every kind of trouble, in order', () => {
    const faults = plan(3);
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faultNames.length);
    expect(faults.map(({ at }) => at)).toEqual(faults.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(faults.length).toBeGreaterThan(400);
  });
  it('does not change when somebody else draws more', () => {
    const random = createRandom(5);
    const before = random.fork('faults').next();
    random.next();
    expect(random.fork('faults').next()).toBe(before);
  });
  it('keeps to what was asked for', () => {
    const given = { forMs: 60_000, everyMs: 500, faults: ['kill-redis'] as const };
    expect(new Set(planFaults(createRandom(1), given).map(({ name }) => name))).toEqual(
      new Set(['kill-redis']),
    );
    expect(planFaults(createRandom(1), { ...given, faults: [] })).toEqual([]);
  });
});

describe('the command line', () => {
  it('has sensible values', () => {
    expect(readOptions([], () => 9)).toMatchObject({ jobs: 200, seed: 9, rate: 2.5, faults: faultNames });
    expect(readOptions(['--jobs', '600', '--minutes', '5', '--seed', '3'], () => 9)).toMatchObject({
      rate: 2,
      seed: 3,
    });
    expect(readOptions(['--fault', 'none'], () => 9).faults).toEqual([]);
    expect(readOptions(['--fault', 'kill-bots, twice'], () => 9).faults).toEqual(['kill-bots', 'twice']);
  });
  it('says what is wrong', () => {
    expect(() => readOptions(['--jobs', '0'], () => 1)).toThrow('--jobs must be 1 to 100000');
    expect(() => readOptions(['--fault', 'kill-everybody'], () => 1)).toThrow(
      '--fault must be of: kill-bots',
    );
  });
});

describe('the journal of a ComfyUI', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rendezvous-journal-'));
  const path = join(dir, 'a.jsonl');
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  it('tells what was finished, what was killed, and what was forgotten', () => {
    expect(readRuns(path, 'a', [])).toEqual([]);
    noteRun(path, { what: 'started', at: 10, prompt: 'p1', tag: 't1' });
    noteRun(path, { what: 'finished', at: 20, prompt: 'p1', tag: 't1' });
    noteRun(path, { what: 'started', at: 30, prompt: 'p2', tag: 't2' });
    noteRun(path, { what: 'started', at: 50, prompt: 'p3', tag: 't2' });
    appendFileSync(path, '\n');
    expect(readRuns(path, 'a', [40])).toEqual([
      {
        server: 'a',
        tag: 't1',
        prompt: 'p1',
        startedAt: 10,
        forgottenAt: 40,
        ended: { at: 20, how: 'finished' },
      },
      { server: 'a', tag: 't2', prompt: 'p2', startedAt: 30, forgottenAt: 40 },
      { server: 'a', tag: 't2', prompt: 'p3', startedAt: 50 },
    ]);
  });
});

describe('what is seen', () => {
  const id = 'job-01m7yahjhysmnpn8wkhwx7pcrt';
  it('in Discord', () => {
    const seen = readDiscordPost({
      id: '5',
      channel_id: '1',
      content: '',
      flags: 64,
      components: [
        {
          type: 17,
          components: [
            { type: 10, content: `> ${tagOf(1, 2)} a fox` },
            { type: 12, items: [{ media: { url: 'http://h/attachments/1/77/a.png?ex=1' } }] },
            { type: 1, components: [{ type: 2, style: 2, custom_id: `workflow:${id}`, label: 'Workflow' }] },
          ],
        },
      ],
    } as never);
    expect(seen).toMatchObject({ private: true, thinking: false, pictures: ['77'] });
    expect(seen.buttons).toEqual([{ command: 'workflow', job: id, press: `workflow:${id}` }]);
    expect(tagIn(seen.text)).toBe(tagOf(1, 2));
    expect(stateOf(seen)).toBe('done');
  });
  it('in Slack, in a thread', () => {
    const seen = readSlackPost({
      ts: '2.0',
      channel: 'C1',
      thread_ts: '1.0',
      ephemeral: false,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'In the queue' } },
        { type: 'image', slack_file: { id: 'F1' }, alt_text: 'x' },
        { type: 'actions', elements: [{ type: 'button', action_id: `cancel:${id}` }] },
      ],
    });
    expect(seen).toMatchObject({ thread: '1.0', pictures: ['F1'], buttons: [{ command: 'cancel' }] });
    expect(stateOf(seen)).toBe('waiting');
  });
  it('in a picture', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const graph = {
      2: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox' } },
      3: { class_type: 'CLIPTextEncode', inputs: { text: '' } },
      5: { class_type: 'KSampler', inputs: { seed: 42 } },
    };
    expect(readPicture(withTextChunks(png, [['prompt', JSON.stringify(graph)]])).madeFrom).toEqual({
      prompt: 'a fox',
      seed: 42,
    });
    expect(readPicture(png).madeFrom).toBeNull();
    expect(readPicture(Buffer.from('no picture')).madeFrom).toBeNull();
  });
});

describe('recovery', () => {
  it('is measured to what people see again', () => {
    let now = 0;
    const ledger = createLedger(() => now);
    const asked = ledger.add({
      tag: tagOf(1, 1),
      platform: 'slack',
      person: { id: 'U1', name: 'Mai' },
      channel: 'C1',
      prompt: 'x',
      count: 1,
      seed: 1,
      steps: 1,
      wish: 'keep',
    });
    ledger.nameJob(asked, 'job-a');
    for (const [at, what] of [
      [100, 'saw waiting'],
      [5000, 'pressed cancel'],
      [6000, 'saw done'],
    ] as const) {
      now = at;
      ledger.note(asked, what);
    }
    asked.endedAt = 6000;
    const runs = [
      { server: 'one', tag: asked.tag, prompt: 'p', startedAt: 900, forgottenAt: 1000 },
      {
        server: 'two',
        tag: asked.tag,
        prompt: 'q',
        startedAt: 3500,
        ended: { at: 5900, how: 'finished' as const },
      },
    ];
    const kill = (what: 'bots' | 'worker' | 'comfyui', name: string, jobs: string[] = []) => ({
      what,
      name,
      at: 1000,
      jobs,
    });
    const recoveries = recoveriesOf(
      [kill('bots', 'bots'), kill('worker', 'w', ['job-a']), kill('comfyui', 'one'), kill('comfyui', 'two')],
      ledger,
      runs,
    );
    expect(Object.fromEntries(recoveries)).toEqual({ bots: [5000], worker: [5000], comfyui: [2500] });
  });
});
