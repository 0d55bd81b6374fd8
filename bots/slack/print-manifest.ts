/**
 * Prints the app's manifest as it follows from the commands: `node bots/slack/print-manifest.ts > slack-manifest.json`.
 * With an address, the one for HTTP mode; with `--link`, the one-click link instead.
 */
import { commands } from '../../commands/registry.ts';
import { oneClickLink, slackManifest } from './manifest.ts';

const url = process.argv.slice(2).find((argument) => URL.canParse(argument));
const manifest = slackManifest(commands, url);
console.log(process.argv.includes('--link') ? oneClickLink(manifest) : JSON.stringify(manifest, null, 2));
