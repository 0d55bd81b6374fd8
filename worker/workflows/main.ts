/**
 * `npm run workflows`, for whoever runs this: are the workflows in the folder sound, and can a server run them?
 *
 *   npm run workflows                     check every workflow of the folder against every server
 *   npm run workflows -- show FILE        what was understood: inputs with reasons, models, what is missing
 *   npm run workflows -- convert FILE     the graph in API format, from whatever form the file has
 *   npm run workflows -- inputs FILE      the inputs that were found, as a side file to start from
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { readSettings } from '../../core/config.ts';
import { SettingsError, UserError } from '../../core/errors.ts';
import { checkFolder } from './check.ts';
import { findInputs } from './inputs.ts';
import { readWorkflowFile } from './read.ts';
import { describeFile, noDefinitions } from './report.ts';
import { askServer, type Server } from './server.ts';
import { understand } from './understand.ts';

const usage = 'Usage: npm run workflows [-- check | show FILE | convert FILE | inputs FILE]';

async function main([command = 'check', path]: string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { COMFYUI_URL: urls, COMFYUI_AUTH_HEADER: header, WORKFLOWS_DIR: folder } = readSettings();
  const servers = await Promise.all(urls.map((url) => askServer(url, header)));
  for (const line of greet(servers)) console.error(line);
  if (command === 'check' && path === undefined) {
    const { lines, passed } = await checkFolder(folder, servers);
    console.log(lines.join('\n'));
    return passed ? 0 : 1;
  }
  if (!['check', 'show', 'convert', 'inputs'].includes(command) || path === undefined)
    throw new UserError(usage);
  const file = readWorkflowFile(basename(path), await readFile(path));
  if (command === 'show' || command === 'check') {
    console.log(describeFile(basename(path), file, servers));
    return 0;
  }
  const [first] = servers.filter((server) => server.reachable);
  const definitions = first?.definitions ?? noDefinitions;
  const { graph, problems, notes } = understand(file, definitions);
  for (const line of [...notes, ...problems]) console.error(line);
  if (command === 'convert') console.log(JSON.stringify(graph, null, 2));
  else
    console.log(
      stringify({
        title: basename(path).replace(/\.\w+$/, ''),
        inputs: findInputs(graph, definitions).inputs,
      }),
    );
  return problems.length > 0 ? 1 : 0;
}

function greet(servers: Server[]): string[] {
  if (servers.length === 0)
    return [
      'COMFYUI_URL is not set: files are read, but no server says what it has. An editor’s file needs one to be converted.',
    ];
  return servers.map((server) =>
    server.reachable
      ? `${server.name}: ComfyUI ${server.version}, ${server.definitions.size} classes of nodes`
      : `${server.name} is not reachable: ${server.trouble}`,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const told = thrown instanceof UserError || thrown instanceof SettingsError || isMissingFile(thrown);
  if (!told) throw thrown;
  console.error((thrown as Error).message);
  process.exitCode = 1;
}

function isMissingFile(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    ['ENOENT', 'EISDIR', 'EACCES'].includes(String(thrown.code))
  );
}
