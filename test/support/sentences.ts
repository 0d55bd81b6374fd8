/** Every sentence of ours as the sources have it: what `say(…)` is given, and what commands tell of themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { formOf } from '../../bots/fields.ts';
import { optionsOf } from '../../bots/options.ts';
import type { Command } from '../../commands/command.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const folders = ['core', 'commands', 'bots', 'worker'] as const;

export interface Source {
  file: string;
  text: string;
}

export function sources(): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name))
      .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })),
  );
}

const literal = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`;
const spelled = (quoted: string) =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

/** The messages of `say` and `told`; what they are given otherwise is not found here. */
export function saidIn({ text }: Source): string[] {
  const calls = new RegExp(String.raw`\b(?:say|told)\(\s*(${literal})`, 'g');
  return [...text.matchAll(calls)].map(([, quoted = '']) => spelled(quoted));
}

/** Calls of `say` whose message is no literal: nobody could translate that. */
export function unsayable({ text }: Source): string[] {
  const calls = /\bsay\(\s*(?!\s*['"]|\s*$)([^)\n]{0,60})/g;
  return [...text.matchAll(calls)].map(([whole]) => whole);
}

/** Every literal there is: what stands in a language file is one of them, or nobody says it. */
export function literalsIn({ text }: Source): string[] {
  return [...text.matchAll(new RegExp(literal, 'g'))].map(([quoted]) => spelled(quoted));
}

/** The messages of zod schemas, which are read behind an option's name. */
export function demandsIn({ file, text }: Source): string[] {
  if (!file.startsWith('commands/')) return [];
  return literalsIn({ file, text }).filter((one) => /^(must|is longer) /.test(one));
}

const sideFileSchema = z.object({
  description: z.string().optional(),
  inputs: z
    .record(z.string(), z.union([z.literal(false), z.object({ description: z.string().optional() })]))
    .optional(),
});

/** What the workflows that come along say of themselves and of their inputs. */
export function authoredAlong(): string[] {
  return readdirSync(path.join(root, 'workflows'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => sideFileSchema.parse(parse(readFileSync(path.join(root, 'workflows', name), 'utf8'))))
    .flatMap(({ description, inputs = {} }) => [
      description,
      ...Object.values(inputs).map((input) => (input ? input.description : undefined)),
    ])
    .filter((one) => one !== undefined);
}

/** What a command says of itself in pickers, forms and the help. */
export function toldOf(command: Command): string[] {
  const { summary, menu, gestures } = command;
  const isTyped = gestures.includes('slash') || menu !== undefined;
  if (!isTyped) return [];
  const form = formOf(command);
  return [
    summary,
    ...(menu === undefined ? [] : [menu]),
    ...(gestures.includes('slash')
      ? [
          form.title,
          ...form.fields.map(({ label }) => label),
          ...optionsOf(command).flatMap(({ description, choices = [] }) => [
            description,
            ...choices.map(({ label }) => label),
          ]),
        ]
      : []),
  ];
}
