/**
 * `npm run workflows`, for whoever runs this: are the workflows in the folder sound, and can a server run them?
 *
 *   npm run workflows                     check every workflow of the folder against every server
 *   npm run workflows -- show FILE        what was understood: inputs with reasons, models, what is missing
 *   npm run workflows -- convert FILE     the graph in API format, from whatever form the file has
 *   npm run workflows -- inputs FILE      the inputs that were found, as a side file to start from
 */
import { existsSync } from 'node:fs';
import { readSettings } from '../../core/config.ts';
import { SettingsError, UserError } from '../../core/errors.ts';
import { answer, greet } from './command.ts';
import { askServer } from './server.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { COMFYUI_URL: urls, COMFYUI_AUTH_HEADER: header, WORKFLOWS_DIR: folder } = readSettings();
  const servers = await Promise.all(urls.map((url) => askServer(url, header)));
  for (const line of greet(servers)) console.error(line);
  const { out, notes, code } = await answer(process.argv.slice(2), { folder, servers });
  for (const line of notes) console.error(line);
  console.log(out);
  process.exitCode = code;
} catch (thrown) {
  if (!(thrown instanceof UserError) && !(thrown instanceof SettingsError)) throw thrown;
  console.error(thrown.message);
  process.exitCode = 1;
}
