/** A model file that the server does not have: where it belongs, and what is there instead. */
import { say } from '../../core/say.ts';
import { nearest } from './models.ts';
import type { Trouble } from './telling.ts';

export interface MissingModel {
  title: string;
  file: string;
  /** Under ComfyUI's `models`. */
  folder: string | null;
  /** What is there instead. */
  known: string[] | null;
}

export function missingModel({ title, file, folder, known }: MissingModel): Trouble {
  const put = folder
    ? say('Put it into {folder} at the server.', { folder: `models/${folder}` })
    : say('Put it into its models folder at the server.');
  return {
    message: say('The ComfyUI server does not have the model file "{file}" that "{title}" loads.', {
      file,
      title,
    }),
    remedy: known === null ? put : [put, ' ', insteadOf(file, known)],
  };
}

function insteadOf(file: string, known: string[]) {
  return known.length === 0
    ? say('That folder is empty.')
    : say('Or change the workflow to one that is there: {names}.', {
        names: nearest(file, known).join(', '),
      });
}
