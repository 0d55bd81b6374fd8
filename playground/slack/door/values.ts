/** What a person puts into inputs and menus, checked as Slack's client checks it. */
import { z } from 'zod';
import { type InputValue, MemberError } from '../member.ts';
import { characters } from '../validate/form.ts';
import { isRecord, type JsonObject } from '../validate/walk.ts';
import { valueField } from '../world/input-state.ts';
import { renderFile } from '../world/render-file.ts';
import { composeTyped } from '../world/text.ts';
import { botUserId, type World } from '../world/world.ts';

type Entry = { type: string } & Record<string, unknown>;

const optionShape = z.looseObject({
  text: z.looseObject({ text: z.string() }),
  value: z.string().optional(),
});
export type Option = z.output<typeof optionShape>;

/** The entry of `state.values` (and of an action) for what a person chose or typed. `offered` are options the app sent. */
export function entryFor(
  world: World,
  element: JsonObject,
  value: InputValue,
  offered: readonly Option[],
): Entry {
  const type = String(element.type);
  const field = valueField(type);
  const several =
    field === 'selected_options' ||
    field === 'files' ||
    (field.startsWith('selected') && field.endsWith('s'));
  if (several) {
    const values = value === null ? [] : typeof value === 'string' ? [value] : value;
    const most = element[field === 'files' ? 'max_files' : 'max_selected_items'];
    if (typeof most === 'number' && values.length > most) throw new MemberError(`Choose ${most} at most.`);
    return { type, [field]: values.map((one) => single(world, element, field, one, offered)) };
  }
  if (typeof value !== 'string' && value !== null) throw new MemberError('Choose one.');
  return { type, [field]: value === null ? null : single(world, element, field, value, offered) };
}

function single(
  world: World,
  element: JsonObject,
  field: string,
  value: string,
  offered: readonly Option[],
): unknown {
  switch (field) {
    case 'selected_option':
    case 'selected_options':
      return optionOf(element, value, offered);
    case 'selected_user':
    case 'selected_users':
      if (world.users.has(value) || value === botUserId(world)) return value;
      throw new MemberError('There is no such person.');
    case 'selected_conversation':
    case 'selected_conversations':
    case 'selected_channel':
    case 'selected_channels':
      if (world.channels.has(value)) return value;
      throw new MemberError('There is no such channel.');
    case 'selected_date':
      return matching(value, /^\d{4}-\d{2}-\d{2}$/, 'Choose a date.');
    case 'selected_time':
      return matching(value, /^([01]\d|2[0-3]):[0-5]\d$/, 'Choose a time.');
    case 'selected_date_time':
      return Number(matching(value, /^\d{10}$/, 'Choose a date and a time.'));
    case 'files': {
      const file = world.files.get(value);
      if (!file || file.deleted) throw new MemberError('There is no such file.');
      file.handedToApp = true;
      return renderFile(world, file);
    }
    case 'rich_text_value':
      return composeTyped(world, value).blocks[0];
    default:
      return typed(element, value);
  }
}

function matching(value: string, pattern: RegExp, otherwise: string): string {
  if (!pattern.test(value)) throw new MemberError(otherwise);
  return value;
}

export function optionsOf(element: JsonObject): Option[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isRecord) : [];
  const lists = [element.options, ...groups.map((group) => group.options)];
  return lists.flatMap((list) =>
    Array.isArray(list) ? list.map((option) => optionShape.parse(option)) : [],
  );
}

/** As it came from the app, which is how it goes back. */
function optionOf(element: JsonObject, value: string, offered: readonly Option[]): Option {
  const known = [...optionsOf(element), ...offered];
  const option = known.find((one) => (one.value ?? one.text.text) === value);
  if (!option) throw new MemberError(`There is no option ${value}.`);
  return option;
}

function typed(element: JsonObject, value: string): string {
  const { min_length: min, max_length: max } = element;
  switch (element.type) {
    case 'plain_text_input':
      if (typeof min === 'number' && characters(value) < min) {
        throw new MemberError(`Enter at least ${min} characters.`);
      }
      if (characters(value) > (typeof max === 'number' ? max : 3000)) {
        throw new MemberError(`Enter no more than ${typeof max === 'number' ? max : 3000} characters.`);
      }
      return value;
    case 'number_input':
      return typedNumber(element, value);
    case 'email_text_input':
      return matching(value, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Enter a valid email address.');
    case 'url_text_input':
      return matching(value, /^[a-z]+:\/\/\S+$/i, 'Enter a valid URL.');
    default:
      return value;
  }
}

function typedNumber(element: JsonObject, value: string): string {
  const { min_value: min, max_value: max, is_decimal_allowed: decimals } = element;
  matching(value, decimals === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/, 'Enter a valid number.');
  if (typeof min === 'string' && Number(value) < Number(min)) {
    throw new MemberError(`Enter a number that is at least ${min}.`);
  }
  if (typeof max === 'string' && Number(value) > Number(max)) {
    throw new MemberError(`Enter a number that is at most ${max}.`);
  }
  return value;
}

/** Nothing has been put in. */
export function isEmpty(entry: Entry | undefined): boolean {
  if (!entry) return true;
  const value = entry[valueField(entry.type)];
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
