/** A workflow as people read of it: what it makes, what can be set, what it needs, where it runs, who added it. */
import { bold, code, type Element, type MediaItem, named, type Span, type Text } from '../../core/card.ts';
import type { About } from '../../core/library/about.ts';
import { between, type Phrase, say, told, type Words } from '../../core/say.ts';
import type { Input, Workflow } from '../../core/workflow.ts';
import { authored, cut, fileSize, shortened } from '../words.ts';
import { readinessOf } from '../workflow-of.ts';
import { inputWords } from './input-words.ts';

/** Longer lists are cut, with words. */
const most = { inputs: 14, needs: 8, notes: 4, reasons: 6 } as const;

/** `more` is the small print behind a list that was cut. */
function list(
  title: Phrase,
  items: readonly Text[],
  shown: number,
  more: (left: number) => Phrase,
): Element[] {
  if (items.length === 0) return [];
  const left = items.length - shown;
  return [
    { type: 'text', text: bold(title) },
    { type: 'list', items: left > 0 ? [...items.slice(0, shown), more(left)] : items },
  ];
}

const andMore = (left: number) => say('and {n} more', { n: left });

/** What was understood of its graph: the same for one that is there and for one that is being proposed. */
export function understoodElements(about: About, drawing: MediaItem | null): Element[] {
  const { workflow, reading, fault } = about;
  const inputs = workflow?.inputs ?? reading?.inputs ?? {};
  return [
    ...(fault
      ? [{ type: 'text' as const, text: between([bold(say('Cannot be used: ')), cut(fault, 600)], '') }]
      : []),
    ...(drawing ? [{ type: 'media' as const, items: [drawing] }] : []),
    ...list(say('What you can set'), Object.entries(inputs).map(inputLine(about)), most.inputs, andMore),
    ...without(about, inputs),
    ...list(say('What it makes'), outputLines(about), 6, andMore),
    ...(fault ? [] : missing(about)),
    ...list(
      say('Worth knowing'),
      (reading?.notes ?? []).map((note) => cut(note, 200)),
      most.notes,
      andMore,
    ),
  ];
}

function inputLine({ reading }: About) {
  return ([name, input]: [string, Input]): Text => {
    const because = reading?.reasons.find((one) => one.input === name)?.because;
    const said = input.description ?? (input.title && input.title.toLowerCase() !== name ? input.title : '');
    const parts: Span[] = [bold(name), ': ', inputWords(input)];
    if (said) parts.push(...between([' · ', authored(said, 80)], ''));
    if (because) parts.push(...between([' (', cut(because, 100), ')'], ''));
    return parts;
  };
}

/** Inputs people would look for and that the graph does not have; one that a side file hides is no such. */
function without({ reading }: About, inputs: Readonly<Record<string, Input>>): Element[] {
  const there = { ...reading?.inputs, ...inputs };
  const absent = (reading?.reasons ?? []).filter(({ input }) => !Object.hasOwn(there, input));
  if (absent.length === 0) return [];
  const said = absent.map(({ input, because }) =>
    say('no {input}: {because}', { input, because: cut(because, 100) }),
  );
  return [{ type: 'note', text: between(said, '; ') }];
}

const outputWords = {
  image: say('a picture'),
  animation: say('an animation'),
  video: say('a video'),
  audio: say('a sound'),
  text: say('a text'),
  file: say('a file'),
} as const;

function outputLines({ reading }: About): Text[] {
  return (reading?.outputs ?? []).map(({ kind, title, passing }) =>
    between(
      [
        outputWords[kind],
        ...(title ? [`“${shortened(title, 60)}”`] : []),
        ...(passing ? [say('only as a preview')] : []),
      ],
      ', ',
    ),
  );
}

function missing(about: About): Element[] {
  const { state, reasons } = readinessOf(about);
  const title = state === 'partly' ? say('Missing on the others') : say('What is missing');
  const lines = reasons.map((reason) => say('It {reason}', { reason: cut(reason, 220) }));
  return list(title, lines, most.reasons, andMore);
}

/** What it is, in a few fields. */
export function factsElement(about: About): Element {
  const { name, workflow, added, chat, reading } = about;
  const { words } = readinessOf(about);
  const from: Text = added
    ? say('added by {who}', { who: named(added.by) })
    : chat
      ? say('this file')
      : say('everybody’s');
  const fields: { label: Words; value: Text }[] = [
    { label: say('Name'), value: code(name) },
    { label: say('Here and now'), value: words },
    { label: say('From'), value: from },
  ];
  if (reading) fields.push({ label: say('File'), value: told(reading.form) });
  const { tags = [], cost, nsfw } = workflow ?? {};
  if (nsfw) fields.push({ label: say('Where'), value: say('only in age-restricted channels') });
  if (tags.length > 0) fields.push({ label: say('Tags'), value: tags.join(', ') });
  if (cost !== undefined)
    fields.push({
      label: say('Takes'),
      value: say('about {cost}× as long as one picture of SDXL', { cost }),
    });
  return { type: 'fields', fields };
}

/** What its side file says it needs. */
export function needsElements({ models = [], packs = [], licence }: Partial<Workflow>): Element[] {
  const needed: Text[] = [
    ...models.map(({ file, folder, bytes, from }): Text => {
      const size: Span[] = bytes === undefined ? [] : [', ', fileSize(bytes)];
      const where: Span[] = from ? [' · ', { type: 'link', text: say('where it is from'), url: from }] : [];
      return [say('{file} in {folder}', { file: code(file), folder }), ...size, ...where];
    }),
    ...packs.map(
      ({ name, url }): Text => say('the pack {name}', { name: { type: 'link', text: name, url } }),
    ),
  ];
  const word: Element[] = licence
    ? [
        {
          type: 'note',
          text: say('Licence: {licence} {link}', {
            licence: shortened(licence.text, 200),
            link: { type: 'link', text: say('in full'), url: licence.url },
          }),
        },
      ]
    : [];
  return [...list(say('What it needs'), needed, most.needs, andMore), ...word];
}

/** How many nodes it has; null where nobody knows yet. */
export function nodesOf({ workflow, reading }: About): number | null {
  const graph = workflow?.graph ?? reading?.graph;
  return graph ? Object.keys(graph).length : null;
}
