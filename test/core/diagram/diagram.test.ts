import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange } from '../../../core/diagram/arrange.ts';
import { condense } from '../../../core/diagram/condense.ts';
import type { Box, Diagram, Link } from '../../../core/diagram/diagram.ts';
import { createDrawingRoom } from '../../../core/diagram/drawing-room.ts';
import { openLetters } from '../../../core/diagram/letters.ts';
import { diagramOf } from '../../../core/diagram/of-graph.ts';
import { drawSvg } from '../../../core/diagram/svg.ts';
import { withPicture } from '../../../core/picture.ts';
import type { Graph } from '../../../core/workflow.ts';

const pens = { bold: openLetters(600), plain: openLetters(500) };

const graph: Graph = {
  '4': { class_type: 'Loader', inputs: { file: 'model.safetensors' }, _meta: { title: 'Load it' } },
  '6': { class_type: 'Encode', inputs: { text: 'a fox\nin  snow', clip: ['4', 1] } },
  '3': { class_type: 'Sampler', inputs: { model: ['4', 0], positive: ['6', 0], seed: 1, name: 'euler' } },
  '9': { class_type: 'Save', inputs: { images: ['3', 0], prefix: 'x' } },
};

const box = (id: string, more: Partial<Box> = {}): Box => ({
  id,
  title: id,
  kind: id,
  role: 'step',
  settable: [],
  ...more,
});
const link = (from: string, to: string, input = 'in'): Link => ({ from, output: 0, to, input, type: 'T' });

describe('from a graph', () => {
  test('every node is a box, every link between nodes a link', () => {
    const { boxes, links, left } = diagramOf(graph, {
      inputs: {
        prompt: { type: 'text', to: ['6.text'], default: '', required: false },
        seed: { type: 'seed', to: ['3.seed'], min: 0, max: 9 },
      },
      roles: { '4': 'loader', '3': 'sampler' },
      types: { '4.0': 'MODEL', '4.1': 'CLIP' },
    });
    expect(left).toBe(0);
    expect(boxes).toEqual([
      box('3', { title: 'Sampler', kind: 'Sampler', role: 'sampler', settable: ['seed'] }),
      box('4', { title: 'Load it', kind: 'Loader', role: 'loader', detail: 'model.safetensors' }),
      box('6', { title: 'Encode', kind: 'Encode', settable: ['prompt'], detail: 'a fox in snow' }),
      box('9', { title: 'Save', kind: 'Save', role: 'output' }),
    ]);
    expect(links).toEqual([
      { from: '4', output: 0, to: '3', input: 'model', type: 'MODEL' },
      { from: '6', output: 0, to: '3', input: 'positive', type: 'POSITIVE' },
      { from: '4', output: 1, to: '6', input: 'clip', type: 'CLIP' },
      { from: '3', output: 0, to: '9', input: 'images', type: 'IMAGES' },
    ]);
  });

  test('what only looks like a link is none, and names every object has are no nodes', () => {
    const { boxes, links } = diagramOf({
      a: { class_type: 'A', inputs: { x: ['gone', 0], y: ['constructor', 0], z: [1, 2], w: ['a', 0, 1] } },
    });
    expect(boxes).toHaveLength(1);
    expect(links).toEqual([]);
  });
});

