/** What every route is given. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { RestFault } from '../faults.ts';
import type { CommandBook } from '../world/commands.ts';
import type { Interactions } from '../world/interactions.ts';
import type { World } from '../world/world.ts';
import type { Input } from './input.ts';
import type { RateCounter } from './rate-limits.ts';

export interface Rest {
  world: World;
  interactions: Interactions;
  commands: CommandBook;
  rates: RateCounter;
  gatewayUrl: () => string;
  /** IDENTIFYs left in the day. */
  identifiesLeft: () => number;
}

export interface RestEnv {
  Bindings: HttpBindings;
  Variables: { input: Input; ordered: RestFault[] };
}

export type RestApp = Hono<RestEnv>;
export type RestContext = Context<RestEnv>;
