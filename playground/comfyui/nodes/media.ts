/** Video and sound, through ffmpeg; without it these nodes are not offered. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Folder } from '../files.ts';
import { withChannels } from '../pixels.ts';
import { PythonError } from '../python.ts';
import {
  combo,
  defineNode,
  dynamicCombo,
  float,
  type InputSpec,
  int,
  link,
  type NodeClass,
  type NodeRun,
  type NodeSetting,
  optional,
  other,
  text,
} from './class.ts';
import { metadataOf } from './save.ts';
import type { Audio, Video } from './values.ts';

const HIDDEN = ['prompt', 'extra_pnginfo'];

const silence = ({ sampleRate, channels }: Audio): string[] => [
  '-f',
  'lavfi',
  '-i',
  `anullsrc=sample_rate=${sampleRate}:channel_layout=${channels === 1 ? 'mono' : 'stereo'}`,
];

const metadata = (run: NodeRun): string[] =>
  metadataOf(run).flatMap(([name, json]) => ['-metadata', `${name}=${json}`]);

async function ffmpegRun(
  ffmpeg: string,
  args: string[],
  frames: AsyncIterable<Uint8Array> | null,
): Promise<void> {
  const child = spawn(ffmpeg, ['-hide_banner', '-loglevel', 'error', '-y', ...args]);
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  // ffmpeg closes its end early when it fails; its exit code says so.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (frames !== null) {
    for await (const frame of frames) {
      if (!child.stdin.write(frame)) {
        await Promise.race([ended, new Promise((resolve) => child.stdin.once('drain', resolve))]);
      }
    }
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new PythonError('OSError', `ffmpeg ended with ${code}: ${complaints.trim()}`);
}

async function* rawFrames({ images }: Video): AsyncIterable<Uint8Array> {
  for (const one of images) yield (await withChannels(one, 3)).data;
}

async function saveVideo(ffmpeg: string, video: Video, run: NodeRun, prefix: string, crf: number) {
  const { width, height } = video.images[0];
  const place = await run.files.savePlace('output', prefix, width, height);
  const filename = place.name(0, '_.mp4');
  const seconds = video.images.length / video.fps;
  await ffmpegRun(
    ffmpeg,
    [
      ...[
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-s',
        `${width}x${height}`,
        '-r',
        String(video.fps),
        '-i',
        'pipe:0',
      ],
      ...(video.audio === undefined ? [] : [...silence(video.audio), '-c:a', 'aac']),
      // yuv420p knows no odd sides.
      ...[
        '-vf',
        'crop=trunc(iw/2)*2:trunc(ih/2)*2',
        '-c:v',
        'libx264',
        '-pix_fmt',
        'yuv420p',
        '-crf',
        String(crf),
      ],
      ...['-preset', 'veryfast', '-t', String(seconds), '-movflags', '+use_metadata_tags+faststart'],
      ...metadata(run),
      path.join(place.folder, filename),
    ],
    rawFrames(video),
  );
  return { images: [{ filename, subfolder: place.subfolder, type: 'output' }], animated: [true] };
}

async function saveFlac(
  ffmpeg: string,
  audio: Audio,
  run: NodeRun,
  type: Folder,
  prefix: string,
  ending: string,
) {
  const place = await run.files.savePlace(type, prefix, 0, 0);
  const filename = place.name(0, ending);
  const seconds = audio.length / audio.sampleRate;
  const target = path.join(place.folder, filename);
  await ffmpegRun(
    ffmpeg,
    [...silence(audio), '-t', String(seconds), ...metadata(run), '-c:a', 'flac', target],
    null,
  );
  return { audio: [{ filename, subfolder: place.subfolder, type }] };
}

/** The modern SaveVideo asks for the codec as part of the format, and still takes the old flat form. */
function videoFormats(modern: boolean): Record<string, InputSpec> {
  if (!modern) {
    return {
      format: combo(['auto', 'mp4'], { default: 'auto' }),
      codec: combo(['auto', 'h264'], { default: 'auto' }),
    };
  }
  const crf = { crf: float(23, 0, 51, 1) };
  const encoding = () => optional(dynamicCombo({ auto: {}, 're-encode': crf }));
  const codec = () => dynamicCombo({ auto: {}, h264: { encoding: encoding() } });
  return {
    format: dynamicCombo({ auto: { codec: codec() }, mp4: { codec: codec() } }),
    codec: { ...optional(codec()), options: { hidden: true } },
  };
}

