/** views.open, views.push, views.update, views.publish */
import { z } from 'zod';
import { refuse, refuseWith } from '../../errors.ts';
import { VIEW_LIMITS as LIMITS } from '../../limits.ts';
import { parseJsonArgument } from '../../validate/message.ts';
import { readView, type ViewBody } from '../../validate/view.ts';
import { pictureProblems } from '../../world/pictures.ts';
import { renderView } from '../../world/render.ts';
import { changeView, findView, openModal, publishHome, pushModal } from '../../world/views.ts';
import type { World } from '../../world/world.ts';
import { type Methods, method } from '../method.ts';

const required = z.unknown().refine((view) => view !== undefined);

function viewFrom(world: World, given: unknown, type: ViewBody['type']): ViewBody {
  const view = parseJsonArgument(given, () => refuse('invalid_arguments'));
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > LIMITS.bytes) throw refuse('view_too_large');
  const parsed = readView(view);
  if (!parsed.ok) throw refuseWith('invalid_arguments', parsed.problems);
  if (parsed.value.type !== type) {
    const message = `unsupported type: ${parsed.value.type}`;
    throw refuseWith('invalid_arguments', [{ pointer: '/view/type', message }]);
  }
  const problems = pictureProblems(world, parsed.value.blocks, '/view/blocks');
  if (problems.length > 0) throw refuseWith('invalid_arguments', problems);
  return parsed.value;
}

export const views: Methods = {
  'views.open': method({
    tier: 4,
    args: z.object({ trigger_id: z.string(), view: required }),
    run({ world, triggers }, args) {
      const body = viewFrom(world, args.view, 'modal');
      const { userId } = triggers.exchange(args.trigger_id);
      return { view: renderView(world, openModal(world, userId, body)) };
    },
  }),

  'views.push': method({
    tier: 4,
    args: z.object({ trigger_id: z.string(), view: required }),
    run({ world, triggers }, args) {
      const body = viewFrom(world, args.view, 'modal');
      const { userId, viewId } = triggers.exchange(args.trigger_id);
      if (viewId === undefined || !world.views.has(viewId)) throw refuse('not_found');
      return { view: renderView(world, pushModal(world, userId, body)) };
    },
  }),

  'views.update': method({
    tier: 4,
    args: z.object({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: required,
    }),
    run({ world }, args) {
      if (args.view_id === undefined && args.external_id === undefined) {
        throw refuseWith('invalid_arguments', [{ pointer: '/', message: 'missing required field: view_id' }]);
      }
      const view = findView(world, {
        ...(args.view_id === undefined ? {} : { id: args.view_id }),
        ...(args.external_id === undefined ? {} : { externalId: args.external_id }),
      });
      const changed = changeView(world, view, viewFrom(world, args.view, view.type), args.hash);
      return { view: renderView(world, changed) };
    },
  }),

  'views.publish': method({
    tier: 4,
    args: z.object({ user_id: z.string(), hash: z.string().optional(), view: required }),
    run({ world }, args) {
      if (!world.manifest.features.app_home.home_tab_enabled) throw refuse('not_enabled');
      if (!world.users.has(args.user_id)) {
        throw refuseWith('invalid_arguments', [{ pointer: '/user_id', message: 'invalid `user_id`' }]);
      }
      const body = viewFrom(world, args.view, 'home');
      return { view: renderView(world, publishHome(world, args.user_id, body, args.hash)) };
    },
  }),
};
