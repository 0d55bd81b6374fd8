/** A thread of the fuzzer that hangs in its fifth case. */
import { workerData } from 'node:worker_threads';

const beat = new Float64Array((workerData as { pulse: SharedArrayBuffer }).pulse);
beat[0] = 4;
beat[1] = Date.now();
for (;;) {
  // For ever.
}
