/** The playground as the program `npm start` runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';

const readySchema = z.object({
  ready: z.object({
    page: z.string().optional(),
    discordApiUrl: z.string().optional(),
    discordToken: z.string().optional(),
    slackApiUrl: z.string().optional(),
    slackBotToken: z.string().optional(),
    slackAppToken: z.string().optional(),
    comfyuiUrl: z.string().optional(),
  }),
});

async function run(environment: Record<string, string>) {
  const dir = await mkdtemp(join(tmpdir(), 'playground-main-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../playground/main.ts')], {
    env: { PATH: process.env.PATH, PORT: '0', PLAYGROUND_DIR: dir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(dir, { recursive: true, force: true });
  });
  const ready = async () => readySchema.parse((await once(child, 'message'))[0]).ready;
  return { child, ready, complaints: () => complaints };
}

async function exit(child: ChildProcess): Promise<{ code: unknown; afterMs: number }> {
  const from = Date.now();
  const [code] = await once(child, 'exit');
  return { code, afterMs: Date.now() - from };
}

/** Each of these is a process of its own, which has to load everything on a machine that is busy with other tests. */
describe('playground/main', { timeout: 150_000 }, () => {
  it('says where everything is, and leaves within two seconds when asked to', async () => {
    const { child, ready } = await run({});
    const { page, discordApiUrl, discordToken, comfyuiUrl } = await ready();
    expect(await (await fetch(`${page}/health`)).json()).toEqual({ ok: true });
    expect((await fetch(`${comfyuiUrl}/system_stats`)).status).toBe(200);
    const guilds = await fetch(`${discordApiUrl}/v10/users/@me/guilds`, {
      headers: { authorization: `Bot ${discordToken}` },
    });
    expect(await guilds.json()).toMatchObject([{ name: 'ComfyUI Workshop' }]);

    child.kill('SIGTERM');
    const { code, afterMs } = await exit(child);
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(5000);
  });

  it('leaves when whoever started it is gone, and stands in for no more than is asked of it', async () => {
    const { child, ready } = await run({ PLAYGROUND_COMFYUI: 'off', PLAYGROUND_SLACK: 'off' });
    expect(Object.keys(await ready())).toEqual(['page', 'discordApiUrl', 'discordToken']);
    child.disconnect();
    expect(await exit(child)).toMatchObject({ code: 0 });
  });

  it('is only a ComfyUI where every chat is real', async () => {
    const { ready } = await run({ PLAYGROUND_DISCORD: 'off', PLAYGROUND_SLACK: 'off' });
    expect(Object.keys(await ready())).toEqual(['comfyuiUrl']);
  });

  it('has the app in Slack that people make from the manifest', async () => {
    const { ready } = await run({ PLAYGROUND_DISCORD: 'off', PLAYGROUND_COMFYUI: 'off' });
    const addresses = await ready();
    expect(Object.keys(addresses)).toEqual(['page', 'slackApiUrl', 'slackBotToken', 'slackAppToken']);
    const { page, slackApiUrl, slackBotToken } = addresses;
    const headers = { authorization: `Bearer ${slackBotToken}` };
    const answer = await fetch(`${slackApiUrl}auth.test`, { method: 'POST', headers });
    expect(await answer.json()).toMatchObject({ ok: true, user: 'rendezvous' });
    const socket = new WebSocket(`${String(page).replace('http', 'ws')}/live`, { origin: String(page) });
    onTestFinished(() => socket.terminate());
    const [hello] = await once(socket, 'message');
    expect(JSON.parse(String(hello))).toMatchObject({ tell: 'hello', slack: { people: expect.any(Array) } });
    const people: { slack: { people: { id: string }[] } } = JSON.parse(String(hello));
    const ask = { do: 'slack/act-as', personId: people.slack.people[0]?.id };
    socket.send(JSON.stringify({ id: 1, ask }));
    const [reply] = await once(socket, 'message');
    const commands = z
      .object({ value: z.object({ commands: z.array(z.object({ command: z.string() })) }) })
      .parse(JSON.parse(String(reply)))
      .value.commands.map(({ command }) => command);
    const manifest = JSON.parse(
      await readFile(join(import.meta.dirname, '../../../slack-manifest.json'), 'utf8'),
    );
    expect(commands).toEqual(
      manifest.features.slash_commands.map(({ command }: { command: string }) => command),
    );
  });

  it('says in one sentence why it cannot start', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    onTestFinished(() => void busy.close());
    const { port } = busy.address() as AddressInfo;
    const { child, complaints } = await run({ PORT: String(port) });
    expect(await exit(child)).toMatchObject({ code: 1 });
    expect(complaints().trim()).toBe(
      `port ${port} on 127.0.0.1 is taken by another program; choose another one with PORT`,
    );
  });

  it('names a setting it cannot read', async () => {
    const { child, complaints } = await run({ PLAYGROUND_COMFYUI: 'perhaps' });
    expect(await exit(child)).toMatchObject({ code: 1 });
    expect(complaints()).toContain('PLAYGROUND_COMFYUI');
  });
});
