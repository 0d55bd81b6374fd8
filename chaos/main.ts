/** `npm run chaos`: everything is killed again and again while people render, and nothing may be lost or doubled. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from './options.ts';
import { detailsOf, isGood, tableOf } from './report.ts';
import { run } from './run.ts';

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2), () => Math.floor(Math.random() * 2 ** 32));
  const dir = resolve(options.dir ?? mkdtempSync(join(tmpdir(), 'rendezvous-chaos-')));
  mkdirSync(dir, { recursive: true });
  console.log(`Chaos, seed ${options.seed}`);
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const environment = { PATH, HOME, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
  const { outcome, ledger, startedAt } = await run({ options, dir, environment, say: console.log });
  const good = isGood(outcome);
  if (!good) {
    console.log(`\n${detailsOf(outcome.judgement.violations, ledger, startedAt)}`);
    for (const crash of outcome.crashes) console.log(`CRASH ${crash}`);
  }
  console.log(`\n${tableOf(outcome)}\n`);
  if (good && options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  console.log(
    good
      ? 'Everything that was accepted ended once and rightly.'
      : `Not good. Logs and journals are in ${dir}.`,
  );
  return good;
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(2);
}
