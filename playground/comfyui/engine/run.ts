/**
 * Runs one prompt: announces it, runs its nodes one after the other in the order of their links, keeps what they made,
 * and says how it ended.
 *
 * A run starts with `execution_start` and `execution_cached` and ends with exactly one of `execution_success`,
 * `execution_error` and `execution_interrupted`. These are remembered for history even when nobody is told.
 * Everything else goes to the client that posted the prompt; a prompt without a client tells everybody of its progress
 * and its interruption, and nobody of the rest.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { Files } from '../files.ts';
import type { NodeClass, NodeRun } from '../nodes/class.ts';
import type { NodeClasses } from '../nodes/registry.ts';
import { block, isBlock, readInputs } from '../nodes/values.ts';
import type { VersionSwitches } from '../version.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { type Cached, cacheKeys, createNodeCache } from './cache.ts';
import { errorReport, Interrupted } from './errors.ts';
import { isLink } from './graph.ts';
import type { Hub } from './hub.ts';
import { createProgress, type Progress } from './progress.ts';
import type { QueueItem, RunResult } from './queue.ts';
import { createSchedule } from './schedule.ts';
import { createTempNames } from './temp-names.ts';

interface RunnerSetting {
  classes: NodeClasses;
  version: VersionSwitches;
  files: Files;
  hub: Hub;
  faults: Faults;
  random: () => number;
  now: () => number;
  stepMs: number;
  /** Whether prompts that do not say get previews. */
  previews: boolean;
  /** Aborted when the server stops: a run ends at once then, without a word. */
  signal: AbortSignal;
}

/** What the nodes of one run share. */
interface RunState {
  item: QueueItem;
  announcer: Announcer;
  progress: Progress;
  /** Ids of nodes that ran to their end, in that order. */
  executed: string[];
  /** What nodes showed in this run, anew or again. */
  shown: Map<string, NonNullable<Cached['ui']>>;
  cached(id: string): Cached | undefined;
  keep(id: string, made: Cached): void;
}

export type Runner = ReturnType<typeof createRunner>;

