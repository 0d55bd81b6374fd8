/** Slack's modals, as a person fills them in. */
import type { SeenView, SlackMember } from '../../playground/slack/member.ts';
import type { Form } from './member.ts';
import { eventually, type Played } from './stage.ts';

interface Element {
  type: string;
  initial_value?: string;
  initial_option?: { value: string };
}
interface Block {
  block_id: string;
  element?: Element;
  /** Of small print. */
  elements?: { text: string }[];
}

const shortName = (name: string) => name.slice(name.indexOf('.') + 1);
const filledOf = ({ initial_value, initial_option }: Element) => initial_value ?? initial_option?.value ?? '';

export function createForms(client: SlackMember, inEnglish: Played['inEnglish']) {
  const refusals = new Map<string, Record<string, string>>();
  client.listen((event) => {
    if (event.type === 'view-refused') refusals.set(event.viewId, inEnglish(event.errors));
  });

  function formOf(view: SeenView, typed: Readonly<Record<string, string>> = {}): Form {
    const fields = (view.blocks as Block[]).flatMap(({ block_id, element }) =>
      element ? [{ name: block_id, element }] : [],
    );
    const filled = Object.fromEntries(
      fields.map(({ name, element }) => [shortName(name), typed[shortName(name)] ?? filledOf(element)]),
    );
    const handIn = (changes: Readonly<Record<string, string>>): void => {
      refusals.delete(view.id);
      const all = { ...filled, ...changes };
      const values = fields.flatMap(({ name, element }) => {
        const value = all[shortName(name)] ?? '';
        const untouched = value === filledOf(element) && !Object.hasOwn(typed, shortName(name));
        return untouched ? [] : [[name, value === '' ? null : value] as const];
      });
      client.submitView(view.id, Object.fromEntries(values));
    };
    return {
      title: inEnglish(view.title as { text: string }).text,
      notes: inEnglish(view.blocks as Block[]).flatMap(({ elements = [] }) =>
        elements.map(({ text }) => text),
      ),
      filled,
      handIn,
      async refused(changes) {
        handIn(changes);
        const errors = await eventually(() => refusals.get(view.id), 'an error under a field');
        // The form stays open, with what was typed.
        return { said: Object.values(errors).join(' '), form: formOf(view, changes) };
      },
    };
  }

  return async function formFrom(act: () => unknown): Promise<Form> {
    // One that was handed in may still be closing.
    const known = new Set(client.views().map(({ id }) => id));
    await act();
    const view = await eventually(() => client.views().find(({ id }) => !known.has(id)), 'a form');
    return formOf(view);
  };
}
