/** What every part of the page is handed: what to show besides its chat, and what can be done there. */
import type { PageActions } from './actions.ts';
import type { PageState } from './state.ts';
import type { Store } from './store.ts';

export interface PageUi {
  state: PageState;
  change: Store<PageState>['change'];
  actions: PageActions;
}
