/** Each ComfyUI: does it answer, what is it, and which of the workflows can it run. */
import { plain } from '../../core/card.ts';
import type { Settings } from '../../core/config.ts';
import { type Library, openLibrary } from '../../core/library.ts';
import type { Workflow } from '../../core/workflow.ts';
import { openComfyUi } from '../../worker/comfyui/backend.ts';
import { createHttp, readAddress } from '../../worker/comfyui/http.ts';
import { isModelFile, modelFolder } from '../../worker/comfyui/models.ts';
import { choicesOf, objectInfoSchema } from '../../worker/comfyui/wire.ts';
import { type Finding, good, look, off, wrong } from './report.ts';

type NodeClasses = Record<
  string,
  { input: { required: Record<string, unknown>; optional: Record<string, unknown> } }
>;

const listMs = 20_000;

export async function examineComfyUi(settings: Settings): Promise<Finding[]> {
  const { COMFYUI_URL: urls, WORKFLOWS_DIR: folder } = settings;
  const library = await openLibrary(folder).catch(() => null);
  if (!library)
    return [wrong(`${folder} cannot be read.`, 'Set WORKFLOWS_DIR to the folder of the workflows.')];
  const [unread, broken] = [true, false].map((waiting) =>
    [...library.faults()].filter(([name]) => (library.about(name)?.waiting ?? false) === waiting),
  );
  const faults = (broken ?? []).map(([name, reason]) =>
    wrong(
      `The workflow ${name} cannot be used: ${plain(reason).replaceAll('\n', ' ')}`,
      `Mend ${folder}/${name}.json or ${name}.yaml.`,
    ),
  );
  if (unread && unread.length > 0)
    faults.push(
      good(`Workflows that a worker reads before they are used: ${unread.map(([name]) => name).join(', ')}.`),
    );
  if (library.all().length === 0)
    faults.push(wrong(`${folder} has no workflow.`, 'Put one there, or set WORKFLOWS_DIR.'));
  const usable = library.all().map(({ name }) => name);
  const files =
    usable.length > 0 ? [...faults, good(`Workflows that can be read: ${usable.join(', ')}.`)] : faults;
  if (urls.length === 0) {
    return [...files, off('COMFYUI_URL is not set: npm start uses a stand-in that draws without a model.')];
  }
  const found = await Promise.all(urls.map((url) => lookAt(url, settings.COMFYUI_AUTH_HEADER, library)));
  return [...files, ...found.flat()];
}

async function lookAt(url: string, authHeader: string | undefined, library: Library): Promise<Finding[]> {
  const backend = openComfyUi({ url, authHeader });
  const report = await backend.report();
  await backend.close();
  if (!report.reachable) {
    return [
      wrong(
        `${report.trouble ?? `${backend.name} does not answer`}.`,
        'Start ComfyUI there, update it, or correct COMFYUI_URL.',
      ),
    ];
  }
  const { version, device, memoryFree, memoryTotal } = report;
  const memory =
    memoryFree !== undefined && memoryTotal !== undefined
      ? `, ${gigabytes(memoryFree)} of ${gigabytes(memoryTotal)} GB of its memory free`
      : '';
  const findings = [
    good(`${backend.name} is ComfyUI ${version} on ${device ?? 'an unknown device'}${memory}.`),
  ];

  const http = createHttp(readAddress(url, authHeader), listMs);
  try {
    const classes = await http.getJson('/object_info', objectInfoSchema);
    return [...findings, ...library.all().flatMap((workflow) => canRun(workflow, classes))];
  } catch {
    return [
      ...findings,
      look('It does not say which nodes it has.', 'Look into its log; a custom node may be broken.'),
    ];
  } finally {
    await http.close();
  }
}

function canRun({ name, graph }: Workflow, classes: NodeClasses): Finding[] {
  const nodes = Object.values(graph);
  const missing = [...new Set(nodes.map(({ class_type }) => class_type))].filter(
    (one) => !Object.hasOwn(classes, one),
  );
  const files = new Map<string, string | null>();
  for (const { class_type: classType, inputs } of nodes) {
    const specs = classes[classType]?.input;
    for (const [input, value] of Object.entries(inputs)) {
      const choices = choicesOf(specs?.required[input] ?? specs?.optional[input]);
      if (isModelFile(value) && choices && !choices.includes(value))
        files.set(value, modelFolder(classType, input));
    }
  }
  if (missing.length === 0 && files.size === 0) return [good(`It can run ${name}.`)];
  return [
    ...(missing.length > 0
      ? [
          look(
            `It cannot run ${name}: it does not have the nodes ${missing.join(', ')}.`,
            'Install their custom node packs there and restart it, or update ComfyUI.',
          ),
        ]
      : []),
    ...[...files].map(([file, folder]) =>
      look(
        `It cannot run ${name}: the model file ${file} is not there.`,
        `Put it into models${folder ? `/${folder}` : ''} at the server.`,
      ),
    ),
  ];
}

const gigabytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
