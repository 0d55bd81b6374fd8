/**
 * The pack that brings a class of node, for the classes people miss most. Facts, as the packs themselves name them; a
 * class that is not here may still have its pack's name in the file.
 */
import type { EditorWorkflow } from './editor.ts';

export interface Pack {
  name: string;
  url: string;
}

const packs = {
  animatediff: {
    name: 'AnimateDiff Evolved',
    url: 'https://github.com/Kosinkadink/ComfyUI-AnimateDiff-Evolved',
  },
  videoHelper: { name: 'Video Helper Suite', url: 'https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite' },
  advancedControl: {
    name: 'Advanced ControlNet',
    url: 'https://github.com/Kosinkadink/ComfyUI-Advanced-ControlNet',
  },
  interpolation: {
    name: 'Frame Interpolation',
    url: 'https://github.com/Fannovel16/ComfyUI-Frame-Interpolation',
  },
  controlAux: {
    name: 'ControlNet Auxiliary Preprocessors',
    url: 'https://github.com/Fannovel16/comfyui_controlnet_aux',
  },
  impact: { name: 'Impact Pack', url: 'https://github.com/ltdrdata/ComfyUI-Impact-Pack' },
  impactSub: { name: 'Impact Subpack', url: 'https://github.com/ltdrdata/ComfyUI-Impact-Subpack' },
  inspire: { name: 'Inspire Pack', url: 'https://github.com/ltdrdata/ComfyUI-Inspire-Pack' },
  ipadapter: { name: 'IPAdapter Plus', url: 'https://github.com/cubiq/ComfyUI_IPAdapter_plus' },
  essentials: { name: 'ComfyUI Essentials', url: 'https://github.com/cubiq/ComfyUI_essentials' },
  instantId: { name: 'InstantID', url: 'https://github.com/cubiq/ComfyUI_InstantID' },
  rgthree: { name: 'rgthree', url: 'https://github.com/rgthree/rgthree-comfy' },
  kjnodes: { name: 'KJNodes', url: 'https://github.com/kijai/ComfyUI-KJNodes' },
  wanWrapper: { name: 'WanVideoWrapper', url: 'https://github.com/kijai/ComfyUI-WanVideoWrapper' },
  hunyuanWrapper: {
    name: 'HunyuanVideoWrapper',
    url: 'https://github.com/kijai/ComfyUI-HunyuanVideoWrapper',
  },
  depthAnything: { name: 'DepthAnythingV2', url: 'https://github.com/kijai/ComfyUI-DepthAnythingV2' },
  florence: { name: 'Florence2', url: 'https://github.com/kijai/ComfyUI-Florence2' },
  segment: { name: 'Segment Anything 2', url: 'https://github.com/kijai/ComfyUI-segment-anything-2' },
  gguf: { name: 'GGUF', url: 'https://github.com/city96/ComfyUI-GGUF' },
  ultimate: { name: 'Ultimate SD Upscale', url: 'https://github.com/ssitu/ComfyUI_UltimateSDUpscale' },
  efficiency: { name: 'Efficiency Nodes', url: 'https://github.com/jags111/efficiency-nodes-comfyui' },
  was: { name: 'WAS Node Suite', url: 'https://github.com/WASasquatch/was-node-suite-comfyui' },
  scripts: { name: 'Custom Scripts', url: 'https://github.com/pythongosssss/ComfyUI-Custom-Scripts' },
  easyUse: { name: 'Easy Use', url: 'https://github.com/yolain/ComfyUI-Easy-Use' },
  reactor: { name: 'ReActor', url: 'https://github.com/Gourieff/ComfyUI-ReActor' },
  faceRestore: { name: 'Face Restore CF', url: 'https://github.com/mav-rik/facerestore_cf' },
  supir: { name: 'SUPIR', url: 'https://github.com/kijai/ComfyUI-SUPIR' },
  ltxTricks: { name: 'LTXVideo', url: 'https://github.com/Lightricks/ComfyUI-LTXVideo' },
  everywhere: { name: 'Use Everywhere', url: 'https://github.com/chrisgoringe/cg-use-everywhere' },
} satisfies Record<string, Pack>;

