import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { type Answer, type Graph, run, send } from './client.ts';
import { test } from './fixture.ts';
import { textToImage } from './graphs.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

const empty = (color: number, width = 4, height = 2) => ({
  class_type: 'EmptyImage',
  inputs: { width, height, batch_size: 1, color },
});
const mask = (value: number, width = 4, height = 4) => ({
  class_type: 'SolidMask',
  inputs: { value, width, height },
});
const save = (from: string) => ({
  class_type: 'SaveImage',
  inputs: { images: [from, 0], filename_prefix: 'x' },
});

async function look(url: string, { filename, subfolder, type }: Answer): Promise<Buffer> {
  return (await send(`${url}/view?${new URLSearchParams({ filename, subfolder, type })}`)).bytes;
}

/** Runs a graph that ends in `out` and returns the pixels of its first picture. */
async function pixels(
  url: string,
  graph: Graph,
): Promise<{ width: number; height: number; rgb(x: number, y: number): number[] }> {
  const entry = await run(url, graph);
  expect(entry.status.messages.at(-1)[0], JSON.stringify(entry.status.messages.at(-1))).toBe(
    'execution_success',
  );
  const [node] = Object.values(entry.outputs) as Answer[];
  const { data, info } = await sharp(await look(url, node.images[0]))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    rgb: (x, y) => [
      ...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3),
    ],
  };
}

describe('pictures without a model', () => {
  test('are made, turned over, mixed', async ({ comfyUi: { url } }) => {
    const blend = (mode: string, factor: number) =>
      pixels(url, {
        a: empty(0x804020),
        b: empty(0x204080),
        mix: {
          class_type: 'ImageBlend',
          inputs: { image1: ['a', 0], image2: ['b', 0], blend_factor: factor, blend_mode: mode },
        },
        out: save('mix'),
      });
    expect((await blend('normal', 0.5)).rgb(0, 0)).toEqual([80, 64, 80]);
    expect((await blend('multiply', 1)).rgb(0, 0)).toEqual([16, 16, 16]);
    expect((await blend('difference', 1)).rgb(0, 0)).toEqual([96, 0, 0]);
  });

  test('are scaled: to a size, by a factor, in proportion', async ({ comfyUi: { url } }) => {
    const scaled = async (inputs: object) => {
      const { width, height } = await pixels(url, {
        a: empty(1, 40, 20),
        s: {
          class_type: 'ImageScale',
          inputs: {
            image: ['a', 0],
            upscale_method: 'lanczos',
            width: 10,
            height: 10,
            crop: 'disabled',
            ...inputs,
          },
        },
        out: save('s'),
      });
      return [width, height];
    };
    expect(await scaled({})).toEqual([10, 10]);
    expect(await scaled({ width: 0 })).toEqual([20, 10]);
    expect(await scaled({ height: 0, crop: 'center' })).toEqual([10, 5]);
    const by = await pixels(url, {
      a: empty(1, 40, 20),
      s: { class_type: 'ImageScaleBy', inputs: { image: ['a', 0], upscale_method: 'area', scale_by: 1.5 } },
      out: save('s'),
    });
    expect([by.width, by.height]).toEqual([60, 30]);
  });

  test('are enlarged by the factor in a model’s name', async ({ comfyUi: { url } }) => {
    const { width, height } = await pixels(url, {
      a: empty(1, 8, 4),
      m: { class_type: 'UpscaleModelLoader', inputs: { model_name: 'RealESRGAN_x4plus.pth' } },
      u: { class_type: 'ImageUpscaleWithModel', inputs: { upscale_model: ['m', 0], image: ['a', 0] } },
      out: save('u'),
    });
    expect([width, height]).toEqual([32, 16]);
  });

  test('are laid over each other through a mask', async ({ comfyUi: { url } }) => {
    const seen = await pixels(url, {
      a: empty(0, 4, 4),
      b: empty(0xffffff, 2, 2),
      half: mask(0.5, 2, 2),
      c: {
        class_type: 'ImageCompositeMasked',
        inputs: {
          destination: ['a', 0],
          source: ['b', 0],
          x: 2,
          y: 2,
          resize_source: false,
          mask: ['half', 0],
        },
      },
      out: save('c'),
    });
    expect([seen.rgb(1, 1), seen.rgb(2, 2), seen.rgb(3, 3)]).toEqual([
      [0, 0, 0],
      [128, 128, 128],
      [128, 128, 128],
    ]);
  });

  test('are joined and repeated', async ({ comfyUi: { url } }) => {
    const entry = await run(url, {
      a: empty(1, 8, 8),
      b: empty(2, 4, 4),
      both: { class_type: 'ImageBatch', inputs: { image1: ['a', 0], image2: ['b', 0] } },
      more: { class_type: 'RepeatImageBatch', inputs: { image: ['both', 0], amount: 2 } },
      out: save('more'),
    });
    const { images } = entry.outputs.out;
    expect(images).toHaveLength(4);
    expect((await sharp(await look(url, images[1])).metadata()).width).toBe(8);
  });
});

