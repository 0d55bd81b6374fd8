/** What a method of the Web API is made of: who may call it, how often, with what, and what it does. */
import type { z } from 'zod';
import type { Tier } from '../limits.ts';
import type { JsonObject } from '../validate/walk.ts';
import type { Triggers } from '../world/triggers.ts';
import type { World } from '../world/world.ts';
import { readArgs } from './args.ts';

export interface Web {
  world: World;
  triggers: Triggers;
  /** For apps.connections.open. */
  newSocketUrl: () => string;
}

export interface Method {
  tier: Tier;
  /** `none` needs no token at all. */
  token: 'bot' | 'app' | 'none';
  /** One of them is enough. */
  scopes: readonly string[];
  /** Counted apart, e.g. per channel. */
  countedBy?: string;
  run(web: Web, values: JsonObject): JsonObject | Promise<JsonObject>;
}

export function method<S extends z.ZodType>(given: {
  tier: Tier;
  token?: Method['token'];
  scopes?: readonly string[];
  countedBy?: string;
  args: S;
  run(web: Web, args: z.output<S>): JsonObject | Promise<JsonObject>;
}): Method {
  const { args: schema, run, token = 'bot', scopes = [], ...rest } = given;
  return {
    ...rest,
    token,
    scopes,
    run: (web, values) => run(web, readArgs(schema, values)),
  };
}

export type Methods = Record<string, Method>;
