/**
 * ComfyUI's refusals (`POST /prompt` answered 400, or 200 with `node_errors`) in words: the node by its title, the
 * input, the value, what would be allowed, and what to do.
 */
import { z } from 'zod';
import type { Failure } from '../../core/job.ts';
import type { Graph } from '../../core/workflow.ts';
import { isModelFile, modelFolder, nearest } from './models.ts';
import { choicesOf, type NodeError, type NodeErrors, type Refused } from './wire.ts';

export type Trouble = Pick<Failure, 'message' | 'remedy'>;

/** The choices of an input, for lists that are too long to come with the error. Null: not known. */
export type Choices = (classType: string, input: string) => string[] | null;

const mendGraph = 'Mend the workflow in ComfyUI and export it again with "Export (API)".';
const longestDetail = 300;

export function titleOf(graph: Graph, node: string): string {
  const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
  return found?._meta?.title?.trim() || found?.class_type || `node ${node}`;
}

/** The first line, short enough for a card. */
export function brief(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}

export function explainRefusal(refused: Refused, graph: Graph, choices: Choices): Trouble {
  const { error } = refused;
  switch (error.type) {
    case 'invalid_prompt':
    case 'missing_node_type':
      return explainMissingNode(error, graph);
    case 'prompt_no_outputs':
      return { message: 'The workflow has no node that saves or shows anything.', remedy: mendGraph };
    case 'prompt_outputs_failed_validation':
      return explainNodes(refused.node_errors, graph, choices);
    default:
      return {
        message: `ComfyUI refused the workflow: ${brief(error.message) || 'it gave no reason'}`,
        remedy: mendGraph,
      };
  }
}

/** One sentence per branch that was left out although the rest was queued. */
export function explainLeftOut(errors: NodeErrors, graph: Graph, choices: Choices): string[] {
  const troubles = troublesOf(errors, graph, choices);
  const outputs = Object.values(errors).flatMap((one) => one.dependent_outputs);
  const lost = [...new Set(outputs)].map((node) => `"${titleOf(graph, node)}"`).join(', ');
  return troubles.map(({ message }) => (lost ? `${lost} was left out. ${message}` : message));
}

/**
 * The same for a prompt whose answer nobody has: what is accepted is known still, and what ends a branch without being
 * accepted was left out. Why, is not known any more.
 */
export async function nameLeftOut(
  accepted: string[],
  graph: Graph,
  isOutput: (classType: string) => Promise<boolean>,
): Promise<string[]> {
  if (accepted.length === 0) return [];
  const inputs = Object.values(graph).flatMap((node) => Object.values(node.inputs));
  const linked = new Set(inputs.map((value) => (Array.isArray(value) ? value[0] : null)));
  const warnings: string[] = [];
  for (const [node, { class_type: classType }] of Object.entries(graph)) {
    if (accepted.includes(node) || linked.has(node) || !(await isOutput(classType))) continue;
    warnings.push(`"${titleOf(graph, node)}" was left out. ComfyUI did not accept it.`);
  }
  return warnings;
}

/** Node classes whose choices have to be asked for, because the error came without them. */
export function classesToAsk(errors: NodeErrors): string[] {
  const asked = Object.values(errors).filter(({ errors: list }) =>
    list.some((one) => one.type === 'value_not_in_list' && !choicesOf(one.extra_info.input_config)),
  );
  return [...new Set(asked.map((one) => one.class_type))];
}

function explainMissingNode(error: NodeError, graph: Graph): Trouble {
  const info = z
    .looseObject({ class_type: z.string(), node_id: z.string() })
    .partial()
    .safeParse(error.extra_info);
  const node = info.data?.node_id ?? /'#(.+)'/.exec(error.details)?.[1] ?? '';
  const classType =
    info.data?.class_type ??
    /because node (.+) does not exist/.exec(error.message)?.[1] ??
    graph[node]?.class_type;
  if (!classType) {
    return { message: `${brief(error.message)} (${brief(error.details)})`, remedy: mendGraph };
  }
  return {
    message: `ComfyUI does not have the node "${classType}"${named(graph, node, classType)}.`,
    remedy:
      'Install the custom node pack it belongs to at the ComfyUI server and restart it, or update ComfyUI.',
  };
}

function named(graph: Graph, node: string, classType: string): string {
  const title = graph[node]?._meta?.title?.trim();
  return title && title !== classType ? `, which the workflow uses as "${title}"` : '';
}

function explainNodes(errors: NodeErrors, graph: Graph, choices: Choices): Trouble {
  const [first, ...more] = troublesOf(errors, graph, choices);
  if (!first) {
    // What servers before 0.20 answer to a graph that runs in a circle.
    return {
      message: 'ComfyUI refused the workflow without naming a node. Its nodes may be linked in a circle.',
      remedy: mendGraph,
    };
  }
  const shown = more.slice(0, 2).map(({ message }) => message);
  const rest = more.length - shown.length;
  if (rest > 0) shown.push(`And ${rest} more.`);
  return { message: [first.message, ...shown].join('\n'), remedy: first.remedy };
}

