/** Hands a file to the stand-in on this person's behalf; from then on its id stands for it. */
import * as z from 'zod';
import { RefusedError } from './connection.ts';

const uploaded = z.object({ id: z.string() });

export async function uploadFile(file: File, memberId: string, channelId: string): Promise<string> {
  const path = ['uploads', memberId, channelId, file.name].map(encodeURIComponent).join('/');
  const headers = { 'content-type': file.type || 'application/octet-stream' };
  const answer = await fetch(`/${path}`, { method: 'POST', body: file, headers }).catch(() => null);
  if (!answer) throw new RefusedError(`${file.name} could not be uploaded: the playground does not answer.`);
  if (!answer.ok) throw new RefusedError(await answer.text());
  return uploaded.parse(await answer.json()).id;
}

/** What a file input may offer, from Discord's list of kinds (`image`, `.json`). */
export function acceptOf(fileTypes: readonly string[] | null | undefined): string {
  return (fileTypes ?? []).map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',');
}
