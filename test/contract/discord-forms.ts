/** Discord's modals, as a person fills them in. */
import { lineOf, readLines } from '../../bots/lines.ts';
import type { DiscordMember } from '../../playground/discord/member.ts';
import type { Form } from './member.ts';
import { eventually, type Played } from './stage.ts';

interface Field {
  custom_id: string;
  value?: string;
  options?: { value: string; default?: boolean }[];
}
/** A field, or a text between them. */
interface Label {
  component?: Field;
  content?: string;
}
interface Opened {
  interactionId: string;
  modal: { title: string; components: Label[] };
}

const shared = '+';
const shortName = (name: string) => name.slice(name.indexOf('.') + 1);
const filledOf = ({ value, options }: Field) => value ?? options?.find((one) => one.default)?.value ?? '';

/** @param reopen opens what was refused once more */
export function createForms(
  client: DiscordMember,
  inEnglish: Played['inEnglish'],
  reopen: (act: () => unknown) => Promise<[string, Form]>,
) {
  const opened: Opened[] = [];
  client.listen((event) => {
    if (event.type === 'modal') opened.push(inEnglish(event as unknown as Opened));
  });

  function formOf({ interactionId, modal }: Opened): Form {
    const fields = modal.components.flatMap(({ component = [] }) => component);
    const lines = readLines(
      filledOf(fields.find(({ custom_id }) => custom_id === shared) ?? { custom_id: '' }),
    );
    const own = fields.filter(({ custom_id }) => custom_id !== shared);

    function handIn(changes: Readonly<Record<string, string>>): void {
      const values: Record<string, string | string[]> = {};
      for (const field of fields) {
        const filled = changes[shortName(field.custom_id)] ?? filledOf(field);
        if (!field.options) values[field.custom_id] = filled;
        else if (filled !== '') values[field.custom_id] = [filled];
      }
      const inLines = { ...Object.fromEntries(lines), ...pick(changes, [...lines.keys()]) };
      if (shared in values)
        values[shared] = Object.entries(inLines)
          .map(([name, value]) => lineOf(name, value))
          .join('\n');
      client.submitModal(interactionId, values);
    }

    return {
      title: modal.title,
      notes: modal.components.flatMap(({ content = [] }) => content),
      filled: {
        ...Object.fromEntries(own.map((field) => [shortName(field.custom_id), filledOf(field)])),
        ...Object.fromEntries(lines),
      },
      handIn,
      async refused(changes) {
        const [said, form] = await reopen(() => handIn(changes));
        return { said, form };
      },
    };
  }

  return async function formFrom(act: () => unknown): Promise<Form> {
    const before = opened.length;
    await act();
    const form = await eventually(() => opened[before], 'a form');
    return formOf(form);
  };
}

const pick = (all: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
