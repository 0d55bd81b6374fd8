/** How a node's failure is reported. */
import type { NodeClass } from '../nodes/class.ts';
import { describeInputValue } from '../nodes/tensors.ts';
import { PythonError, repr } from '../python.ts';
import type { QueueItem } from './queue.ts';

export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

const OUT_OF_MEMORY_HINT =
  'This error means you ran out of memory on your GPU.\n\nTIPS: a smaller picture or batch_size may fit. (simulated)';

export function errorReport(
  error: unknown,
  nodeClass: NodeClass,
  values: Record<string, unknown>,
  item: QueueItem,
) {
  const type = error instanceof PythonError ? error.type : 'RuntimeError';
  const message = error instanceof Error ? error.message : String(error);
  const hint = type === 'torch.OutOfMemoryError' ? OUT_OF_MEMORY_HINT : '';
  const inputs = Object.entries(values).map(([name, value]) => [name, [describeInputValue(value)]]);
  return {
    exception_message: `${message}\n${hint}`,
    exception_type: type,
    traceback: [`  File "playground/comfyui", in ${nodeClass.name}\n`],
    current_inputs: { ...Object.fromEntries(inputs), ...hiddenInputs(nodeClass, item) },
    // Not what the name says: all nodes of the prompt, also those that never ran.
    current_outputs: Object.keys(item.graph),
  };
}

/** V1 nodes get their hidden inputs like any other, so these show up as well. */
function hiddenInputs(nodeClass: NodeClass, { graph, extra }: QueueItem): Record<string, unknown[]> {
  if (nodeClass.api !== 'v1' || !nodeClass.hidden.includes('prompt')) return {};
  const pngInfo = extra?.extra_pnginfo;
  return { prompt: [repr(graph)], extra_pnginfo: [pngInfo === undefined ? null : repr(pngInfo)] };
}
