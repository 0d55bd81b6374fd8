import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { FormData } from 'undici';
import { describe, expect } from 'vitest';
import { readTextChunks } from '../../../playground/comfyui/png.ts';
import { run, send } from './client.ts';
import { test } from './fixture.ts';
import { still } from './graphs.ts';

const png = (color: string, alpha = 1): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 4, channels: 4, background: { ...sharpColor(color), alpha } } })
    .png()
    .toBuffer();
const sharpColor = (hex: string) => ({
  r: Number.parseInt(hex.slice(1, 3), 16),
  g: Number.parseInt(hex.slice(3, 5), 16),
  b: Number.parseInt(hex.slice(5, 7), 16),
});

async function upload(
  url: string,
  name: string,
  bytes: Buffer | string,
  fields: Record<string, string> = {},
  route = 'image',
) {
  const form = new FormData();
  form.append('image', new File([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)], name));
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  return send(`${url}/upload/${route}`, { body: form });
}

const pixel = async (bytes: Buffer): Promise<number[]> =>
  [...(await sharp(bytes).raw().toBuffer())].slice(0, (await sharp(bytes).metadata()).channels);

describe('uploads', () => {
  test('get their name back, or a free one', async ({ comfyUi: { url } }) => {
    const [red, blue, green] = [await png('#ff0000'), await png('#0000ff'), await png('#00ff00')];
    const name = async (bytes: Buffer, fields = {}) => (await upload(url, 'a.png', bytes, fields)).json.name;
    expect((await upload(url, 'a.png', red)).json).toEqual({ name: 'a.png', subfolder: '', type: 'input' });
    expect(await name(red)).toBe('a.png');
    expect(await name(blue)).toBe('a (1).png');
    expect(await name(blue)).toBe('a (1).png');
    expect(await name(green)).toBe('a (2).png');
    expect(await name(blue, { overwrite: 'true' })).toBe('a.png');
    expect(await name(red, { overwrite: '1' })).toBe('a.png');
    expect(await name(await png('#123456'), { overwrite: 'True' })).toBe('a (3).png');
  });

  test('go where they are told, if that is inside', async ({ comfyUi: { url, dir } }) => {
    const red = await png('#ff0000');
    expect((await upload(url, 's.png', red, { subfolder: 'x/y' })).json).toEqual({
      name: 's.png',
      subfolder: 'x/y',
      type: 'input',
    });
    expect((await upload(url, 't.png', red, { type: 'temp' })).json.type).toBe('temp');
    expect((await upload(url, 'e.png', red, { subfolder: '../../x' })).status).toBe(400);
    expect((await upload(url, 'z.png', red, { type: 'zzz' })).status).toBe(500);
    const empty = new FormData();
    empty.append('type', 'input');
    expect((await send(`${url}/upload/image`, { body: empty })).status).toBe(400);
    expect(existsSync(path.join(dir, 'input/x/y/s.png'))).toBe(true);
  });

  test('may be anything, under any name', async ({ comfyUi: { url } }) => {
    expect((await upload(url, 'file.txt', 'hello')).json.name).toBe('file.txt');
    expect((await upload(url, 'bär 空.png', await png('#ff0000'))).json.name).toBe('bär 空.png');
  });

  test('are what LoadImage loads, from any folder', async ({ comfyUi: { url } }) => {
    await upload(url, 'sub.png', await png('#ff0000'), { subfolder: 'x' });
    await upload(url, 'o.png', await png('#00ff00'), { type: 'output' });
    for (const image of ['x/sub.png', 'o.png [output]']) {
      const entry = await run(url, {
        '1': { class_type: 'LoadImage', inputs: { image } },
        '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
      });
      expect(entry.status.completed, image).toBe(true);
    }
    const outside = await send(`${url}/prompt`, {
      body: {
        prompt: {
          '1': { class_type: 'LoadImage', inputs: { image: '../../etc/passwd' } },
          '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
        },
      },
    });
    expect(outside.status).toBe(400);
  });

  test('of other bytes under the same name run anew', async ({ comfyUi: { url } }) => {
    const graph = {
      '1': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
      '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'loaded' } },
    };
    await upload(url, 'a.png', await png('#ff0000'));
    const first = await run(url, graph);
    expect((await run(url, graph)).outputs).toEqual(first.outputs);
    await upload(url, 'a.png', await png('#0000ff'), { overwrite: 'true' });
    const { filename } = (await run(url, graph)).outputs['2'].images[0];
    expect(filename).toBe('loaded_00002_.png');
    const saved = await send(`${url}/view?filename=${filename}`);
    expect(await pixel(saved.bytes)).toEqual([0, 0, 255]);
    const [[, graphText]] = readTextChunks(saved.bytes) as [[string, string]];
    expect(JSON.parse(graphText)['1'].is_changed).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

describe('masks', () => {
  test('give their alpha to a picture that is there', async ({ comfyUi: { url } }) => {
    await upload(url, 'a.png', await png('#ff0000'));
    const original_ref = JSON.stringify({ filename: 'a.png', type: 'input', subfolder: '' });
    const answer = await upload(
      url,
      'm.png',
      await png('#000000', 0.5),
      { original_ref, subfolder: 'clipspace' },
      'mask',
    );
    expect(answer.json).toEqual({ name: 'm.png', subfolder: 'clipspace', type: 'input' });
    const masked = await send(`${url}/view?filename=m.png&type=input&subfolder=clipspace`);
    expect(await pixel(masked.bytes)).toEqual([255, 0, 0, 128]);
  });

  test('without one nothing is written, though it looks well', async ({ comfyUi: { url } }) => {
    const original_ref = JSON.stringify({ filename: 'missing.png', type: 'input' });
    expect((await upload(url, 'm.png', await png('#000000'), { original_ref }, 'mask')).status).toBe(200);
    expect((await send(`${url}/view?filename=m.png&type=input`)).status).toBe(404);
    expect((await upload(url, 'm.png', await png('#000000'), {}, 'mask')).status).toBe(500);
  });
});

describe('view', () => {
  test('gives a file as it is', async ({ comfyUi, start }) => {
    const bytes = await png('#ff0000');
    for (const server of [comfyUi, await start({ version: '0.3.64' })]) {
      await upload(server.url, 'v.png', bytes);
      const answer = await send(`${server.url}/view?filename=v.png&type=input`);
      expect(answer.bytes).toEqual(bytes);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': 'filename="v.png"',
        'content-length': String(bytes.length),
        'accept-ranges': 'bytes',
        etag: expect.stringMatching(/^"[0-9a-f]+-[0-9a-f]+"$/),
        'last-modified': expect.any(String),
      });
      expect(answer.headers['x-content-type-options']).toBe(server === comfyUi ? 'nosniff' : undefined);
    }
    expect((await send(`${comfyUi.url}/view?filename=v.png%20%5Binput%5D`)).status).toBe(200);
  });

  test('knows ranges and unchanged files', async ({ comfyUi: { url } }) => {
    await upload(url, 'v.txt', '0123456789');
    const file = `${url}/view?filename=v.txt&type=input`;
    const range = async (value: string) => {
      const answer = await send(file, { headers: { range: value } });
      return [answer.status, answer.text, answer.headers['content-range']];
    };
    expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect((await range('bytes=20-30'))[0]).toBe(416);
    const head = await send(file, { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '10']);
    const same = await send(file, { headers: { 'if-none-match': String(head.headers.etag) } });
    expect([same.status, same.text]).toEqual([304, '']);
  });

  test('writes pictures anew when asked', async ({ comfyUi: { url } }) => {
    await upload(url, 'v.png', await png('#ff0000', 0.5));
    await upload(url, 'v.txt', 'hello');
    const seen = async (query: string) => {
      const answer = await send(`${url}/view?filename=v.png&type=input&${query}`);
      const { format, channels } = await sharp(answer.bytes).metadata();
      return [answer.headers['content-type'], format, channels, answer.headers.etag];
    };
    expect(await seen('preview=webp;50')).toEqual(['image/webp', 'webp', 4, undefined]);
    expect(await seen('preview=jpeg;50')).toEqual(['image/jpeg', 'jpeg', 3, undefined]);
    expect(await seen('preview=odd')).toEqual(['image/webp', 'webp', 4, undefined]);
    expect(await seen('channel=rgb')).toEqual(['image/png', 'png', 3, undefined]);
    const alpha = await send(`${url}/view?filename=v.png&type=input&channel=a`);
    expect(await pixel(alpha.bytes)).toEqual([0, 0, 0, 128]);
    expect((await send(`${url}/view?filename=v.txt&type=input&preview=webp`)).status).toBe(500);
  });

  test('refuses what is not there, not named or not inside', async ({ comfyUi: { url, dir } }) => {
    await writeFile(path.join(dir, 'secret.txt'), 'x');
    const statusOf = async (query: string) => (await send(`${url}/view?${query}`)).status;
    expect(await statusOf('')).toBe(404);
    expect(await statusOf('filename=nope.png')).toBe(404);
    for (const query of [
      'filename=&type=input',
      'filename=/x.png',
      'filename=../secret.txt',
      'filename=x.png&type=zzz',
    ]) {
      expect(await statusOf(query), query).toBe(400);
    }
    expect(await statusOf('filename=secret.txt&subfolder=..&type=input')).toBe(403);
    expect(await statusOf('filename=input/secret.txt')).toBe(404);
  });
});

describe('saved pictures', () => {
  test('carry the graph and the workflow', async ({ comfyUi: { url } }) => {
    const workflow = { id: 'w', note: 'größe 空' };
    const graph = still(0x102030);
    await run(url, graph, { extra_data: { extra_pnginfo: { workflow } } });
    const { bytes } = await send(`${url}/view?filename=still_00001_.png`);
    const chunks = readTextChunks(bytes);
    expect(chunks.map(([keyword, text]) => [keyword, JSON.parse(text)])).toEqual([
      ['prompt', graph],
      ['workflow', workflow],
    ]);
    expect(bytes.indexOf('tEXt')).toBeLessThan(bytes.indexOf('IDAT'));
    expect(await pixel(bytes)).toEqual([0xef, 0xdf, 0xcf]);
  });

  test('are numbered on from the largest of their prefix', async ({ comfyUi: { url, dir } }) => {
    await writeFile(path.join(dir, 'output', 'still_00041_.mp4'), '');
    await writeFile(path.join(dir, 'output', 'stillness_00099_.png'), '');
    const batch = still(1);
    Object.assign(batch['1']?.inputs ?? {}, { batch_size: 2 });
    const entry = await run(url, batch);
    expect(entry.outputs['3'].images.map(({ filename }: { filename: string }) => filename)).toEqual([
      'still_00042_.png',
      'still_00043_.png',
    ]);
  });

  test('take folders and tokens from their prefix', async ({ comfyUi: { url, dir } }) => {
    const batch = still(1, 'sub/dir/%year%_%width%x%height%_%batch_num%_%unknown%');
    Object.assign(batch['1']?.inputs ?? {}, { batch_size: 2 });
    const { images } = (await run(url, batch)).outputs['3'];
    const year = new Date().getFullYear();
    expect(images).toEqual([
      { filename: `${year}_16x8_0_%unknown%_00001_.png`, subfolder: 'sub/dir', type: 'output' },
      { filename: `${year}_16x8_1_%unknown%_00002_.png`, subfolder: 'sub/dir', type: 'output' },
    ]);
    expect(await readdir(path.join(dir, 'output/sub/dir'))).toHaveLength(2);
  });

  test('that only pass have letters that stay with their node', async ({ comfyUi: { url } }) => {
    const graph = (color: number) => ({
      '1': { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color } },
      '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
    });
    const name = async (color: number) => (await run(url, graph(color))).outputs['2'].images[0].filename;
    const first = await name(1);
    expect(first).toMatch(/^ComfyUI_temp_[a-z]{5}_00001_\.png$/);
    expect(await name(2)).toBe(first.replace('00001', '00002'));
    await send(`${url}/free`, { body: { free_memory: true } });
    await run(url, still(1));
    expect((await name(3)).slice(0, 18)).not.toBe(first.slice(0, 18));
  });
});