function troublesOf(errors: NodeErrors, graph: Graph, choices: Choices): Trouble[] {
  const seen = new Map<string, Trouble>();
  for (const [node, { class_type: classType, errors: list }] of Object.entries(errors)) {
    for (const error of list) {
      const trouble = explainOne(error, { title: titleOf(graph, node), classType, choices });
      seen.set(trouble.message, trouble);
    }
  }
  return [...seen.values()];
}

const infoSchema = z.looseObject({
  input_name: z.string().catch('an input'),
  input_config: z.array(z.unknown()).nullish().catch(null),
  received_value: z.unknown().optional(),
  received_type: z.unknown().optional(),
});

interface Where {
  title: string;
  classType: string;
  choices: Choices;
}

function explainOne(error: NodeError, { title, classType, choices }: Where): Trouble {
  const info = infoSchema.parse(error.extra_info);
  const input = brief(info.input_name);
  const value = show(info.received_value);
  const wanted = typeof info.received_value === 'string' ? brief(info.received_value) : value;
  switch (error.type) {
    case 'value_not_in_list': {
      const known = choicesOf(info.input_config) ?? choices(classType, input);
      const folder = modelFolder(classType, input);
      return folder !== null || isModelFile(info.received_value)
        ? missingModel({ title, file: wanted, folder, known })
        : {
            message: `"${title}": ${input} cannot be ${value}.`,
            remedy: known?.length
              ? `It can be ${nearest(wanted, known, 5).join(', ')}${known.length > 5 ? ' …' : ''}.`
              : mendGraph,
          };
    }
    case 'value_smaller_than_min':
    case 'value_bigger_than_max':
      return {
        message: `"${title}": ${input} must be ${range(info.input_config)}, got ${value}.`,
        remedy: 'Choose a value in that range.',
      };
    case 'invalid_input_type':
      return {
        message: `"${title}": ${input} must be ${article(info.input_config?.[0])}, got ${value}.`,
        remedy: 'Choose a value of that kind.',
      };
    case 'required_input_missing':
      return { message: `"${title}": the input "${input}" is missing.`, remedy: mendGraph };
    case 'return_type_mismatch': {
      const needs = show(info.input_config?.[0]);
      return {
        message: `"${title}": ${input} needs ${needs} but is linked to ${show(info.received_type)}.`,
        remedy: mendGraph,
      };
    }
    case 'custom_validation_failed': {
      const file = /Invalid (?:image|audio|video|latent) file: (.+)/.exec(error.details)?.[1];
      return file
        ? {
            message: `"${title}": the file "${file}" is not in the ComfyUI server's input folder.`,
            remedy: 'Put it there, or name one that is there.',
          }
        : { message: `"${title}" does not accept its input: ${brief(error.details)}`, remedy: mendGraph };
    }
    case 'bad_linked_input':
    case 'exception_during_validation':
    case 'exception_during_inner_validation':
      return {
        message: `"${title}" is linked to something that is not in the workflow (${brief(error.details)}).`,
        remedy: mendGraph,
      };
    case 'dependency_cycle':
      return { message: `The nodes are linked in a circle: ${brief(error.details)}`, remedy: mendGraph };
    default:
      return { message: `"${title}": ${brief(`${error.message}: ${error.details}`)}`, remedy: mendGraph };
  }
}

export interface MissingModel {
  title: string;
  file: string;
  /** Under ComfyUI's `models`. */
  folder: string | null;
  /** What is there instead. */
  known: string[] | null;
}

export function missingModel({ title, file, folder, known }: MissingModel): Trouble {
  const place = folder ? `models/${folder}` : 'its models folder';
  const there =
    known === null
      ? ''
      : known.length === 0
        ? ' That folder is empty.'
        : ` Or change the workflow to one that is there: ${nearest(file, known).join(', ')}.`;
  return {
    message: `The ComfyUI server does not have the model file "${file}" that "${title}" loads.`,
    remedy: `Put it into ${place} at the server.${there}`,
  };
}

function range(config: unknown[] | null | undefined): string {
  const limits = z
    .looseObject({ min: z.unknown().optional(), max: z.unknown().optional() })
    .safeParse(config?.[1]).data;
  const min = limits?.min === undefined ? null : show(limits.min);
  const max = limits?.max === undefined ? null : show(limits.max);
  if (min !== null && max !== null) return `${min} to ${max}`;
  if (min !== null) return `at least ${min}`;
  return max === null ? 'in its range' : `at most ${max}`;
}

const kinds = new Map<unknown, string>([
  ['INT', 'a whole number'],
  ['FLOAT', 'a number'],
  ['BOOLEAN', 'true or false'],
]);

function article(type: unknown): string {
  return kinds.get(type) ?? `of the type ${show(type)}`;
}

function show(value: unknown): string {
  if (typeof value === 'string' && /^-?\d+$|^[A-Z_,*]+$/.test(value)) return value;
  return brief(JSON.stringify(value) ?? 'nothing');
}
