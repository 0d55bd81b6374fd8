/** One run: members ask, things go wrong, everything becomes quiet, and it is judged. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { platforms } from '../core/people.ts';
import { type Evidence, gather } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import { createLedger, type Ledger, wishes } from './ledger.ts';
import { createMembers } from './members/act.ts';
import type { Crowd } from './members/crowd.ts';
import type { ChaosOptions } from './options.ts';
import { memoryOf } from './parts/program.ts';
import type { SeenPicture } from './picture.ts';
import { createRandom, type Random } from './random.ts';
import { recoveriesOf } from './recovery.ts';
import type { Outcome } from './report.ts';
import { planFaults } from './schedule.ts';
import { tagOf } from './tag.ts';
import { createTrouble } from './trouble.ts';
import { startWorld, type World } from './world.ts';

const looks = ['a lighthouse at dusk', 'a fox in snow', 'a harbour at night', 'a forest in autumn'];
const counts = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4];
const stepMs = 25;
const memoryEveryMs = 1000;
const lookEveryMs = 1500;
/** At the start, for what members have set. */
const mostLooks = 200;

export interface Ran {
  outcome: Outcome;
  ledger: Ledger;
  startedAt: number;
}

interface RunOptions {
  options: ChaosOptions;
  dir: string;
  environment: NodeJS.ProcessEnv;
  say(line: string): void;
}

export async function run({ options, dir, environment, say }: RunOptions): Promise<Ran> {
  const beganAt = Date.now();
  const random = createRandom(options.seed);
  const crashes: string[] = [];
  let startedAt = Date.now();

  function note(line: string): void {
    appendFileSync(join(dir, 'run.log'), `+${((Date.now() - startedAt) / 1000).toFixed(2)} ${line}\n`);
  }
  const world = await startWorld({
    dir,
    workers: options.workers,
    comfyui: options.comfyui,
    stepMs,
    environment,
    onCrash(name, how) {
      crashes.push(`${name} ${how}`);
      note(`CRASH ${name} ${how}`);
    },
  });
  const memory = watchMemory(world);
  try {
    const ledger = createLedger();
    const trouble = createTrouble(world, note);
    const members = Object.values(world.crowds).map((crowd) =>
      createMembers({ crowd, ledger, random: random.fork(crowd.galleryChannel) }),
    );
    await Promise.all(Object.values(world.crowds).map((crowd) => toldWhenDone(world, crowd)));
    startedAt = Date.now();
    const forMs = (options.jobs / options.rate) * 1000;
    const plan = planFaults(random.fork('faults'), {
      forMs,
      everyMs: options.every * 1000,
      faults: options.faults,
    });
    say(`${options.jobs} renders in ${Math.round(forMs / 1000)} s, ${plan.length} faults; kept in ${dir}`);

    const causing = (async () => {
      for (const fault of plan) {
        await sleep(Math.max(0, startedAt + fault.at - Date.now()));
        // A fault that takes long to cause does not hold up the next one.
        void trouble
          .cause(fault)
          .catch((error: Error) => note(`${fault.name} could not be caused: ${error.message}`));
      }
    })();
    const asking = random.fork('requests');
    for (let number = 0; number < options.jobs; number += 1) {
      await sleep(Math.max(0, startedAt + (number / options.rate) * 1000 - Date.now()));
      const request = drawRequest(asking, world, tagOf(options.seed, number));
      const asked = ledger.add(request);
      const at = request.platform === 'discord' ? members[0] : members[1];
      at?.ask(asked);
      if (number > 0 && number % 100 === 0)
        say(`${number} asked for, ${ledger.all().filter(({ endedAt }) => endedAt).length} came to an end`);
    }
    await causing;
    await trouble.end();
    note('no more faults');

    const calmAt = Date.now();
    const { judgement, evidence } = await untilQuiet({
      look: (pictures) => gather(world, ledger, trouble.kills, pictures),
      isBusy: () => members.some((one) => one.busy()),
      patienceMs: options.patience * 1000,
    });
    for (const one of members) one.rest();
    return {
      ledger,
      startedAt,
      outcome: {
        seed: options.seed,
        judgement,
        recoveries: recoveriesOf(trouble.kills, ledger, evidence.runs),
        faults: trouble.counts,
        memory: memory.figures(),
        crashes,
        waits: ledger.all().flatMap(({ post, endedAt }) => (post && endedAt ? [endedAt - post.at] : [])),
        quietAfterMs: Date.now() - calmAt,
        tookMs: Date.now() - beganAt,
      },
    };
  } finally {
    memory.stop();
    await world.close();
  }
}

function drawRequest(random: Random, world: World, tag: string) {
  const platform = random.chance(0.5) ? 'discord' : 'slack';
  const crowd = world.crowds[platform];
  const { channel, thread } = random.pick(crowd.places);
  const person = random.pick(crowd.people);
  return {
    tag,
    platform,
    person,
    ping: person.id === crowd.toldOf.id,
    channel,
    ...(thread !== undefined && { thread }),
    prompt: `${tag} ${random.pick(looks)}`,
    count: random.pick(counts),
    seed: random.between(0, 2 ** 31),
    steps: random.between(4, 24),
    wish: random.weighted(wishes),
  } as const;
}

/** Before anything goes wrong, one member of each platform says that they want to be told. */
async function toldWhenDone({ core }: World, { toldOf: { id }, askToBeTold }: Crowd): Promise<void> {
  askToBeTold();
  for (let tries = 0; tries < mostLooks; tries += 1) {
    for (const platform of platforms)
      if ((await core.preferences.of({ platform, id })).ping === 'always') return;
    await sleep(lookEveryMs / 10);
  }
  throw new Error('nobody noted that somebody wants to be told');
}

/** Looks again and again until nothing is wrong any more, or what is wrong has not changed for a while. */
async function untilQuiet({
  look,
  isBusy,
  patienceMs,
}: {
  look: (pictures: Map<string, SeenPicture>) => Promise<Evidence>;
  isBusy: () => boolean;
  patienceMs: number;
}): Promise<{ evidence: Evidence; judgement: Judgement }> {
  let changedAt = Date.now();
  let before = '';
  const pictures = new Map<string, SeenPicture>();
  for (;;) {
    const evidence = await look(pictures);
    const judgement = judge(evidence);
    const pending = judgement.violations.filter(({ verdict }) => verdict !== 'repeated');
    const state = JSON.stringify(pending);
    if (state !== before) changedAt = Date.now();
    before = state;
    if ((pending.length === 0 && !isBusy()) || Date.now() - changedAt > patienceMs)
      return { evidence, judgement };
    await sleep(lookEveryMs);
  }
}

function watchMemory(world: World) {
  const figures = new Map<string, { most: number; last: number }>();
  const timer = setInterval(() => {
    for (const { name, pid } of world.pids()) {
      const last = memoryOf(pid);
      if (last === null) continue;
      figures.set(name, { most: Math.max(last, figures.get(name)?.most ?? 0), last });
    }
  }, memoryEveryMs);
  return { figures: () => figures, stop: () => clearInterval(timer) };
}
