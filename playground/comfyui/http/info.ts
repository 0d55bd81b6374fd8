/** What the server is and has: nodes, models, features, the machine. */
import { freemem, totalmem } from 'node:os';
import type { Hono } from 'hono';
import type { Life } from '../life.ts';
import { describeNode } from '../nodes/describe.ts';
import { type Env, empty, json } from './answers.ts';

export function addInfoRoutes(routes: Hono<Env>, life: Life): void {
  const { classes, version, models } = life;

  routes.get('/object_info', async (context) => {
    await life.refreshChoices();
    const all = [...classes].map(([name, node]) => [name, describeNode(node, version)]);
    return json(context, Object.fromEntries(all));
  });

  routes.get('/object_info/:name', async (context) => {
    await life.refreshChoices();
    const node = classes.get(context.req.param('name'));
    return json(context, node === undefined ? {} : { [node.name]: describeNode(node, version) });
  });

  routes.get('/models', (context) => json(context, models.folders()));

  routes.get('/models/:folder', (context) => {
    const folder = context.req.param('folder');
    return models.folders().includes(folder) ? json(context, models.files(folder)) : empty(context, 404);
  });

  routes.get('/embeddings', (context) =>
    json(
      context,
      models.files('embeddings').map((name) => name.replace(/\.[^.]*$/, '')),
    ),
  );

  routes.get('/features', (context) => json(context, life.features()));
  routes.get('/extensions', (context) => json(context, []));
  routes.get('/users', (context) => json(context, { storage: 'server', migrated: false }));
  routes.get('/system_stats', (context) => json(context, systemStats(life)));
}

/** The true shape; the words say plainly that there is no ComfyUI behind it. */
function systemStats({ version, argv }: Life) {
  const memory = { total: totalmem(), free: freemem() };
  const modern = {
    comfy_package_versions: [],
    deploy_environment: 'rendezvous-playground',
  };
  return {
    system: {
      os: version.modern ? process.platform : 'posix',
      ram_total: memory.total,
      ram_free: memory.free,
      comfyui_version: version.version,
      required_frontend_version: '0.0.0',
      installed_templates_version: null,
      required_templates_version: '0.0.0',
      ...(version.modern ? modern : {}),
      python_version: `none (Node ${process.versions.node})`,
      pytorch_version: 'none (playground stand-in)',
      embedded_python: false,
      argv: argv(),
    },
    devices: [
      {
        name: 'drawn without a model (playground stand-in)',
        type: 'cpu',
        index: null,
        vram_total: memory.total,
        vram_free: memory.free,
        torch_vram_total: memory.total,
        torch_vram_free: memory.free,
      },
    ],
  };
}
