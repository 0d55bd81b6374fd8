/** The library that comes along: every side file is complete and says what its graph needs, and its README says the same. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../core/library.ts';
import type { Workflow } from '../../core/workflow.ts';
import { filmCube } from '../../playground/covers/film.ts';
import { isModelFile, modelFolder } from '../../worker/comfyui/models.ts';
import { packOf } from '../../worker/workflows/packs.ts';

const folder = new URL('../../workflows', import.meta.url).pathname;
const library = await openLibrary(folder);
const workflows = library.all();
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const mainReadme = readFileSync('README.md', 'utf8');

/** As `folder/file`. */
function loadedBy({ graph }: Workflow): string[] {
  const named = Object.values(graph).flatMap((node) =>
    Object.entries(node.inputs).flatMap(([input, value]) => {
      const place = modelFolder(node.class_type, input);
      if (typeof value !== 'string' || (place === null && !isModelFile(value))) return [];
      return [`${place}/${value}`];
    }),
  );
  return [...new Set(named)].sort();
}

const size = (bytes: number): string => {
  const [unit, one] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : (['kB', 1e3] as const);
  return `${Number((bytes / one).toPrecision(3))} ${unit}`;
};

/** The row of the README up to its last column. */
function row({ name, title, description, models = [], packs = [], licence }: Workflow): string {
  const files = models.map(
    ({ folder: place, file, bytes }) => `\`${place}/${file}\`${bytes ? ` (${size(bytes)})` : ''}`,
  );
  const needs = [...files, ...packs.map((pack) => `[${pack.name}](${pack.url})`)].join(', ') || 'nothing';
  const note = licence ? `[${licence.text}](${licence.url})` : '';
  return `| ![drawn](${name}.webp) | [\`${name}\`](${name}.json) | ${title}. ${description} | ${needs} | ${note} | `;
}

test('every file can be used, and no two stand at the same place', () => {
  expect(library.faults()).toEqual(new Map());
  expect(workflows.length).toBeGreaterThan(30);
  expect(new Set(workflows.map(({ order }) => order)).size).toBe(workflows.length);
  expect(new Set(workflows.map(({ title }) => title)).size).toBe(workflows.length);
});

describe.each(workflows.map((workflow) => [workflow.name, workflow] as const))('%s', (name, workflow) => {
  test('says what it makes, for whom, and how long it takes', () => {
    expect(workflow.description).toMatch(/^[A-Z].*\.$/);
    expect(workflow.tags?.length).toBeGreaterThan(0);
    expect(workflow.cost).toBeGreaterThan(0);
    for (const [input, { description }] of Object.entries(workflow.inputs))
      expect(description, input).toBeTruthy();
  });

  test('lists the model files its graph loads, all of them and no other', () => {
    const listed = (workflow.models ?? []).map(({ folder: place, file }) => `${place}/${file}`);
    expect(listed.sort()).toEqual(loadedBy(workflow));
    for (const { file, from, bytes } of workflow.models ?? []) {
      if (existsSync(join(folder, file))) expect(readFileSync(join(folder, file)).length).toBe(bytes);
      else expect(from, file).toMatch(/^https:/);
    }
  });

  test('has a licence note where it needs models of others', () => {
    const others = (workflow.models ?? []).some(({ from }) => from !== undefined);
    expect(workflow.licence !== undefined).toBe(others);
    expect(workflow.tags?.includes('no-model')).toBe((workflow.models ?? []).length === 0);
  });

  test('lists the packs of its classes, all of them and no other', () => {
    const packs = Object.values(workflow.graph)
      .map((node) => packOf(node.class_type))
      .filter((pack) => pack !== null && !pack.name.startsWith('ComfyUI 0'));
    expect(new Set((workflow.packs ?? []).map(({ url }) => url))).toEqual(
      new Set(packs.map((one) => one?.url)),
    );
  });

  test('has a cover of the common size, small enough to be shown anywhere', async () => {
    expect(workflow.cover).toBe(`${name}.webp`);
    const path = join(folder, `${name}.webp`);
    const { width, height, format } = await sharp(path).metadata();
    expect({ width, height, format }).toEqual({ width: 480, height: 270, format: 'webp' });
    expect((await stat(path)).size).toBeLessThan(20_000);
  });

  test('stands in the README, with how far it was tried', () => {
    const found = readme.split('\n').find((line) => line.startsWith(`| ![drawn](${name}.webp) `));
    expect(found?.slice(0, row(workflow).length)).toBe(row(workflow));
    expect(found?.slice(row(workflow).length)).toMatch(
      /^(run on|accepted by|read against) 0\.[\d.]+( and 0\.[\d.]+)? \|$/,
    );
    expect(mainReadme).toContain(`\`${name}\``);
  });
});

test('what needs no model was run, and nothing else claims it', () => {
  const run = [...readme.matchAll(/^\| !\[drawn\]\((.+)\.webp\) .+\| run on .+\|$/gm)].map(
    ([, name]) => name,
  );
  const without = workflows.filter(({ tags }) => tags?.includes('no-model')).map(({ name }) => name);
  expect(run.sort()).toEqual(without.sort());
});

test('the folder holds nothing that belongs to no workflow', async () => {
  const names = new Set(workflows.map(({ name }) => name));
  const stray = (await readdir(folder)).filter((file) => !names.has(file.replace(/\.(json|yaml|webp)$/, '')));
  expect(stray.sort()).toEqual(['README.md', 'rendezvous-film.cube']);
});

test('the film LUT is the one its script writes', () => {
  const cube = readFileSync(join(folder, 'rendezvous-film.cube'), 'utf8');
  expect(cube).toBe(filmCube());
  const points = cube.split('\n').filter((line) => /^[\d.]+ [\d.]+ [\d.]+$/.test(line));
  expect(points).toHaveLength(9 ** 3);
});
