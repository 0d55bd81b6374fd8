/** Which inputs of a graph name model files, and the folders ComfyUI looks for them in. */
import { distance } from 'fastest-levenshtein';
import type { Graph } from '../../core/workflow.ts';

const modelFile = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf|onnx)$/i;

/** Loaders whose input has a name that others use for another folder. */
const folderByClass = new Map([
  ['CLIPVisionLoader', 'clip_vision'],
  ['UpscaleModelLoader', 'upscale_models'],
  ['LatentUpscaleModelLoader', 'latent_upscale_models'],
  ['FrameInterpolationModelLoader', 'frame_interpolation'],
  ['LoadMoGeModel', 'geometry_estimation'],
  ['LoadBackgroundRemovalModel', 'background_removal'],
  ['ADE_LoadAnimateDiffModel', 'animatediff_models'],
  ['FaceRestoreModelLoader', 'facerestore_models'],
]);

const folderByInput = new Map([
  ['ckpt_name', 'checkpoints'],
  ['unet_name', 'diffusion_models'],
  ['clip_name', 'text_encoders'],
  ['clip_name1', 'text_encoders'],
  ['clip_name2', 'text_encoders'],
  ['clip_name3', 'text_encoders'],
  ['clip_name4', 'text_encoders'],
  ['text_encoder', 'text_encoders'],
  ['vae_name', 'vae'],
  ['lora_name', 'loras'],
  ['control_net_name', 'controlnet'],
  ['style_model_name', 'style_models'],
  ['gligen_name', 'gligen'],
  ['hypernetwork_name', 'hypernetworks'],
  ['audio_encoder_name', 'audio_encoders'],
  ['ipadapter_file', 'ipadapter'],
  ['lut_file', 'luts'],
]);

/** The folder under ComfyUI's `models`, or null when this input does not name a model as far as we know. */
export function modelFolder(classType: string, input: string): string | null {
  return folderByClass.get(classType) ?? folderByInput.get(input) ?? null;
}

export function isModelFile(value: unknown): value is string {
  return typeof value === 'string' && modelFile.test(value);
}

/** Every model file the graph names, once each. */
export function modelsOf(graph: Graph): string[] {
  const named = Object.values(graph).flatMap((node) => Object.values(node.inputs).filter(isModelFile));
  return [...new Set(named)];
}

/** The names most like the one that was asked for, best first. */
export function nearest(wanted: string, names: string[], count = 3): string[] {
  const plain = (name: string) => name.toLowerCase().replace(/^.*[\\/]/, '');
  return names
    .map((name) => ({ name, far: distance(plain(wanted), plain(name)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ name }) => name);
}
