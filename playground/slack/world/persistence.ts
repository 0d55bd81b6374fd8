/**
 * Keeps the world in `world.json` and finds it again. Written as a whole and swapped in by a rename, a moment after the
 * last change. People come from the seed; private messages and open forms end with the playground, as in Slack's client.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kept, kept } from './kept.ts';
import type { World } from './world.ts';

const QUIET_MS = 200;

export interface Keeper {
  close(): Promise<void>;
}

const fileIn = (dir: string) => join(dir, 'world.json');

export function readKept(dir: string | undefined): Kept | undefined {
  if (dir === undefined) return undefined;
  mkdirSync(dir, { recursive: true });
  let text: string;
  try {
    text = readFileSync(fileIn(dir), 'utf8');
  } catch {
    return undefined;
  }
  const read = kept.safeParse(parse(text));
  if (read.success) return read.data;
  throw new Error(`${fileIn(dir)} is not a world this playground can read; move it away to start afresh.`, {
    cause: read.error,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function restore(world: World, from: Kept): void {
  for (const channel of from.channels) world.channels.set(channel.id, channel);
  for (const id of from.deletedChannels ?? []) world.channels.delete(id);
  for (const [id, locale] of Object.entries(from.locales ?? {})) {
    const user = world.users.get(id);
    if (user) user.locale = locale;
  }
  for (const [id, userIds] of Object.entries(from.groups ?? {})) {
    const group = world.usergroups.get(id);
    if (group) group.userIds = userIds;
  }
  if (from.access) world.access = from.access;
  for (const message of from.messages) world.messages.set(message.ts, message);
  for (const file of from.files) world.files.set(file.id, file);
  for (const view of from.homes) {
    world.views.set(view.id, view);
    world.homes.set(view.userId, view.id);
  }
}

export function keep(world: World, dir: string | undefined): Keeper {
  if (dir === undefined) return { close: async () => {} };
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const part = `${fileIn(dir ?? '')}.part`;
    await writeFile(part, JSON.stringify(snapshot(world)));
    await rename(part, fileIn(dir ?? ''));
  }

  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  const stopListening = world.bus.listen(() => {
    timer ??= setTimeout(() => flush().catch((error: Error) => process.emitWarning(error)), QUIET_MS).unref();
  });

  return {
    async close() {
      stopListening();
      await flush();
    },
  };
}

function snapshot(world: World) {
  return {
    version: 1,
    lastStamp: world.stamps.last,
    channels: [...world.channels.values()],
    messages: [...world.messages.values()].filter(({ ephemeralFor }) => ephemeralFor === undefined),
    files: [...world.files.values()],
    deletedChannels: world.seed.channels.map(({ id }) => id).filter((id) => !world.channels.has(id)),
    locales: Object.fromEntries(
      [...world.users.values()].flatMap(({ id, locale }) => (locale === undefined ? [] : [[id, locale]])),
    ),
    groups: Object.fromEntries([...world.usergroups.values()].map(({ id, userIds }) => [id, userIds])),
    access: world.access,
    homes: [...world.homes.values()].flatMap((id) => world.views.get(id) ?? []),
  };
}
