/** Where bytes come in (`/upload/v1/…`, no token: the address is the key) and go out (`/files-pri/…`, by bearer token). */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { StoredFile } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { mayBotSee } from './methods/files.ts';
import type { Note } from './wire.ts';

export const uploadPath = (file: StoredFile) => `/upload/v1/${file.id}${file.secret}`;

type App = Hono<{ Bindings: HttpBindings }>;

export function uploadRoutes(app: App, world: World, note: Note): void {
  app.post('/upload/v1/:key', async (c) => {
    const file = [...world.files.values()].find((one) => uploadPath(one) === c.req.path);
    const bytes = await bodyOf(c.req.raw);
    const status = file?.state !== 'uploading' ? 404 : bytes.byteLength === file.size ? 200 : 400;
    note({ wire: 'slack-web', direction: 'in', summary: 'POST /upload/v1/…', body: bytes });
    note({ wire: 'slack-web', direction: 'out', summary: 'POST /upload/v1/…', status });
    if (!file || status === 404) return c.text('not found', 404);
    if (status === 400) {
      return c.text(`expected ${file.size} bytes, got ${bytes.byteLength}`, 400);
    }
    world.bytes.put(file.id, bytes);
    return c.text(`OK - ${bytes.byteLength}`);
  });

  app.get('/files-pri/:key/*', async (c) => {
    const id = c.req.param('key').slice(world.seed.team.id.length + 1);
    const file = world.files.get(id);
    const isBot = c.req.header('authorization') === `Bearer ${world.seed.app.botToken}`;
    const mayRead =
      isBot && world.access === 'installed' && world.manifest.oauth_config.scopes.bot.includes('files:read');
    // Who is not known is sent to the sign-in page; many a program has saved that page as its picture.
    if (!mayRead) return c.redirect(`/?redir=${encodeURIComponent(c.req.path)}`);
    const bytes = file && !file.deleted && mayBotSee(world, file) ? await world.bytes.get(id) : undefined;
    if (!file || !bytes) return c.text('File not found', 404);
    return c.body(Uint8Array.from(bytes).buffer, 200, {
      'content-type': file.mimetype || 'application/octet-stream',
      'content-length': String(bytes.byteLength),
    });
  });

  app.get('/', (c) =>
    c.html('<!doctype html><title>Sign in | Slack</title><h1>Sign in to your workspace</h1>'),
  );
}

/** The bytes themselves, or the one file of a form. */
async function bodyOf(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return new Uint8Array(await request.arrayBuffer());
  const form = await request.formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return new Uint8Array(file ? await file.arrayBuffer() : new ArrayBuffer(0));
}
