/** Asks the app for the lines of a menu, once the fingers rest, and keeps what its values are called. */
import type { Connection } from '../connection.ts';
import type { Store } from '../store.ts';
import type { MenuPart, Suggest } from './menus.ts';
import type { SlackState } from './state.ts';

const WAIT_MS = 150;

export function createSuggesting(store: Store<SlackState>, connection: Connection): Suggest {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async ({ key, where, actionId }: MenuPart, typed: string) => {
    const answer = await connection.ask({ do: 'slack/suggest', where, actionId, typed }).then(
      (offered) => ({ offered, failure: undefined }),
      (error: unknown) => ({ offered: [], failure: error instanceof Error ? error.message : String(error) }),
    );
    const { menu, labels } = store.get();
    if (menu?.key !== key || menu.typed !== typed) return;
    const names = Object.fromEntries(answer.offered.map(({ value, label }) => [value, label]));
    store.change({ menu: { ...menu, ...answer, active: 0 }, labels: { ...labels, ...names } });
  };

  return (part, typed) => {
    clearTimeout(timer);
    timer = setTimeout(ask, typed === '' ? 0 : WAIT_MS, part, typed);
  };
}
