/** Sound, through ffmpeg; without it these nodes are not offered. What they save is silence. */
import path from 'node:path';
import type { Folder } from '../files.ts';
import {
  combo,
  defineNode,
  float,
  int,
  link,
  type NodeClass,
  type NodeRun,
  type NodeSetting,
  other,
  text,
} from './class.ts';
import { ffmpegRun, metadata, silence } from './ffmpeg.ts';
import type { Audio } from './values.ts';

const HIDDEN = ['prompt', 'extra_pnginfo'];

interface Saving {
  type: Folder;
  prefix: string;
  ending: string;
  codec: readonly string[];
}

async function saveSound(
  ffmpeg: string,
  audio: Audio,
  run: NodeRun,
  { type, prefix, ending, codec }: Saving,
) {
  const place = await run.files.savePlace(type, prefix, 0, 0);
  const filename = place.name(0, ending);
  const seconds = audio.length / audio.sampleRate;
  const target = path.join(place.folder, filename);
  await ffmpegRun(
    ffmpeg,
    [...silence(audio), '-t', String(seconds), ...metadata(run), ...codec, target],
    null,
  );
  return { audio: [{ filename, subfolder: place.subfolder, type }] };
}

export function soundNodes({ version, ffmpeg }: NodeSetting): NodeClass[] {
  if (ffmpeg === null) return [];
  const advanced = version.modern ? { advanced: true } : {};
  const endingOf = (kind: string) => (version.modern ? `.${kind}` : `_.${kind}`);
  const flac = { ending: endingOf('flac'), codec: ['-c:a', 'flac'] };

  return [
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
        return {
          values: [audio],
          ui: await saveSound(ffmpeg, audio, run, { type: 'output', prefix, ...flac }),
        };
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
        return {
          values: [audio],
          ui: await saveSound(ffmpeg, audio, run, { type: 'temp', prefix, ...flac }),
        };
      },
    }),
    defineNode(version, {
      name: 'SaveAudioMP3',
      title: 'Save Audio (MP3)',
      module: 'comfy_extras.nodes_audio',
      category: 'audio',
      api: 'moved',
      inputs: {
        audio: link('AUDIO'),
        filename_prefix: text({ default: 'audio/ComfyUI' }),
        quality: combo(['V0', '128k', '320k'], { default: 'V0' }),
      },
      hidden: HIDDEN,
      shows: ['AUDIO', 'audio'],
      async run(inputs, run) {
        const audio = inputs.object('audio', 'AUDIO');
        const quality = inputs.text('quality');
        const codec = ['-c:a', 'libmp3lame', ...(quality === 'V0' ? ['-q:a', '0'] : ['-b:a', quality])];
        const saving = {
          type: 'output' as const,
          prefix: inputs.text('filename_prefix'),
          ending: endingOf('mp3'),
          codec,
        };
        return { values: [audio], ui: await saveSound(ffmpeg, audio, run, saving) };
      },
    }),
    defineNode(version, {
      name: 'SaveAudioOpus',
      title: 'Save Audio (Opus)',
      module: 'comfy_extras.nodes_audio',
      category: 'audio',
      api: 'moved',
      inputs: {
        audio: link('AUDIO'),
        filename_prefix: text({ default: 'audio/ComfyUI' }),
        quality: combo(['64k', '96k', '128k', '192k', '320k'], { default: '128k' }),
      },
      hidden: HIDDEN,
      shows: ['AUDIO', 'audio'],
      async run(inputs, run) {
        const audio = inputs.object('audio', 'AUDIO');
        const quality = inputs.text('quality');
        const codec = ['-c:a', 'libopus', ...['-b:a', quality]];
        const saving = {
          type: 'output' as const,
          prefix: inputs.text('filename_prefix'),
          ending: endingOf('opus'),
          codec,
        };
        return { values: [audio], ui: await saveSound(ffmpeg, audio, run, saving) };
      },
    }),
  ];
}
