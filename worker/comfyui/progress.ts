/**
 * How far a run is, from what the websocket tells: a pure reducer.
 *
 * The fraction is over the whole graph, each node weighing about as much as it takes, samplers most. It is read from
 * the values in the messages and never from their number, since servers leave messages out. It never goes back.
 */
import type { Graph } from '../../core/workflow.ts';
import { titleOf } from './telling.ts';
import type { Message } from './wire.ts';

export interface RunProgress {
  /** 0 to 1. */
  fraction: number;
  /** Title of the node that runs. */
  node?: string;
  step?: number;
  steps?: number;
}

interface NodeProgress {
  value: number;
  max: number;
  done: boolean;
}

export interface ProgressState {
  readonly graph: Graph;
  /** By the id the graph knows a node by; nodes that a node expanded into count as that node. */
  readonly nodes: ReadonlyMap<string, NodeProgress>;
  /** The node that was named last. */
  readonly current: string | null;
  readonly fraction: number;
}

export function beginProgress(graph: Graph): ProgressState {
  return { graph, nodes: new Map(), current: null, fraction: 0 };
}

/** The state itself when the message says nothing about progress. */
export function advance(state: ProgressState, message: Message): ProgressState {
  switch (message.type) {
    case 'execution_cached':
      return withNodes(
        state,
        state.current,
        message.data.nodes.map((node) => [node, finished]),
      );
    case 'executing': {
      const { node, display_node: shown } = message.data;
      if (node === null) return state;
      const next = shown ?? node;
      return withNodes(state, next, [[next, state.nodes.get(next) ?? started]]);
    }
    case 'progress': {
      const node = message.data.node ?? state.current;
      if (node === null || node === undefined) return state;
      const { value, max } = message.data;
      return withNodes(state, node, [[node, { value, max, done: false }]]);
    }
    case 'progress_state':
      return withNodeStates(state, message.data.nodes);
    case 'executed': {
      const node = message.data.display_node ?? message.data.node;
      return withNodes(state, state.current, [[node, finished]]);
    }
    case 'execution_success':
      return { ...state, fraction: 1 };
    default:
      return state;
  }
}

export function readProgress(state: ProgressState): RunProgress {
  const { current, fraction, graph } = state;
  if (current === null || !Object.hasOwn(graph, current)) return { fraction };
  const node = titleOf(graph, current);
  const known = state.nodes.get(current);
  const steps = Math.round(known?.max ?? 0);
  // A single step is no progress worth counting aloud, and more than can be counted cannot be said.
  if (!known || known.done || steps <= 1 || !Number.isSafeInteger(steps)) return { fraction, node };
  // Nodes of other makers report what they like: below zero and beyond their own end, too.
  return { fraction, node, step: Math.max(0, Math.min(Math.round(known.value), steps)), steps };
}

/** The nodes that make a run long: those that weigh as much as the heaviest. */
export function heaviest(graph: Graph): string[] {
  const most = Math.max(...Object.keys(graph).map((node) => weightOf(graph, node)));
  return Object.keys(graph).filter((node) => weightOf(graph, node) === most);
}

const started: NodeProgress = { value: 0, max: 1, done: false };
const finished: NodeProgress = { value: 1, max: 1, done: true };

type NodeStates = Extract<Message, { type: 'progress_state' }>['data']['nodes'];

/** `progress_state` is cumulative: it tells of every node touched so far, also what an earlier message would have. */
function withNodeStates(state: ProgressState, states: NodeStates): ProgressState {
  const told = new Map<string, NodeProgress>();
  let current = state.current;
  for (const [id, { value, max, state: word, display_node_id }] of Object.entries(states)) {
    const node = display_node_id ?? id;
    const running = word === 'running';
    if (node === id) told.set(node, running ? { value, max, done: false } : finished);
    // Of several that run, the one that takes longest is the one to speak of.
    const better =
      current === null ||
      state.nodes.get(current)?.done ||
      weightOf(state.graph, node) >= weightOf(state.graph, current);
    if (running && better) current = node;
  }
  return withNodes(state, current, [...told]);
}

function withNodes(
  state: ProgressState,
  current: string | null,
  told: [string, NodeProgress][],
): ProgressState {
  const nodes = new Map(state.nodes);
  for (const [node, progress] of told) nodes.set(node, progress);
  const fraction = Math.max(state.fraction, fractionOf(state.graph, nodes));
  return { graph: state.graph, nodes, current, fraction };
}

function fractionOf(graph: Graph, nodes: ReadonlyMap<string, NodeProgress>): number {
  const isPast = pastNodes(graph, nodes);
  let all = 0;
  let past = 0;
  for (const node of Object.keys(graph)) {
    const weight = weightOf(graph, node);
    const known = nodes.get(node);
    all += weight;
    if (isPast(node)) past += weight;
    else if (known && known.max > 0) past += weight * Math.min(1, Math.max(0, known.value / known.max));
  }
  return all === 0 ? 0 : past / all;
}

/** A node is past when it is done, or when everything that uses it runs or is past: a cached node needs no inputs. */
function pastNodes(graph: Graph, nodes: ReadonlyMap<string, NodeProgress>): (node: string) => boolean {
  const users = new Map<string, string[]>();
  for (const [user, { inputs }] of Object.entries(graph)) {
    for (const value of Object.values(inputs)) {
      if (Array.isArray(value) && typeof value[0] === 'string')
        users.set(value[0], [...(users.get(value[0]) ?? []), user]);
    }
  }
  const answers = new Map<string, boolean>();
  function isPast(node: string): boolean {
    const known = answers.get(node);
    if (known !== undefined) return known;
    // Holds while the users are asked, so that a graph with a circle comes to an end.
    answers.set(node, false);
    const using = users.get(node) ?? [];
    const answer =
      nodes.get(node)?.done === true ||
      (using.length > 0 && using.every((user) => nodes.has(user) || isPast(user)));
    answers.set(node, answer);
    return answer;
  }
  return isPast;
}

const samplers = /^(KSampler(Advanced)?|SamplerCustom(Advanced)?)$/;

function weightOf(graph: Graph, node: string): number {
  const found = Object.hasOwn(graph, node) ? graph[node] : undefined;
  if (!found) return 0;
  const name = found.class_type;
  if (samplers.test(name) || (/sampl/i.test(name) && 'latent_image' in found.inputs)) return 40;
  if (/upscale.*model|frameinterpol|vfi/i.test(name)) return 12;
  if (/^VAE(De|En)code|Loader|SaveVideo|SaveWEBM|VideoCombine/.test(name)) return 4;
  return 1;
}
