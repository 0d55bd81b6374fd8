/** `npm run bench`: every figure as a ratio to a baseline in the same run, so that it means something on any machine. */
import { benchAcknowledge } from './acknowledge.ts';
import { benchBusy } from './busy.ts';
import { benchDurability } from './durability.ts';
import { benchQueue } from './queue.ts';
import { benchWaiting } from './waiting.ts';
import { benchWholeWay } from './whole-way.ts';

await benchAcknowledge();
await benchDurability();
await benchQueue();
await benchWaiting();
await benchBusy();
await benchWholeWay();
