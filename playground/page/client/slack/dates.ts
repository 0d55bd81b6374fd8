/** Slack's dates: `{date_short} at {time}` drawn in the reader's own zone and language. */

const DAY_MS = 24 * 60 * 60 * 1000;

const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

/** What is no placeholder of Slack's stays as it is written. */
export function dateText(seconds: number, format: string, now: Date, locale?: string): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return format;
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'ago') return agoText(at, now, locale);
    const style = STYLES[name.replace(/_pretty$/, '')];
    if (!style) return whole;
    const pretty = name.endsWith('_pretty') ? nearDay(at, now) : undefined;
    return pretty ?? new Intl.DateTimeFormat(locale, style).format(at);
  });
}

function nearDay(at: Date, now: Date): string | undefined {
  const midnight = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  return ({ '-1': 'yesterday', 0: 'today', 1: 'tomorrow' } as Record<number, string>)[days];
}

function agoText(at: Date, now: Date, locale?: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [size, unit] = (
    [
      [86_400, 'day'],
      [3600, 'hour'],
      [60, 'minute'],
    ] as const
  ).find(([one]) => Math.abs(seconds) >= one) ?? [1, 'second' as const];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(seconds / size), unit);
}
