/** Who reads a card decides its language: one person theirs, a channel its own, else that of whoever asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeech, type Speech } from '../../bots/speech.ts';
import { openLanguages } from '../../commands/languages.ts';
import { duration } from '../../commands/words.ts';
import { type Card, notice, plain } from '../../core/card.ts';
import type { Core } from '../../core/core.ts';
import { createLog } from '../../core/log.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { createGestures } from '../support/gestures.ts';
import { mai, noor } from '../support/jobs.ts';

const place = { platform: 'discord', space: '200', channel: '300' } as const;
const card = notice('plain', duration(120_000));
const said = (card: Card) => plain(card.summary);

let test: TestCore;
let core: Core;
let speech: Speech;
beforeAll(async () => {
  test = await startTestCore();
  core = test.core;
  speech = createSpeech({ core, languages: openLanguages(), log: createLog('test', 'silent') });
});
afterAll(() => test.close());

describe('a gesture', () => {
  it('brings its language, or has the last one its person was seen with', async () => {
    const gesture = { kind: 'star', person: mai, place, instructor: false, ageRestricted: false } as const;
    expect(await speech.heard(gesture)).toEqual(gesture);
    await speech.heard({ ...gesture, language: 'th' });
    await expect.poll(() => core.tongues.of(mai)).toBe('th');
    expect(await speech.heard(gesture)).toEqual({ ...gesture, language: 'th' });
    expect(said(await speech.forPerson(card, mai))).toBe('2 นาที');
    expect(said(await speech.forPerson(card, noor, 'th-TH'))).toBe('2 นาที');
    expect(said(await speech.forPerson(card, noor))).toBe('2 min');
  });
  it('is answered in its language, whatever the place has set', async () => {
    await core.houseRules.set({ platform: 'discord', space: '200' }, { language: 'en' });
    const { privately } = await createGestures(core).perform('cancel', { job: 'no' }, { language: 'th' });
    expect(privately[0]?.language?.tag).toBe('th');
    await core.houseRules.unset({ platform: 'discord', space: '200' }, ['language']);
  });
});

describe('a channel', () => {
  it('reads the language it has set, else that of whoever asked', async () => {
    expect(said(await speech.forPlace(card, place, 'th'))).toBe('2 นาที');
    await core.houseRules.set({ platform: 'discord', space: '200' }, { language: 'en' });
    expect(said(await speech.forPlace(card, place, 'th'))).toBe('2 min');
    await core.houseRules.set({ platform: 'discord', space: '200', channel: '300' }, { language: 'th' });
    expect(said(await speech.forPlace(card, place, undefined))).toBe('2 นาที');
  });
});

it('says it in English rather than not at all when the store is gone', async () => {
  const { core: gone, close } = await startTestCore();
  await close();
  const mute = createSpeech({ core: gone, languages: openLanguages(), log: createLog('test', 'silent') });
  expect(said(await mute.forPlace(card, place, undefined))).toBe('2 min');
});
