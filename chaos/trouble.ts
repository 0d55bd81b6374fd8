/** Does what the plan says: kills, cuts, and orders trouble at the platforms. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultName, PlannedFault } from './schedule.ts';
import type { World } from './world.ts';

/** A server that was killed, and what it had in hand then. */
export interface Kill {
  what: 'bots' | 'worker' | 'comfyui' | 'redis';
  name: string;
  at: number;
  jobs: string[];
}

export interface Trouble {
  kills: Kill[];
  /** How often each kind happened. */
  counts: Map<FaultName, number>;
  cause(fault: PlannedFault): Promise<void>;
  /** Calls everything off that was ordered and brings everything up again. */
  end(): Promise<void>;
}

const boardMs = 300;

export function createTrouble(world: World, note: (line: string) => void): Trouble {
  const { discord, slack, core } = world;
  const kills: Kill[] = [];
  const counts = new Map<FaultName, number>();
  const timers = new Set<NodeJS.Timeout>();

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  const at = <T>(list: readonly T[], which: number): T => list[which % list.length] as T;

  /** What the board says that a worker is at. */
  async function inHand(pid: number | undefined): Promise<string[]> {
    const board = await Promise.race([core.workers.all(), sleep(boardMs, [])]);
    return board
      .filter(({ id }) => id.includes(`-${pid}-`))
      .flatMap(({ backends }) => backends.flatMap(({ jobs }) => jobs));
  }

  async function kill(what: Kill['what'], { which, ms }: PlannedFault): Promise<boolean> {
    const done = (name: string, jobs: string[] = []) => {
      // The moment before it is gone counts: what it does in between it still does.
      kills.push({ what, name, at: Date.now(), jobs });
    };
    if (what === 'redis') return world.redis.kept.kill(ms, () => done('redis'));
    const all = { bots: [world.bots], worker: world.workers, comfyui: world.comfyuis }[what];
    const { program, kept } = at(all, which);
    const jobs = what === 'worker' ? await inHand(program.pid) : [];
    return kept.kill(ms, () => done(program.name, jobs));
  }

  const discordRoutes = [/^PATCH /, /^POST \/channels/, /^POST .*callback/, /webhooks/, /^GET /, /./];
  const slackMethods = [
    /^chat\.update$/,
    /^chat\.postMessage$/,
    /^files\./,
    /^conversations\./,
    /response_url/,
    /./,
  ];

  const doing: Record<FaultName, (fault: PlannedFault) => unknown> = {
    'kill-bots': (fault) => kill('bots', fault),
    'kill-worker': (fault) => kill('worker', fault),
    'kill-comfyui': (fault) => kill('comfyui', fault),
    'kill-redis': (fault) => kill('redis', fault),
    'cut-comfyui': ({ which }) => at(world.comfyuis, which).program.send({ order: 'cut' }),
    'cut-discord'({ which }) {
      if (which % 3 === 0) discord.faults.disconnectGateway();
      else if (which % 3 === 1) discord.faults.askToReconnect();
      else discord.faults.invalidateSessions(which % 2 === 0);
    },
    'cut-slack'({ which }) {
      if (which % 2 === 0) slack.faults.dropConnections();
      else slack.faults.askToReconnect();
    },
    'discord-500': ({ which, count }) =>
      void discord.faults.failNext(at(discordRoutes, which), which % 2 === 0 ? 500 : 503, undefined, count),
    'discord-429': ({ which, ms, count }) =>
      void discord.faults.rateLimitNext(
        at(discordRoutes, which),
        { retryAfterMs: ms, scope: 'shared' },
        count,
      ),
    'discord-lost': ({ which, count }) => void discord.faults.loseAnswers(at(discordRoutes, which), count),
    'discord-slow': ({ which, ms }) => later(ms * 2, discord.faults.slow(at(discordRoutes, which), ms)),
    'slack-500': ({ which, count }) =>
      void slack.faults.failNext(at(slackMethods, which), { status: which % 2 === 0 ? 500 : 503 }, count),
    'slack-429': ({ which, count }) =>
      void slack.faults.rateLimitNext(at(slackMethods, which), 1 + (which % 3), count),
    'slack-lost': ({ which, count }) => void slack.faults.loseAnswers(at(slackMethods, which), count),
    'slack-slow': ({ which, ms }) => later(ms * 2, slack.faults.slow(at(slackMethods, which), ms)),
    twice({ count }) {
      discord.faults.deliverTwice(undefined, count);
      slack.faults.deliverTwice(undefined, count);
      slack.faults.loseAcks(1);
    },
    'out-of-order'({ ms }) {
      const release = slack.faults.holdEvents();
      later(Math.min(ms, 1500), () => release('reversed'));
    },
  };

  return {
    kills,
    counts,
    async cause(fault) {
      const happened = await doing[fault.name](fault);
      if (happened === false) return;
      counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1);
      note(`${fault.name} (${fault.which}, ${fault.ms} ms, ${fault.count} ×)`);
    },
    async end() {
      for (const timer of timers) clearTimeout(timer);
      discord.faults.clear();
      slack.faults.clear();
      const all = [world.redis, world.bots, ...world.workers, ...world.comfyuis];
      await Promise.all(all.map(({ kept }) => kept.settled()));
    },
  };
}
