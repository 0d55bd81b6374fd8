/** Editor format and the prompt it must become, in pairs that were written by hand. */

import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { convert } from '../../../worker/workflows/convert.ts';
import { readEditor } from '../../../worker/workflows/editor.ts';
import { linesOf } from '../../support/failure.ts';
import { definitions, folder, readFixture } from './support.ts';

const names = globSync('pairs/*.ui.json', { cwd: folder }).map((path) => path.replace(/\.ui\.json$/, ''));

test('there are pairs', () => expect(names.length).toBeGreaterThanOrEqual(20));

test.each(names.sort())('%s', (name) => {
  const { graph, problems } = convert(readEditor(readFixture(`${name}.ui.json`)), definitions);
  expect(graph).toEqual(readFixture(`${name}.api.json`));
  expect(problems).toEqual([]);
});

test('what is left out because of a muted node is said', () => {
  const { notes } = convert(readEditor(readFixture('pairs/subgraph-bypassed-muted.ui.json')), definitions);
  expect(linesOf(notes)).toEqual([
    'node 8 PreviewImage: images is left out, because node 6 Shrink and invert is muted.',
  ]);
});
