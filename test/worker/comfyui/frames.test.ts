import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFrame } from '../../../worker/comfyui/frames.ts';

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const tagged = (metadata: unknown, picture: Uint8Array) => {
  const json = Buffer.from(JSON.stringify(metadata));
  return Buffer.concat([u32(4), u32(json.length), json, picture]);
};

test('a plain preview has a type and bytes, and says of nobody that it is theirs', () => {
  const frame = Buffer.concat([u32(1), u32(2), Buffer.from('pixels')]);
  expect(readFrame(frame)).toEqual({
    kind: 'picture',
    mediaType: 'image/png',
    bytes: Buffer.from('pixels'),
    from: null,
  });
  expect(readFrame(Buffer.concat([u32(1), u32(3), Buffer.from('pixels')]))).toBeNull();
});

test('a tagged preview names prompt and node; nodes made by a node count as that node', () => {
  const metadata = {
    node_id: '2.0.0.1',
    display_node_id: '2',
    parent_node_id: '2',
    real_node_id: '2',
    prompt_id: 'p',
    image_type: 'image/jpeg',
  };
  expect(readFrame(tagged(metadata, Buffer.from('x')))).toMatchObject({
    mediaType: 'image/jpeg',
    from: { promptId: 'p', node: '2' },
  });
  expect(readFrame(tagged({ ...metadata, display_node_id: null }, Buffer.from('x')))).toMatchObject({
    from: { node: '2.0.0.1' },
  });
});

test('a text frame holds a node id and a text', () => {
  const node = Buffer.from('57:8');
  expect(readFrame(Buffer.concat([u32(3), u32(node.length), node, Buffer.from('width: 64 ✓')]))).toEqual({
    kind: 'text',
    node: '57:8',
    text: 'width: 64 ✓',
  });
});

test('whatever comes, nothing is thrown', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 2, 3, 4, 5),
      fc.nat(),
      fc.uint8Array({ maxLength: 64 }),
      (event, size, rest) => {
        const frame = Buffer.concat([u32(event), u32(size), Buffer.from(rest)]);
        for (let length = 0; length <= frame.length; length += 1) readFrame(frame.subarray(0, length));
      },
    ),
  );
});

test('a tagged preview comes through whatever its picture is, and not when it is cut in its tag', () => {
  const metadata = { node_id: '5', prompt_id: 'p', image_type: 'image/png' };
  fc.assert(
    fc.property(fc.uint8Array(), (picture) => {
      const frame = tagged(metadata, picture);
      const read = readFrame(frame);
      expect(read?.kind === 'picture' && Buffer.from(picture).equals(read.bytes)).toBe(true);
      expect(readFrame(frame.subarray(0, frame.length - picture.length - 1))).toBeNull();
    }),
  );
});
