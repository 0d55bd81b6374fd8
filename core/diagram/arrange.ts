/**
 * Where boxes and links go: from the top down, because boxes are wide and low and chats are narrow. Done by ELK's layered
 * algorithm, which is the reason why diagrams are drawn in a thread of their own: it takes a tenth of a second and more.
 */
import Elk, { type ElkExtendedEdge, type ElkNode, type ElkPort } from 'elkjs/lib/elk.bundled.js';
import { type Pens, type Sized, sizeBox } from './box-size.ts';
import type { Diagram, Link } from './diagram.ts';

export interface Placed extends Sized {
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Port extends Point {
  type: string;
  /** The input's name, where the box has several of one type. */
  label: string;
}

/** The links that leave one output. */
export interface Bundle {
  type: string;
  wires: Point[][];
}

export interface Arranged {
  width: number;
  height: number;
  boxes: Placed[];
  bundles: Bundle[];
  /** Where links enter and leave. */
  ports: Port[];
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '9',
  'elk.spacing.componentComponent': '30',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.aspectRatio': '1.4',
};
/** Shorter links, at a price that grows faster than the diagram. */
const careful = {
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.compaction.postCompaction.strategy': 'EDGE_LENGTH',
};
const quick = { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF', 'elk.layered.thoroughness': '3' };
const mostCareful = 40;
const portSize = 1;
const labelSize = 10.5;

export async function arrange(diagram: Diagram, pens: Pens): Promise<Arranged> {
  const sized = diagram.boxes.map((box) => sizeBox(box, pens));
  const elk = new Elk.default();
  const into = group(diagram.links, ({ to }) => to);
  const outOf = group(diagram.links, ({ from }) => from);
  const types = new Map<string, string>();
  const children = sized.map((one): ElkNode => {
    const entering = into.get(one.box.id) ?? [];
    const leaving = new Map((outOf.get(one.box.id) ?? []).map((link) => [link.output, link]));
    const ports: ElkPort[] = [];
    for (const link of entering) {
      types.set(entry(link), link.type);
      const label = isOneOfSeveral(link, entering)
        ? pens.plain.fit(pens.plain.writable(link.input), labelSize, 90)
        : '';
      ports.push(port(entry(link), 'NORTH', label, pens));
    }
    for (const link of leaving.values()) {
      types.set(exit(link), link.type);
      ports.push(port(exit(link), 'SOUTH', '', pens));
    }
    const labelled = ports.some(({ labels }) => labels);
    return {
      id: place(one.box.id),
      width: one.width,
      height: one.height + (labelled ? 12 : 0),
      ports,
      layoutOptions: {
        'elk.portConstraints': 'FIXED_SIDE',
        'elk.portAlignment.default': 'CENTER',
        'elk.spacing.portPort': '16',
        'elk.portLabels.placement': 'INSIDE',
        'elk.nodeSize.constraints': '[PORTS, PORT_LABELS, MINIMUM_SIZE]',
        'elk.nodeSize.minimum': `(${one.width}, ${one.height + (labelled ? 12 : 0)})`,
      },
    };
  });
  const edges = diagram.links.map(
    (link, index): ElkExtendedEdge => ({
      id: `link ${index}`,
      sources: [exit(link)],
      targets: [entry(link)],
    }),
  );
  const layoutOptions = { ...options, ...(sized.length > mostCareful ? quick : careful) };
  const laid = await elk.layout<ElkNode>({ id: 'diagram', layoutOptions, children, edges });
  const places = new Map(laid.children?.map((child) => [child.id, child]));
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    boxes: sized.map((one) => {
      const { x = 0, y = 0, width = one.width, height = one.height } = places.get(place(one.box.id)) ?? {};
      return { ...one, x, y, width, height };
    }),
    bundles: bundlesOf(diagram.links, laid.edges ?? []),
    ports: (laid.children ?? []).flatMap(({ x = 0, y = 0, ports = [] }) =>
      ports.map((one) => ({
        x: x + (one.x ?? 0) + portSize / 2,
        y: y + (one.y ?? 0) + portSize / 2,
        type: types.get(one.id) ?? '',
        label: one.labels?.[0]?.text ?? '',
      })),
    ),
  };
}

function port(id: string, side: 'NORTH' | 'SOUTH', label: string, { plain }: Pens): ElkPort {
  return {
    id,
    width: portSize,
    height: portSize,
    layoutOptions: { 'elk.port.side': side },
    ...(label && { labels: [{ text: label, width: plain.width(label, labelSize), height: labelSize }] }),
  };
}

const place = (id: string) => `box ${id}`;
const entry = ({ to, input }: Link) => `in ${JSON.stringify([to, input])}`;
const exit = ({ from, output }: Link) => `out ${JSON.stringify([from, output])}`;

function isOneOfSeveral({ type, input }: Link, entering: readonly Link[]): boolean {
  return entering.some((other) => other.type === type && other.input !== input);
}

function group(links: readonly Link[], key: (link: Link) => string): Map<string, Link[]> {
  const found = new Map<string, Link[]>();
  for (const link of links) {
    const list = found.get(key(link));
    if (list) list.push(link);
    else found.set(key(link), [link]);
  }
  return found;
}

function bundlesOf(links: readonly Link[], edges: readonly ElkExtendedEdge[]): Bundle[] {
  const found = new Map<string, Bundle>();
  for (const [index, link] of links.entries()) {
    const bundle = found.get(exit(link)) ?? { type: link.type, wires: [] };
    found.set(exit(link), bundle);
    for (const { startPoint, bendPoints = [], endPoint } of edges[index]?.sections ?? [])
      bundle.wires.push([startPoint, ...bendPoints, endPoint]);
  }
  return [...found.values()];
}
