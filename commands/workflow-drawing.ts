/** The diagram of a workflow, for cards. A picture is worth no failure: where there is none, the words stand alone. */

import type { MediaItem } from '../core/card.ts';
import type { Diagram } from '../core/diagram/diagram.ts';
import { diagramOf } from '../core/diagram/of-graph.ts';
import { toError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Graph, Input } from '../core/workflow.ts';
import type { Tools } from './command.ts';
import { shortened } from './words.ts';

export async function drawWorkflow({ drawing, log }: Tools, about: About): Promise<MediaItem | null> {
  const { name, workflow, reading } = about;
  const graph: Graph | undefined = workflow?.graph ?? reading?.graph;
  if (!graph || Object.keys(graph).length === 0) return null;
  const inputs: Record<string, Input> = workflow?.inputs ?? reading?.inputs ?? {};
  const diagram = diagramOf(graph, {
    inputs,
    ...(reading?.roles && { roles: reading.roles }),
    ...(reading?.types && { types: reading.types }),
  });
  try {
    const { png } = await drawing.draw(diagram);
    return {
      file: { from: 'bytes', name: `${name}.png`, mediaType: 'image/png', bytes: png },
      alt: describe(diagram, inputs),
    };
  } catch (thrown) {
    log.warn({ workflow: name, err: toError(thrown) }, `workflow ${name} could not be drawn`);
    return null;
  }
}

/** What the picture shows, for those who cannot see it. */
function describe({ boxes, links, left }: Diagram, inputs: Readonly<Record<string, Input>>): Phrase {
  const nodes = boxes.reduce((sum, { folded = 0 }) => sum + 1 + folded, left);
  const told = boxes.slice(0, 12).map(({ title }) => shortened(title.replace(/\s+/g, ' '), 40));
  const more = boxes.length > told.length ? ' …' : '';
  const settable = Object.keys(inputs);
  const set =
    settable.length > 0 ? say(' You can set {inputs}.', { inputs: settable.slice(0, 20).join(', ') }) : '';
  return say(
    'Diagram of {nodes, plural, one {# node} other {# nodes}} and {links, plural, one {# link} other {# links}}: {titles}.{set}',
    { nodes, links: links.length, titles: `${told.join(', ')}${more}`, set },
  );
}
