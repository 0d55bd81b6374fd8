/** All that is looked at, in the order in which a newcomer sets it up. Only composes. */
import { readSettings, type Settings } from '../../core/config.ts';
import { SettingsError, toError } from '../../core/errors.ts';
import { createAsk } from './ask.ts';
import { examineComfyUi } from './comfyui.ts';
import { examineDiscord } from './discord.ts';
import { examineClock, examineMachine, examineMedia } from './machine.ts';
import { examineRedis } from './redis.ts';
import { good, look, type Section, wrong } from './report.ts';
import { examineSlack } from './slack.ts';

export interface Patient {
  environment: NodeJS.ProcessEnv;
  /** The version of Node that runs the programs. @default this one */
  node?: string;
  /** Folders in which programs are looked for. @default PATH */
  path?: string | undefined;
  /** @default Date.now */
  now?: () => number;
}

export async function examine(patient: Patient): Promise<Section[]> {
  const { environment, node = process.versions.node, path = environment.PATH, now = Date.now } = patient;
  const machine = () => ({ title: 'This machine', findings: examineMachine(node, path) });
  let settings: Settings;
  try {
    settings = readSettings(environment);
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown;
    const lines = thrown.message.split('\n').slice(0, -1);
    const findings = lines.map((line) =>
      wrong(line, 'Mend it in .env or in the environment; the rest is looked at then.'),
    );
    return [{ title: 'Settings', findings }, machine()];
  }

  let skewMs: number | undefined;
  const ask = createAsk((theirs, before, after) => {
    const ahead = now() - Date.now();
    const skew = distance(theirs, before + ahead, after + ahead);
    // The answer that was quickest is nearest to the truth.
    if (skewMs === undefined || Math.abs(skew) < Math.abs(skewMs)) skewMs = skew;
  });
  const [redis, media, comfyui, discord, slack] = await Promise.all([
    guarded(examineRedis(settings, path)),
    guarded(examineMedia(settings)),
    guarded(examineComfyUi(settings)),
    guarded(examineDiscord(settings, ask)),
    guarded(examineSlack(settings, ask)),
  ]);
  return [
    { title: 'Settings', findings: [good('Every setting can be read.'), ...halfSetUp(settings)] },
    machine(),
    { title: 'Clock', findings: examineClock(skewMs) },
    { title: 'Redis', findings: redis },
    { title: 'Media store', findings: media },
    { title: 'ComfyUI and workflows', findings: comfyui },
    { title: 'Discord', findings: discord },
    { title: 'Slack', findings: slack },
  ];
}

/** How far a server's time, in whole seconds, is outside the time in which it must have been said. */
function distance(theirs: number, before: number, after: number): number {
  if (theirs > after) return theirs - after;
  return theirs + 1000 < before ? theirs + 1000 - before : 0;
}

function halfSetUp({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret }: Settings) {
  if (bot && !app && !secret) {
    return [
      wrong(
        'SLACK_BOT_TOKEN is set, but nothing by which Slack could reach the bot.',
        'Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET (HTTP mode).',
      ),
    ];
  }
  if (!bot && (app || secret)) {
    return [
      look('Settings of Slack are there, but SLACK_BOT_TOKEN is not.', 'Set it, or take the others away.'),
    ];
  }
  return [];
}

/** One part that cannot be looked at does not hide the others. */
async function guarded(findings: Promise<Section['findings']>): Promise<Section['findings']> {
  return findings.catch((thrown: unknown) => [
    wrong(
      `This could not be looked at: ${toError(thrown).message}.`,
      'Say so to the people who make Rendezvous.',
    ),
  ]);
}
