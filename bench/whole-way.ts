/** Renders through the whole way against a bare client loop on the same ComfyUI stand-in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { ComfyUiServer } from '../playground/comfyui/server.ts';
import { startWholeWay, type WholeWay } from '../test/support/playground.ts';
import { textOf } from '../test/support/post.ts';
import { startProcess } from '../test/support/process.ts';
import { until } from '../test/support/until.ts';
import { ms, percentile, print, ratio } from './figures.ts';

const renders = Number(process.env.BENCH_RENDERS ?? 100);
const steps = 10;
/** 10 steps of 40 ms: a quick model. A slower one makes every overhead smaller. */
const stepMs = 40;

/** Milliseconds between the end of one prompt and the start of the next, by the stand-in's own clock. */
function idleGaps(comfyui: ComfyUiServer): number[] {
  const runs = [...comfyui.history.values()].map(({ status }) => {
    const at = (event: string) =>
      z.object({ timestamp: z.number() }).parse(status.messages.find(([name]) => name === event)?.[1])
        .timestamp;
    return { start: at('execution_start'), end: at('execution_success') };
  });
  runs.sort((a, b) => a.start - b.start);
  return runs.slice(1).map(({ start }, index) => Math.max(0, start - (runs[index]?.end ?? start)));
}

/** A graph as the worker fills it in, to be run by the bare loop too. */
async function filledGraph(way: WholeWay): Promise<object> {
  const post = await way.render(way.mai, { prompt: 'warm up', steps });
  await way.says(way.mai, post.id, '"Again"');
  const [job] = await way.test.core.jobs.ofPerson({ platform: 'discord', id: way.mai.info.id }, 1);
  return (job && (await way.test.core.jobs.graph(job.id))) ?? {};
}

async function bareLoop(way: WholeWay, graph: object): Promise<number> {
  const seedNode = Object.entries(graph).find(([, node]) => node.class_type === 'KSampler')?.[0] ?? '';
  const child = spawn(process.execPath, ['bench/bare-loop.ts'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ url: way.comfyui.url, count: renders, seedNode, graph }));
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return z.object({ ms: z.number() }).parse(JSON.parse(said)).ms;
}

export async function benchWholeWay(): Promise<void> {
  const way = await startWholeWay({
    comfyui: { stepMs },
    discord: { limits: { timing: { identifyMs: 0 } } },
  });
  try {
    const bots = await startProcess('bots/main.ts', way.botsEnvironment);
    await way.startWorkers();
    const graph = await filledGraph(way);

    await way.comfyui.restart();
    const bare = await bareLoop(way, graph);
    const bareGaps = idleGaps(way.comfyui);

    await way.comfyui.restart();
    await until(async () => (await way.test.core.workers.all())[0]?.backends[0]?.reachable);
    const channelId = way.discord.channels.general ?? '';
    const startedAt = Date.now();
    for (let n = 0; n < renders; n += 1) {
      const member = n % 2 === 0 ? way.mai : way.ravi;
      member.runCommand({
        channelId,
        name: 'render',
        options: [
          { name: 'prompt', value: `picture ${n}` },
          { name: 'steps', value: steps },
        ],
      });
    }
    await until(() => way.comfyui.history.size === renders, { within: 600_000, every: 50 });
    await until(async () => (await way.test.core.jobs.active()).length === 0, { within: 60_000 });
    const whole = Date.now() - startedAt;
    const shown = () =>
      way.discord.state.messages(channelId).filter((post) => /Took/.test(textOf(post))).length ===
      renders + 1;
    await until(shown, { within: 120_000, every: 50 });
    const posted = Date.now() - startedAt;
    const wholeGaps = idleGaps(way.comfyui);
    await bots.stop();

    print(`${renders} renders through the whole way, against a bare client loop (aim: within 1.10 ×)`, {
      'bare loop, two in flight': ms(bare),
      'whole way, all outputs kept': `${ms(whole)}  ${ratio(whole, bare)}`,
      'whole way, all posts show them': `${ms(posted)}  ${ratio(posted, bare)}`,
      'idle gap between renders, bare': `p50 ${ms(percentile(bareGaps, 0.5))}, p99 ${ms(percentile(bareGaps, 0.99))}`,
      'idle gap between renders, whole way': `p50 ${ms(percentile(wholeGaps, 0.5))}, p99 ${ms(percentile(wholeGaps, 0.99))}`,
    });
  } finally {
    await way.close();
  }
}