/** What the names of a pack's classes begin or end with, or are. */
const marks: [mark: RegExp, pack: keyof typeof packs][] = [
  [/^ADE_/, 'animatediff'],
  [/^VHS_/, 'videoHelper'],
  [/^ACN_/, 'advancedControl'],
  [/^(RIFE|FILM|GMFSS Fortuna|IFRNet|IFUnet|M2M|Sepconv|AMT|CAIN|FLAVR|STMFNet|XVFI) VFI$/, 'interpolation'],
  [/^(AIO_Preprocessor|DWPreprocessor|CannyEdgePreprocessor|.+Preprocessor)$/, 'controlAux'],
  [
    /^(FaceDetailer|DetailerForEach|Impact\w*|SAMLoader|BboxDetectorSEGS|SEGS\w*|ToBasicPipe|FromBasicPipe)/,
    'impact',
  ],
  [/^UltralyticsDetectorProvider$/, 'impactSub'],
  [/ \/\/Inspire$/, 'inspire'],
  [/^IPAdapter/, 'ipadapter'],
  [/^.+\+$/, 'essentials'],
  [/^(InstantID|ApplyInstantID)/, 'instantId'],
  [/\(rgthree\)$/, 'rgthree'],
  [/^(WanVideo|LoadWanVideo)/, 'wanWrapper'],
  [/^(HyVideo|HunyuanVideoWrapper)/, 'hunyuanWrapper'],
  [/DepthAnythingV2/, 'depthAnything'],
  [/Florence2/, 'florence'],
  [/(Sam2|SAM2)/, 'segment'],
  [/GGUF$/, 'gguf'],
  [/^UltimateSDUpscale/, 'ultimate'],
  [/\(Efficient\)$|^Efficient Loader|^Eff\. /, 'efficiency'],
  [/^(Image|Text|Number|Mask) .+|^(CLIPSeg|Bus Node|Seed)$/, 'was'],
  [/\|pysssss$/, 'scripts'],
  [/^easy /, 'easyUse'],
  [/^ReActor/, 'reactor'],
  [/^(FaceRestoreCFWithModel|FaceRestoreModelLoader)$/, 'faceRestore'],
  [/^SUPIR/, 'supir'],
  [/^(LTXVTiled|LTXVPromptEnhancer|STGGuider|LTXVLooping)/, 'ltxTricks'],
  [/^(Anything Everywhere|Seed Everywhere|Prompts Everywhere)/, 'everywhere'],
  [
    /^(INTConstant|FloatConstant|StringConstant|GetImageSizeAndCount|ImageResizeKJ|.+KJ|GrowMaskWithBlur|SetNode|GetNode)/,
    'kjnodes',
  ],
];

/** Classes of ComfyUI's own that older servers do not have, and the first version that does. */
const since: [mark: RegExp, version: string][] = [
  [/^(EmptyFlux2LatentImage|Flux2Scheduler)$/, '0.3.72'],
  [
    /^(LTXAV\w+|LTXVAudio\w+|LTXVEmptyLatentAudio|LTXV(Concat|Separate)AVLatent|LTXVImgToVideoInplace)$/,
    '0.8.0',
  ],
  [/^(FrameInterpolate|FrameInterpolationModelLoader)$/, '0.20.0'],
  [/^SaveImageAdvanced$/, '0.23.0'],
];

export function packOf(classType: string): Pack | null {
  const newer = since.find(([mark]) => mark.test(classType));
  if (newer)
    return { name: `ComfyUI ${newer[1]} and newer`, url: 'https://github.com/comfyanonymous/ComfyUI' };
  const found = marks.find(([mark]) => mark.test(classType));
  return found ? packs[found[1]] : null;
}

/** Packs lie in folders that bear the name of their repository; the last comes with ComfyUI itself. */
const folders = new Set([
  ...Object.values(packs).map(({ url }) => url.replace(/^.*\//, '').toLowerCase()),
  'websocket_image_save',
]);

export function isKnownPack(folder: string): boolean {
  return folders.has(folder.toLowerCase());
}

/** The editor notes in each node which pack its class came from: an id in ComfyUI's registry, or a repository. */
export function packsNamedIn(workflow: EditorWorkflow): Map<string, Pack> {
  const scopes = [workflow, ...workflow.subgraphs.values()];
  const found = new Map<string, Pack>();
  for (const { type, properties } of scopes.flatMap(({ nodes }) => [...nodes.values()])) {
    const { cnr_id: registered, aux_id: repository } = properties;
    if (typeof registered === 'string' && registered !== 'comfy-core' && plainName.test(registered))
      found.set(type, { name: registered, url: `https://registry.comfy.org/nodes/${registered}` });
    else if (typeof repository === 'string' && plainName.test(repository))
      found.set(type, { name: repository, url: `https://github.com/${repository}` });
  }
  return found;
}

/** What is written into an address and shown to people comes from a file of anybody's. */
const plainName = /^[\w.-]{1,60}(\/[\w.-]{1,60})?$/;
