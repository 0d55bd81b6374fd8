/** The ComfyUI stand-in as a program, started as the real one is: `--port`, and a word in the log when it listens. */
import { parseArgs } from 'node:util';
import { startComfyUi } from '../../../playground/comfyui/server.ts';

const { values } = parseArgs({ options: { port: { type: 'string' } }, strict: false });
if (process.env.COMFYUI_BREAKS) {
  console.error('Traceback (most recent call last):');
  console.error("ModuleNotFoundError: \u001b[31mNo module named 'torch'\u001b[0m");
  process.exit(1);
}
const { url } = await startComfyUi({ port: Number(values.port), stepMs: 40 });
console.log(`To see the GUI go to: ${url}`);
console.log(`token: ${process.env.DISCORD_TOKEN ?? 'none'}`);
