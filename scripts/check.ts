/** `npm run check`: format and lint, types, dead code, import rule, known holes in packages. Each runs to its end, so that one look shows everything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { styleText } from 'node:util';
import { auditPackages } from './audit.ts';

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

async function runAll() {
  const commands = Object.entries(checks).map(async ([name, command]) => ({ name, ...(await run(command)) }));
  const audit = auditPackages().then((found) => ({ name: 'known holes', ...found }));
  return Promise.all([...commands, audit]);
}

const results = await runAll();
for (const { name, passed, output } of results) if (!passed) console.log(`\n${name}\n\n${output}`);
for (const result of results) {
  const { name, passed } = result;
  if ('notChecked' in result)
    console.log(`${styleText('yellow', 'not checked')}  ${name}: ${result.notChecked}`);
  else
    console.log(
      passed ? `${styleText('green', 'passed')}  ${name}` : `${styleText('red', 'FAILED')}  ${name}`,
    );
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
