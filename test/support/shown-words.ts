/** The words in what the bots send to a platform to be shown, and those among them that are nobody's own. */

/** What a platform shows of a payload: the rest are kinds, ids and addresses. */
const shownKeys = new Set([
  ...['text', 'content', 'label', 'description', 'title', 'placeholder', 'alt_text', 'hint', 'fallback'],
  // What Slack shows under the fields of a form.
  'errors',
]);

/** Rich text that is code, such as an id or a seed. */
const isCode = ({ style }: { style?: unknown }) =>
  typeof style === 'object' && style !== null && 'code' in style;

/** Every text that is shown, from anywhere in a payload. */
export function textsIn(payload: unknown, key = ''): string[] {
  if (typeof payload === 'string') return shownKeys.has(key) ? [payload] : textsIn(parsed(payload), key);
  if (Array.isArray(payload)) return payload.flatMap((one) => textsIn(one, key));
  if (typeof payload !== 'object' || payload === null || isCode(payload)) return [];
  return Object.entries(payload).flatMap(([name, one]) => {
    // What is offered while one types.
    if (name === 'name' && 'value' in payload) return textsIn(one, 'label');
    return textsIn(one, key === 'errors' ? key : name);
  });
}

/** Slack takes blocks as JSON within a form. */
function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What platforms put words to themselves, and what is an address, a code or the name of a file. */
const marks = [
  /… \(\d+ characters\)$/g,
  /<\/[^>]*>|<t:[^>]*>|<[@#!][^>]*>|<https?:[^|>]*\|?|\]\([^)]*\)|https?:\S+/g,
  /`[^`]*`|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|#C[A-Z0-9]{5,}/g,
  /[\w.-]+\.(png|json|yaml|webp|jpg)\b/g,
  // A date of a language that counts as English does.
  /\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b/g,
  /&[a-z]+;|\{\w+\}/g,
  // A command, as it is typed.
  /(?<!\S)\/[a-z]+( [a-z]+)?/g,
];

/** Discord escapes with backslashes, and people write patterns with them. */
const unescaped = (text: string) => text.replaceAll('\\', '');

const without = (text: string, own: readonly string[]) =>
  own.reduce((left, one) => {
    const alone = `(?<![\\p{L}\\p{N}])${RegExp.escape(unescaped(one))}(?![\\p{L}\\p{N}])`;
    return left.replace(new RegExp(alone, 'gu'), ' ');
  }, text);

/** The words of a text that nobody wrote, and that are in no language but English. */
export function strangeIn(text: string, own: ReadonlySet<string>): string[] {
  const longestFirst = [...own].toSorted((a, b) => b.length - a.length);
  const isPattern = (one: string) => one.includes('\\');
  const left = marks.reduce(
    (rest, mark) => rest.replace(mark, ' '),
    without(unescaped(text), longestFirst.filter(isPattern)),
  );
  return without(left, longestFirst).match(/[A-Za-z]+/g) ?? [];
}
