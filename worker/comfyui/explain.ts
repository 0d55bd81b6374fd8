/**
 * ComfyUI's refusals (`POST /prompt` answered 400, or 200 with `node_errors`) in words: the node by its title, the
 * input, the value, what would be allowed, and what to do.
 */
import { z } from 'zod';
import { plain, type Text } from '../../core/card.ts';
import { between, type Phrase, say } from '../../core/say.ts';
import type { Graph } from '../../core/workflow.ts';
import { type Choices, explainInput } from './explain-input.ts';
import { brief, mendGraph, orNothing, type Trouble, titleOf } from './telling.ts';
import { choicesOf, type NodeError, type NodeErrors, type Refused } from './wire.ts';

export function explainRefusal(refused: Refused, graph: Graph, choices: Choices): Trouble {
  const { error } = refused;
  switch (error.type) {
    case 'invalid_prompt':
    case 'missing_node_type':
      return explainMissingNode(error, graph);
    case 'prompt_no_outputs':
      return { message: say('The workflow has no node that saves or shows anything.'), remedy: mendGraph };
    case 'prompt_outputs_failed_validation':
      return explainNodes(refused.node_errors, graph, choices);
    default:
      return {
        message: say('ComfyUI refused the workflow: {reason}', {
          reason: orNothing(brief(error.message), say('it gave no reason')),
        }),
        remedy: mendGraph,
      };
  }
}

/** One sentence per branch that was left out although the rest was queued. */
export function explainLeftOut(errors: NodeErrors, graph: Graph, choices: Choices): Text[] {
  const troubles = troublesOf(errors, graph, choices);
  const outputs = Object.values(errors).flatMap((one) => one.dependent_outputs);
  const lost = [...new Set(outputs)].map((node) => `"${titleOf(graph, node)}"`).join(', ');
  return troubles.map(({ message: why }) => (lost ? say('{lost} was left out. {why}', { lost, why }) : why));
}

/**
 * The same for a prompt whose answer nobody has: what is accepted is known still, and what ends a branch without being
 * accepted was left out. Why, is not known any more.
 */
export async function nameLeftOut(
  accepted: string[],
  graph: Graph,
  isOutput: (classType: string) => Promise<boolean>,
): Promise<Text[]> {
  if (accepted.length === 0) return [];
  const inputs = Object.values(graph).flatMap((node) => Object.values(node.inputs));
  const linked = new Set(inputs.map((value) => (Array.isArray(value) ? value[0] : null)));
  const warnings: Phrase[] = [];
  for (const [node, { class_type: classType }] of Object.entries(graph)) {
    if (accepted.includes(node) || linked.has(node) || !(await isOutput(classType))) continue;
    const lost = `"${titleOf(graph, node)}"`;
    warnings.push(say('{lost} was left out. {why}', { lost, why: say('ComfyUI did not accept it.') }));
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
  const title = graph[node]?._meta?.title?.trim();
  return {
    message:
      title && title !== classType
        ? say('ComfyUI does not have the node "{class}", which the workflow uses as "{title}".', {
            class: classType,
            title,
          })
        : say('ComfyUI does not have the node "{class}".', { class: classType }),
    remedy: say(
      'Install the custom node pack it belongs to at the ComfyUI server and restart it, or update ComfyUI.',
    ),
  };
}

function explainNodes(errors: NodeErrors, graph: Graph, choices: Choices): Trouble {
  const [first, ...more] = troublesOf(errors, graph, choices);
  if (!first) {
    // What servers before 0.20 answer to a graph that runs in a circle.
    return {
      message: say(
        'ComfyUI refused the workflow without naming a node. Its nodes may be linked in a circle.',
      ),
      remedy: mendGraph,
    };
  }
  if (more.length === 0) return first;
  const shown = more.slice(0, 2).map(({ message }) => message);
  const rest = more.length - shown.length;
  if (rest > 0) shown.push(say('And {n} more.', { n: rest }));
  return { message: between([first.message, ...shown], '\n'), remedy: first.remedy };
}

function troublesOf(errors: NodeErrors, graph: Graph, choices: Choices): Trouble[] {
  const seen = new Map<string, Trouble>();
  for (const [node, { class_type: classType, errors: list }] of Object.entries(errors)) {
    for (const error of list) {
      const trouble = explainInput(error, { title: titleOf(graph, node), classType, choices });
      seen.set(plain(trouble.message), trouble);
    }
  }
  return [...seen.values()];
}
