/** `npm run fuzz`: nearly right input for everything that reads from outside. No crash, no hang, memory bounded. */
import { readOptions } from './options.ts';
import { casesOf, targets } from './targets.ts';
import type { Failure } from './try.ts';
import { watch } from './watch.ts';

const mostMemory = 1_500_000_000;

function show({ target, number, message, stack, input }: Failure, seed: number): void {
  console.log(`\nFAILED ${target}, case ${number}: ${message}`);
  console.log(`  smallest input: ${input}`);
  console.log(`  again: npm run fuzz -- --target ${target} --seed ${seed} --case ${number}`);
  if (stack) console.log(stack.replace(/^/gm, '    '));
}

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  const { seed, case: only } = options;
  const chosen = targets.filter(({ name }) => options.target === undefined || name === options.target);
  const until = options.seconds === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + options.seconds * 1000;
  const startedAt = Date.now();
  let tried = 0;
  let failed = 0;
  console.log(`Fuzzing, seed ${seed}\n`);
  for (const target of chosen) {
    const first = only ?? 0;
    const last = only ?? casesOf(target, chosen, options.cases) - 1;
    const result = await watch({ target: target.name, seed, first, last, until, mostMemory });
    tried += result.tried;
    failed += result.failures.length;
    const pace = Math.round((result.tried / result.ms) * 1000);
    console.log(
      `${target.name.padEnd(16)} ${String(result.tried).padStart(8)} cases ${(result.ms / 1000).toFixed(1).padStart(7)} s ` +
        `${String(pace).padStart(7)} /s  at most ${Math.round(result.memory / 1e6)} MB  ${result.failures.length} failed`,
    );
    for (const failure of result.failures) show(failure, seed);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${tried} cases in ${seconds} s, ${failed} failed`);
  return failed === 0;
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
