/** A node class as `/object_info` tells it, and single inputs as refusals quote them. */
import type { VersionSwitches } from '../version.ts';
import type { InputSpec, NodeClass } from './class.ts';

type WireInput = [type: unknown, options?: Record<string, unknown>];

/** `[type, options]`; a V1 combo has its values in the place of the type, and V1 may leave the options out. */
function describeInput(input: InputSpec, api: 'v1' | 'v3'): WireInput {
  const { type, choices, branches, options } = input;
  if (branches !== undefined) {
    const keys = Object.entries(branches).map(([key, inputs]) => ({
      key,
      inputs: describeInputs(inputs, 'v3'),
    }));
    return [type, { ...options, options: keys }];
  }
  if (choices !== undefined) {
    if (api === 'v3') return [type, { ...options, multiselect: false, options: choices() }];
    return options === undefined ? [choices()] : [choices(), options];
  }
  // V3 texts always say whether they may have lines.
  if (type === 'STRING' && api === 'v3') return [type, { multiline: false, ...options }];
  return options === undefined && api === 'v1' ? [type] : [type, options ?? {}];
}

/** The same, with options always: refusals show both. */
export function quoteInput(input: InputSpec, api: 'v1' | 'v3'): WireInput {
  const [type, options] = describeInput(input, api);
  return [type, options ?? {}];
}

function describeInputs(inputs: Record<string, InputSpec>, api: 'v1' | 'v3') {
  const group = (required: boolean) => {
    const members = Object.entries(inputs).filter(([, input]) => input.required === required);
    return Object.fromEntries(members.map(([name, input]) => [name, describeInput(input, api)]));
  };
  const optional = group(false);
  return { required: group(true), ...(Object.keys(optional).length > 0 ? { optional } : {}) };
}

export function describeNode(node: NodeClass, version: VersionSwitches): Record<string, unknown> {
  const { api } = node;
  const hidden = Object.fromEntries(
    node.hidden.map((name) => [name, api === 'v3' ? [name.toUpperCase()] : name.toUpperCase()]),
  );
  const input = {
    ...describeInputs(node.inputs, api),
    ...(node.hidden.length > 0 ? { hidden } : {}),
  };
  const order = Object.entries(input).map(([group, members]) => [group, Object.keys(members)]);
  return {
    input,
    input_order: Object.fromEntries(order),
    ...(version.modern ? { is_input_list: false } : {}),
    output: node.outputs.map(([type]) => type),
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputs.map(([, name]) => name),
    name: node.name,
    display_name: node.title ?? (api === 'v3' ? null : node.name),
    description: '',
    python_module: node.module,
    category: node.category,
    output_node: node.outputNode,
    ...(api === 'v3' ? { deprecated: false, experimental: false, api_node: false } : {}),
    ...(version.modern ? { has_intermediate_output: false, search_aliases: [] } : {}),
    ...(version.modern && api === 'v3'
      ? { output_matchtypes: null, dev_only: false, price_badge: null, essentials_category: null }
      : {}),
  };
}
