/** Which folder may import which, and who reads the environment. A lint rule can be switched off in a comment; this cannot. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const mayImport: Record<string, string[]> = {
  core: ['core'],
  commands: ['commands', 'core'],
  worker: ['worker', 'core'],
  bots: ['bots', 'commands', 'core'],
  playground: ['playground'],
  scripts: ['scripts', 'core'],
  // Looks at everything from outside, by what each part itself goes by.
  'scripts/doctor': ['scripts', 'core', 'commands', 'worker', 'bots'],
};
/** The other end of the wire, and everything that must not know which platform it is on. */
const platformSdk = /^(discord\.js|@discordjs\/.*|@slack\/.*)$/;
const isPlatform = (name: string) => name === 'discord' || name === 'slack';
const mayReadEnvironment = /^(core\/config\.ts|playground\/main\.ts|scripts\/.*)$/;

const files = Object.keys(mayImport)
  .filter((folder) => !folder.includes('/'))
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,mjs}`, { cwd: root }));

const importLine = /\b(?:from\s*(?=['"])|import\s*(?=['"])|import\s*\(\s*)(['"`])(.+?)\1/g;
const environmentLine = /\bprocess\.env\b|\benv\b[^;]*from 'node:process'/;

/** What is wrong with one import, in words. */
function breach(file: string, name: string): string | null {
  const [folder = '', part = ''] = file.split('/');
  if (!name.startsWith('.')) {
    return platformSdk.test(name) && folder !== 'bots' ? `${file} imports ${name}` : null;
  }
  const target = resolve(root, file, '..', name).slice(root.length + 1);
  const [targetFolder = '', targetPart = ''] = target.split('/');
  const otherPlatform = isPlatform(part) && isPlatform(targetPart) && part !== targetPart;
  const allowed = mayImport[`${folder}/${part}`] ?? mayImport[folder];
  if (!allowed?.includes(targetFolder) || (folder === 'bots' && otherPlatform)) {
    return `${file} imports ${target}`;
  }
  return /\.(ts|mjs)$/.test(name) ? null : `${file} imports ${name} without .ts`;
}

function breaches(file: string, source: string): string[] {
  const imports = [...source.matchAll(importLine)].map((match) => breach(file, match[2] ?? ''));
  const reads = environmentLine.test(source) && !mayReadEnvironment.test(file);
  return [...imports, reads ? `${file} reads process.env` : null].filter((one) => one !== null);
}

describe('the import rule', () => {
  it('holds in every file', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => breaches(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['core/a.ts', "import { x } from '../worker/x.ts';"],
    ['worker/a.ts', "// biome-ignore lint: no\nexport * from '../commands/x.ts';"],
    ['playground/page/a.ts', "const x = await import('../../core/x.ts');"],
    ['bots/discord/a.ts', "import type { X } from '../slack/x.ts';"],
    ['commands/a.ts', "import { Client } from 'discord.js';"],
    ['bots/a.ts', "import { x } from './x';"],
    ['worker/a.ts', 'const port = process.env.PORT;'],
    ['scripts/start/a.ts', "import { x } from '../../bots/x.ts';"],
    ['scripts/doctor/a.ts', "import { x } from '../../playground/x.ts';"],
  ])('finds a breach in %s', (file, source) => expect(breaches(file, source)).toHaveLength(1));

  it('lets bots import commands', () => {
    expect(breaches('bots/discord/a.ts', "import { x } from '../../commands/x.ts';")).toEqual([]);
  });
});
