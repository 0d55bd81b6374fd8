/** The audit at registries that know of a hole, of none, and of nothing at all. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { auditPackages } from '../../scripts/audit.ts';

/** Advisories by package, as a registry tells them; null for a registry that has no such service. */
async function auditAt(advisories: Record<string, object[]> | null) {
  const server = createServer((request, response) => {
    request.resume();
    const asked = request.url ?? '';
    const known = advisories !== null && asked.endsWith('/advisories/bulk') ? advisories : packument(asked);
    response.writeHead(known ? 200 : 405, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ?? { error: 'method not allowed' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  // npm remembers what it learnt of an advisory.
  const cache = mkdtempSync(join(tmpdir(), 'rendezvous-audit-'));
  try {
    return await auditPackages({
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${address.port}/`,
      npm_config_cache: cache,
    });
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(cache, { recursive: true, force: true });
  }
}
/** npm looks up which versions there are of a package with a hole. */
function packument(path: string): object | null {
  if (path !== '/hono') return null;
  const version = lockedSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages[
    'node_modules/hono'
  ];
  const one = { name: 'hono', version: version?.version, dist: { tarball: 'http://127.0.0.1/none.tgz' } };
  return { name: 'hono', 'dist-tags': { latest: one.version }, versions: { [String(one.version)]: one } };
}
const lockedSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })),
});

const hole = (severity: string) => ({
  id: 1,
  url: 'https://advisories.example/1',
  title: 'A hole',
  severity,
  vulnerable_versions: '*',
  cwe: [],
  cvss: { score: 9, vectorString: null },
});

it('fails for what is severe, passes what is not, and says when nobody could tell', {
  timeout: 60_000,
}, async () => {
  const [severe, mild, none, silent] = await Promise.all([
    auditAt({ hono: [hole('high')] }),
    auditAt({ hono: [hole('moderate')] }),
    auditAt({}),
    auditAt(null),
  ]);
  expect(severe).toMatchObject({ passed: false, output: expect.stringContaining('hono: high') });
  expect(mild).toMatchObject({ passed: true });
  expect(none).toMatchObject({ passed: true });
  for (const known of [severe, mild, none]) expect(known).not.toHaveProperty('notChecked');
  expect(silent).toMatchObject({ passed: true, notChecked: expect.stringMatching(/405|audit/) });
});
