/** Hands a file to the stand-in on this person's behalf; from then on its id stands for it. */
import * as z from 'zod';
import { RefusedError } from './connection.ts';

const uploaded = z.object({ id: z.string() });

/** `to` is the path to whoever takes it. */
export async function uploadFile(file: File, to: readonly string[]): Promise<string> {
  const path = [...to, file.name].map(encodeURIComponent).join('/');
  const headers = { 'content-type': file.type || 'application/octet-stream' };
  const answer = await fetch(`/${path}`, { method: 'POST', body: file, headers }).catch(() => null);
  if (!answer) throw new RefusedError(`${file.name} could not be uploaded: the playground does not answer.`);
  if (!answer.ok) throw new RefusedError(await answer.text());
  return uploaded.parse(await answer.json()).id;
}
