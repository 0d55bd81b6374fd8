import { request as httpRequest } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Bundle, bundlePage } from '../../../playground/page/bundle.ts';
import { fileSource } from '../../../playground/page/client/discord/places.ts';
import { startPage } from '../../../playground/page/server.ts';
import { postFile, startPlayground as start } from './support.ts';

/** Bundled once for the whole file. */
let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundlePage();
});
const startPlayground = () => start({ bundle });

/** fetch does not let anyone choose the Host header. */
function statusFor(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

function upgradeStatus(url: string, origin: string | undefined, path = '/live'): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}${path}`,
      origin === undefined ? {} : { origin },
    );
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
    socket.on('error', () => {});
  });
}

describe('the page', () => {
  it('serves itself whole, and says it is well', async () => {
    const { page } = await startPlayground();
    const html = await (await fetch(page.url)).text();
    expect(html).toContain('<script type="module" src="/page.js">');
    for (const [path, type] of [
      ['/page.js', 'text/javascript'],
      ['/style.css', 'text/css'],
      ['/icon.svg', 'image/svg+xml'],
    ]) {
      const answer = await fetch(`${page.url}${path}`);
      expect(answer.headers.get('content-type')).toContain(type);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
    expect(await (await fetch(`${page.url}/health`)).json()).toEqual({ ok: true });
    expect((await fetch(`${page.url}/elsewhere`)).status).toBe(404);
  });

  it('allows nothing from elsewhere', async () => {
    const { page } = await startPlayground();
    const { headers } = await fetch(page.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const all = await Promise.all(
      ['/', '/page.js', '/style.css'].map(async (path) => (await fetch(page.url + path)).text()),
    );
    expect(all.join('\n')).not.toMatch(/(src|href)="(https?:)?\/\/|@import|url\(["']?https?:/);
  });

  it('answers only to its own name', async () => {
    const { page } = await startPlayground();
    const { port } = new URL(page.url);
    expect(await statusFor(page.url, { host: `localhost:${port}` })).toBe(200);
    expect(await statusFor(page.url, { host: 'rebound.example' })).toBe(403);
    expect(await statusFor(`${page.url}/health`, { host: 'rebound.example' })).toBe(403);
  });

  it('lets no other page open the websocket', async () => {
    const { page } = await startPlayground();
    expect(await upgradeStatus(page.url, page.url)).toBe('open');
    expect(await upgradeStatus(page.url, 'http://evil.example')).toBe(403);
    expect(await upgradeStatus(page.url, undefined)).toBe(403);
    expect(await upgradeStatus(page.url, page.url, '/other')).toBe(403);
  });

  it('says when its port is taken, and gives it back when it closes', async () => {
    const { page, wire, discord } = await startPlayground();
    const port = Number(new URL(page.url).port);
    const options = {
      port,
      wire,
      discord: { apiUrl: discord.apiUrl, members: [], controls: discord.controls },
      about: { comfyui: { kind: 'stand-in' as const } },
      bundle,
    };
    await expect(startPage(options)).rejects.toThrow(`port ${port} on 127.0.0.1 is taken by another program`);
    await page.close();
    const again = await startPage(options);
    expect(again.url).toBe(page.url);
    await again.close();
  });
});

describe('files', () => {
  const sourceOf = async (name: string, type: string, bytes: string) => {
    const { page, discord } = await startPlayground();
    const url = await postFile(discord, name, type, bytes);
    const source = fileSource(url, new URL(discord.apiUrl).origin);
    return { page, discord, source: `${page.url}${source}` };
  };

  it('come from the stand-in, also in pieces', async () => {
    const { source } = await sourceOf('song.mp3', 'audio/mpeg', '0123456789');
    const whole = await fetch(source);
    expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
    const piece = await fetch(source, { headers: { range: 'bytes=2-4' } });
    expect([piece.status, await piece.text()]).toEqual([206, '234']);
    expect(piece.headers.get('content-range')).toBe('bytes 2-4/10');
  });

  it('never run on the page’s own origin', async () => {
    const { source } = await sourceOf('page.html', 'text/html', '<script>alert(1)</script>');
    const { headers } = await fetch(source);
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are not to be had without their signature, nor from anywhere else', async () => {
    const { page, source } = await sourceOf('a.txt', 'text/plain', 'secret');
    expect((await fetch(source.split('?')[0] ?? '')).status).toBe(404);
    for (const path of [
      '/files/api/v10/gateway',
      '/files//evil.example/attachments/1',
      '/files/attachments/../api/v10/gateway',
    ]) {
      expect((await fetch(page.url + path)).status).toBe(404);
    }
  });
});

describe('uploads', () => {
  it('are handed to the stand-in for the person who sent them', async () => {
    const { page, discord } = await startPlayground();
    const url = `${page.url}/uploads/${discord.members.Mai}/${discord.channels.general}/a%20fox.png`;
    const send = (origin: string | undefined, to = url, body = 'bytes') =>
      fetch(to, { method: 'POST', body, headers: origin === undefined ? {} : { origin } });

    const taken = await send(page.url);
    expect(await taken.json()).toEqual({ id: expect.stringMatching(/^\d{17,20}$/) });
    expect((await send('http://evil.example')).status).toBe(403);
    expect((await send(page.url, url.replace(String(discord.members.Mai), '1'))).status).toBe(404);
    const nowhere = await send(page.url, url.replace(String(discord.channels.general), '1'));
    expect([nowhere.status, await nowhere.text()]).toEqual([400, 'There is no such channel.']);
    expect((await send(page.url, url, 'x'.repeat(26 * 1024 * 1024))).status).toBe(413);
  });
});
