/** Plain values and texts. */

import { toJson } from '../json.ts';
import { repr } from '../python.ts';
import { defineNode, type InputSpec, link, type NodeClass, type NodeSetting, other, text } from './class.ts';
import { describeValue } from './tensors.ts';

const MOST = 9_223_372_036_854_775_807n;

export function textNodes({ version }: NodeSetting): NodeClass[] {
  const primitive = (name: string, title: string, type: string, value: InputSpec) =>
    defineNode(version, {
      name,
      title,
      module: 'comfy_extras.nodes_primitive',
      category: 'utils/primitive',
      api: 'v3',
      inputs: { value },
      outputs: [type],
      run: (inputs) => ({ values: [inputs.value('value') as string | number | boolean] }),
    });
  const range = { min: -MOST, max: MOST };

  return [
    primitive('PrimitiveString', 'String', 'STRING', text({ multiline: false })),
    primitive('PrimitiveStringMultiline', 'String (Multiline)', 'STRING', text({ multiline: true })),
    primitive(
      'PrimitiveInt',
      'Int',
      'INT',
      other('INT', { ...range, control_after_generate: version.modern ? 'fixed' : true }),
    ),
    primitive(
      'PrimitiveFloat',
      'Float',
      'FLOAT',
      other('FLOAT', version.modern ? { ...range, step: 0.1 } : range),
    ),
    primitive('PrimitiveBoolean', 'Boolean', 'BOOLEAN', other('BOOLEAN')),
    defineNode(version, {
      name: 'StringConcatenate',
      title: 'Concatenate',
      module: 'comfy_extras.nodes_string',
      category: 'utils/string',
      api: 'v3',
      inputs: {
        string_a: text({ multiline: true }),
        string_b: text({ multiline: true }),
        delimiter: text({ default: '', multiline: false }),
      },
      outputs: ['STRING'],
      run: (inputs) => ({
        values: [[inputs.text('string_a'), inputs.text('string_b')].join(inputs.text('delimiter'))],
      }),
    }),
    defineNode(version, {
      name: 'PreviewAny',
      title: 'Preview Any',
      module: 'comfy_extras.nodes_preview_any',
      category: 'utils',
      api: 'v1',
      inputs: { source: link('*') },
      outputNode: true,
      outputs: version.saveNodesReturn ? ['STRING'] : [],
      run(inputs) {
        const source = inputs.value('source');
        const shown = typeof source === 'string' ? source : shownValue(source);
        return { values: [shown], ui: { text: [shown] } };
      },
    }),
  ];
}

/** Plain values as text or JSON, everything else as Python would write it. */
function shownValue(value: unknown): string {
  if (value === null || typeof value !== 'object') return repr(value);
  return 'kind' in value ? describeValue(value) : toJson(value);
}
