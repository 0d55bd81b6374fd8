/** The values of forms and menus: what they are at first, and what Slack's client would not let through. */
import type { Input } from '../../slack/block.ts';
import type { Element } from '../../slack/element.ts';
import type { StateEntry, View } from '../../slack/payload.ts';
import type { InputValue } from '../../slack/protocol.ts';
import type { OpenView } from './state.ts';

/** What stands in an input as the app's server has it. */
export function inputValue(entry: StateEntry | undefined): InputValue {
  if (!entry) return null;
  const { type: _, ...fields } = entry;
  const [value] = Object.values(fields);
  if (Array.isArray(value)) return value.flatMap((one) => single(one) ?? []);
  return single(value);
}

/** Options carry a value, files an id, people and channels are their id. */
function single(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return null;
  if ('value' in value && typeof value.value === 'string') return value.value;
  if ('id' in value && typeof value.id === 'string') return value.id;
  return null;
}

/** The same for a menu in a message, of which only the page knows what was chosen. */
export function initialValue(element: Element): InputValue {
  switch (element.type) {
    case 'radio_buttons':
    case 'checkboxes':
    case 'static_select':
    case 'multi_static_select':
    case 'external_select':
    case 'multi_external_select':
      if (element.initial_options) return element.initial_options.map(keyOf);
      return element.initial_option ? keyOf(element.initial_option) : null;
    case 'datepicker':
      return element.initial_date ?? null;
    case 'timepicker':
      return element.initial_time ?? null;
    case 'datetimepicker':
      return element.initial_date_time === undefined ? null : String(element.initial_date_time);
    default:
      return null;
  }
}

/** Options without a value are known by their words. */
export function keyOf({ value, text }: { value?: string | undefined; text: { text: string } }): string {
  return value ?? text.text;
}

export function inputsOf({ blocks }: Pick<View, 'blocks'>): Input[] {
  return blocks.filter((block): block is Input => block.type === 'input');
}

export function valueIn(
  { view, values }: Pick<OpenView, 'view' | 'values'>,
  { block_id: id, element }: Input,
): InputValue {
  const put = values[id];
  if (put !== undefined) return put;
  return element.type === 'unknown' ? null : inputValue(view.state.values[id]?.[element.action_id]);
}

/** By block, what is wrong. */
export function checkForm(open: Pick<OpenView, 'view' | 'values'>): Record<string, string> {
  return Object.fromEntries(
    inputsOf(open.view).flatMap((input) => {
      const wrong = checkInput(input, valueIn(open, input));
      return wrong === undefined ? [] : [[input.block_id, wrong]];
    }),
  );
}

function checkInput({ element, optional }: Input, value: InputValue): string | undefined {
  if (value === null || value.length === 0)
    return optional ? undefined : 'Please complete this required field.';
  if (typeof value !== 'string') return undefined;
  switch (element.type) {
    case 'plain_text_input': {
      const { min_length: least = 0, max_length: most = 3000 } = element;
      const { length } = [...value];
      if (length < least) return `Enter at least ${least} characters.`;
      return length > most ? `Enter no more than ${most} characters; these are ${length}.` : undefined;
    }
    case 'number_input': {
      const { min_value: least, max_value: most, is_decimal_allowed: decimals } = element;
      if (!(decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) {
        return decimals ? 'Enter a number.' : 'Enter a whole number.';
      }
      if (least !== undefined && Number(value) < Number(least))
        return `Enter a number that is at least ${least}.`;
      return most !== undefined && Number(value) > Number(most)
        ? `Enter a number that is at most ${most}.`
        : undefined;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Enter an email address.';
    case 'url_text_input':
      return /^[a-z]+:\/\/\S+$/i.test(value) ? undefined : 'Enter an address that begins with https://.';
    default:
      return undefined;
  }
}
