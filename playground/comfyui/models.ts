/** The model files the server claims to have. There is nothing behind the names. */
import type { VersionSwitches } from './version.ts';

const FOLDERS =
  `checkpoints configs loras vae text_encoders diffusion_models clip_vision style_models embeddings diffusers
  vae_approx controlnet gligen upscale_models custom_nodes hypernetworks photomaker classifiers model_patches
  audio_encoders`.split(/\s+/);
const RECENT_FOLDERS = [
  ...['latent_upscale_models', 'frame_interpolation', 'geometry_estimation', 'background_removal'],
];

export type ModelFiles = Record<string, string[]>;

/** What the well-known graphs ask for. */
const DEFAULT_FILES: ModelFiles = {
  checkpoints: [
    'sd_xl_base_1.0.safetensors',
    'svd_xt.safetensors',
    'v1-5-pruned-emaonly-fp16.safetensors',
    'ltx-video-2b-v0.9.5.safetensors',
  ],
  diffusion_models: [
    'Cosmos-1_0-Diffusion-7B-Text2World.safetensors',
    'cosmos_predict2_2B_t2i.safetensors',
    'cosmos_predict2_2B_video2world_480p_16fps.safetensors',
    'flux1-dev.safetensors',
    'flux1-schnell.safetensors',
    'flux-2-klein-4b-fp8.safetensors',
    'flux-2-klein-9b-fp8.safetensors',
    'qwen_image_fp8_e4m3fn.safetensors',
    'wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors',
    'wan2.2_i2v_low_noise_14B_fp8_scaled.safetensors',
    'wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors',
    'wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors',
    'z_image_turbo_bf16.safetensors',
  ],
  text_encoders: [
    'clip_l.safetensors',
    'oldt5_xxl_fp8_e4m3fn_scaled.safetensors',
    'qwen_2.5_vl_7b_fp8_scaled.safetensors',
    'qwen_3_4b.safetensors',
    'qwen_3_8b_fp8mixed.safetensors',
    't5xxl_fp16.safetensors',
    'umt5_xxl_fp8_e4m3fn_scaled.safetensors',
  ],
  vae: [
    ...['ae.safetensors', 'cosmos_cv8x8x8_1.0.safetensors', 'flux2-vae.safetensors'],
    ...['qwen_image_vae.safetensors', 'wan_2.1_vae.safetensors'],
  ],
  loras: ['paper-cutout.safetensors', 'soft-light.safetensors'],
  upscale_models: ['RealESRGAN_x4plus.pth'],
  geometry_estimation: ['moge_2_vitl_normal_fp16.safetensors'],
  background_removal: ['birefnet.safetensors'],
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
