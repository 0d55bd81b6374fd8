/** Another language is one file, and nothing else: dropped into the folder, it is what its members read and type. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Locale } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toDiscordCommands } from '../../bots/discord/command-json.ts';
import { localized } from '../../bots/discord/localized.ts';
import { renderCard as discordCard } from '../../bots/discord/render-card.ts';
import { renderCard as slackCard } from '../../bots/slack/render-card.ts';
import { createSpeech } from '../../bots/speech.ts';
import { jobCard } from '../../commands/cards/job-card.ts';
import { type Languages, openLanguages } from '../../commands/languages.ts';
import { commands } from '../../commands/registry.ts';
import { createLog } from '../../core/log.ts';
import { explainMishap } from '../../worker/comfyui/mishap.ts';
import { readRunError } from '../../worker/comfyui/wire.ts';
import { startTestCore, type TestCore } from '../support/core.ts';
import { mai, testJob } from '../support/jobs.ts';

const file = `
names: { render: rendern }
sentences:
  'That did not work': Das ging nicht
  'What to do:': 'Was zu tun ist:'
  'The graphics card ran out of memory at "{title}".': 'Der Grafikkarte ging bei „{title}“ der Speicher aus.'
  'Try again': Nochmal
`;

let test: TestCore;
let folder: string;
let languages: Languages;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'languages-'));
  writeFileSync(path.join(folder, 'de.yaml'), file);
  languages = openLanguages(folder);
  test = await startTestCore();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

it('a card says what the file has in it, and the rest in English, on both platforms', async () => {
  const speech = createSpeech({ core: test.core, languages, log: createLog('test', 'silent') });
  const graph = { '2': { class_type: 'KSampler', inputs: {}, _meta: { title: 'Sampling' } } };
  const trouble = { node_id: '2', exception_type: 'X', exception_message: 'CUDA out of memory' };
  const failure = explainMishap(readRunError(trouble), graph);
  const job = testJob({ state: 'failed', failure, language: 'de' });
  await test.core.jobs.create(job);
  const kept = await test.core.jobs.get(job.id);
  expect(kept).not.toBeNull();
  const card = jobCard({
    ...{ job: kept ?? job, progress: null, preview: null, forecast: null, pausedBy: null, parent: null },
    ...{ shared: false, served: true, originals: false, ways: [] },
  });
  for (const [read, asked] of [
    [await speech.forPerson(card, mai, 'de-AT'), 'one person'],
    [await speech.forPlace(card, job.place, 'de'), 'a channel'],
  ] as const)
    for (const drawn of [
      discordCard(read, () => ({ name: 'a.png' }), new Map()),
      slackCard(read, () => ({ as: 'picture', id: 'F1' })),
    ]) {
      const words = JSON.stringify(drawn);
      for (const said of ['Das ging nicht', 'Was zu tun ist', 'der Speicher aus.', 'Nochmal'])
        expect(words, asked).toContain(said);
      expect(words).toContain('Try a smaller size');
      expect(words).not.toContain('That did not work');
    }
});

it('commands are called by its names where the platform has names for them', () => {
  const render = localized(toDiscordCommands(commands), languages).find(({ name }) => name === 'render');
  expect(render?.name_localizations).toEqual({ [Locale.German]: 'rendern' });
});
