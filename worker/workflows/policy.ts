/**
 * Which classes of nodes a workflow from chat may use. Whoever may type in a channel could otherwise read any file of
 * the server, reach its network, run code on it, or look at what others have uploaded.
 */
import { plain } from '../../core/card.ts';
import { type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import type { Definitions } from './definitions.ts';
import { isKnownPack, packOf } from './packs.ts';

export interface Refusal {
  node: string;
  classType: string;
  because: Phrase;
}

interface Danger {
  because: Phrase;
  /** A class with one of these words in its name does it: `Load Image From Url`, `HttpRequestNode`, `exec_python`. */
  words: string[];
  /** A class with two words in its name, one of each list, does it: `Save Text File`, `ReadFile`. */
  pairs?: [verbs: string[], things: string[]];
  /** Classes whose names do not tell. */
  classes?: string[];
}

const verbs = ['load', 'save', 'read', 'write', 'delete', 'remove', 'append', 'open', 'list', 'copy', 'move'];

const dangers: Danger[] = [
  {
    because: say('it runs code that stands in the workflow'),
    words: [
      'exec',
      'execute',
      'eval',
      'evaluate',
      'python',
      'javascript',
      'shell',
      'bash',
      'lua',
      'jinja',
      'ide',
    ],
    classes: ['CodeNode', 'CustomCode', 'RunScript'],
  },
  {
    because: say('it reaches other machines'),
    words: [
      ...[
        'url',
        'urls',
        'http',
        'https',
        'ftp',
        'webhook',
        'request',
        'download',
        'downloader',
        'upload',
        'uploader',
      ],
      ...[
        's3',
        'gcs',
        'email',
        'discord',
        'telegram',
        'slack',
        'civitai',
        'ollama',
        'openai',
        'gpt',
        'chatgpt',
        'gemini',
      ],
      ...['claude', 'websocket', 'remote', 'browser', 'webpage', 'scrape'],
    ],
  },
  {
    because: say('it reads or writes files of its own choice on the server'),
    words: ['path', 'paths', 'folder', 'directory', 'dir', 'disk', 'pickle', 'filesystem'],
    pairs: [verbs, ['file', 'files', 'text', 'json', 'csv', 'yaml', 'txt', 'batch']],
    classes: ['Image Save', 'ImageSave', 'SaveImageExtended'],
  },
  {
    because: say('it reads what others have made or uploaded'),
    words: ['history'],
    classes: ['LoadImageOutput', 'LoadLatent'],
  },
  {
    because: say('it trains or writes models on the server'),
    words: ['train', 'trainer', 'training'],
    classes: [
      ...['CheckpointSave', 'CLIPSave', 'VAESave', 'ModelSave', 'ImageOnlyCheckpointSave'],
      ...['SaveLoRA', 'SaveLoRANode', 'SaveEmbedding'],
    ],
  },
];

/** Names that sound like a danger and are none. */
const harmless = new Set(['SaveImageWebsocket', 'SaveText', 'VHS_LoadAudioUpload']);

export interface PolicyOptions {
  /** Classes that the operator allows by name, and whole packs as `custom_nodes.<folder>`, whatever they do. */
  allowed?: ReadonlySet<string>;
  /** Without them a class is judged by its name alone. */
  definitions?: Definitions;
}

/** What stands against running this graph for somebody in a chat. Empty: nothing. */
export function judge(graph: Graph, { allowed = new Set(), definitions }: PolicyOptions = {}): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [node, { class_type: classType, inputs }] of Object.entries(graph)) {
    const module = definitions?.get(classType)?.module ?? '';
    if (allowed.has(classType) || allowed.has(module)) continue;
    const because = dangerOf(classType, module) ?? strayFile(classType, inputs);
    if (because) refusals.push({ node, classType, because });
  }
  return refusals;
}

function dangerOf(classType: string, module: string): Phrase | null {
  if (harmless.has(classType)) return null;
  if (module.startsWith('comfy_api_nodes'))
    return say('it sends what it is given to a paid service on the internet');
  const words = new Set(wordsOf(classType));
  const danger = dangers.find(
    (one) =>
      one.words.some((word) => words.has(word)) ||
      one.classes?.includes(classType) ||
      (one.pairs?.every((list) => list.some((word) => words.has(word))) ?? false),
  );
  if (danger) return danger.because;
  const folder = /^custom_nodes\.(.+)$/.exec(module)?.[1];
  if (!folder || isKnownPack(folder) || packOf(classType)) return null;
  return say('it comes from {folder}, a pack of which nothing is known here', { folder });
}

/** `LoadImageFromURL` is load, image, from, url. */
function wordsOf(classType: string): string[] {
  const apart = classType.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return apart.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

const drive = /^([a-z]:)?[\\/]|^~|(^|[\\/])\.\.([\\/]|$)|^(file|https?|ftp|s3):/i;
/** Values that are text for people or for the model, in which a slash means nothing. */
const prose = /text|prompt|caption|string|lyrics|tags|value|description|expression|regex|delimiter|title/i;

/** A file outside the server's own folders: an absolute path, one that climbs out of its folder, an address. */
function strayFile(classType: string, inputs: Record<string, unknown>): Phrase | null {
  for (const [name, value] of Object.entries(inputs)) {
    if (typeof value !== 'string') continue;
    // ComfyUI itself writes the folder of a loaded file behind its name.
    if (/ \[(output|temp)\]$/.test(value) && /^Load/.test(classType))
      return say('its {input} is a file that others have made: {value}', {
        input: name,
        value: value.slice(0, 80),
      });
    if (!prose.test(name) && drive.test(value))
      return say("its {input} leads out of the server's folders: {value}", {
        input: name,
        value: value.slice(0, 80),
      });
  }
  return null;
}

export function tellRefusal({ node, classType, because }: Refusal): string {
  return `node ${node} (${classType}) is not allowed from chat: ${plain(because)}. Whoever runs this bot can allow ${classType} by name.`;
}
