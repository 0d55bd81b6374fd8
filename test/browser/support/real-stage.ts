/** The page with the real bot behind it, on either platform; what a worker does is written into the records. */
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { connectDiscord } from '../../../bots/discord/connect.ts';
import { connectSlack } from '../../../bots/slack/connect.ts';
import { slackManifest } from '../../../bots/slack/manifest.ts';
import { commands } from '../../../commands/registry.ts';
import type { Core } from '../../../core/core.ts';
import type { Job } from '../../../core/job.ts';
import { startDiscord } from '../../../playground/discord/server.ts';
import { startPage } from '../../../playground/page/server.ts';
import { startSlack } from '../../../playground/slack/server.ts';
import { createWireLog } from '../../../playground/wire.ts';
import { finish } from '../../contract/records.ts';
import { openPlayed } from '../../contract/stage.ts';
import { startTestCore } from '../../support/core.ts';
import { until } from '../../support/until.ts';
import { useBrowser } from './window.ts';

export interface RealStage {
  core: Core;
  page: Page;
  /** Types a command as Mai, and waits until its render is made and shown. */
  render(words: string): Promise<Job>;
  /** Her newest render that is none of these. */
  newer(known: readonly Job[]): Promise<Job>;
}

const names = ['Mai', 'Ravi', 'Noor'];

export function useRealStage() {
  const browser = useBrowser();
  return {
    async set(platform: 'discord' | 'slack'): Promise<RealStage> {
      const wire = createWireLog();
      const answerMs = 30_000;
      const discord = await startDiscord({ wire, limits: { timing: { answerMs } } });
      const slack = await startSlack({
        manifest: slackManifest(commands),
        wire,
        limits: { timing: { answerMs, fileProcessingMs: 30 } },
      });
      const test = await startTestCore();
      const played = await openPlayed({ redisUrl: test.redis.url, mediaUrl: test.mediaUrl, commands });
      const { core, log } = played;
      const around = { commands, media: core.media, log };
      await played.start((handlers) =>
        platform === 'discord'
          ? connectDiscord({
              ...around,
              handlers,
              token: discord.token,
              apiUrl: discord.apiUrl,
              guildId: discord.guildId,
            })
          : connectSlack({
              ...around,
              handlers,
              botToken: slack.botToken,
              mode: { kind: 'socket', appToken: slack.appToken },
              apiUrl: slack.apiUrl,
            }),
      );
      const served = await startPage({
        discord: {
          apiUrl: discord.apiUrl,
          members: names.map((name) => discord.member(discord.members[name] ?? name)),
          controls: discord.controls,
        },
        slack: {
          apiUrl: slack.apiUrl,
          members: names.map((name) => slack.member(slack.members[name] ?? name)),
          controls: slack.controls,
        },
        wire,
        about: { comfyui: { kind: 'stand-in' } },
        bundle: browser.bundle(),
      });
      onTestFinished(async () => {
        await played.close();
        await served.close();
        await discord.close();
        await slack.close();
        await test.close();
      });
      const page = await browser.open(
        platform === 'discord' ? served.url : `${served.url}/#/slack/${slack.channels.general}`,
      );
      const mai = { platform, id: (platform === 'discord' ? discord : slack).members.Mai ?? '' } as const;

      const newer: RealStage['newer'] = (known) =>
        until(
          async () => {
            const [job] = await core.jobs.ofPerson(mai, 1);
            return job?.post && !known.some(({ id }) => id === job.id) ? job : null;
          },
          { what: 'a new render', within: 20_000 },
        );

      return {
        core,
        page,
        newer,
        async render(words) {
          const known = await core.jobs.ofPerson(mai, 100);
          const box = page.getByRole('textbox', { name: 'Message #general' });
          await box.fill(`/render ${words}`);
          await page.keyboard.press('Enter');
          const job = await newer(known);
          await finish({ core }, job);
          await page.getByRole('button', { name: /Edit/ }).last().waitFor();
          return (await core.jobs.get(job.id)) ?? job;
        },
      };
    },
  };
}
