/** Node, ffmpeg, the clock, and room for the outputs. */
import { statfs } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediaOptions, type Settings } from '../../core/config.ts';
import { toError } from '../../core/errors.ts';
import { newReportId } from '../../core/ids.ts';
import { openMediaStore } from '../../core/media.ts';
import { findProgram } from '../redis-server.ts';
import { type Finding, good, look, wrong } from './report.ts';

/** Type stripping without a flag or a warning. */
const oldestNode = [24, 12] as const;

export function examineMachine(node: string, path = ''): Finding[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isNew = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const ffmpeg = findProgram(['ffmpeg'], path.split(delimiter).filter(Boolean));
  return [
    isNew
      ? good(`Node is ${node}.`)
      : wrong(
          `Node is ${node}; the programs need ${oldestNode.join('.')} or newer.`,
          'Start them with npm, which brings the right one.',
        ),
    ffmpeg
      ? good(`ffmpeg is ${ffmpeg}.`)
      : look(
          'ffmpeg is not found; it is needed where videos are made or changed.',
          'Install it, on Debian with: sudo apt-get install ffmpeg',
        ),
  ];
}

/** Slack refuses what is five minutes old; times in posts are off long before. */
const skewWrongMs = 60_000;
const skewLookMs = 5000;

export function examineClock(skewMs: number | undefined): Finding[] {
  if (skewMs === undefined) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const text = `This machine's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the servers'.`;
  const remedy = 'Switch on time synchronisation, for example with: sudo timedatectl set-ntp true';
  if (Math.abs(skewMs) > skewWrongMs) return [wrong(text, remedy)];
  return [
    Math.abs(skewMs) > skewLookMs
      ? look(text, remedy)
      : good("This machine's clock agrees with the servers'."),
  ];
}

const gigabyte = 1024 ** 3;

export async function examineMedia(settings: Settings): Promise<Finding[]> {
  const { MEDIA_URL: url } = settings;
  const place = /^file:/.test(url) ? fileURLToPath(url) : url.replace(/\/\/[^/@]*@/, '//');
  // Two doctors may look at the same time.
  const folder = `doctor-${newReportId()}`;
  try {
    const store = openMediaStore(url, mediaOptions(settings));
    const key = await store.put(folder, 'doctor.txt', Buffer.from('written by npm run doctor'));
    const read = await store.get(key);
    await store.removeFolder(folder);
    await store.close();
    if (read?.toString() !== 'written by npm run doctor')
      throw new Error('what was written cannot be read again');
  } catch (thrown) {
    return [
      wrong(
        `Outputs cannot be kept in ${place} (${toError(thrown).message}).`,
        'Let this user write there, or set MEDIA_URL to another place.',
      ),
    ];
  }
  const findings = [good(`Outputs can be kept in ${place}.`)];
  return url.startsWith('file:') ? [...findings, await room(fileURLToPath(url))] : findings;
}

async function room(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)));
  const free = (bavail * bsize) / gigabyte;
  const text = `${free.toFixed(1)} GB are free on its disk.`;
  const remedy = 'Make room, or set MEDIA_URL to a larger disk.';
  if (free < 1) return wrong(text, remedy);
  return free < 10 ? look(text, remedy) : good(text);
}
