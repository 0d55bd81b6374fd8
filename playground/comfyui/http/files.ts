/** Files out (`/view`) and in (`/upload/image`, `/upload/mask`). */
import type { Hono } from 'hono';
import type { Life } from '../life.ts';
import { type Ctx, type Env, empty, json, readForm } from './answers.ts';
import { sendFile } from './send-file.ts';
import { sendTransformed } from './transform.ts';
import { storeImage, storeMask, type UploadAnswer } from './upload.ts';
import { findFile } from './view-path.ts';

export function addFileRoutes(routes: Hono<Env>, life: Life): void {
  routes.get('/view', async (context) => {
    const query = context.req.query();
    const found = await findFile(life.files, query);
    if (typeof found === 'number') return empty(context, found);
    const { preview, channel } = query;
    if (preview !== undefined) return sendTransformed(context, found, { preview, channel });
    if (channel === 'rgb' || channel === 'a') return sendTransformed(context, found, { channel });
    return sendFile(context, found, life.version.hardenedHttp);
  });

  routes.post('/upload/image', async (context) =>
    tell(context, await storeImage(life.files, await readForm(context))),
  );
  routes.post('/upload/mask', async (context) =>
    tell(context, await storeMask(life.files, await readForm(context))),
  );
}

const tell = (context: Ctx, answer: UploadAnswer): Response =>
  answer === null ? empty(context, 400) : json(context, answer);
