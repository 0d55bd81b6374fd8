/** `npm start` with small programs in the places of the real ones: how it begins, goes on and ends. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { until } from '../support/until.ts';
import { processesOf, start, withDataDir } from './started.ts';

const running = 'Stop      Ctrl-C';

describe.concurrent('a start', { timeout: 150_000 }, () => {
  it('says what runs, is the only one, keeps its data, and leaves no process', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const first = start(dataDir);
      await first.says(running);
      expect(first.said()).toContain('Rendezvous is running.');
      expect(first.said()).toMatch(/Discord +stand-in/);
      expect(first.said()).toMatch(/Slack +stand-in/);
      expect(first.said()).toMatch(/ComfyUI +stand-in/);
      expect(first.said()).toContain('worker started, time 1');
      expect(first.said()).toMatch(/bots of a\.b\.c at http:\/\/127\.0\.0\.1:\d+\/api, and of xoxb-1/);
      expect(first.said()).not.toContain('a line of no importance');
      expect(first.said()).not.toContain('\u001b[');
      const page = /Open +(\S+)/.exec(first.said())?.[1];
      expect(await (await fetch(String(page))).text()).toBe('the page');
      expect(processesOf(dataDir).length).toBeGreaterThanOrEqual(5);

      const meanwhile = start(dataDir);
      expect(await meanwhile.ended()).toBe(1);
      expect(meanwhile.complained()).toMatch(
        /^Rendezvous is already running with this data \(process \d+, http:/,
      );
      expect(meanwhile.complained()).toContain(page);

      const stopping = Date.now();
      first.signal('SIGINT');
      // The same Ctrl-C once more, as npm hands it on.
      first.signal('SIGINT');
      expect(await first.ended()).toBe(0);
      expect(Date.now() - stopping).toBeLessThan(5000);
      expect(processesOf(dataDir)).toEqual([]);
      expect(first.complained()).toBe('');

      const second = start(dataDir);
      await second.says(running);
      expect(second.said()).toContain('worker started, time 2');
      second.signal('SIGTERM');
      expect(await second.ended()).toBe(0);
      expect(await readFile(join(dataDir, 'logs', 'bots.1.log'), 'utf8')).toContain(
        'a line of no importance',
      );
    });
  });

  const slackTokens = { SLACK_BOT_TOKEN: 'xoxb-real', SLACK_APP_TOKEN: 'xapp-real' };
  const realDiscord = /Discord +real, at discord\.com/;
  const realSlack = /Slack +real, at slack\.com/;
  const cases = [
    {
      tokens: 'only a Discord token',
      environment: { DISCORD_TOKEN: 'real.token.one' },
      says: [realDiscord],
      silent: /Slack/,
    },
    { tokens: 'only Slack tokens', environment: slackTokens, says: [realSlack], silent: /Discord/ },
    {
      tokens: 'tokens for both',
      environment: { DISCORD_TOKEN: 'real.token.one', ...slackTokens },
      says: [realDiscord, realSlack],
      silent: /Discord +stand-in/,
    },
  ];
  for (const { tokens, environment, says, silent } of cases) {
    it(`with ${tokens} needs no stand-in of a platform, and no page`, async ({ expect }) => {
      await withDataDir(async (dataDir) => {
        const started = start(dataDir, environment);
        await started.says(running);
        for (const line of says) expect(started.said()).toMatch(line);
        expect(started.said()).not.toMatch(silent);
        expect(started.said()).not.toContain('Open ');
        const [, discordToken, slackToken] = /bots of (\S*) at .* and of (\S*) at/.exec(started.said()) ?? [];
        expect([discordToken, slackToken]).toEqual([
          'DISCORD_TOKEN' in environment ? environment.DISCORD_TOKEN : '',
          'SLACK_BOT_TOKEN' in environment ? environment.SLACK_BOT_TOKEN : '',
        ]);
      });
    });
  }

  it('starts a crashed worker again, and shows every line when LOG_LEVEL asks for it', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const started = start(dataDir, {
        FAKE_WORKER: 'crash',
        LOG_LEVEL: 'info',
        COMFYUI_COMMAND: 'run {port}',
      });
      await started.says('worker started, time 2');
      // The worker starts its own, so there is no stand-in for it.
      await started.says(running);
      expect(started.said()).toMatch(/ComfyUI +real, started by the worker/);
      expect(started.said()).toContain('a line of no importance');
      expect(started.said()).toContain('ended with code 1 (Error: the worker is broken)');
      expect(started.said()).toContain('Starting it again in 0.05 s.');
    });
  });

  it('kills a program that does not stop, within five seconds', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const started = start(dataDir, { FAKE_BOTS: 'deaf' });
      await started.says(running);
      const stopping = Date.now();
      started.signal('SIGINT');
      expect(await started.ended()).toBe(0);
      expect(Date.now() - stopping).toBeLessThan(5000);
      expect(processesOf(dataDir)).toEqual([]);
    });
  });

  it('kills everything at a second Ctrl-C', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const started = start(dataDir, { FAKE_BOTS: 'deaf' });
      await started.says(running);
      const stopping = Date.now();
      const again = setInterval(() => started.signal('SIGINT'), 100);
      await started.ended();
      clearInterval(again);
      expect(Date.now() - stopping).toBeLessThan(4000);
      expect(processesOf(dataDir)).toEqual([]);
    });
  });

  it('leaves no process when it is killed, and starts again with the data', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const first = start(dataDir, { FAKE_BOTS: 'deaf' });
      await first.says(running);
      first.signal('SIGKILL');
      await until(() => processesOf(dataDir).length === 0, { what: 'the end of every process' });

      const second = start(dataDir);
      await second.says(running);
      expect(second.said()).toContain('worker started, time 2');
    });
  });

  it('ends with a sentence when Redis is gone', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      const started = start(dataDir);
      await started.says(running);
      const redis = processesOf(dataDir).find((pid) => /redis-server 127/.test(commandOf(pid)));
      process.kill(Number(redis), 'SIGKILL');
      expect(await started.ended()).toBe(1);
      expect(started.complained()).toContain('Redis was ended by SIGKILL');
      expect(processesOf(dataDir)).toEqual([]);
    });
  });
});

describe.concurrent('a start that cannot be', { timeout: 150_000 }, () => {
  const refusals: { what: string; environment: Record<string, string>; sentence: RegExp }[] = [
    {
      what: 'a Redis that does not answer',
      environment: { REDIS_URL: 'redis://:secret@127.0.0.1:1' },
      sentence: /^REDIS_URL redis:\/\/127\.0\.0\.1:1 does not answer .*Start Redis there/,
    },
    {
      what: 'a wrong setting',
      environment: { PORT: 'eighty', LOG_LEVEL: 'loud' },
      sentence:
        /^PORT must be a number, got "eighty"\.\nLOG_LEVEL must be one of .*, got "loud"\.\nMend it in \.env/,
    },
    {
      what: 'an address of another machine',
      environment: { HOST: '192.0.2.1' },
      sentence: /^HOST 192\.0\.2\.1 is not an address of this machine/,
    },
    {
      what: 'a token that is refused',
      environment: { FAKE_BOTS: 'refuse' },
      sentence: /^DISCORD_TOKEN was refused by Discord\. Copy it again from the Bot page\.\n$/,
    },
    {
      what: 'a program that throws',
      environment: { FAKE_BOTS: 'throw' },
      sentence: /^The bots ended with code 1 \(TypeError: bots are broken\); see \S+bots\.log\.\n$/,
    },
  ];
  for (const { what, environment, sentence } of refusals) {
    it(`says what to do about ${what}`, async ({ expect }) => {
      await withDataDir(async (dataDir) => {
        const started = start(dataDir, environment);
        expect(await started.ended()).toBe(1);
        expect(started.complained()).toMatch(sentence);
        expect(started.complained()).not.toMatch(/^\s+at /m);
        expect(started.complained()).not.toContain('secret');
        expect(processesOf(dataDir)).toEqual([]);
      });
    });
  }

  it('says what to do about data that cannot be written', async ({ expect }) => {
    await withDataDir(async (dataDir) => {
      await writeFile(join(dataDir, 'logs'), 'a file where a folder should be');
      const started = start(dataDir);
      expect(await started.ended()).toBe(1);
      expect(started.complained()).toMatch(
        /^\S+logs cannot be written \(EEXIST\)\. .* or set DATA_DIR .*\n$/,
      );
    });
  });

  it('says what to do about a busy port', async ({ expect }) => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const address = busy.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    await withDataDir(async (dataDir) => {
      const started = start(dataDir, { PORT: port });
      expect(await started.ended()).toBe(1);
      expect(started.complained()).toMatch(
        new RegExp(
          `^Port ${port} is taken\\. Stop what uses it or set PORT, for example PORT=\\d+ npm start\\.\\n$`,
        ),
      );
    });
    busy.close();
  });
});

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
