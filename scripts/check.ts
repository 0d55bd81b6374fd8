/** `npm run check`: format and lint, types, dead code, import rule. Each runs to its end, so that one look shows everything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { styleText } from 'node:util';

const checks = {
  'format and lint': ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings'],
  types: ['typescript/bin/tsc', '--noEmit'],
  'dead code': ['knip/bin/knip.js'],
  'import rule': ['vitest/vitest.mjs', 'run', 'test/imports.test.ts'],
};

async function run([file = '', ...args]: string[]): Promise<{ passed: boolean; output: string }> {
  const child = spawn(process.execPath, [`node_modules/${file}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { passed: code === 0, output };
}

const results = await Promise.all(
  Object.entries(checks).map(async ([name, command]) => {
    const { passed, output } = await run(command);
    if (!passed) console.log(`\n${name}\n\n${output}`);
    return { name, passed };
  }),
);
for (const { name, passed } of results) {
  console.log(passed ? `${styleText('green', 'passed')}  ${name}` : `${styleText('red', 'FAILED')}  ${name}`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
