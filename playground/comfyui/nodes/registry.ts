/** All node classes this server has. */
import { batchNodes } from './batches.ts';
import type { NodeClass, NodeSetting } from './class.ts';
import { conditioningNodes } from './conditioning.ts';
import { geometryNodes } from './geometry.ts';
import { guiderNodes } from './guiders.ts';
import { imageNodes } from './images.ts';
import { latentNodes } from './latents.ts';
import { loaderNodes } from './loaders.ts';
import { maskNodes } from './masks.ts';
import { mediaNodes } from './media.ts';
import { motionNodes } from './motion.ts';
import { samplingNodes } from './sampling.ts';
import { saveNodes } from './save.ts';
import { scalingNodes } from './scaling.ts';
import { soundNodes } from './sound.ts';
import { textNodes } from './texts.ts';
import { videoNodes } from './videos.ts';

export type NodeClasses = ReadonlyMap<string, NodeClass>;

const FAMILIES = [
  samplingNodes,
  loaderNodes,
  conditioningNodes,
  latentNodes,
  guiderNodes,
  imageNodes,
  scalingNodes,
  saveNodes,
  maskNodes,
  textNodes,
  mediaNodes,
  soundNodes,
  batchNodes,
  motionNodes,
  geometryNodes,
  videoNodes,
];

export const createNodeClasses = (setting: NodeSetting): NodeClasses =>
  new Map(FAMILIES.flatMap((family) => family(setting)).map((node) => [node.name, node]));
