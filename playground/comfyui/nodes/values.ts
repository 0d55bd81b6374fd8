/**
 * What travels along the links of a graph, and how a node reads its inputs.
 * A "model" here is a name and a "latent" a description of the picture it will become.
 */
import type { Batch, Pixels } from '../pixels.ts';
import { PythonError } from '../python.ts';

export interface Model {
  kind: 'MODEL' | 'CLIP' | 'VAE' | 'UPSCALE_MODEL' | 'CLIP_VISION' | 'MOGE_MODEL' | 'BACKGROUND_REMOVAL';
  name: string;
  /** Names of the LoRAs laid over it. */
  loras: string[];
}

export interface Conditioning {
  kind: 'CONDITIONING';
  text: string;
}

export interface Latent {
  kind: 'LATENT';
  width: number;
  height: number;
  batch: number;
  /** The batch is a moving picture: one scene, many frames. */
  moving?: boolean;
  /** Set by a sampler: what is to be drawn. */
  drawing?: { text: string; seed: string };
  /** Set by encoding a picture: what the drawing goes over, and how much of it (0 to 1). */
  source?: { images: Batch; share: number };
  mask?: Batch;
  /** The picture a moving one begins with. */
  start?: Pixels;
}

export interface Video {
  kind: 'VIDEO';
  images: Batch;
  fps: number;
  audio?: Audio;
}

export interface Audio {
  kind: 'AUDIO';
  sampleRate: number;
  channels: number;
  /** Samples of one channel. */
  length: number;
}

interface Guider {
  kind: 'GUIDER';
  model: Model;
  positive: Conditioning;
}

interface Kinds {
  IMAGE: { kind: 'IMAGE'; images: Batch };
  MASK: { kind: 'MASK'; masks: Batch };
  MODEL: Model;
  CLIP: Model;
  VAE: Model;
  UPSCALE_MODEL: Model;
  CLIP_VISION: Model;
  MOGE_MODEL: Model;
  MOGE_GEOMETRY: { kind: 'MOGE_GEOMETRY'; images: Batch };
  BACKGROUND_REMOVAL: Model;
  CONDITIONING: Conditioning;
  LATENT: Latent;
  NOISE: { kind: 'NOISE'; seed: string };
  SAMPLER: { kind: 'SAMPLER'; name: string };
  SIGMAS: { kind: 'SIGMAS'; steps: number; denoise: number };
  GUIDER: Guider;
  VIDEO: Video;
  AUDIO: Audio;
}

type Kind = keyof Kinds;

/** Plain values are literals from the graph or from nodes that only carry one. */
export type Value = Kinds[Kind] | string | number | bigint | boolean | null;

/** Stands for the output of a node that refused to give anything on. Nodes never see it. */
export interface Block {
  kind: 'BLOCK';
  message: string | null;
}

export const block = (message: string | null): Block => ({ kind: 'BLOCK', message });

export const isBlock = (value: unknown): value is Block => kindOf(value) === 'BLOCK';

export const image = (images: Batch): Kinds['IMAGE'] => ({ kind: 'IMAGE', images });
export const mask = (masks: Batch): Kinds['MASK'] => ({ kind: 'MASK', masks });

const kindOf = (value: unknown): string =>
  value !== null && typeof value === 'object' && 'kind' in value ? String(value.kind) : typeof value;

export type Inputs = ReturnType<typeof readInputs>;

/** A node's inputs, each asked for by the type it must have. Validation has seen to most of it before. */
export function readInputs(values: Record<string, unknown>) {
  function object<K extends Kind>(name: string, kind: K): Kinds[K] {
    const value = values[name];
    if (kindOf(value) !== kind) throw wrongType(name, kind);
    return value as Kinds[K];
  }
  const wrongType = (name: string, kind: string) =>
    new PythonError('TypeError', `${name} must be ${kind}, got ${kindOf(values[name])}`);

  return {
    has: (name: string): boolean => values[name] !== undefined,
    value: (name: string): unknown => values[name],
    object,
    images: (name: string): Batch => object(name, 'IMAGE').images,
    masks: (name: string): Batch => object(name, 'MASK').masks,
    number(name: string): number {
      const value = values[name];
      if (typeof value !== 'number' && typeof value !== 'bigint') throw wrongType(name, 'a number');
      return Number(value);
    },
    text(name: string): string {
      const value = values[name];
      if (typeof value !== 'string') throw wrongType(name, 'a string');
      return value;
    },
    flag: (name: string): boolean => values[name] === true,
    /** Up to 64 bits, so never a number. */
    seed: (name: string): string => String(values[name]),
  };
}
