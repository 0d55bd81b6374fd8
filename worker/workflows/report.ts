/** What an operator reads about one workflow. Plain lines, so that they can be piped and compared. */
import { plain } from '../../core/card.ts';
import { fileWords } from '../../core/values.ts';
import type { Input } from '../../core/workflow.ts';
import { readDefinitions } from './definitions.ts';
import { findInputs } from './inputs.ts';
import { needsOf, tellLacks } from './needs.ts';
import { judge, tellRefusal } from './policy.ts';
import type { WorkflowFile } from './read.ts';
import type { Server } from './server.ts';
import { isReady, type Understood, understand } from './understand.ts';

type Reachable = Extract<Server, { reachable: true }>;

/** Without a server: types and ranges are not known, and an editor's file keeps its values to itself. */
export const noDefinitions = readDefinitions({});

export function describeFile(name: string, file: WorkflowFile, servers: Server[]): string {
  const reachable = servers.filter((server): server is Reachable => server.reachable);
  const definitions = reachable[0]?.definitions ?? noDefinitions;
  const understood = understand(file, definitions);
  const { inputs, files, outputs, reasons } = findInputs(understood.graph, definitions);
  const because = (name: string) => plain(reasons.find(({ input }) => input === name)?.because ?? '');
  const needs = needsOf(understood.graph);
  const refusals = judge(understood.graph, { definitions });
  const sections: [title: string, lines: string[]][] = [
    ['Inputs', Object.entries(inputs).map(([key, input]) => row(key, tellInput(input), because(key)))],
    [
      'To attach',
      Object.entries(files).map(([key, { to, title, masked, example }]) =>
        row(
          key,
          [title, masked && 'what is transparent is the mask'].filter(Boolean).join(', ') || 'a file',
          `${to.join(', ')}, now ${example}`,
        ),
      ),
    ],
    [
      'Not offered',
      reasons.filter(({ input }) => !inputs[input]).map((one) => row(one.input, plain(one.because))),
    ],
    [
      'Makes',
      outputs.map(({ kind, title, node, passing }) =>
        row(
          kind,
          `${title ?? understood.graph[node]?.class_type} (node ${node})${passing ? ', only shown' : ''}`,
        ),
      ),
    ],
    ['Model files', needs.models.map(({ name, folder }) => row(folder ?? 'folder unknown', name))],
    ['Servers', tellServers(file, servers)],
    [
      'From chat',
      refusals.length > 0 ? refusals.map((refusal) => `  ${tellRefusal(refusal)}`) : ['  allowed'],
    ],
    ['Notes', understood.notes.map((note) => `  ${plain(note)}`)],
  ];
  const head = `${name}: ${file.form}, ${counted(Object.keys(understood.graph).length, 'node')}`;
  return [
    head,
    ...sections.filter(([, lines]) => lines.length > 0).map(([title, lines]) => [title, ...lines].join('\n')),
  ].join('\n\n');
}

function row(name: string, ...rest: string[]): string {
  const [what = '', why = ''] = rest;
  return `  ${name.padEnd(16)} ${why ? `${what.padEnd(42)} ${why}` : what}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function tellInput(input: Input): string {
  switch (input.type) {
    case 'text':
      return input.default ? `text, now "${shortened(input.default, 24)}"` : 'text';
    case 'integer':
    case 'number':
      return `${input.min} to ${input.max}, now ${input.default}`;
    case 'choice':
      return `one of ${input.options.length}, now ${shortened(input.default, 26)}`;
    case 'seed':
      return 'a seed';
    case 'size':
      return `a shape of some ${input.edge}×${input.edge}, now ${input.default}`;
    case 'image':
    case 'mask':
    case 'video':
    case 'audio':
      return fileWords[input.type];
    default:
      return input satisfies never;
  }
}

function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

function tellServers(file: WorkflowFile, servers: Server[]): string[] {
  return servers.flatMap((server) => {
    if (!server.reachable) return [`  ${server.name}: not reachable: ${server.trouble}`];
    const understood = understand(file, server.definitions);
    if (isReady(understood)) return [`  ${server.name}: ready`];
    return [`  ${server.name}:`, ...against(understood).map((line) => `    ${line}`)];
  });
}

export function against({ problems, lacks }: Understood): string[] {
  return [...tellLacks(lacks), ...problems.map(({ text }) => plain(text))];
}
