/** `npm start`: Redis, the worker, the bots, and the playground where something needs a stand-in. */
import { startProject } from './start/main.ts';

await startProject({
  programs: { playground: 'playground/main.ts', worker: 'worker/main.ts', bots: 'bots/main.ts' },
});
