/** Forms and the Home tab, as one person has them open. */
import type { Forms } from '../delivery/forms.ts';
import { type InputValue, MemberError, type SeenView } from '../member.ts';
import { interactiveIn } from '../world/input-state.ts';
import type { View } from '../world/types.ts';
import { openViews } from '../world/views.ts';
import { openDm, type World } from '../world/world.ts';
import type { Elements } from './elements.ts';
import { inputIn, seenView } from './sight.ts';
import { isEmpty } from './values.ts';

export function createMemberForms(parts: { world: World; userId: string; forms: Forms; elements: Elements }) {
  const { world, userId, forms, elements } = parts;

  function topView(viewId: string): View {
    const open = openViews(world, userId);
    const view = open.find(({ id }) => id === viewId);
    if (!view) throw new MemberError('This form is not open any more.');
    if (view !== open.at(-1)) throw new MemberError('Another form lies on top of this one.');
    return view;
  }

  function requireComplete(view: View): void {
    for (const { blockId, element, input } of interactiveIn(view.blocks)) {
      if (!input || input.optional === true) continue;
      const entry = view.state[blockId]?.[String(element.action_id)];
      if (isEmpty(entry)) throw new MemberError('Please complete this required field.');
    }
  }

  return {
    views: (): SeenView[] => openViews(world, userId).map((view) => seenView(world, view)),

    submitView(viewId: string, values: Record<string, InputValue> = {}) {
      const view = topView(viewId);
      if (!view.submit) throw new MemberError('This form has nothing to submit.');
      for (const [blockId, value] of Object.entries(values)) {
        elements.put(viewId, inputIn(view, blockId), value);
      }
      requireComplete(view);
      return { interactionId: forms.submit(view, responseTargets(view)) };
    },

    closeView(viewId: string, { all = false } = {}) {
      forms.close(topView(viewId), { all });
    },

    openHome(): SeenView | undefined {
      if (!world.manifest.features.app_home.home_tab_enabled) {
        throw new MemberError('This app has no Home tab.');
      }
      const view = world.views.get(world.homes.get(userId) ?? '');
      const { id: channelId } = openDm(world, userId);
      world.bus.publish({ type: 'home-opened', userId, channelId, tab: 'home', ...(view ? { view } : {}) });
      return view && seenView(world, view);
    },
  };
}

/** Menus of conversations may ask that the submission brings leave to answer there. */
function responseTargets(view: View) {
  return interactiveIn(view.blocks).flatMap(({ blockId, element }) => {
    if (element.response_url_enabled !== true) return [];
    const actionId = String(element.action_id);
    const entry = view.state[blockId]?.[actionId];
    const channelId = entry?.selected_conversation ?? entry?.selected_channel;
    return typeof channelId === 'string'
      ? [{ block_id: blockId, action_id: actionId, channel_id: channelId }]
      : [];
  });
}
