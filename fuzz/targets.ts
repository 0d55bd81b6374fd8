/** Everything that is fuzzed, the quick ones first. */
import type { Target } from './target.ts';
import { comfyuiAnswers, comfyuiFrames, comfyuiTexts } from './targets/comfyui.ts';
import { discord } from './targets/discord.ts';
import { flags } from './targets/flags.ts';
import { images } from './targets/images.ts';
import { records } from './targets/records.ts';
import { settings } from './targets/settings.ts';
import { slack } from './targets/slack.ts';
import { comfyuiWire, discordWire, slackWire } from './targets/wires.ts';
import { workflows } from './targets/workflows.ts';

export const targets: readonly Target[] = [
  discord,
  slack,
  flags,
  settings,
  comfyuiAnswers,
  comfyuiTexts,
  comfyuiFrames,
  records,
  workflows,
  images,
  discordWire,
  slackWire,
  comfyuiWire,
];

/** How many of all cases a target gets; at least one. */
export function casesOf(target: Target, chosen: readonly Target[], cases: number): number {
  const all = chosen.reduce((sum, { share }) => sum + share, 0);
  return Math.max(1, Math.round((cases * target.share) / all));
}
