/** Workflow files as people drop them into the folder, from the file to the graph that is submitted. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { UserError } from '../../core/errors.ts';
import { workOf } from '../../core/estimate.ts';
import { openLibrary } from '../../core/library.ts';
import { resolveValues } from '../../core/values.ts';
import { modelsOf } from '../../worker/comfyui/models.ts';
import { beginProgress, heaviest, readProgress } from '../../worker/comfyui/progress.ts';
import { fillGraph } from '../../worker/fill.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { insist, type Json, mayThrow, type Target } from '../target.ts';

/** Written apart from the graph: two files make a workflow. */
interface Files {
  graph: string;
  side: string;
}

async function sample(name: string): Promise<{ graph: Json; side: Json }> {
  const read = (file: string) => readFile(join('workflows', file), 'utf8');
  return { graph: JSON.parse(await read(`${name}.json`)), side: parse(await read(`${name}.yaml`)) };
}

export const workflows: Target = {
  name: 'workflows',
  share: 15,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'rendezvous-fuzz-'));
    const samples = await Promise.all(['sdxl', 'flux'].map(sample));
    return {
      make(random) {
        const { graph, side } = random.pick(samples);
        const files = {
          graph: JSON.stringify(random.chance(0.6) ? mutateJson(random, graph) : graph),
          side: stringify(random.chance(0.8) ? mutateJson(random, side) : side),
        };
        const torn = random.chance(0.1) ? random.pick(['graph', 'side'] as const) : null;
        return torn ? { ...files, [torn]: mutateText(random, files[torn]) } : files;
      },
      async check(input) {
        const { graph, side } = input as unknown as Files;
        await writeFile(join(folder, 'one.json'), graph ?? '');
        await writeFile(join(folder, 'one.yaml'), side ?? '');
        const library = await openLibrary(folder);
        const [workflow] = library.all();
        if (!workflow) {
          insist((library.faults().get('one') ?? '') !== '', 'a fault without words');
          return;
        }
        modelsOf(workflow.graph);
        heaviest(workflow.graph);
        readProgress(beginProgress(workflow.graph));
        const values = mayThrow([UserError], () => resolveValues(workflow, { prompt: 'a fox' }, () => 0.5));
        if (!values) return;
        insist(Number.isFinite(workOf(workflow, values)), 'work without measure');
        mayThrow([UserError], () => fillGraph({ workflow, values, filePrefix: 'x' }));
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
