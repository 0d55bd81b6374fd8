/** Asks the app for values of the option that is being written, once the fingers rest. */
import type { Connection } from '../../connection.ts';
import type { Store } from '../../store.ts';
import type { State } from '../state.ts';
import { aroundOf, checkField } from './check.ts';
import type { CommandDraft, Field, Place } from './draft.ts';

const WAIT_MS = 150;

/** `arrived` runs when there is something new to show. */
export function createProposals(store: Store<State>, connection: Connection, arrived: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (place: Place, { option, text }: Field) => {
    const { draft } = store.get();
    if (draft.kind !== 'command') return;
    const call = callOf(draft, store.get(), option.name);
    const answer = await connection.ask({ do: 'autocomplete', call, focused: option.name }).then(
      (choices) => ({ choices }),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    );
    const now = fieldAt(store.get(), place);
    if (now?.text !== text || now.picked !== undefined) return;
    const proposals = { option: option.name, text, ...answer };
    store.change({ suggesting: { ...store.get().suggesting, proposals } });
    arrived();
  };

  return {
    /** For the field at this place, if its app completes it. */
    wish(place: Place): void {
      clearTimeout(timer);
      const field = fieldAt(store.get(), place);
      if (field?.option.autocomplete && field.picked === undefined)
        timer = setTimeout(ask, WAIT_MS, place, field);
    },
  };
}

function fieldAt({ draft }: State, place: Place): Field | undefined {
  if (draft.kind !== 'command' || place.in !== 'field') return undefined;
  return draft.fields.find(({ option }) => option.name === place.name);
}

/** The call as far as it is written: what is not yet a value is left out, except the words being completed. */
function callOf({ invocation, fields }: CommandDraft, state: State, focused: string) {
  const { name, subcommand } = invocation;
  const options = fields.flatMap((field) => {
    if (field.option.name === focused) return [{ name: focused, value: field.text }];
    const checked = checkField(field, aroundOf(state));
    return 'value' in checked ? [{ name: field.option.name, value: checked.value }] : [];
  });
  return { channelId: state.channelId, name, ...(subcommand && { subcommand }), options };
}