describe('masks', () => {
  const shown = (url: string, graph: Graph, from: string) =>
    pixels(url, {
      ...graph,
      toImage: { class_type: 'MaskToImage', inputs: { mask: [from, 0] } },
      out: save('toImage'),
    });

  test('are combined', async ({ comfyUi: { url } }) => {
    const combine = async (operation: string) => {
      const seen = await shown(
        url,
        {
          a: mask(0.75),
          b: mask(0.5, 2, 2),
          c: {
            class_type: 'MaskComposite',
            inputs: { destination: ['a', 0], source: ['b', 0], x: 1, y: 1, operation },
          },
        },
        'c',
      );
      return [seen.rgb(0, 0)[0], seen.rgb(1, 1)[0]];
    };
    expect(await combine('subtract')).toEqual([191, 63]);
    expect(await combine('xor')).toEqual([191, 0]);
    expect(await combine('add')).toEqual([191, 255]);
  });

  test('grow, shrink and fade', async ({ comfyUi: { url } }) => {
    const dot: Graph = {
      none: mask(0, 5, 5),
      one: mask(1, 1, 1),
      dot: {
        class_type: 'MaskComposite',
        inputs: { destination: ['none', 0], source: ['one', 0], x: 2, y: 2, operation: 'add' },
      },
    };
    const grown = async (tapered_corners: boolean) => {
      const seen = await shown(
        url,
        { ...dot, g: { class_type: 'GrowMask', inputs: { mask: ['dot', 0], expand: 1, tapered_corners } } },
        'g',
      );
      return [seen.rgb(1, 2)[0], seen.rgb(1, 1)[0], seen.rgb(0, 2)[0]];
    };
    expect(await grown(true)).toEqual([255, 0, 0]);
    expect(await grown(false)).toEqual([255, 255, 0]);
    const faded = await shown(
      url,
      {
        a: mask(1, 4, 1),
        f: { class_type: 'FeatherMask', inputs: { mask: ['a', 0], left: 2, top: 0, right: 0, bottom: 0 } },
      },
      'f',
    );
    expect([0, 1, 2].map((x) => faded.rgb(x, 0)[0])).toEqual([128, 255, 255]);
    const turned = await shown(
      url,
      { a: mask(0.25), i: { class_type: 'InvertMask', inputs: { mask: ['a', 0] } } },
      'i',
    );
    expect(turned.rgb(0, 0)[0]).toBe(191);
  });

  test('of a loaded picture are what is see-through in it', async ({ comfyUi: { url } }) => {
    const form = new FormData();
    const bytes = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.25 } },
    })
      .png()
      .toBuffer();
    form.append('image', new File([Uint8Array.from(bytes)], 'a.png'));
    await fetch(`${url}/upload/image`, { method: 'POST', body: form });
    const seen = await shown(
      url,
      {
        load: { class_type: 'LoadImage', inputs: { image: 'a.png' } },
        i: { class_type: 'InvertMask', inputs: { mask: ['load', 1] } },
      },
      'i',
    );
    expect(seen.rgb(0, 0)[0]).toBe(64);
  });
});

