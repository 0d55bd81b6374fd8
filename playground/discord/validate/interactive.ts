/** Buttons and selects: what a message can be clicked on. Selects also sit in forms, where other rules join. */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { COMPONENT_LIMITS as LIMITS } from '../limits.ts';
import { isUnicodeEmoji } from '../world/emoji.ts';
import { list, problem, snowflake, text, url } from './form.ts';

/** Optional on every component; 0 means the same as leaving it out. */
export const componentId = z.int().min(0).max(2_147_483_647).nullish();

export const customId = text(LIMITS.customId, 1);

export const partialEmoji = z
  .object({
    id: snowflake.nullish(),
    name: z.string().nullish(),
    animated: z.boolean().nullish(),
  })
  .check((ctx) => {
    const { id, name } = ctx.value;
    if (!id && name && isUnicodeEmoji(name)) return;
    ctx.issues.push({
      ...problem('BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji', [id ? 'id' : 'name']),
      input: name,
    });
  });

export const button = z
  .object({
    type: z.literal(ComponentType.Button),
    id: componentId,
    style: z.enum(ButtonStyle),
    label: text(LIMITS.buttonLabel).nullish(),
    emoji: partialEmoji.nullish(),
    custom_id: customId.nullish(),
    url: url(['http', 'https', 'discord'], LIMITS.buttonUrl).nullish(),
    sku_id: snowflake.nullish(),
    disabled: z.boolean().nullish(),
  })
  .check((ctx) => {
    const given = ctx.value;
    const fail = (field: string, code: string, message: string) =>
      ctx.issues.push({ ...problem(code, message, [field]), input: given });
    if (given.style === ButtonStyle.Premium) {
      if (!given.sku_id) fail('sku_id', 'BASE_TYPE_REQUIRED', 'This field is required');
      for (const field of ['custom_id', 'label', 'url', 'emoji'] as const) {
        if (given[field])
          fail(field, 'BUTTON_COMPONENT_INVALID_FIELD', 'A premium button cannot have this field');
      }
      return;
    }
    if (given.style === ButtonStyle.Link) {
      if (!given.url) fail('url', 'BASE_TYPE_REQUIRED', 'This field is required');
      if (given.custom_id) fail('custom_id', ...BOTH);
    } else {
      if (given.url) fail('custom_id', ...BOTH);
      else if (!given.custom_id) {
        fail('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
      }
    }
    if (!given.label && !given.emoji) {
      fail('label', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
    }
  });

const BOTH = [
  'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
  'A custom id and url cannot both be specified',
] as const;

const selectOption = z.object({
  label: text(LIMITS.selectText, 1),
  value: text(LIMITS.selectText, 1),
  description: text(LIMITS.selectText).nullish(),
  emoji: partialEmoji.nullish(),
  default: z.boolean().nullish(),
});

const selectBase = {
  id: componentId,
  custom_id: customId,
  placeholder: text(LIMITS.placeholder).nullish(),
  min_values: z.int().min(0).max(LIMITS.selectOptions).nullish(),
  max_values: z.int().min(1).max(LIMITS.selectOptions).nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
};

export const stringSelect = z
  .object({
    type: z.literal(ComponentType.StringSelect),
    ...selectBase,
    options: list(selectOption, LIMITS.selectOptions, 1),
  })
  .check((ctx) => {
    const { options, max_values, min_values } = ctx.value;
    const fail = (path: PropertyKey[], code: string, message: string) =>
      ctx.issues.push({ ...problem(code, message, path), input: ctx.value });
    options.forEach(({ value }, index) => {
      if (options.findIndex((other) => other.value === value) === index) return;
      fail(
        ['options', index, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    });
    const most = max_values ?? 1;
    if (most > options.length) fail(['max_values'], ...rangeTooWide(options.length));
    if ((min_values ?? 1) > most) fail(['min_values'], ...rangeTooWide(most));
    if (options.filter((option) => option.default).length > most) {
      fail(
        ['options'],
        'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
        'The specified number of default values exceeds the specified maximum values',
      );
    }
  });

const rangeTooWide = (most: number) =>
  ['NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`] as const;

const defaultValue = z.object({ id: snowflake, type: z.enum(['user', 'role', 'channel']) });

/** A select Discord fills itself: with people, roles, both, or channels. */
function autoSelect<T extends ComponentType>(type: T) {
  return z.object({
    type: z.literal(type),
    ...selectBase,
    default_values: list(defaultValue, LIMITS.selectOptions).nullish(),
    channel_types: z.array(z.int()).nullish(),
  });
}

export const userSelect = autoSelect(ComponentType.UserSelect);
export const roleSelect = autoSelect(ComponentType.RoleSelect);
export const mentionableSelect = autoSelect(ComponentType.MentionableSelect);
export const channelSelect = autoSelect(ComponentType.ChannelSelect);

export const SELECT_TYPES: readonly ComponentType[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];
