/** `npm start` with small programs in the places of the playground, the worker and the bots. */
import { startProject } from '../../../scripts/start/main.ts';

const here = (name: string) => new URL(`${name}.ts`, import.meta.url).pathname;

await startProject({
  programs: { playground: here('playground'), worker: here('worker'), bots: here('bots') },
  firstWaitMs: 50,
});
