/** The model files the server claims to have. There is nothing behind the names. */
import type { VersionSwitches } from './version.ts';

const FOLDERS =
  `checkpoints configs loras vae text_encoders diffusion_models clip_vision style_models embeddings diffusers
  vae_approx controlnet gligen upscale_models custom_nodes hypernetworks photomaker classifiers model_patches
  audio_encoders`.split(/\s+/);
const RECENT_FOLDERS = ['latent_upscale_models', 'frame_interpolation'];

export type ModelFiles = Record<string, string[]>;

/** Enough for SD1.5, SDXL and Flux.1. */
const DEFAULT_FILES: ModelFiles = {
  checkpoints: ['sd_xl_base_1.0.safetensors', 'v1-5-pruned-emaonly-fp16.safetensors'],
  diffusion_models: ['flux1-dev.safetensors', 'flux1-schnell.safetensors'],
  text_encoders: ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
  vae: ['ae.safetensors'],
  loras: ['paper-cutout.safetensors', 'soft-light.safetensors'],
  upscale_models: ['RealESRGAN_x4plus.pth'],
};

export type Models = ReturnType<typeof createModels>;

/** Given folders replace the default ones of the same name. */
export function createModels(version: VersionSwitches, given: ModelFiles) {
  const all = { ...DEFAULT_FILES, ...given };
  return {
    folders: (): string[] => [...FOLDERS, ...(version.modern ? RECENT_FOLDERS : [])],
    files: (folder: string): string[] => [...(all[folder] ?? [])].sort(),
  };
}