describe('model graphs', () => {
  const loaders = {
    unet: {
      class_type: 'UNETLoader',
      inputs: { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' },
    },
    clip: {
      class_type: 'DualCLIPLoader',
      inputs: { clip_name1: 'clip_l.safetensors', clip_name2: 't5xxl_fp16.safetensors', type: 'flux' },
    },
    vae: { class_type: 'VAELoader', inputs: { vae_name: 'ae.safetensors' } },
    text: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['clip', 0] } },
  };

  test('Flux.1 runs with its own sampler parts', async ({ comfyUi: { url } }) => {
    const { width, height } = await pixels(url, {
      ...loaders,
      guide: { class_type: 'FluxGuidance', inputs: { conditioning: ['text', 0], guidance: 3.5 } },
      guider: { class_type: 'BasicGuider', inputs: { model: ['unet', 0], conditioning: ['guide', 0] } },
      noise: { class_type: 'RandomNoise', inputs: { noise_seed: 3 } },
      sampler: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
      sigmas: {
        class_type: 'BasicScheduler',
        inputs: { model: ['unet', 0], scheduler: 'simple', steps: 2, denoise: 1 },
      },
      latent: { class_type: 'EmptySD3LatentImage', inputs: { width: 70, height: 40, batch_size: 1 } },
      sample: {
        class_type: 'SamplerCustomAdvanced',
        inputs: {
          noise: ['noise', 0],
          guider: ['guider', 0],
          sampler: ['sampler', 0],
          sigmas: ['sigmas', 0],
          latent_image: ['latent', 0],
        },
      },
      decode: { class_type: 'VAEDecode', inputs: { samples: ['sample', 0], vae: ['vae', 0] } },
      out: save('decode'),
    });
    // Sizes fall to the latent's grid.
    expect([width, height]).toEqual([64, 32]);
  });

  test('each picture of a batch is another, each run of a seed the same', async ({ comfyUi: { url } }) => {
    const bytes = async (options: Parameters<typeof textToImage>[0]) => {
      const { images } = (await run(url, textToImage({ steps: 1, ...options }))).outputs['7'];
      return Promise.all(
        images.map(async (file: Answer) =>
          (
            await sharp(await look(url, file))
              .raw()
              .toBuffer()
          ).toString('base64'),
        ),
      );
    };
    const [one, two] = await bytes({ batch: 2, prefix: 'a' });
    expect(one).not.toBe(two);
    expect(await bytes({ batch: 2, prefix: 'b' })).toEqual([one, two]);
    expect((await bytes({ seed: 2 }))[0]).not.toBe(one);
    expect((await bytes({ text: 'a city at night' }))[0]).not.toBe(one);
  });

  test('a low denoise stays close to the picture it starts from, and inside the mask', async ({
    comfyUi: { url },
  }) => {
    const from = (denoise: number, inpaint: boolean): Graph => ({
      ...textToImage({ steps: 1 }),
      a: empty(0xff0000, 64, 64),
      half: mask(1, 32, 64),
      none: mask(0, 64, 64),
      m: {
        class_type: 'MaskComposite',
        inputs: { destination: ['none', 0], source: ['half', 0], x: 0, y: 0, operation: 'add' },
      },
      '4': { class_type: 'VAEEncode', inputs: { pixels: ['a', 0], vae: ['1', 2] } },
      masked: { class_type: 'SetLatentNoiseMask', inputs: { samples: ['4', 0], mask: ['m', 0] } },
      '5': {
        class_type: 'KSampler',
        inputs: {
          ...textToImage({ steps: 1 })['5']?.inputs,
          latent_image: [inpaint ? 'masked' : '4', 0],
          denoise,
        },
      },
    });
    const redness = ([r = 0, g = 0, b = 0]: number[]) => r - (g + b) / 2;
    const [close, far] = [await pixels(url, from(0.2, false)), await pixels(url, from(0.9, false))];
    expect(redness(close.rgb(40, 10))).toBeGreaterThan(redness(far.rgb(40, 10)));
    const inpainted = await pixels(url, from(1, true));
    expect(inpainted.rgb(60, 10)).toEqual([255, 0, 0]);
    expect(inpainted.rgb(5, 10)).not.toEqual([255, 0, 0]);
  });

  test('a LoRA changes the drawing', async ({ comfyUi: { url } }) => {
    const plain = textToImage({ steps: 1 });
    const dressed: Graph = {
      ...plain,
      lora: {
        class_type: 'LoraLoader',
        inputs: {
          model: ['1', 0],
          clip: ['1', 1],
          lora_name: 'paper-cutout.safetensors',
          strength_model: 1,
          strength_clip: 1,
        },
      },
      '5': { class_type: 'KSampler', inputs: { ...plain['5']?.inputs, model: ['lora', 0] } },
    };
    const [a, b] = [await pixels(url, plain), await pixels(url, dressed)];
    const spots = [
      [5, 5],
      [30, 20],
      [50, 40],
      [20, 50],
    ] as const;
    expect(spots.map(([x, y]) => a.rgb(x, y))).not.toEqual(spots.map(([x, y]) => b.rgb(x, y)));
  });

  test('advanced samplers share the steps between them', async ({ comfyUi, connect }) => {
    const me = await connect(comfyUi, 'me');
    comfyUi.faults.oldCloseSilencesNew = false;
    const common = {
      model: ['1', 0],
      positive: ['2', 0],
      negative: ['3', 0],
      noise_seed: 1,
      steps: 6,
      cfg: 1,
      sampler_name: 'euler',
      scheduler: 'normal',
    };
    const base = textToImage();
    await run(
      comfyUi.url,
      {
        ...base,
        '5': {
          class_type: 'KSamplerAdvanced',
          inputs: {
            ...common,
            add_noise: 'enable',
            latent_image: ['4', 0],
            start_at_step: 0,
            end_at_step: 2,
            return_with_leftover_noise: 'enable',
          },
        },
        '5b': {
          class_type: 'KSamplerAdvanced',
          inputs: {
            ...common,
            add_noise: 'disable',
            latent_image: ['5', 0],
            start_at_step: 2,
            end_at_step: 10_000,
            return_with_leftover_noise: 'disable',
          },
        },
        '6': { class_type: 'VAEDecode', inputs: { samples: ['5b', 0], vae: ['1', 2] } },
      },
      { client_id: 'me' },
    );
    await me.heard('execution_success');
    const last = (node: string) =>
      me
        .ofType('progress')
        .filter((one) => one.node === node)
        .at(-1);
    expect([last('5').max, last('5b').max]).toEqual([2, 4]);
  });
});

