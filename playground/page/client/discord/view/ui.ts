/** What every part of the Discord view is handed: what to show, and what can be done. */
import type { Store } from '../../store.ts';
import type { PageUi } from '../../ui.ts';
import type { Actions } from '../actions.ts';
import type { Writing } from '../composer/writing.ts';
import type { Presence } from '../presence.ts';
import type { State } from '../state.ts';

export interface Ui {
  page: PageUi;
  state: State;
  change: Store<State>['change'];
  actions: Actions;
  presence: Presence;
  writing: Writing;
}
