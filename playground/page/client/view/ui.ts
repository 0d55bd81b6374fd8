/** What every part of the page is handed: what to show, and what can be done. */
import type { Actions } from '../actions.ts';
import type { Writing } from '../composer/writing.ts';
import type { Presence } from '../presence.ts';
import type { State } from '../state.ts';
import type { Store } from '../store.ts';

export interface Ui {
  state: State;
  change: Store<State>['change'];
  actions: Actions;
  presence: Presence;
  writing: Writing;
}
