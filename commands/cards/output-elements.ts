/** What a finished job made, as parts of a card: what can be looked at, what is read, what is played or offered. */
import { bold, type Element, excerpt, type MediaItem, type Text } from '../../core/card.ts';
import type { Job, Sheet } from '../../core/job.ts';
import { isVisual, type Output } from '../../core/output.ts';
import { partsOf, picturesOf, sheetsOf } from '../../core/pictures.ts';
import { type Phrase, say } from '../../core/say.ts';
import { duration } from '../words.ts';

type Labelled = { output: Output; label: string | undefined };

/** Pictures and videos; those of several nodes each under what they are, a batch of stills on one sheet. */
export function pictureElements(
  outputs: readonly Output[],
  alt: string,
  grids: Pick<Job, 'grid' | 'moreGrids'> = {},
): Element[] {
  const sheets = sheetsOf(grids);
  const onSheet = new Set(
    sheets.length > 0 ? picturesOf({ outputs: [...outputs] }).map(({ index }) => index) : [],
  );
  const others = outputs.filter((output, index) => isVisual(output) && !onSheet.has(index));
  const groups = Map.groupBy(labelled(others), ({ label }) => label);
  return [
    // Each by itself: side by side a chat would cut them.
    ...sheets.map((_, at) => ({ type: 'media' as const, items: [sheetItem(sheets, at, onSheet.size, alt)] })),
    ...Array.from(groups, ([label, group]): Element[] => [
      ...(label === undefined ? [] : [{ type: 'text' as const, text: bold(label) }]),
      { type: 'media', items: group.map((one, index) => item(one, alt, index, group.length)) },
    ]).flat(),
  ];
}

/** @param count of all pictures, on whichever sheet they are */
export function sheetItem(sheets: readonly Sheet[], at: number, count: number, what: string): MediaItem {
  const sheet = sheets[at];
  if (!sheet) throw new Error(`there is no sheet ${at}`);
  const { across, ...file } = sheet;
  const { from, to } = partsOf(count)[at] ?? { from: 1, to: count };
  return {
    file: { from: 'store', output: { ...file, kind: 'image' } },
    alt:
      sheets.length === 1
        ? say('{what} ({count} pictures on one sheet, numbered from the top left, {across} in a row)', {
            what,
            count,
            across,
          })
        : say(
            '{what} (pictures {from} to {to} of {count} on one sheet, numbered from the top left, {across} in a row)',
            { what, from, to, count, across },
          ),
  };
}

/** Texts that say something new, and as files those of which a card shows only the beginning. */
export function textElements(outputs: readonly Output[], prompt: string): Element[] {
  return outputs.filter(isShownText).flatMap((output): Element[] => {
    if (output.text === prompt) return [];
    const elements: Element[] = [
      { type: 'text', text: bold(output.title ?? say('Text')) },
      { type: 'quote', text: output.text ?? '' },
    ];
    if (isLong(output)) elements.push({ type: 'files', files: [{ from: 'store', output }] });
    return elements;
  });
}

/** Sounds and whatever else is no picture and no text. */
export function fileElements(outputs: readonly Output[]): Element[] {
  const files = outputs.filter((output) => !isVisual(output) && !isShownText(output));
  if (files.length === 0) return [];
  const lines = labelled(files).flatMap(({ output, label }) => {
    const length = output.seconds === undefined ? null : duration(output.seconds * 1000);
    if (files.length === 1 || (label === undefined && !length)) return [];
    const between = label !== undefined && length ? ' · ' : '';
    return [[`${output.name}: `, label ?? '', between, length ?? ''] satisfies Text];
  });
  return [
    ...(lines.length > 0 ? [{ type: 'list' as const, items: lines }] : []),
    { type: 'files', files: files.map((output) => ({ from: 'store', output })) },
  ];
}

/** How long the one thing plays that can be played. */
export function lengthOf(outputs: readonly Output[]): Phrase | null {
  const [played, another] = outputs.filter(({ seconds }) => seconds !== undefined);
  return played?.seconds === undefined || another ? null : duration(played.seconds * 1000);
}

/** In records of before there were labels, the titles of the nodes tell. */
function labelled(outputs: readonly Output[]): Labelled[] {
  const several = new Set(outputs.map(({ node }) => node)).size > 1;
  return outputs.map((output) => ({ output, label: output.label ?? (several ? output.title : undefined) }));
}

function item({ output, label }: Labelled, what: string, index: number, count: number): MediaItem {
  const place = count > 1 ? say('{n} of {count}', { n: index + 1, count }) : undefined;
  const which = label !== undefined && place ? say('{label}, {place}', { label, place }) : (label ?? place);
  return {
    file: { from: 'store', output },
    alt: which === undefined ? what : say('{what} ({which})', { what, which }),
  };
}

function isShownText({ kind, text }: Output): boolean {
  return kind === 'text' && Boolean(text);
}

function isLong({ text = '', bytes }: Output): boolean {
  return (
    text.length > excerpt.characters ||
    text.trim().split('\n').length > excerpt.lines ||
    bytes > Buffer.byteLength(text)
  );
}
