/** Why something failed, and what else was said, as an English reader is told. */
import { plain, type Text } from '../../core/card.ts';
import type { Failure } from '../../core/job.ts';

/** @throws where nothing has failed */
export function toldOf(failure: Pick<Failure, 'message' | 'remedy'> | undefined) {
  if (!failure) throw new Error('nothing has failed');
  return { message: plain(failure.message), remedy: plain(failure.remedy) };
}

export const linesOf = (texts: readonly Text[] = []): string[] => texts.map((text) => plain(text));
