/** What every part of the Slack view is handed: what to show, and what can be done. */
import type { Store } from '../../store.ts';
import type { PageUi } from '../../ui.ts';
import type { Actions } from '../actions.ts';
import type { Composing } from '../composer/writing.ts';
import type { Forms } from '../forms.ts';
import type { Suggest } from '../menus.ts';
import type { Presence } from '../presence.ts';
import type { SlackState } from '../state.ts';

export interface Ui {
  page: PageUi;
  state: SlackState;
  change: Store<SlackState>['change'];
  actions: Actions;
  forms: Forms;
  presence: Presence;
  composing: Composing;
  suggest: Suggest;
}
