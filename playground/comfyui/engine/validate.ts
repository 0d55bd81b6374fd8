/**
 * Whether a posted graph can run. Each output node is checked with everything it needs; an output that fails is
 * dropped, and the prompt is refused only when none is left. Values are converted in place, as the node will get them.
 */
import type { InputSpec, NodeClass } from '../nodes/class.ts';
import { quoteInput } from '../nodes/describe.ts';
import type { NodeClasses } from '../nodes/registry.ts';
import { PythonError, repr } from '../python.ts';
import type { VersionSwitches } from '../version.ts';
import type { Graph } from './graph.ts';
import { checkLiteral } from './literals.ts';
import { allOutputsFailed, noOutputs, type Refusal, refuse, unknownClass } from './refusals.ts';

interface NodeErrors {
  [node: string]: { errors: Refusal[]; dependent_outputs: string[]; class_type: string };
}

type Verdict =
  | { valid: true; outputs: string[]; nodeErrors: NodeErrors }
  | { valid: false; error: Refusal; nodeErrors: NodeErrors };

interface Checked {
  valid: boolean;
  reasons: Refusal[];
}

interface ValidationSetting {
  classes: NodeClasses;
  version: VersionSwitches;
}

export function validatePrompt(graph: Graph, targets: unknown, setting: ValidationSetting): Verdict {
  const outputs: string[] = [];
  for (const [id, node] of Object.entries(graph)) {
    const nodeClass = setting.classes.get(node.class_type);
    if (nodeClass === undefined) {
      return { valid: false, error: unknownClass(id, node, setting.version), nodeErrors: {} };
    }
    const wanted =
      targets === undefined || targets === null || (Array.isArray(targets) && targets.includes(id));
    if (nodeClass.outputNode && wanted) outputs.push(id);
  }
  if (outputs.length === 0) return { valid: false, error: noOutputs(), nodeErrors: {} };

  const check = createNodeCheck(graph, setting);
  const nodeErrors: NodeErrors = {};
  const complaints: string[] = [];
  const good = outputs.filter((output) => {
    const { valid, reasons } = check.output(output);
    if (valid) return true;
    complaints.push(...reasons.map(({ message, details }) => `${message}: ${details}`));
    // A node that fails only because of another has no reasons of its own, and is left out.
    for (const [id, checked] of check.seen) {
      if (checked.valid || checked.reasons.length === 0) continue;
      const class_type = graph[id]?.class_type ?? '';
      nodeErrors[id] ??= { errors: checked.reasons, dependent_outputs: [], class_type };
      nodeErrors[id].dependent_outputs.push(output);
    }
    return false;
  });
  if (good.length > 0) return { valid: true, outputs: good, nodeErrors };
  return { valid: false, error: allOutputsFailed(complaints.join('\n')), nodeErrors };
}

