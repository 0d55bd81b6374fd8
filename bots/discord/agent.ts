/**
 * The connections to Discord's REST API, of our own.
 *
 * discord.js brings undici 6 and by default takes the process-wide dispatcher, which belongs to whichever undici was
 * loaded first. When that is another major version, uploads fail ("body must be a FormData created by this undici
 * package instance"). So it gets an agent of the version that it was made for.
 */
import { Agent } from 'undici6';

export function createAgent(): Agent {
  return new Agent();
}
