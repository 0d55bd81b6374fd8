/** Points in time as Discord writes them. */

const MINUTE = 60;
const UNITS: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [MINUTE, 1, 'second'],
  [60 * MINUTE, MINUTE, 'minute'],
  [24 * 60 * MINUTE, 60 * MINUTE, 'hour'],
  [30 * 24 * 60 * MINUTE, 24 * 60 * MINUTE, 'day'],
  [365 * 24 * 60 * MINUTE, 30 * 24 * 60 * MINUTE, 'month'],
  [Infinity, 365 * 24 * 60 * MINUTE, 'year'],
];

/** `in 12 seconds`, `3 minutes ago`. */
export function relativeTime(seconds: number, nowSeconds: number, locale?: string): string {
  const distance = Math.round(seconds - nowSeconds);
  const [, size, unit] = UNITS.find(([limit]) => Math.abs(distance) < limit) ?? [0, 1, 'second' as const];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(distance / size), unit);
}

const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** The text of `<t:seconds:style>`. */
export function timestampText(seconds: number, style: string, nowSeconds: number, locale?: string): string {
  if (style === 'R') return relativeTime(seconds, nowSeconds, locale);
  return new Intl.DateTimeFormat(locale, STYLES[style] ?? STYLES.f).format(seconds * 1000);
}

/** When a message was sent, short: the hour today and yesterday, else the date as well. */
export function messageTime(at: Date, now: Date, locale?: string): string {
  const hour = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  if (sameDay(at, now)) return hour;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (sameDay(at, yesterday)) return `Yesterday at ${hour}`;
  return `${new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(at)}, ${hour}`;
}

export function dayName(at: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at);
}

export function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}
