/** Health check of a container: ends well when the process in it can do its work, and says otherwise why not. */
import { readSettings } from '../core/config.ts';

const { METRICS_PORT: port, METRICS_HOST: host } = readSettings();
const own = /^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host;
const answer = await fetch(`http://${own}:${port}/ready`, { headers: { accept: 'text/plain' } });
console.log((await answer.text()).trim());
process.exitCode = answer.ok ? 0 : 1;
