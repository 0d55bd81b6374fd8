/** What `npm start` says when everything runs: what is real, what is a stand-in, where to look, how to stop. */
import { styleText } from 'node:util';

interface Row {
  label: string;
  text: string;
}

export interface Facts {
  /** Address of the playground's page. */
  page?: string | undefined;
  /** With the address of its API, or without one for a stand-in. */
  platforms: readonly { name: string; url?: string }[];
  /** None for the stand-in. */
  comfyui: readonly { url: string; answers: boolean }[];
  /** Whether the worker starts one itself. */
  launched?: boolean;
  redis: string;
  data: string;
  logs: string;
  /** Where health and metrics are read. */
  health: string;
}

/** What makes a platform real. */
const tokens = 'DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN,';

const host = (url: string) => new URL(url).host;

function comfyuiRow({ comfyui, launched }: Facts): Row {
  const names = comfyui.map(({ url, answers }) =>
    answers ? host(url) : `${host(url)} (does not answer now; jobs wait until it does)`,
  );
  const places = [...(launched ? ['started by the worker'] : []), ...names.map((name) => `at ${name}`)];
  const text =
    places.length > 0 ? `real, ${places.join(', ')}` : 'stand-in; its pictures are drawn without a model';
  return { label: 'ComfyUI', text };
}

export function rowsOf(facts: Facts): Row[] {
  const standIns = [
    ...(facts.platforms.some(({ url }) => url) ? [] : [tokens]),
    ...(facts.comfyui.length > 0 || facts.launched ? [] : ['COMFYUI_URL']),
  ];
  return [
    ...(facts.page ? [{ label: 'Open', text: facts.page }] : []),
    ...facts.platforms.map(({ name, url }) => ({
      label: name,
      text: url ? `real, at ${host(url)}` : 'stand-in on this machine; the bot is the real one',
    })),
    comfyuiRow(facts),
    { label: 'Redis', text: facts.redis },
    { label: 'Health', text: `${facts.health}/ready; numbers at /metrics` },
    { label: 'Kept in', text: `${facts.data}; logs in ${facts.logs}` },
    ...(standIns.length > 0 ? [{ label: 'Go real', text: `set ${standIns.join(' and ')} in .env` }] : []),
    { label: 'Stop', text: 'Ctrl-C' },
  ];
}

/** Labels in a column, texts beside it, folded so that a narrow terminal keeps the column. */
export function screen(rows: readonly Row[], columns = 80): string {
  const indent = 2;
  const column = Math.max(...rows.map(({ label }) => label.length)) + 3;
  const width = Math.max(20, columns - indent - column);
  const lines = rows.flatMap(({ label, text }) =>
    fold(text, width).map((line, index) => {
      const start = (index === 0 ? label : '').padEnd(column);
      return `${' '.repeat(indent)}${styleText('bold', start)}${line}`;
    }),
  );
  return ['', styleText('bold', 'Rendezvous is running.'), '', ...lines, ''].join('\n');
}

/** Breaks between words; a word longer than the width, such as an address, stays whole. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
