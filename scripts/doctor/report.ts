/** What the doctor found, as people read it: a mark and a word per line, so that no meaning hangs on colour or sign. */
import { styleText } from 'node:util';
import { fold } from '../start/screen.ts';

/** `off`: not set up, and need not be. */
type Verdict = 'good' | 'look' | 'wrong' | 'off';

export interface Finding {
  verdict: Verdict;
  /** One sentence: what is. */
  text: string;
  /** One sentence: what to do. */
  remedy?: string;
}

export interface Section {
  title: string;
  findings: Finding[];
}

export const good = (text: string): Finding => ({ verdict: 'good', text });
export const off = (text: string): Finding => ({ verdict: 'off', text });
/** It works, but not as well as it could. */
export const look = (text: string, remedy: string): Finding => ({ verdict: 'look', text, remedy });
export const wrong = (text: string, remedy: string): Finding => ({ verdict: 'wrong', text, remedy });

const marks = {
  good: { sign: '✓', word: 'good', style: 'green' },
  look: { sign: '!', word: 'look', style: 'yellow' },
  wrong: { sign: '✗', word: 'WRONG', style: 'red' },
  off: { sign: '-', word: 'off', style: 'dim' },
} as const;

const indent = 2;
const markWidth = 9;

export function render(sections: readonly Section[], columns = 80): { text: string; wrong: number } {
  const width = Math.max(30, Math.min(columns, 100) - indent - markWidth);
  const lines = sections
    .filter(({ findings }) => findings.length > 0)
    .flatMap(({ title, findings }) => [
      '',
      styleText('bold', title),
      ...findings.flatMap((one) => linesOf(one, width)),
    ]);
  const all = sections.flatMap(({ findings }) => findings);
  const count = (verdict: Verdict) => all.filter((one) => one.verdict === verdict).length;
  const sum = [
    count('wrong') > 0 ? `${count('wrong')} wrong` : 'Nothing is wrong',
    ...(count('look') > 0 ? [`${count('look')} to look at`] : []),
    `${count('good')} good`,
  ].join(', ');
  return { text: [...lines, '', `${sum}.`].join('\n'), wrong: count('wrong') };
}

function linesOf({ verdict, text, remedy }: Finding, width: number): string[] {
  const { sign, word, style } = marks[verdict];
  const first = styleText(style, `${sign} ${word}`.padEnd(markWidth));
  const blank = ' '.repeat(markWidth);
  const told = [...fold(text, width), ...(remedy ? fold(`→ ${remedy}`, width) : [])];
  return told.map((line, index) => `${' '.repeat(indent)}${index === 0 ? first : blank}${line}`);
}
