/** Dockerfile, docker-compose.yml and .env.example say what is there: read, and their commands run by hand. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings, settingsSchema } from '../../core/config.ts';
import { serveHealth } from '../../core/health.ts';

const root = join(import.meta.dirname, '../..');
const text = (file: string) => readFileSync(join(root, file), 'utf8');

const serviceSchema = z.object({
  image: z.string(),
  command: z.string().optional(),
  ports: z.array(z.string()).optional(),
  profiles: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.null()) })
  .parse(parse(text('docker-compose.yml'), { merge: true }));
const { redis, bots, worker, comfyui } = compose.services;

/** Runs a container's command as its ENTRYPOINT would. */
const runCommand = (command = '', env: Record<string, string> = {}) =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, command.split(' '), { cwd: root, env }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stderr }),
    );
  });

describe('docker-compose.yml', () => {
  it('has a Redis that keeps everything', () => {
    expect(redis?.command).toContain('--appendonly yes');
    expect(redis?.command).toContain('--appendfsync always');
    expect(redis?.command).toContain('--maxmemory-policy noeviction');
    expect(redis?.volumes).toEqual(['redis:/data']);
    for (const service of [bots, worker])
      expect(service?.depends_on.redis?.condition).toBe('service_healthy');
  });

  it('gives Redis a password where one is set', () => {
    expect(redis?.command).toMatch(/--requirepass "\$\{REDIS_PASSWORD:-\}"/);
    for (const service of [bots, worker])
      expect(service?.environment.REDIS_URL).toMatch(/^redis:\/\/:\$\{REDIS_PASSWORD:-\}@redis:6379$/);
  });

  it('publishes no port, and has ComfyUI only with the gpu profile', () => {
    for (const service of Object.values(compose.services)) expect(service.ports).toBeUndefined();
    expect(comfyui?.profiles).toEqual(['gpu']);
    expect(worker?.environment.COMFYUI_URL).toContain('http://comfyui:8188');
  });

  it('asks each process whether it can work, on the port it has', async () => {
    const health = await serveHealth({
      name: 'bots',
      checks: { Redis: () => trouble },
      metrics: { contentType: 'text/plain', metrics: async () => '' },
      host: '127.0.0.1',
      port: 0,
    });
    let trouble: string | null = null;
    const command = bots?.healthcheck?.test.slice(2).join(' ');
    const settings = { METRICS_PORT: new URL(health.url).port };
    expect(bots?.environment).toHaveProperty('METRICS_PORT');
    expect(worker?.healthcheck).toEqual(bots?.healthcheck);
    expect(await runCommand(command, settings)).toMatchObject({ code: 0 });
    trouble = 'Redis is away.';
    expect(await runCommand(command, settings)).toMatchObject({ code: 1 });
    await health.close();
  });

  it('shares the media between the bots and the worker', () => {
    expect(bots?.volumes).toEqual(worker?.volumes);
    expect(text('Dockerfile')).toContain('DATA_DIR=/data');
    expect(bots?.volumes).toEqual(['media:/data']);
  });

  it('declares every volume it uses', () => {
    const used = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((one) => one.split(':')[0]),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('gives only settings that exist, with values that are right', () => {
    for (const { environment } of [bots, worker].filter((one) => one !== undefined)) {
      for (const name of Object.keys(environment)) expect(settingsSchema.shape).toHaveProperty(name);
      const filled = Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\$\{\w+:-(.*)\}/, '$1'),
      ]);
      readSettings(Object.fromEntries(filled));
    }
  });

  it.each([
    ['bots', bots?.command, 'REDIS_URL'],
    ['worker', worker?.command, 'REDIS_URL'],
  ])(
    'has a command for the %s that starts, and says which setting is missing',
    async (_, command, setting) => {
      const { code, said } = await runCommand(command);
      expect(code).toBe(1);
      expect(said).toContain(setting);
      expect(said).not.toMatch(/^\s+at /m);
    },
  );
});

describe('Dockerfile', () => {
  const copied = [...text('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    (match) => match[1]?.split(' ') ?? [],
  );

  it('copies what is there, and all that the bots and the worker need', () => {
    for (const path of copied) expect(existsSync(join(root, path)), path).toBe(true);
    expect(copied).toEqual(expect.arrayContaining(['core', 'commands', 'worker', 'bots', 'workflows']));
    for (const service of [bots, worker]) expect(copied).toContain(service?.healthcheck?.test.at(-1));
  });

  it('runs as a plain user, on the Node that is pinned', () => {
    expect(text('Dockerfile')).toMatch(/^USER node$/m);
    const major = /"node": "(\d+)\./.exec(text('package.json'))?.[1];
    for (const [, image] of text('Dockerfile').matchAll(/^FROM (\S+)/gm))
      expect(image).toBe(`node:${major}-slim`);
  });
});

describe('.env.example', () => {
  const settings = [...text('.env.example').matchAll(/^#([A-Z_]+)=(.*)$/gm)];

  it('names every setting, and no other', () => {
    expect(settings.map((match) => match[1]).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  });

  it('shows values that are right', () => {
    const shown = settings.map(([, name, value]) => [name, value] as const);
    const read = readSettings(Object.fromEntries(shown));
    expect(read).toMatchObject({ PORT: 8080, COMFYUI_URL: ['http://127.0.0.1:8188'] });
  });
});
