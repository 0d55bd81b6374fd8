/**
 * Runs a program that needs a Redis to be installed, such as the tests:
 *
 *   node scripts/with-redis.ts node_modules/vitest/vitest.mjs run
 */
import { SettingsError } from '../core/errors.ts';
import { ensureRedisServer } from './redis-server.ts';
import { runProgram } from './run-program.ts';

try {
  await ensureRedisServer(console.log);
  process.exitCode = await runProgram(process.execPath, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
