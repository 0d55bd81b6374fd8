/**
 * Secrets and prompts stay out of the logs of all processes: whole renders on both platforms, with everything failing
 * that likes to quote what it was sent, at the most talkative level.
 */
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { slackManifest } from '../../bots/slack/manifest.ts';
import { commands } from '../../commands/registry.ts';
import { type SlackServer, startSlack } from '../../playground/slack/server.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { startProcess, type TestProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

const prompt = `a zebra-quartz lantern "in quotes" over ${'the long marker sea '.repeat(20)}`;
const negative = 'no mauve-kestrel anywhere';
const typed = ['zebra-quartz', 'marker sea', 'mauve-kestrel'];
const secrets = {
  redis: 'redis-password-4711',
  comfyui: 'comfy-password-4712',
  header: 'comfy-bearer-4713',
};

let way: WholeWay;
let slack: SlackServer;
let settings: Record<string, string>;
const processes: TestProcess[] = [];
/** Programs take seconds to start on a busy machine. */
const patience = 150_000;

beforeAll(async () => {
  way = await startWholeWay();
  slack = await startSlack({ manifest: slackManifest(commands) });
  await way.test.core.redis.call(
    'ACL',
    'SETUSER',
    'rendezvous',
    'on',
    `>${secrets.redis}`,
    '~*',
    '&*',
    '+@all',
  );
  settings = {
    ...way.botsEnvironment,
    REDIS_URL: `redis://rendezvous:${secrets.redis}@127.0.0.1:${way.test.redis.port}`,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    COMFYUI_AUTH_HEADER: `Authorization: Bearer ${secrets.header}`,
    LOG_LEVEL: 'trace',
  };
}, patience);
afterEach(async () => {
  for (const one of processes.splice(0)) await one.stop();
});
afterAll(async () => {
  await slack?.close();
  await way?.close();
}, patience);

async function run(entry: string, changes: Record<string, string> = {}) {
  const started = await startProcess(entry, { ...settings, ...changes }, { keep: true });
  processes.push(started);
  return started;
}

/** Fails with the line that says too much. */
function expectSilence(...said: string[]): void {
  const known = [...typed, ...Object.values(secrets), slack.botToken, slack.appToken, way.discord.token];
  for (const line of said.flatMap((one) => one.split('\n'))) {
    for (const marker of known) expect(line).not.toContain(marker);
  }
}
const withPassword = (url: string) => url.replace('//', `//user:${secrets.comfyui}@`);

it('when all goes well, and when nodes and platforms quote the prompt in their errors', {
  timeout: patience,
}, async () => {
  const bots = await run('bots/main.ts');
  const worker = await run('worker/main.ts', {
    COMFYUI_URL: `${withPassword(way.comfyui.url)},${withPassword('http://127.0.0.1:1')}`,
  });
  const good = await way.render(way.mai, { prompt, negative, steps: 1, workflow: 'sdxl' });
  await way.says(way.mai, good.id, '"Again"');

  const quoting = { type: 'ValueError', message: `cannot encode '${prompt}', nor ${negative}` };
  way.comfyui.faults.raise({ class: 'KSampler', step: 1 }, quoting);
  const bad = await way.render(way.mai, { prompt, negative, steps: 1, workflow: 'sdxl' });
  await way.says(way.mai, bad.id, 'zebra-quartz');
  await until(() => worker.said().includes('failed job'), { what: 'the failure in the log' });

  const body = { code: 50035, message: `Invalid Form Body: content ${JSON.stringify(prompt)} is too long` };
  way.discord.faults.failNext('PATCH', 400, body, 3);
  const refused = await way.render(way.mai, { prompt, negative, steps: 1, workflow: 'sdxl' });
  await until(() => bots.said().includes('was refused by Discord'), { what: 'the refusal in the log' });
  await way.says(way.mai, refused.id, '"Again"');

  slack.faults.failNext(
    'chat.postMessage',
    { status: 200, error: `bad_thing ${prompt} ${slack.botToken}` },
    2,
  );
  const general = slack.channels.general ?? '';
  const member = slack.member(slack.members.Mai ?? '');
  member.runCommand(general, '/render', `${prompt} --workflow sdxl --steps 1`);
  await until(() => bots.said().includes('bad_thing'), { what: "Slack's refusal in the log" });

  expect(bots.said()).toContain('[kept out]');
  expect(worker.said()).toContain('http://127.0.0.1:1 cannot be used');
  await worker.stop();
  expectSilence(worker.said());

  // A ComfyUI that answers with what it was sent.
  let answer = 0;
  const echo = await listen((path, sent) => {
    if (path === '/system_stats')
      return [200, JSON.stringify({ system: { comfyui_version: '0.5.0' }, devices: [] })];
    if (path !== '/prompt') return [200, '{}'];
    answer += 1;
    // No JSON: Node quotes what it found.
    if (answer === 1) return [200, `${prompt} is not JSON`];
    const error = {
      type: 'custom_refusal',
      message: `not allowed: ${prompt}`,
      details: sent,
      extra_info: {},
    };
    return [400, JSON.stringify({ error, node_errors: {} })];
  });
  const second = await run('worker/main.ts', { COMFYUI_URL: withPassword(echo.url) });
  await way.render(way.ravi, { prompt, negative, steps: 1, workflow: 'sdxl' });
  for (const words of ['something that ComfyUI does not say', 'failed job'])
    await until(() => second.said().includes(words), { what: `"${words}" in the log`, within: 30_000 });
  expectSilence(bots.said(), second.said());
  echo.server.closeAllConnections();
  echo.server.close();
});

it('when a token is wrong, and when a server with a password in its address does not answer', {
  timeout: patience,
}, async () => {
  const ends = async (entry: string, changes: Record<string, string>) =>
    run(entry, changes).then(
      () => 'it started',
      (thrown: Error) => thrown.message,
    );
  const nobody = `redis://rendezvous:${secrets.redis}@127.0.0.1:1`;
  const [away = '', wrong = ''] = await Promise.all([
    ends('bots/main.ts', { REDIS_URL: nobody }),
    ends('bots/main.ts', { DISCORD_TOKEN: 'wrong.discord.token-4714' }),
  ]);
  expect(away).toContain('does not answer');
  expect(wrong).toContain('DISCORD_TOKEN was refused');
  expect(wrong).not.toContain('4714');
  expectSilence(away, wrong);
});

async function listen(
  answer: (path: string, sent: string) => [number, string],
): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    const [status, body] = answer(request.url ?? '', sent);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}