function createNodeCheck(graph: Graph, { classes, version }: ValidationSetting) {
  const seen = new Map<string, Checked>();

  /** The trace of a Python exception is never looked into by clients, only shown. */
  const trace = (step: string) => [`  File "playground/comfyui", in ${step}\n`];

  function output(id: string): Checked {
    try {
      return node(id, []);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      const extra = { exception_type: error.type, traceback: trace('validate_prompt') };
      const checked = {
        valid: false,
        reasons: [
          refuse('exception_during_validation', 'Exception when validating node', error.message, extra),
        ],
      };
      seen.set(id, checked);
      return checked;
    }
  }

  function node(id: string, path: string[]): Checked {
    const before = seen.get(id);
    if (before !== undefined) return before;
    if (path.includes(id)) return cycle(path.slice(path.indexOf(id)));

    const inputs = graph[id]?.inputs;
    if (inputs === undefined) throw new PythonError('KeyError', repr('inputs'));
    const nodeClass = classOf(id);
    const reasons: Refusal[] = [];
    let valid = true;
    for (const [name, input] of Object.entries(liveInputs(nodeClass.inputs, inputs))) {
      if (!(name in inputs)) {
        if (input.required)
          reasons.push(
            refuse('required_input_missing', 'Required input is missing', name, { input_name: name }),
          );
        continue;
      }
      const value = inputs[name];
      if (Array.isArray(value)) {
        const linked = checkLink(name, input, nodeClass, value, [...path, id]);
        reasons.push(...linked.reasons);
        if (!linked.valid) valid = false;
        continue;
      }
      const ranges = nodeClass.check?.input !== name;
      const { api } = nodeClass;
      const literal = checkLiteral(value, {
        name,
        input,
        api,
        ranges,
        checksV3Combos: version.checksV3Combos,
      });
      inputs[name] = literal.value;
      if (literal.refusal !== null) reasons.push(literal.refusal);
    }
    reasons.push(...ownCheck(nodeClass, inputs));
    const checked = seen.get(id) ?? { valid: valid && reasons.length === 0, reasons };
    seen.set(id, checked);
    return checked;
  }

  const classOf = (id: unknown): NodeClass => {
    const found = typeof id === 'string' ? graph[id] : undefined;
    if (found === undefined) throw new PythonError('KeyError', repr(id));
    return classes.get(found.class_type) as NodeClass;
  };

  function checkLink(
    name: string,
    input: InputSpec,
    nodeClass: NodeClass,
    value: unknown[],
    path: string[],
  ): Checked {
    const quoted = { input_name: name, input_config: quoteInput(input, nodeClass.api) };
    const failed = (reason: Refusal): Checked => ({ valid: false, reasons: [reason] });
    if (value.length !== 2) {
      const message = 'Bad linked input, must be a length-2 list of [node_id, slot_index]';
      return failed(refuse('bad_linked_input', message, name, { ...quoted, received_value: value }));
    }
    const [from, slot] = value;
    const received = outputType(classOf(from), slot);
    if (!typesMeet(received, input, nodeClass.api)) {
      const wanted = quoted.input_config[0];
      const details = `${name}, received_type(${received}) mismatch input_type(${typeof wanted === 'string' ? wanted : repr(wanted)})`;
      const extra = { ...quoted, received_type: received, linked_node: value };
      return failed(
        refuse('return_type_mismatch', 'Return type mismatch between linked nodes', details, extra),
      );
    }
    const id = from as string;
    try {
      return { valid: node(id, path).valid, reasons: [] };
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      const extra = {
        ...quoted,
        exception_message: error.message,
        exception_type: error.type,
        traceback: trace('validate_inputs'),
        linked_node: value,
      };
      const reason = refuse(
        'exception_during_inner_validation',
        'Exception when validating inner node',
        error.message,
        extra,
      );
      seen.set(id, failed(reason));
      return { valid: false, reasons: [] };
    }
  }

  /** Every node of the circle gets the same reason; the old version fails without one. */
  function cycle(circle: string[]): Checked {
    if (!version.namesCycles) return { valid: false, reasons: [] };
    const named = [...circle, circle[0] as string].map((id) => `${id} (${graph[id]?.class_type})`);
    for (const id of circle) {
      const extra = { node_id: id, cycle_nodes: circle };
      const reason = refuse('dependency_cycle', 'Dependency cycle detected', named.join(' -> '), extra);
      seen.set(id, { valid: false, reasons: [reason] });
    }
    return { valid: false, reasons: [] };
  }

  return { seen, output };
}

function ownCheck({ check }: NodeClass, inputs: Record<string, unknown>): Refusal[] {
  if (check === undefined) return [];
  const { input } = check;
  const value = inputs[input];
  // A linked value is not known yet, and a missing one was complained about already.
  if (value === undefined || Array.isArray(value)) return [];
  const answer = check.accepts(value);
  if (answer === true) return [];
  const message = 'Custom validation failed for node';
  return [refuse('custom_validation_failed', message, `${input} - ${answer}`, { input_name: input })];
}

function outputType({ outputs }: NodeClass, slot: unknown): string {
  if (typeof slot !== 'number' || !Number.isInteger(slot)) {
    throw new PythonError('TypeError', 'tuple indices must be integers or slices, not float');
  }
  const found = outputs.at(slot);
  if (found === undefined) throw new PythonError('IndexError', 'tuple index out of range');
  return found[0];
}

/** Types are lists separated by commas and meet where they share a member; `*` meets everything. */
function typesMeet(received: string, input: InputSpec, api: 'v1' | 'v3'): boolean {
  // A V1 combo's type is the list of its values, which no output has.
  if (input.choices !== undefined && api === 'v1') return false;
  if (received === '*' || input.type === '*') return true;
  const wanted = input.type.split(',').map((type) => type.trim());
  return received.split(',').some((type) => wanted.includes(type.trim()));
}

/** Declared inputs, together with those that the chosen keys of dynamic combos bring along. */
function liveInputs(
  declared: Record<string, InputSpec>,
  given: Record<string, unknown>,
): Record<string, InputSpec> {
  const live: Record<string, InputSpec> = {};
  for (const [name, input] of Object.entries(declared)) {
    live[name] = input;
    const chosen = input.branches?.[String(given[name])];
    if (chosen === undefined) continue;
    for (const [inner, spec] of Object.entries(chosen)) {
      // The old flat form names no inner values, and is still taken.
      const named = { [`${name}.${inner}`]: optionalUnless(given, `${name}.${inner}`, spec) };
      Object.assign(live, liveInputs(named, given));
    }
  }
  return live;
}

const optionalUnless = (given: Record<string, unknown>, name: string, spec: InputSpec): InputSpec =>
  name in given ? spec : { ...spec, required: false };