export function mediaNodes({ version, ffmpeg }: NodeSetting): NodeClass[] {
  if (ffmpeg === null) return [];
  const advanced = version.modern ? { advanced: true } : {};
  const audioEnding = version.modern ? '.flac' : '_.flac';

  return [
    defineNode(version, {
      name: 'CreateVideo',
      title: 'Create Video',
      module: 'comfy_extras.nodes_video',
      category: 'image/video',
      api: 'v3',
      inputs: {
        images: link('IMAGE'),
        fps: float(30, 1, 120, 1),
        audio: optional(link('AUDIO')),
        ...(version.modern ? { bit_depth: optional(int(8, 8, 10, { step: 2, display: 'number' })) } : {}),
      },
      outputs: ['VIDEO'],
      run(inputs) {
        const audio = inputs.has('audio') ? { audio: inputs.object('audio', 'AUDIO') } : {};
        return {
          values: [{ kind: 'VIDEO', images: inputs.images('images'), fps: inputs.number('fps'), ...audio }],
        };
      },
    }),
    defineNode(version, {
      name: 'SaveVideo',
      title: 'Save Video',
      module: 'comfy_extras.nodes_video',
      category: 'image/video',
      api: 'v3',
      inputs: {
        video: link('VIDEO'),
        filename_prefix: text({ default: 'video/ComfyUI', multiline: false }),
        ...videoFormats(version.modern),
      },
      hidden: HIDDEN,
      shows: ['VIDEO', 'video'],
      async run(inputs, run) {
        const video = inputs.object('video', 'VIDEO');
        const named = ['format.codec.encoding.crf', 'codec.encoding.crf'].find((name) => inputs.has(name));
        const crf = named === undefined ? 23 : inputs.number(named);
        return {
          values: [video],
          ui: await saveVideo(ffmpeg, video, run, inputs.text('filename_prefix'), crf),
        };
      },
    }),
    defineNode(version, {
      name: 'EmptyAudio',
      title: 'Empty Audio',
      module: 'comfy_extras.nodes_audio',
      category: 'audio',
      api: 'moved',
      inputs: {
        duration: float(60, 0, 18_446_744_073_709_551_615n, 0.01),
        sample_rate: version.modern ? int(44_100, 1, 192_000, advanced) : other('INT', { default: 44_100 }),
        channels: int(2, 1, 2, advanced),
      },
      outputs: ['AUDIO'],
      run(inputs) {
        const sampleRate = inputs.number('sample_rate');
        const length = Math.round(inputs.number('duration') * sampleRate);
        return { values: [{ kind: 'AUDIO', sampleRate, channels: inputs.number('channels'), length }] };
      },
    }),
    defineNode(version, {
      name: 'SaveAudio',
      title: 'Save Audio (FLAC)',
      module: 'comfy_extras.nodes_audio',
      category: 'audio',
      api: 'moved',
      inputs: { audio: link('AUDIO'), filename_prefix: text({ default: 'audio/ComfyUI' }) },
      hidden: HIDDEN,
      shows: ['AUDIO', 'audio'],
      async run(inputs, run) {
        const audio = inputs.object('audio', 'AUDIO');
        const prefix = inputs.text('filename_prefix');
        return { values: [audio], ui: await saveFlac(ffmpeg, audio, run, 'output', prefix, audioEnding) };
      },
    }),
    defineNode(version, {
      name: 'PreviewAudio',
      title: 'Preview Audio',
      module: 'comfy_extras.nodes_audio',
      category: 'audio',
      api: 'moved',
      inputs: { audio: link('AUDIO') },
      hidden: HIDDEN,
      shows: ['AUDIO', 'audio'],
      async run(inputs, run) {
        const audio = inputs.object('audio', 'AUDIO');
        const prefix = `ComfyUI_temp_${run.tempLetters}`;
        return { values: [audio], ui: await saveFlac(ffmpeg, audio, run, 'temp', prefix, audioEnding) };
      },
    }),
  ];
}
