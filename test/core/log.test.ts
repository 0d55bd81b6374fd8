/** The log as a process writes it: whole to the last line, and in nobody's way when its reader is gone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const module = JSON.stringify(new URL('../../core/log.ts', import.meta.url).href);

function start(program: string) {
  const code = `import { createLog, endOnSurprise } from ${module}; import { createKeptOut } from ${JSON.stringify(
    new URL('../../core/kept-out.ts', import.meta.url).href,
  )}; const log = createLog('test', 'info', false); ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return { child, ended: once(child, 'exit') };
}

it('a reader that is gone holds nobody up, while lines are written and at the end', {
  timeout: 60_000,
}, async () => {
  const { child, ended } = start(`
    const busy = setInterval(() => { for (let n = 0; n < 200; n += 1) log.info({ n }, 'a line ' + 'x'.repeat(500)); }, 1);
    process.on('message', () => { clearInterval(busy); log.info('the last line'); process.exit(7); });
    process.send('started');
  `);
  await once(child, 'message');
  await once(child.stdout ?? child, 'data');
  child.stdout?.destroy();
  // One that goes while it is written to is what is waited for.
  const echo = setInterval(() => child.connected && child.send('end', () => {}), 20);
  expect(await ended).toEqual([7, null]);
  clearInterval(echo);
});

it('the last line before an exit is there', { timeout: 60_000 }, async () => {
  const { child, ended } = start("log.info({ jobId: 'job-1' }, 'the last line'); process.exit(0);");
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  await once(child.stdout ?? child, 'end');
  await ended;
  expect(JSON.parse(said)).toMatchObject({ name: 'test', jobId: 'job-1', msg: 'the last line' });
});

it('what nobody caught ends the process with its place, and without what hangs on it', {
  timeout: 60_000,
}, async () => {
  const { child, ended } = start(`
    endOnSurprise(createKeptOut(['the-token']));
    Promise.reject(Object.assign(new TypeError('a surprise with the-token'), { requestBody: 'secret words' }));
  `);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  expect(await ended).toEqual([1, null]);
  expect(said).toMatch(/^TypeError: a surprise with \[kept out\]\n +at /);
  expect(said).not.toContain('secret words');
});