export function createRunner(setting: RunnerSetting) {
  const { classes, version, hub, faults, signal, now } = setting;
  const cache = createNodeCache();
  const tempNames = createTempNames(setting.random);
  let interruptRequested = false;
  /** Of the running prompt, for a client that comes back. */
  let active: { client: string; node: string } | null = null;

  async function run(item: QueueItem): Promise<RunResult> {
    interruptRequested = false;
    const announcer = createAnnouncer(hub, item, now);
    announcer.announce('execution_start', { prompt_id: item.id });
    const keys = cacheKeys(item.graph, classes);
    cache.keepOnly(keys.values());
    tempNames.keepOnly(item.graph);
    const throttled = version.throttlesProgress;
    const state: RunState = {
      item,
      announcer,
      progress: createProgress({ hub, promptId: item.id, client: announcer.client, throttled, now }),
      executed: [],
      shown: new Map(),
      cached: (id) => cache.get(keys.get(id) ?? ''),
      keep: (id, made) => cache.set(keys.get(id) ?? '', made),
    };
    const isCached = (id: string) => state.cached(id) !== undefined;
    const nodes = Object.keys(item.graph).filter(isCached);
    announcer.announce('execution_cached', { nodes, prompt_id: item.id });

    const success = await runAll(state, createSchedule(item.graph, classes, item.outputs, isCached));
    active = null;
    return resultOf(state, success);
  }

  async function runAll(state: RunState, schedule: ReturnType<typeof createSchedule>): Promise<boolean> {
    const { announcer } = state;
    for (let id = schedule.next(); id !== null; id = schedule.next()) {
      try {
        await runNode(state, id);
      } catch (error) {
        signal.throwIfAborted();
        const about = aboutNode(state, id);
        if (error instanceof Interrupted) {
          announcer.announce('execution_interrupted', about, { toAllIfAnonymous: true });
        } else {
          const report = errorReport(error, classOf(state, id), gatherInputs(state, id), state.item);
          announcer.announce('execution_error', { ...about, ...report });
        }
        return false;
      }
      schedule.done(id);
      // Requests that came in meanwhile get their turn between nodes.
      await nextTurn();
    }
    announcer.announce('execution_success', { prompt_id: state.item.id });
    return true;
  }

  async function runNode(state: RunState, id: string): Promise<void> {
    const { announcer, progress } = state;
    const prompt_id = state.item.id;
    const kept = state.cached(id);
    if (kept !== undefined) {
      announcer.tell('executed', { node: id, display_node: id, output: kept.ui?.output ?? null, prompt_id });
      if (kept.ui !== null) state.shown.set(id, kept.ui);
      progress.finish(id);
      return;
    }
    progress.start(id);
    if (announcer.client !== null) active = { client: announcer.client, node: id };
    announcer.tell('executing', { node: id, display_node: id, prompt_id });
    await faults.at(id, classOf(state, id).name, undefined, signal);
    throwIfInterrupted();

    const made = await makeOutputs(state, id);
    signal.throwIfAborted();
    if (made.ui !== null) {
      state.shown.set(id, made.ui);
      announcer.tell('executed', { node: id, display_node: id, output: made.ui.output, prompt_id });
    }
    state.keep(id, made);
    progress.finish(id);
    state.executed.push(id);
  }

  async function makeOutputs(state: RunState, id: string): Promise<Cached> {
    const nodeClass = classOf(state, id);
    const values = gatherInputs(state, id);
    const blocked = Object.values(values).find(isBlock);
    if (blocked !== undefined) {
      if (blocked.message !== null) tellBlocked(state, id, blocked.message);
      return { values: nodeClass.outputs.map(() => block(null)), ui: null };
    }
    const { values: outputs = [], ui } = await nodeClass.run(readInputs(values), nodeRun(state, id));
    const refusal = faults.blockOf(id);
    const meta = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
    return {
      values: refusal === undefined ? outputs : nodeClass.outputs.map(() => block(refusal)),
      ui: ui === undefined ? null : { output: ui, meta },
    };
  }

  /** Said of the first node behind a refusing one, and not the end of the run. Without a timestamp, unlike a real end. */
  function tellBlocked(state: RunState, id: string, message: string): void {
    state.announcer.tell('execution_error', {
      ...aboutNode(state, id),
      exception_message: `Execution Blocked: ${message}`,
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: [],
      current_outputs: [],
    });
  }

  const aboutNode = (state: RunState, id: string) => ({
    prompt_id: state.item.id,
    node_id: id,
    node_type: classOf(state, id).name,
    executed: state.executed,
  });

  const classOf = ({ item }: RunState, id: string): NodeClass =>
    classes.get(item.graph[id]?.class_type ?? '') as NodeClass;

  /** Literals the node declares, and what the linked nodes made. Inputs a node does not declare never reach it. */
  function gatherInputs(state: RunState, id: string): Record<string, unknown> {
    const declared = classOf(state, id).inputs;
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(state.item.graph[id]?.inputs ?? {})) {
      if (isLink(value)) values[name] = state.cached(value[0])?.values.at(value[1]);
      // The inner values of dynamic combos are declared through their outer name.
      else if ((name.split('.')[0] as string) in declared) values[name] = value;
    }
    return values;
  }

  function nodeRun(state: RunState, id: string): NodeRun {
    const { item, progress } = state;
    const bar = progress.bar(id);
    const pngInfo = item.extra?.extra_pnginfo;
    return {
      files: setting.files,
      graph: item.graph,
      extraPngInfo: pngInfo !== null && typeof pngInfo === 'object' ? { ...pngInfo } : {},
      tempLetters: tempNames.lettersOf(id),
      previews: wantsPreviews(item),
      async step(value, max, preview) {
        await sleep(setting.stepMs, undefined, { signal });
        await faults.at(id, classOf(state, id).name, value, signal);
        throwIfInterrupted();
        if (bar.wants(value, max, preview !== null)) bar.send(value, max, preview && (await preview()));
      },
      progress(value, max, preview) {
        throwIfInterrupted();
        if (bar.wants(value, max, preview !== null)) bar.send(value, max, preview);
      },
      say: (text) => hub.sendText(id, text),
    };
  }

  function wantsPreviews({ extra }: QueueItem): boolean {
    const asked = version.previewPerPrompt ? extra?.preview_method : undefined;
    return typeof asked === 'string' && asked !== 'default' ? asked !== 'none' : setting.previews;
  }

  function throwIfInterrupted(): void {
    signal.throwIfAborted();
    if (interruptRequested) throw new Interrupted();
  }

  function resultOf({ item, announcer, shown, cached }: RunState, success: boolean): RunResult {
    if (!version.historyOfThisRun) {
      for (const id of Object.keys(item.graph)) {
        const ui = cached(id)?.ui;
        if (ui) shown.set(id, ui);
      }
    }
    const entries = [...shown];
    return {
      outputs: Object.fromEntries(entries.map(([id, { output }]) => [id, output])),
      meta: Object.fromEntries(entries.map(([id, { meta }]) => [id, meta])),
      success,
      messages: announcer.messages,
    };
  }

  return {
    run,
    interrupt(): void {
      interruptRequested = true;
    },
    /** Forgets all results, and with them the letters of temp files. */
    forget(): void {
      cache.clear();
      tempNames.clear();
    },
    activeNode: (client: string): string | null => (active?.client === client ? active.node : null),
  };
}
