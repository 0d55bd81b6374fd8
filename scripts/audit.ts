/** Known holes in the packages that run: high and critical ones fail the check. Not every registry knows of holes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const reportSchema = z.looseObject({
  vulnerabilities: z.record(z.string(), z.looseObject({ severity: z.string() })),
  metadata: z.looseObject({}),
});
const refusalSchema = z.looseObject({
  message: z.string().optional(),
  error: z.looseObject({ summary: z.string() }).optional(),
});

/** Longer than this a registry is not waited for. */
const patienceMs = 45_000;
const options = ['--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];

export interface Audit {
  passed: boolean;
  /** Set when the registry could not say. */
  notChecked?: string;
  output: string;
}

export async function auditPackages(environment: NodeJS.ProcessEnv = process.env): Promise<Audit> {
  const child = spawn('npm', ['audit', ...options], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const timer = setTimeout(() => child.kill(), patienceMs);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const failed = await once(child, 'close').then(
    () => null,
    (error: Error) => error.message,
  );
  clearTimeout(timer);
  return judge(output, failed);
}

function judge(output: string, failed: string | null): Audit {
  const said = readJson(output);
  const report = reportSchema.safeParse(said).data;
  if (!report) {
    const { message, error } = refusalSchema.safeParse(said).data ?? {};
    const reason = failed ?? message ?? error?.summary ?? 'the registry did not answer in time';
    return { passed: true, notChecked: reason.split('\n')[0] ?? '', output };
  }
  const severe = Object.entries(report.vulnerabilities).filter(([, { severity }]) =>
    /^(high|critical)$/.test(severity),
  );
  const lines = severe.map(([name, { severity }]) => `${name}: ${severity}`);
  const advice = 'npm audit tells more; npm audit fix may mend it.';
  return { passed: lines.length === 0, output: [...lines, advice].join('\n') };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
