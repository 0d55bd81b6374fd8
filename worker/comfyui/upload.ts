/**
 * Files that a graph starts from, put where ComfyUI finds them: in its folder for temporary files, which it empties
 * itself whenever it starts or ends. It has no other way to take a file back.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { FormData } from 'undici';
import { z } from 'zod';
import { say } from '../../core/say.ts';
import type { HandedFile } from '../backend.ts';
import { JobFailure } from '../failure.ts';
import { type Http, HttpError } from './http.ts';

const folder = 'rendezvous';
const answerSchema = z.object({ name: z.string().min(1), subfolder: z.string(), type: z.literal('temp') });

/**
 * The name follows from the key, which only those know who have the file: nobody can guess it, and the same file is
 * there once. It may be answered with another name, when that one is taken by other bytes.
 * @returns what a graph calls it. @throws JobFailure, PassingError
 */
export async function upload(
  http: Http,
  { key, mediaType, bytes }: HandedFile,
  signal: AbortSignal,
): Promise<string> {
  const name = `${createHash('sha256').update(key).digest('hex').slice(0, 32)}${extname(key)}`;
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
  form.set('type', 'temp');
  form.set('subfolder', folder);
  try {
    const answer = await http.postForm('/upload/image', form, answerSchema, signal);
    return `${answer.subfolder ? `${answer.subfolder}/` : ''}${answer.name} [temp]`;
  } catch (thrown) {
    if (!(thrown instanceof HttpError) || thrown.status !== 413) throw thrown;
    throw new JobFailure(
      {
        message: say('What was attached is larger than the ComfyUI server takes.'),
        remedy: say('Attach a smaller file, or let its operator raise --max-upload-size.'),
      },
      { cause: thrown },
    );
  }
}