test('texts are joined and shown', async ({ comfyUi: { url } }) => {
  const entry = await run(url, {
    a: { class_type: 'PrimitiveString', inputs: { value: 'hé' } },
    n: { class_type: 'PrimitiveInt', inputs: { value: '7' } },
    c: { class_type: 'StringConcatenate', inputs: { string_a: ['a', 0], string_b: 'b', delimiter: '-' } },
    out: { class_type: 'PreviewAny', inputs: { source: ['c', 0] } },
    num: { class_type: 'PreviewAny', inputs: { source: ['n', 0] } },
  });
  expect(entry.outputs).toEqual({ out: { text: ['hé-b'] }, num: { text: ['7'] } });
});

test('an animated WEBP has all frames and the graph', async ({ comfyUi: { url } }) => {
  const graph: Graph = {
    a: empty(0xff0000, 16, 16),
    b: empty(0x0000ff, 16, 16),
    both: { class_type: 'ImageBatch', inputs: { image1: ['a', 0], image2: ['b', 0] } },
    out: {
      class_type: 'SaveAnimatedWEBP',
      inputs: {
        images: ['both', 0],
        filename_prefix: 'anim',
        fps: 5,
        lossless: true,
        quality: 80,
        method: 'default',
      },
    },
  };
  const { images, animated } = (await run(url, graph)).outputs.out;
  expect([images.length, animated]).toEqual([1, [true]]);
  const { format, pages, delay, exif } = await sharp(await look(url, images[0])).metadata();
  expect([format, pages, delay]).toEqual(['webp', 2, [200, 200]]);
  expect(exif?.toString('latin1')).toContain('prompt:{"a":');
});

test('an animated PNG is one file with a frame for each picture, and the graph in it', async ({
  comfyUi: { url },
}) => {
  const graph = {
    a: empty(0xff0000, 16, 8),
    b: empty(0x00ff00, 16, 8),
    batch: { class_type: 'ImageBatch', inputs: { image1: ['a', 0], image2: ['b', 0] } },
    out: {
      class_type: 'SaveAnimatedPNG',
      inputs: { images: ['batch', 0], filename_prefix: 'moving', fps: 5, compress_level: 4 },
    },
  };
  const { images, animated } = (await run(url, graph)).outputs.out;
  expect([images[0].filename, animated]).toEqual(['moving_00001_.png', [true]]);
  const bytes = await look(url, images[0]);
  const order = ['acTL', 'fcTL', 'IDAT', 'fdAT', 'comf', 'IEND'].map((type) => bytes.indexOf(type));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  expect(bytes.toString('latin1')).toContain('prompt\0{"a":');
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 16, height: 8 });
});

