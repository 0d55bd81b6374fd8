/** Health check of a worker's container: ends well when the worker on this host has reported lately. */
import { hostname } from 'node:os';
import { mediaOptions, readSettings } from '../core/config.ts';
import { openCore } from '../core/core.ts';

const settings = readSettings();
const { REDIS_URL: redisUrl = 'redis://127.0.0.1:6379', MEDIA_URL: mediaUrl } = settings;
const core = await openCore({ redisUrl, mediaUrl, media: mediaOptions(settings) });
const workers = await core.workers.all();
await core.close();
process.exitCode = workers.some(({ host }) => host === hostname()) ? 0 : 1;