describe('a large one is made small', () => {
  test('what leads only to one box becomes part of it, chains from their far end', () => {
    const chain: Diagram = {
      boxes: ['a', 'b', 'c', 'd'].map((id) => box(id)).concat(box('end', { role: 'output' })),
      links: [link('a', 'b'), link('b', 'c'), link('c', 'end'), link('d', 'end', 'other')],
      left: 0,
    };
    const { boxes, links, left } = condense(chain, 2);
    expect(left).toBe(0);
    expect(links).toHaveLength(boxes.length - 1);
    expect(boxes.length).toBeLessThanOrEqual(2);
    expect(boxes.reduce((sum, { folded = 0 }) => sum + 1 + folded, 0)).toBe(5);
  });

  test('what people set and what comes out stays; what cannot be folded is cut from the far end and counted', () => {
    const many = Array.from({ length: 30 }, (_, at) => box(String(at), { settable: ['x'] }));
    const { boxes, left } = condense(
      {
        boxes: [...many, box('end', { role: 'output' })],
        links: many.map(({ id }, at) => link(id, at > 0 ? String(at - 1) : 'end')),
        left: 0,
      },
      10,
    );
    expect(boxes.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', 'end']);
    expect(left).toBe(21);
  });
});

describe('letters', () => {
  test('what the font cannot write is left out, and a title without much left gives way to the kind', async () => {
    expect(pens.bold.writable('🔥 Load\n\tcheckpoint \u202e\u0000ß Ωж 加载')).toBe('Load checkpoint ß Ωж');
    const titled = (title: string, kind: string) =>
      arrange({ boxes: [box('7', { title, kind })], links: [], left: 0 }, pens);
    expect((await titled('加载模型', 'Load')).boxes[0]?.title).toBe('Load');
    expect((await titled('🔥', '🔥')).boxes[0]?.title).toBe('node 7');
  });

  test('what is too wide is cut with an ellipsis, and is never wider than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.double({ min: 20, max: 300, noNaN: true }),
        (text, most) => {
          const cut = pens.plain.fit(pens.plain.writable(text), 15, most);
          expect(pens.plain.width(cut, 15)).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

/** Also cycles, links to itself, and names that mean something elsewhere. */
const anyGraph = fc
  .uniqueArray(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('diagram', 'constructor', '"><'),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .chain((ids) =>
    fc.record({
      nodes: fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            class_type: fc.string({ unit: 'grapheme', maxLength: 60 }),
            title: fc.oneof(
              fc.string({ unit: 'grapheme', maxLength: 300 }),
              fc.constantFrom(
                '</svg><script>alert(1)</script>',
                '&lt;',
                "'\"><image href='file:///etc/passwd'/>",
              ),
            ),
            inputs: fc.dictionary(
              fc.string({ maxLength: 12 }),
              fc.oneof(fc.tuple(fc.constantFrom(...ids), fc.nat(3)), fc.string(), fc.double()),
              { maxKeys: 4 },
            ),
          }),
        ),
      ),
    }),
  )
  .map(
    ({ nodes }): Graph =>
      Object.fromEntries(
        nodes.map(({ id, class_type, title, inputs }) => [id, { class_type, inputs, _meta: { title } }]),
      ),
  );

const tags = new Set(['svg', 'g', 'rect', 'path', 'circle', 'ellipse']);

describe('drawn', () => {
  test('boxes and links lie within the picture, boxes apart from each other', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async (given) => {
        const { boxes, bundles, width, height } = await arrange(diagramOf(given), pens);
        expect(boxes).toHaveLength(Object.keys(given).length);
        for (const one of boxes) {
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.y).toBeGreaterThanOrEqual(0);
          expect(one.x + one.width).toBeLessThanOrEqual(width);
          expect(one.y + one.height).toBeLessThanOrEqual(height);
          for (const other of boxes) {
            if (other === one) continue;
            const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x;
            const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y;
            expect(apartX || apartY).toBe(true);
          }
        }
        for (const { x, y } of bundles.flatMap(({ wires }) => wires.flat())) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeLessThanOrEqual(height);
        }
      }),
      { numRuns: 8 },
    );
  });

  test('whatever titles say, the SVG holds shapes of ours and no text', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async (given) => {
        const { svg, width, height } = await drawSvg(diagramOf(given), pens);
        for (const [, tag = ''] of svg.matchAll(/<\/?([^\s/>]*)/g)) expect(tags).toContain(tag);
        expect(svg.replace(/<[^<>]*>/g, '')).toBe('');
        expect(svg).not.toMatch(/href|NaN|undefined|Infinity|&/);
        expect(Math.max(width, height)).toBeLessThanOrEqual(4000);
        expect(width * height).toBeLessThanOrEqual(9_000_000);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the drawing room', () => {
  test('a picture comes out of it, as large as it says', async () => {
    const room = createDrawingRoom({ seconds: 60 });
    try {
      const { png, width, height } = await room.draw(diagramOf(graph));
      await withPicture(png, async (picture) => {
        expect(picture).toMatchObject({ mediaType: 'image/png', width, height });
        const { channels } = await picture.open().stats();
        for (const { min, max } of channels.slice(0, 3)) expect(max - min).toBeGreaterThan(100);
      });
    } finally {
      await room.close();
    }
  });

  test('what takes too long is ended and said', async () => {
    const room = createDrawingRoom({ seconds: 0.001 });
    await expect(room.draw(diagramOf(graph))).rejects.toThrow('longer than 0.001 s');
    await room.close();
  });
});
