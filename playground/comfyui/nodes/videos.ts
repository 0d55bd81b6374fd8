/** Videos that are opened and taken apart, through ffmpeg; without it these nodes are not offered. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Batch, Pixels } from '../pixels.ts';
import { PythonError } from '../python.ts';
import { combo, defineNode, link, type NodeClass, type NodeSetting } from './class.ts';
import { ffmpegRun } from './ffmpeg.ts';
import { image, type Video } from './values.ts';

/** Frames stand in memory uncompressed. */
const MOST_BYTES = 400_000_000;

const probedSchema = z.object({
  streams: z.array(
    z.looseObject({
      codec_type: z.string(),
      width: z.number().optional(),
      height: z.number().optional(),
      avg_frame_rate: z.string().optional(),
      sample_rate: z.coerce.number().optional(),
      channels: z.number().optional(),
      duration: z.coerce.number().optional(),
    }),
  ),
});

async function open(ffmpeg: string, file: string): Promise<Video> {
  const args = ['-v', 'error', '-show_streams', '-of', 'json', file];
  const { stdout } = await promisify(execFile)(ffmpeg.replace(/ffmpeg$/, 'ffprobe'), args);
  const { streams } = probedSchema.parse(JSON.parse(stdout));
  const shown = streams.find(({ codec_type }) => codec_type === 'video');
  const sound = streams.find(({ codec_type }) => codec_type === 'audio');
  const { width, height } = shown ?? {};
  if (!shown || !width || !height)
    throw new PythonError('ValueError', `No video stream found in file '${file}'`);
  const [count = 0, per = 1] = (shown.avg_frame_rate ?? '').split('/').map(Number);
  const fps = count > 0 && per > 0 ? count / per : 24;
  const images = await frames(ffmpeg, file, width, height);
  if (!sound) return { kind: 'VIDEO', images, fps };
  const sampleRate = sound.sample_rate ?? 44_100;
  const length = Math.round((sound.duration ?? images.length / fps) * sampleRate);
  return {
    kind: 'VIDEO',
    images,
    fps,
    audio: { kind: 'AUDIO', sampleRate, channels: sound.channels ?? 2, length },
  };
}

async function frames(ffmpeg: string, file: string, width: number, height: number): Promise<Batch> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const args = ['-noautorotate', '-i', file, '-an', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  await ffmpegRun(ffmpeg, args, null, (chunk) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  });
  if (bytes > MOST_BYTES)
    throw new PythonError(
      'MemoryError',
      `The frames take ${bytes} bytes; this stand-in holds ${MOST_BYTES}.`,
    );
  const all = Buffer.concat(chunks);
  const size = width * height * 3;
  const images = Array.from({ length: Math.floor(all.length / size) }, (_, index): Pixels => {
    return { width, height, channels: 3, data: all.subarray(index * size, (index + 1) * size) };
  });
  const [first, ...rest] = images;
  if (!first) throw new PythonError('ValueError', `No frames found in file '${file}'`);
  return [first, ...rest];
}

export function videoNodes({ version, files, inputFiles, ffmpeg }: NodeSetting): NodeClass[] {
  if (ffmpeg === null) return [];
  const video = { module: 'comfy_extras.nodes_video', category: 'image/video', api: 'v3' } as const;
  const endings = /\.(mp4|webm|mkv|mov|avi|gif)$/i;

  return [
    defineNode(version, {
      ...video,
      name: 'LoadVideo',
      title: 'Load Video',
      inputs: {
        file: combo(() => inputFiles().filter((name) => endings.test(name)), { video_upload: true }),
      },
      outputs: ['VIDEO'],
      check: {
        input: 'file',
        accepts: (value) =>
          (typeof value === 'string' && files.exists(value)) || `Invalid video file: ${String(value)}`,
      },
      fingerprint: (inputs) =>
        createHash('sha256')
          .update(readFileSync(files.locate(inputs.text('file'))))
          .digest('hex'),
      run: async (inputs) => ({ values: [await open(ffmpeg, files.locate(inputs.text('file')))] }),
    }),
    defineNode(version, {
      ...video,
      name: 'GetVideoComponents',
      title: 'Get Video Components',
      inputs: { video: link('VIDEO') },
      outputs: [
        ['IMAGE', 'images'],
        ['AUDIO', 'audio'],
        ['FLOAT', 'fps'],
        ...(version.modern
          ? ([
              ['INT', 'bit_depth'],
              ['COMBO', 'color_space'],
            ] as const)
          : []),
      ],
      run(inputs) {
        const { images, fps, audio } = inputs.object('video', 'VIDEO');
        const more = version.modern ? [8, 'sRGB'] : [];
        return { values: [image(images), audio ?? null, fps, ...more] };
      },
    }),
  ];
}
