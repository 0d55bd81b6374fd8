/** Forms over the chat and the Home tab: opening, stacking, changing and closing them. */
import { randomBytes } from 'node:crypto';
import { refuse } from '../errors.ts';
import { newId } from '../ids.ts';
import { VIEW_LIMITS as LIMITS } from '../limits.ts';
import type { ViewBody } from '../validate/view.ts';
import { initialState } from './input-state.ts';
import type { View } from './types.ts';
import { seconds, type World } from './world.ts';

export function openModal(world: World, userId: string, body: ViewBody): View {
  refuseTakenId(world, body.external_id, undefined);
  // The modals that were open give way to the new one.
  for (const view of openViews(world, userId).toReversed()) forget(world, view);
  const view = create(world, userId, body, null);
  world.stacks.set(userId, [view.id]);
  world.bus.publish({ type: 'view-opened', view });
  return view;
}

export function pushModal(world: World, userId: string, body: ViewBody): View {
  const stack = world.stacks.get(userId) ?? [];
  const below = world.views.get(stack.at(-1) ?? '');
  if (!below) throw refuse('not_found');
  if (stack.length >= LIMITS.stack) throw refuse('push_limit_reached');
  const view = create(world, userId, body, below);
  world.stacks.set(userId, [...stack, view.id]);
  world.bus.publish({ type: 'view-opened', view });
  return view;
}

export function changeView(world: World, view: View, body: ViewBody, hash?: string): View {
  if (hash !== undefined && hash !== view.hash) throw refuse('hash_conflict');
  refuseTakenId(world, body.external_id, view);
  const before = view.state;
  Object.assign(view, parts(body), { hash: newHash(world) });
  // What a person has put in stays where block and action are still the same.
  view.state = initialState(view.blocks, before);
  world.bus.publish({ type: 'view-changed', view });
  return view;
}

export function publishHome(world: World, userId: string, body: ViewBody, hash?: string): View {
  const known = world.views.get(world.homes.get(userId) ?? '');
  if (known) return changeView(world, known, body, hash);
  const view = create(world, userId, body, null);
  world.homes.set(userId, view.id);
  world.bus.publish({ type: 'view-changed', view });
  return view;
}

/** Takes the top modal away, or all of them. */
export function closeModal(world: World, view: View, options: { all?: boolean } = {}): void {
  const open = openViews(world, view.userId);
  if (!open.includes(view)) return;
  const closing = options.all ? open : open.slice(open.indexOf(view));
  for (const one of closing.toReversed()) forget(world, one);
}

/** From bottom to top. */
export function openViews(world: World, userId: string): View[] {
  return (world.stacks.get(userId) ?? []).flatMap((id) => world.views.get(id) ?? []);
}

export function findView(world: World, by: { id?: string; externalId?: string }): View {
  const { id, externalId } = by;
  const found = [...world.views.values()].find((view) =>
    id === undefined ? view.externalId !== '' && view.externalId === externalId : view.id === id,
  );
  if (!found) throw refuse('not_found');
  return found;
}

function forget(world: World, view: View): void {
  world.views.delete(view.id);
  const left = (world.stacks.get(view.userId) ?? []).filter((id) => id !== view.id);
  world.stacks.set(view.userId, left);
  world.bus.publish({ type: 'view-closed', view });
}

function create(world: World, userId: string, body: ViewBody, below: View | null): View {
  refuseTakenId(world, body.external_id, undefined);
  const id = newId('V');
  const view: View = {
    id,
    type: body.type,
    userId,
    ...parts(body),
    state: initialState(body.blocks, {}),
    hash: newHash(world),
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
  };
  world.views.set(id, view);
  return view;
}

function parts(body: ViewBody) {
  const modal = body.type === 'modal' ? body : undefined;
  return {
    blocks: body.blocks,
    callbackId: body.callback_id ?? '',
    externalId: body.external_id ?? '',
    privateMetadata: body.private_metadata ?? '',
    title: modal?.title ?? null,
    submit: modal?.submit ?? null,
    close: modal?.close ?? null,
    clearOnClose: modal?.clear_on_close ?? false,
    notifyOnClose: modal?.notify_on_close ?? false,
  };
}

function refuseTakenId(world: World, externalId: string | undefined, own: View | undefined): void {
  if (externalId === undefined || externalId === '') return;
  const taken = [...world.views.values()].some((view) => view !== own && view.externalId === externalId);
  if (taken) throw refuse('duplicate_external_id');
}

const newHash = (world: World) => `${seconds(world.now())}.${randomBytes(4).toString('hex')}`;
