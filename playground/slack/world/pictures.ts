/** Pictures named in blocks: Slack fetches addresses and looks files up, and refuses the message when it cannot. */
import { isIP } from 'node:net';
import { type Problem, refuseWith } from '../errors.ts';
import { picturesIn } from '../validate/blocks.ts';
import { isRecord } from '../validate/walk.ts';
import type { Attachment, Block } from './types.ts';
import { canStandInBlock, fileByUrl } from './uploads.ts';
import type { World } from './world.ts';

export function pictureProblems(world: World, blocks: readonly Block[], base: string): Problem[] {
  return picturesIn(blocks, base).flatMap(({ part, pointer }): Problem[] => {
    const { slack_file: slackFile, image_url: url } = part;
    if (isRecord(slackFile)) {
      const file =
        typeof slackFile.id === 'string'
          ? world.files.get(slackFile.id)
          : fileByUrl(world, String(slackFile.url));
      if (file && canStandInBlock(file)) return [];
      return [{ pointer: `${pointer}/slack_file`, message: 'invalid slack file' }];
    }
    if (typeof url === 'string' && isPublic(url)) return [];
    return [{ pointer: `${pointer}/image_url`, message: 'downloading image failed' }];
  });
}

/** In a message's blocks and in those of its attachments. */
export function refusePictures(
  world: World,
  { blocks = [], attachments = [] }: { blocks?: Block[] | undefined; attachments?: Attachment[] | undefined },
): void {
  const problems = pictureProblems(world, blocks, '/blocks');
  if (problems.length > 0) throw refuseWith('invalid_blocks', problems);
  const attached = attachments.flatMap((one, index) =>
    Array.isArray(one.blocks) ? pictureProblems(world, one.blocks, `/attachments/${index}/blocks`) : [],
  );
  if (attached.length > 0) throw refuseWith('invalid_attachments', attached);
}

/**
 * Slack's servers cannot reach the machine a bot runs on. Addresses they could reach are taken at their word:
 * the stand-in fetches nothing.
 */
function isPublic(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 6) return !/^(::1?$|f[cd]|fe80)/i.test(host);
  if (isIP(host) === 4) return !/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
  return host.includes('.') && !/\.(local|internal|localhost|test|invalid)$/.test(host);
}
