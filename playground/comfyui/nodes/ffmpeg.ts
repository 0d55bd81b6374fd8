/** Whether there is an ffmpeg to make video and sound with. */
import { spawn } from 'node:child_process';

export function findFfmpeg(): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore' });
    child.once('error', () => resolve(null));
    // That it starts is enough; waiting for its answer would cost every start of the server.
    child.once('spawn', () => {
      child.kill();
      resolve('ffmpeg');
    });
  });
}
