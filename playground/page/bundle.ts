/** Bundles the page's script and stylesheet in memory, from the sources as they are now. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Bundle {
  script: string;
  style: string;
}

export async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: {
      page: fileURLToPath(new URL('client/main.ts', import.meta.url)),
      style: fileURLToPath(new URL('client/style/page.css', import.meta.url)),
    },
    outdir: '/',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome120', 'firefox120', 'safari17'],
    logLevel: 'silent',
  });
  const text = (name: string) => {
    const file = outputFiles.find(({ path }) => path.endsWith(name));
    if (!file) throw new Error(`esbuild made no ${name}`);
    return file.text;
  };
  return { script: text('page.js'), style: text('style.css') };
}
