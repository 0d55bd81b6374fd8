/** What the page shows besides the chats themselves. */

import type { About, Telling } from '../protocol.ts';
import type { DiscordSight, SlackSight, WorldChange } from '../world.ts';

export type WireEntry = Extract<Telling, { tell: 'wire' }>['entries'][number];

export interface Lightbox {
  pictures: { src: string; alt: string; original: string }[];
  index: number;
}

export interface PageState {
  connected: boolean;
  about?: About;
  /** The name of the chat in front. */
  front: string;
  sidebarOpen: boolean;
  /** What is wrong, in words, until it is closed or times out. */
  notice?: string;
  lightbox?: Lightbox;
  /** The panel with the playground's own controls. */
  world?: { of: 'Discord'; sight: DiscordSight } | { of: 'Slack'; sight: SlackSight } | undefined;
  /** What was asked of the world and is not done yet. */
  changing: readonly WorldChange[];

  wireOpen: boolean;
  wire: WireEntry[];
  /** The newest entry there has been, shown or cleared away. */
  wireSeen: number;
  wireFilter: { text: string; hidden: ReadonlySet<WireEntry['wire']> };
  wireExpanded: ReadonlySet<number>;
}

export function initialPage(): PageState {
  return {
    connected: false,
    front: '',
    sidebarOpen: false,
    changing: [],
    wireOpen: false,
    wire: [],
    wireSeen: 0,
    wireFilter: { text: '', hidden: new Set() },
    wireExpanded: new Set(),
  };
}
