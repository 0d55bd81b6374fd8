/** The app's own page, as one person sees it. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Card } from '../../core/card.ts';
import { say } from '../../core/say.ts';
import { fileName } from '../card-file.ts';
import { translated } from './errors.ts';
import { either, type Files } from './files.ts';
import { limits } from './limits.ts';
import { type Place, renderCard } from './render-card.ts';
import type { Wire } from './wire.ts';

export type Home = ReturnType<typeof createHome>;

export function createHome({ wire, files }: { wire: Wire; files: Files }) {
  async function blocksOf(card: Card, person: string, most: number): Promise<KnownBlock[]> {
    const pictures = await files.pictures(card, {}, `home ${person}`);
    const elsewhere: Place = (file) => ({
      as: 'left-out',
      reason: say('{name} stands in its post.', { name: fileName(file) }),
    });
    return renderCard(card, either(pictures.place, elsewhere), { ...limits.view, blocks: most });
  }

  /** Shows cards one below the other; the last one has all the room the others leave. */
  return async function show(person: string, cards: readonly Card[]): Promise<void> {
    const blocks: KnownBlock[] = [];
    for (const [index, card] of cards.entries()) {
      if (index > 0) blocks.push({ type: 'divider' });
      const left = limits.view.blocks - blocks.length;
      const most = index < cards.length - 1 ? Math.min(20, left - 30) : left;
      if (most > 0) blocks.push(...(await blocksOf(card, person, most)));
    }
    const view: HomeView = { type: 'home', blocks };
    try {
      await wire.patiently((client) => client.views.publish({ user_id: person, view }));
    } catch (thrown) {
      throw translated(thrown, 'showing the app’s page');
    }
  };
}