describe.runIf(hasFfmpeg)('with ffmpeg', () => {
  const probe = (url: string, bytes: Buffer): Answer => {
    const { stdout } = spawnSync(
      'ffprobe',
      ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', '-i', 'pipe:0'],
      { input: bytes },
    );
    expect(url).toBeTruthy();
    return JSON.parse(stdout.toString());
  };

  test('a video is made, and listed under images', async ({ comfyUi: { url } }) => {
    for (const format of [
      { format: 'auto', codec: 'auto' },
      {
        format: 'mp4',
        'format.codec': 'h264',
        'format.codec.encoding': 're-encode',
        'format.codec.encoding.crf': 30,
      },
    ]) {
      const entry = await run(url, {
        a: empty(0xff0000, 33, 17),
        more: { class_type: 'RepeatImageBatch', inputs: { image: ['a', 0], amount: 4 } },
        v: { class_type: 'CreateVideo', inputs: { images: ['more', 0], fps: 4 } },
        out: { class_type: 'SaveVideo', inputs: { video: ['v', 0], filename_prefix: 'video/x', ...format } },
      });
      const { images, animated } = entry.outputs.out;
      expect([images[0].subfolder, images[0].filename.slice(-5), animated]).toEqual([
        'video',
        '_.mp4',
        [true],
      ]);
      const { streams, format: container } = probe(url, await look(url, images[0]));
      expect(streams[0]).toMatchObject({ codec_name: 'h264', width: 32, height: 16, nb_frames: '4' });
      expect(JSON.parse(container.tags.prompt).a.class_type).toBe('EmptyImage');
    }
    const refused = await send(`${url}/prompt`, {
      body: {
        prompt: {
          a: empty(1),
          v: { class_type: 'CreateVideo', inputs: { images: ['a', 0], fps: 4 } },
          out: { class_type: 'SaveVideo', inputs: { video: ['v', 0], filename_prefix: 'x', format: 'odd' } },
        },
      },
    });
    expect(refused.json.node_errors.out.errors[0].details).toBe("format: 'odd' not in ['auto', 'mp4']");
  });

  test('a moving latent becomes a moving drawing', async ({ comfyUi: { url } }) => {
    const base = textToImage({ steps: 1 });
    const entry = await run(url, {
      ...base,
      '4': {
        class_type: 'EmptyHunyuanLatentVideo',
        inputs: { width: 64, height: 48, length: 6, batch_size: 1 },
      },
      '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'frames' } },
    });
    const { images } = entry.outputs['7'];
    // 4k + 1 frames, as the latent of such models has them.
    expect(images).toHaveLength(5);
    const [first, last] = await Promise.all(
      [images[0], images[4]].map(async (file) =>
        (
          await sharp(await look(url, file))
            .raw()
            .toBuffer()
        ).toString('hex'),
      ),
    );
    expect(first).not.toBe(last);
  });

  test('sound is saved, with a name of its own kind', async ({ comfyUi, start }) => {
    const old = await start({ version: '0.3.64' });
    for (const [server, filename] of [
      [comfyUi, 'x_00001.flac'],
      [old, 'x_00001_.flac'],
    ] as const) {
      const entry = await run(server.url, {
        a: { class_type: 'EmptyAudio', inputs: { duration: 0.5, sample_rate: 8000, channels: 1 } },
        out: { class_type: 'SaveAudio', inputs: { audio: ['a', 0], filename_prefix: 'audio/x' } },
      });
      expect(entry.outputs.out).toEqual({ audio: [{ filename, subfolder: 'audio', type: 'output' }] });
      const { streams } = probe(server.url, await look(server.url, entry.outputs.out.audio[0]));
      expect(streams[0]).toMatchObject({ codec_name: 'flac', sample_rate: '8000', channels: 1 });
    }
  });

  test('a WebM is listed under images, with the codec that was asked for', async ({ comfyUi: { url } }) => {
    for (const [codec, pixels] of [
      ['vp9', 'yuv420p'],
      ['av1', 'yuv420p10le'],
    ]) {
      const entry = await run(url, {
        a: empty(0xff0000, 64, 64),
        out: {
          class_type: 'SaveWEBM',
          inputs: { images: ['a', 0], filename_prefix: 'w', codec, fps: 8, crf: 40 },
        },
      });
      const { images, animated } = entry.outputs.out;
      expect([images[0].filename.slice(-6), animated]).toEqual(['_.webm', [true]]);
      const { streams } = probe(url, await look(url, images[0]));
      expect(streams[0]).toMatchObject({ codec_name: codec, pix_fmt: pixels });
    }
  });

  test('MP3 and Opus are saved as what they are', async ({ comfyUi: { url } }) => {
    for (const [of, ending, codec] of [
      ['SaveAudioMP3', '.mp3', 'mp3'],
      ['SaveAudioOpus', '.opus', 'opus'],
    ] as const) {
      const quality = '128k';
      const entry = await run(url, {
        a: { class_type: 'EmptyAudio', inputs: { duration: 0.5, sample_rate: 48000, channels: 2 } },
        out: { class_type: of, inputs: { audio: ['a', 0], filename_prefix: 'audio/y', quality } },
      });
      const [saved] = entry.outputs.out.audio;
      expect(saved.filename.endsWith(ending)).toBe(true);
      expect(probe(url, await look(url, saved)).streams[0].codec_name).toBe(codec);
    }
  });
});
