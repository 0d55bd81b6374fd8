/** Reads Prometheus' text format, strictly: a family whose lines are not together, or a sample without a type, is refused. */

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

export function parseMetrics(text: string): Sample[] {
  const types = new Map<string, string>();
  const closed = new Set<string>();
  const samples: Sample[] = [];
  let open = '';
  for (const line of text.split('\n').filter(Boolean)) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment) {
      const [, kind, family = '', rest = ''] = comment;
      if (family !== open) {
        if (closed.has(family)) throw new Error(`${family} comes twice`);
        closed.add(open);
        open = family;
      }
      if (kind === 'TYPE') types.set(family, rest);
      continue;
    }
    const [, name, labels = '', value = ''] = sampleLine.exec(line) ?? [];
    if (!name?.startsWith(open) || !types.has(open)) throw new Error(`not a sample of ${open}: ${line}`);
    if (value !== 'Nan' && value !== '+Inf' && Number.isNaN(Number(value)))
      throw new Error(`not a number: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, of]) => [key, of]);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}

/** The sum of all samples with this name and these labels. */
export function sumOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number {
  return samples
    .filter(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )
    .reduce((sum, { value }) => sum + value, 0);
}
