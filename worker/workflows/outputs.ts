/** What a workflow makes: its saving and showing nodes, and the kind of thing that comes out of each. */
import type { Definitions } from './definitions.ts';
import type { Wiring } from './wiring.ts';

export interface FoundOutput {
  node: string;
  /** What its author calls it; several outputs of one run are told apart by it. */
  title: string | null;
  kind: 'image' | 'animation' | 'video' | 'audio' | 'text' | 'file';
  /** Only shown, and gone when the server restarts. */
  passing: boolean;
}

const byType: Record<string, FoundOutput['kind']> = {
  IMAGE: 'image',
  MASK: 'image',
  VIDEO: 'video',
  AUDIO: 'audio',
  STRING: 'text',
};
/** Classes that save pictures as something that moves; known by their names, because their inputs are pictures. */
const animated = /animated|apng|gif/i;
const filmed = /video|webm|mp4/i;
const text = /^(PreviewAny|ShowText|SaveText|DisplayText|ShowText\|pysssss)/;

export function findOutputs(wiring: Wiring, definitions: Definitions): FoundOutput[] {
  return wiring.ids
    .filter((node) => isOutput(wiring, definitions, node))
    .map((node) => ({
      node,
      title: wiring.titleOf(node),
      kind: kindOf(wiring, node),
      passing: /^(Preview|MaskPreview|ShowText)/.test(wiring.classOf(node)),
    }));
}

/** A class that the server does not know is taken for one by its name. */
function isOutput(wiring: Wiring, definitions: Definitions, node: string): boolean {
  const name = wiring.classOf(node);
  return (
    definitions.get(name)?.isOutput ?? (/^(Save|Preview|VHS_VideoCombine)/.test(name) || text.test(name))
  );
}

function kindOf(wiring: Wiring, node: string): FoundOutput['kind'] {
  const name = wiring.classOf(node);
  if (text.test(name)) return 'text';
  if (animated.test(name)) return 'animation';
  if (filmed.test(name)) return 'video';
  for (const [input] of wiring.inputsOf(node)) {
    const link = wiring.linkOf(node, input);
    const type = link && (wiring.typeOf(link) ?? wiring.define(node, input)?.type);
    if (type && byType[type]) return byType[type];
    if (link && type === null && /^(images?|pixels)$/.test(input)) return 'image';
  }
  return 'file';
}
