/** The ways a prompt is refused, word for word as clients know them. */
import type { VersionSwitches } from '../version.ts';
import type { GraphNode } from './graph.ts';

export interface Refusal {
  type: string;
  message: string;
  details: string;
  extra_info: Record<string, unknown>;
}

export const refuse = (
  type: string,
  message: string,
  details = '',
  extra: Record<string, unknown> = {},
): Refusal => ({ type, message, details, extra_info: extra });

export const noPrompt = (): Refusal => refuse('no_prompt', 'No prompt provided', 'No prompt provided');

export const noOutputs = (): Refusal => refuse('prompt_no_outputs', 'Prompt has no outputs');

export const allOutputsFailed = (details: string): Refusal =>
  refuse('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details);

export const badPromptId = (): Refusal =>
  refuse(
    'invalid_prompt_id',
    'prompt_id must be a valid UUID',
    'prompt_id has to be a UUID in lower case with hyphens; without one the server makes its own',
  );

export function unknownClass(id: string, node: Partial<GraphNode>, version: VersionSwitches): Refusal {
  const { class_type = null } = node;
  const details = `Node ID '#${id}'`;
  if (!version.namesMissingNodes) {
    const message =
      class_type === null
        ? 'Cannot execute because a node is missing the class_type property.'
        : `Cannot execute because node ${class_type} does not exist.`;
    return refuse('invalid_prompt', message, details);
  }
  const title = node._meta?.title ?? class_type;
  const message =
    class_type === null
      ? `Node '${title ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`
      : `Node '${title}' not found. The custom node may not be installed.`;
  return refuse('missing_node_type', message, details, { node_id: id, class_type, node_title: title });
}
