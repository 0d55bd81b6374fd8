/** A trigger: leave to open one form, given by a person's gesture. It works once and for three seconds. */
import { randomBytes } from 'node:crypto';
import { refuse } from '../errors.ts';
import type { World } from './world.ts';

export interface Trigger {
  userId: string;
  at: number;
  exchanged: boolean;
  /** The modal the gesture was made in; only with one can a form be pushed on top. */
  viewId?: string;
}

/** Long enough to tell an expired one from one that never was. */
const REMEMBERED_MS = 60 * 60 * 1000;

export interface Triggers {
  issue(userId: string, viewId?: string): string;
  /** Uses it up. */
  exchange(id: string): Trigger;
}

export function createTriggers(world: World): Triggers {
  const known = new Map<string, Trigger>();
  let count = 0;
  return {
    issue(userId, viewId) {
      for (const [old, { at }] of known) if (world.now() - at > REMEMBERED_MS) known.delete(old);
      count += 1;
      const id = `${Math.floor(world.now())}.${count}.${randomBytes(16).toString('hex')}`;
      known.set(id, { userId, at: world.now(), exchanged: false, ...(viewId ? { viewId } : {}) });
      return id;
    },
    exchange(id) {
      const trigger = known.get(id);
      if (!trigger) throw refuse('invalid_trigger_id');
      if (trigger.exchanged) throw refuse('exchanged_trigger_id');
      if (world.now() - trigger.at > world.limits.timing.triggerMs) throw refuse('expired_trigger_id');
      trigger.exchanged = true;
      return trigger;
    },
  };
}
