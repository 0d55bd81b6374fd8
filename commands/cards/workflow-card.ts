/** A workflow as people read of it: what it makes, what can be set, what it needs, where it runs, who added it. */
import { bold, code, type Element, type MediaItem, named, type Span, type Text } from '../../core/card.ts';
import type { About } from '../../core/library/about.ts';
import type { Input, Workflow } from '../../core/workflow.ts';
import { counted, shortened } from '../words.ts';
import { readinessOf } from '../workflow-of.ts';
import { inputWords } from './input-words.ts';

/** Longer lists are cut, with words. */
const most = { inputs: 14, needs: 8, notes: 4, reasons: 6 } as const;
const reasonLength = 220;

/** `more` is the small print behind a list that was cut. */
function list(
  title: string,
  items: readonly Text[],
  shown: number,
  more: (left: number) => string,
): Element[] {
  if (items.length === 0) return [];
  const left = items.length - shown;
  return [
    { type: 'text', text: bold(title) },
    { type: 'list', items: left > 0 ? [...items.slice(0, shown), more(left)] : items },
  ];
}

const andMore = (left: number) => `and ${left} more`;

/** What was understood of its graph: the same for one that is there and for one that is being proposed. */
export function understoodElements(about: About, drawing: MediaItem | null): Element[] {
  const { workflow, reading, fault } = about;
  const inputs = workflow?.inputs ?? reading?.inputs ?? {};
  return [
    ...(fault ? [{ type: 'text' as const, text: [bold('Cannot be used: '), shortened(fault, 600)] }] : []),
    ...(drawing ? [{ type: 'media' as const, items: [drawing] }] : []),
    ...list('What you can set', Object.entries(inputs).map(inputLine(about)), most.inputs, andMore),
    ...without(about, inputs),
    ...list('What it makes', outputLines(about), 6, andMore),
    ...(fault ? [] : missing(about)),
    ...list(
      'Worth knowing',
      (reading?.notes ?? []).map((note) => shortened(note, 200)),
      most.notes,
      andMore,
    ),
  ];
}

function inputLine({ reading }: About) {
  return ([name, input]: [string, Input]): Text => {
    const because = reading?.reasons.find((one) => one.input === name)?.because;
    const said = input.description ?? (input.title && input.title.toLowerCase() !== name ? input.title : '');
    const parts: Span[] = [bold(name), `: ${inputWords(input)}`];
    if (said) parts.push(` · ${shortened(said, 80)}`);
    if (because) parts.push(` (${shortened(because, 100)})`);
    return parts;
  };
}

/** Inputs people would look for and that the graph does not have; one that a side file hides is no such. */
function without({ reading }: About, inputs: Readonly<Record<string, Input>>): Element[] {
  const there = { ...reading?.inputs, ...inputs };
  const absent = (reading?.reasons ?? []).filter(({ input }) => !Object.hasOwn(there, input));
  if (absent.length === 0) return [];
  const said = absent.map(({ input, because }) => `no ${input}: ${shortened(because, 100)}`);
  return [{ type: 'note', text: shortened(said.join('; '), 400) }];
}

const outputWords = {
  image: 'a picture',
  animation: 'an animation',
  video: 'a video',
  audio: 'a sound',
  text: 'a text',
  file: 'a file',
} as const;

function outputLines({ reading }: About): string[] {
  return (reading?.outputs ?? []).map(({ kind, title, passing }) =>
    [outputWords[kind], title && `“${shortened(title, 60)}”`, passing && 'only as a preview']
      .filter(Boolean)
      .join(', '),
  );
}

function missing(about: About): Element[] {
  const { state, reasons } = readinessOf(about);
  const title = state === 'partly' ? 'Missing on the others' : 'What is missing';
  const lines = reasons.map((reason) => `It ${shortened(reason, reasonLength)}`);
  return list(title, lines, most.reasons, andMore);
}

/** What it is, in a few fields. */
export function factsElement(about: About): Element {
  const { name, workflow, added, chat, reading } = about;
  const { words } = readinessOf(about);
  const from: Text = added ? ['added by ', named(added.by)] : chat ? 'this file' : 'everybody’s';
  const fields: { label: string; value: Text }[] = [
    { label: 'Name', value: code(name) },
    { label: 'Here and now', value: words },
    { label: 'From', value: from },
  ];
  if (reading) fields.push({ label: 'File', value: reading.form });
  const { tags = [], cost } = workflow ?? {};
  if (tags.length > 0) fields.push({ label: 'Tags', value: tags.join(', ') });
  if (cost !== undefined)
    fields.push({ label: 'Takes', value: `about ${cost}× as long as one picture of SDXL` });
  return { type: 'fields', fields };
}

/** What its side file says it needs. */
export function needsElements({ models = [], packs = [], licence }: Partial<Workflow>): Element[] {
  const needed: Text[] = [
    ...models.map(({ file, folder, bytes, from }): Text => {
      const size = bytes === undefined ? '' : `, ${gigabytes(bytes)}`;
      const where: Span[] = from ? [' · ', { type: 'link', text: 'where it is from', url: from }] : [];
      return [code(file), ` in ${folder}${size}`, ...where];
    }),
    ...packs.map(({ name, url }): Text => ['the pack ', { type: 'link', text: name, url }]),
  ];
  const word: Element[] = licence
    ? [
        {
          type: 'note',
          text: [
            'Licence: ',
            shortened(licence.text, 200),
            ' ',
            { type: 'link', text: 'in full', url: licence.url },
          ],
        },
      ]
    : [];
  return [...list('What it needs', needed, most.needs, andMore), ...word];
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** How many nodes it has, for a line about it. */
export function sizeOf({ workflow, reading }: About): string {
  const graph = workflow?.graph ?? reading?.graph;
  return graph ? counted(Object.keys(graph).length, 'node') : '';
}
