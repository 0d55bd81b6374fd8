/** Video, through ffmpeg; without it these nodes are not offered. */
import path from 'node:path';
import { withChannels } from '../pixels.ts';
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
  text,
} from './class.ts';
import { ffmpegRun, metadata, silence } from './ffmpeg.ts';
import { image, type Video } from './values.ts';

const HIDDEN = ['prompt', 'extra_pnginfo'];

async function* rawFrames({ images }: Video): AsyncIterable<Uint8Array> {
  for (const one of images) yield (await withChannels(one, 3)).data;
}

interface Encoding {
  prefix: string;
  ending: string;
  encoding: readonly string[];
}

async function saveFrames(
  ffmpeg: string,
  video: Video,
  run: NodeRun,
  { prefix, ending, encoding }: Encoding,
) {
  const { width, height } = video.images[0];
  const place = await run.files.savePlace('output', prefix, width, height);
  const filename = place.name(0, ending);
  const seconds = video.images.length / video.fps;
  await ffmpegRun(
    ffmpeg,
    [
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`],
      ...['-r', String(video.fps), '-i', 'pipe:0'],
      ...(video.audio === undefined ? [] : [...silence(video.audio), '-c:a', 'aac']),
      // yuv420p knows no odd sides.
      ...['-vf', 'crop=trunc(iw/2)*2:trunc(ih/2)*2', ...encoding, '-t', String(seconds)],
      ...metadata(run),
      path.join(place.folder, filename),
    ],
    rawFrames(video),
  );
  return { images: [{ filename, subfolder: place.subfolder, type: 'output' }], animated: [true] };
}

function saveVideo(ffmpeg: string, video: Video, run: NodeRun, prefix: string, crf: number) {
  const encoding = [
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', String(crf), '-preset', 'veryfast'],
    ...['-movflags', '+use_metadata_tags+faststart'],
  ];
  return saveFrames(ffmpeg, video, run, { prefix, ending: '_.mp4', encoding });
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
        // A video without sound has none to hand on.
        const audio = inputs.value('audio') ? { audio: inputs.object('audio', 'AUDIO') } : {};
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
      name: 'SaveWEBM',
      ...(version.modern ? { title: 'Save WEBM' } : {}),
      module: 'comfy_extras.nodes_video',
      category: version.modern ? 'video' : 'image/video',
      api: 'v3',
      inputs: {
        images: link('IMAGE'),
        filename_prefix: text({ default: 'ComfyUI', multiline: false }),
        codec: combo(['vp9', 'av1']),
        fps: float(24, 0.01, 1000, 0.01),
        crf: float(32, 0, 63, 1),
      },
      hidden: HIDDEN,
      shows: ['IMAGE', 'images'],
      async run(inputs, run) {
        const images = inputs.images('images');
        const video: Video = { kind: 'VIDEO', images, fps: inputs.number('fps') };
        const crf = String(inputs.number('crf'));
        const codec =
          inputs.text('codec') === 'av1'
            ? ['-c:v', 'libsvtav1', '-pix_fmt', 'yuv420p10le', '-preset', '6']
            : ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuv420p', '-b:v', '0'];
        const encoding = [...codec, '-crf', crf];
        const prefix = inputs.text('filename_prefix');
        const ui = await saveFrames(ffmpeg, video, run, { prefix, ending: '_.webm', encoding });
        return { values: [image(images)], ui };
      },
    }),
  ];
}
