/** The classes that the graphs here use, as a server with no model files describes them: names, types and ranges. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseJson } from '../../../core/json.ts';
import { graphSchema } from '../../../core/workflow.ts';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';

export const folder = import.meta.dirname;

export function readFixture(path: string): unknown {
  return parseJson(readFileSync(join(folder, path), 'utf8'));
}

export const definitions = readDefinitions(readFixture('object-info.json'));

/** The graphs of every kind of model, by name. */
export const graphs = new Map(
  globSync('graphs/*.json', { cwd: folder })
    .sort()
    .map((path) => [basename(path, '.json'), graphSchema.parse(readFixture(path))]),
);
