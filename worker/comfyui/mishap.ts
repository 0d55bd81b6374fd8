/** What went wrong while a prompt ran (`execution_error`), in words with the remedy. */
import { type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import { missingModel } from './missing-model.ts';
import { isModelFile, modelFolder } from './models.ts';
import { brief, orNothing, type Trouble, titleOf } from './telling.ts';
import type { RunError } from './wire.ts';

/**
 * Want of memory, as torch and its drivers for CUDA, ROCm, Metal, XPU and DirectML say it, and Python and the system
 * for the memory of the machine itself.
 */
const noMemory =
  /OutOfMemory|out[ _]of[ _](device |host )?memory|OUT_OF_(DEVICE|HOST)_MEMORY|Allocation on device|MemoryError|MemoryAllocation|_ALLOC_FAILED|not enough (GPU |video )*memory|can'?t allocate memory|cannot allocate memory|unable to allocate [\d.]+ ?[KMGT]iB|bad_alloc/i;

/**
 * Known mishaps, tried in order against `exception_type: exception_message`. The messages are those of torch,
 * safetensors and ComfyUI's own nodes; what none of them fits is told as the server put it.
 */
const known: { sign: RegExp; explain(at: Where): Trouble }[] = [
  {
    sign: noMemory,
    explain: ({ title }) => ({
      message: say('The graphics card ran out of memory at "{title}".', { title }),
      remedy: say('Try a smaller size or fewer pictures at once.'),
    }),
  },
  {
    sign: /Model in folder '(?<folder>[^']+)' with filename '(?<file>[^']+)' not found/,
    explain: ({ title, found }) =>
      missingModel({ title, file: found.file ?? '', folder: found.folder ?? null, known: null }),
  },
  {
    sign: /SafetensorError|PytorchStreamReader|UnpicklingError|invalid load key|incomplete metadata|header too (small|large)/i,
    explain: ({ title, model }) => ({
      message: model
        ? say('The model file "{file}" is damaged or incomplete; "{title}" cannot read it.', {
            file: model.file,
            title,
          })
        : say('A model file is damaged or incomplete; "{title}" cannot read it.', { title }),
      remedy: model?.folder
        ? say('Download it again into {folder} at the ComfyUI server.', { folder: `models/${model.folder}` })
        : say('Download it again at the ComfyUI server.'),
    }),
  },
  {
    sign: /Could not detect model type/i,
    explain: ({ title, model }) => ({
      message: model
        ? say('"{title}" does not recognise "{file}".', { title, file: model.file })
        : say('"{title}" does not recognise the model file.', { title }),
      remedy: say(
        'Check that it is the right kind of file for this node, and that ComfyUI is new enough for this model.',
      ),
    }),
  },
  {
    sign: /clip input is invalid|shapes cannot be multiplied|size mismatch for|expected input\[.*\] to have \d+ channels/i,
    explain: ({ title, text }) => ({
      message: say('"{title}" got model files that do not belong together: {text}', { title, text }),
      remedy: say('Check that checkpoint, text encoder, VAE and LoRA are of one model family.'),
    }),
  },
  {
    sign: /Saving image outside the output folder/i,
    explain: ({ title }) => ({
      message: say('"{title}" may not save outside ComfyUI\'s output folder.', { title }),
      remedy: say('Change the filename prefix in the workflow to one inside it.'),
    }),
  },
  {
    sign: /No space left on device|Errno 28\b/i,
    explain: ({ title }) => ({
      message: say('The disk of the ComfyUI server is full; "{title}" could not write.', { title }),
      remedy: say('Make room there, then render again.'),
    }),
  },
];

interface Where {
  title: string;
  /** The first line of the server's own message. */
  text: string;
  /** The model file the failing node names, if it names one. */
  model: { file: string; folder: string | null } | null;
  found: Record<string, string | undefined>;
}

export function explainMishap(error: RunError, graph: Graph): Trouble {
  const title = titleOf(graph, error.node_id);
  const text = brief(error.exception_message);
  const whole = wholeOf(error);
  for (const { sign, explain } of known) {
    const match = sign.exec(whole);
    if (match)
      return explain({ title, text, model: modelOf(graph, error.node_id), found: match.groups ?? {} });
  }
  const kind = error.exception_type.replace(/^.*\./, '');
  return {
    message: say('"{title}" failed: {reason}', {
      title,
      reason: [orNothing(text, say('no reason given')), kind ? ` (${kind})` : ''].flat(),
    }),
    remedy: say(
      "The details are in ComfyUI's own log. If it happens every time, run the workflow in ComfyUI once to mend it.",
    ),
  };
}

export function isOutOfMemory(error: RunError): boolean {
  return noMemory.test(wholeOf(error));
}

function wholeOf(error: RunError): string {
  return `${error.exception_type}: ${error.exception_message}`;
}

/**
 * A node may refuse its inputs while the rest of the graph runs on; the server tells it as an error of this type,
 * and the history of the run does not mention it.
 */
export function isRefusal(error: RunError): boolean {
  return error.exception_type === 'ExecutionBlocked' || error.timestamp === undefined;
}

export function explainBlocked(error: RunError, graph: Graph): Phrase {
  const reason = brief(error.exception_message.replace(/^Execution Blocked:\s*/i, ''));
  return say('"{title}" went no further: {reason}', { title: titleOf(graph, error.node_id), reason });
}

function modelOf(graph: Graph, node: string): Where['model'] {
  const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
  for (const [input, file] of Object.entries(found?.inputs ?? {})) {
    if (found && isModelFile(file)) return { file, folder: modelFolder(found.class_type, input) };
  }
  return null;
}
