/** The small pieces of `npm start`: the lock on the data, the screen, the log lines. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../scripts/start/lock.ts';
import { openLogFile } from '../../scripts/start/log-file.ts';
import { levelNumber, readableLine } from '../../scripts/start/readable.ts';
import { rowsOf, screen } from '../../scripts/start/screen.ts';
import { until } from '../support/until.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendezvous-pieces-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the lock on the data folder', () => {
  it('is held by one, and free again afterwards', () => {
    const lock = lockDataDir(folder);
    lock.openAt('http://127.0.0.1:8080');
    expect(() => lockDataDir(folder)).toThrow(
      `Rendezvous is already running with this data (process ${process.pid}, http://127.0.0.1:8080).`,
    );
    lock.release();
    lockDataDir(folder).release();
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, born: '1' })],
    ['a later process with the same id', JSON.stringify({ pid: process.pid, born: 'before' })],
    ['half a file', '{"pid": 12'],
  ])('is not held by %s', async (_, text) => {
    await writeFile(join(folder, 'running.json'), text);
    lockDataDir(folder).release();
  });
});

describe('the screen', () => {
  const facts = {
    platforms: [{ name: 'Discord' }, { name: 'Slack' }],
    comfyui: [],
    redis: 'private, data in data/redis',
    data: 'data',
    logs: 'data/logs',
    health: 'http://127.0.0.1:8081',
  };
  const lines = (text: string) => stripVTControlCharacters(text).split('\n');

  it('says what is a stand-in and how to get the real thing', () => {
    const text = stripVTControlCharacters(screen(rowsOf({ ...facts, page: 'http://127.0.0.1:8080' })));
    expect(text).toContain('Open      http://127.0.0.1:8080');
    expect(text).toContain('Discord   stand-in');
    expect(text).toContain('Slack     stand-in');
    expect(text).toContain('ComfyUI   stand-in');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Go real set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN, and COMFYUI_URL in .env',
    );
  });

  it('says what is real, and which ComfyUI does not answer', () => {
    const comfyui = [
      { url: 'http://gpu:8188', answers: true },
      { url: 'http://user:secret@other:8188/x', answers: false },
    ];
    const platforms = [
      { name: 'Discord', url: 'https://discord.com/api' },
      { name: 'Slack', url: 'https://slack.com/api/' },
    ];
    const text = screen(rowsOf({ ...facts, platforms, comfyui }), 200);
    expect(text).toContain('real, at discord.com');
    expect(text).toContain('real, at slack.com');
    expect(text).toContain('real, at gpu:8188, at other:8188 (does not answer now; jobs wait until it does)');
    const launched = screen(rowsOf({ ...facts, platforms, comfyui: [], launched: true }), 200);
    expect(launched).toMatch(/ComfyUI\S* +real, started by the worker/);
    expect(launched).not.toContain('COMFYUI_URL');
    expect(text).not.toMatch(/stand-in|secret|in \.env/);
  });

  it('speaks of one platform where only that is set up', () => {
    const platforms = [{ name: 'Slack', url: 'https://slack.com/api/' }];
    const text = stripVTControlCharacters(screen(rowsOf({ ...facts, platforms })));
    expect(text).toMatch(/Slack +real, at slack\.com/);
    expect(text).not.toContain('Discord');
    expect(text).toContain('set COMFYUI_URL in .env');
  });

  it('keeps its column in a narrow terminal', () => {
    for (const line of lines(screen(rowsOf({ ...facts, page: 'http://127.0.0.1:8080' }), 40))) {
      expect(line.length).toBeLessThanOrEqual(40);
      expect(line).toMatch(/^$|^Rendezvous is running\.$|^ {2}(\w|\w[\w -]{9}|[\w ]{10})/);
    }
  });
});

describe('log lines', () => {
  const line = (level: number, msg: string, more = {}) => JSON.stringify({ level, time: 0, msg, ...more });
  const read = (json: string, lowest = 'warn') => {
    const text = readableLine('worker', json, levelNumber(lowest));
    return text === null ? null : stripVTControlCharacters(text);
  };

  it('are read from the level that was asked for', () => {
    expect(read(line(30, 'completed job 42'))).toBeNull();
    expect(read(line(30, 'completed job 42'), 'info')).toMatch(/^\d\d:\d\d:\d\d worker {5}completed job 42$/);
    expect(read(line(60, 'broken'), 'silent')).toBeNull();
  });

  it('name the cause once', () => {
    expect(read(line(50, 'job failed', { err: { message: 'no disk' } }))).toContain('job failed: no disk');
    expect(read(line(50, 'no disk', { err: { message: 'no disk' } }))).toMatch(/ no disk$/);
  });

  it('stay in the file when they are something else', () => {
    expect(read('Warning: something')).toBeNull();
    expect(read('{"level": "high"}')).toBeNull();
  });

  it('are kept from one start to the next, and no longer', async () => {
    for (const text of ['first', 'second', 'third']) {
      const log = openLogFile(folder, 'worker');
      const stream = new PassThrough();
      const heard: string[] = [];
      log.follow(stream, (one) => heard.push(one));
      stream.end(`${text}\n`);
      await until(() => heard.length === 1);
      log.close();
    }
    expect(await readFile(join(folder, 'worker.log'), 'utf8')).toBe('third\n');
    expect(await readFile(join(folder, 'worker.1.log'), 'utf8')).toBe('second\n');
  });
});
