/** Menus, pickers, radio buttons and checkboxes. https://docs.slack.dev/reference/block-kit/block-elements */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { confirmable, focusable, many, menu } from './element-parts.ts';
import { problem } from './form.ts';
import { optionGroup, overflowOption, plainOption, richOption } from './text.ts';

/** The two ways to give a static menu its options exclude each other, and what is chosen at first has to be among them. */
function staticMenu<T extends z.ZodObject>(schema: T) {
  return schema.check((ctx) => {
    const {
      options,
      option_groups: groups,
      initial_option: one,
      initial_options: several,
    } = menuOf.parse(ctx.value);
    if ((options === undefined) === (groups === undefined)) {
      ctx.issues.push(problem('must define either `options` or `option_groups`', ctx.value, ['type']));
      return;
    }
    const offered = [...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)].map(asKey);
    checkInitial(ctx, offered, one, several);
  });
}

function fewOptions<T extends z.ZodObject>(schema: T) {
  return schema.check((ctx) => {
    const { options, initial_option: one, initial_options: several } = menuOf.parse(ctx.value);
    checkInitial(ctx, (options ?? []).map(asKey), one, several);
  });
}

const menuOf = z.looseObject({
  options: z.array(z.unknown()).optional(),
  option_groups: z.array(z.looseObject({ options: z.array(z.unknown()) })).optional(),
  initial_option: z.unknown().optional(),
  initial_options: z.array(z.unknown()).optional(),
});

function checkInitial(
  ctx: z.core.ParsePayload<unknown>,
  offered: string[],
  one: unknown,
  several: unknown[] | undefined,
): void {
  if (one !== undefined && !offered.includes(asKey(one))) {
    ctx.issues.push(problem('`initial_option` must be one of the options', one, ['initial_option']));
  }
  for (const [index, chosen] of (several ?? []).entries()) {
    if (offered.includes(asKey(chosen))) continue;
    ctx.issues.push(
      problem('`initial_options` must be among the options', chosen, ['initial_options', index]),
    );
  }
}

const optionKey = z.looseObject({ value: z.string().optional(), text: z.looseObject({ text: z.string() }) });

function asKey(option: unknown): string {
  const { value, text } = optionKey.parse(option);
  return JSON.stringify([value ?? null, text.text]);
}

const options = z.array(plainOption).min(1).max(LIMITS.options).optional();
const optionGroups = z.array(optionGroup).min(1).max(LIMITS.optionGroups).optional();

const staticSelect = staticMenu(
  z.strictObject({
    type: z.literal('static_select'),
    ...menu,
    options,
    option_groups: optionGroups,
    initial_option: plainOption.optional(),
  }),
);
const multiStaticSelect = staticMenu(
  z.strictObject({
    type: z.literal('multi_static_select'),
    ...many,
    options,
    option_groups: optionGroups,
    initial_options: z.array(plainOption).min(1).optional(),
  }),
);
const minQuery = { min_query_length: z.int().min(0).optional() };
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...menu,
  ...minQuery,
  initial_option: plainOption.optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...many,
  ...minQuery,
  initial_options: z.array(plainOption).min(1).optional(),
});

const filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const responseUrl = { response_url_enabled: z.boolean().optional() };
const ids = z.array(z.string()).min(1).optional();

const workspaceSelects = [
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({ type: z.literal('multi_users_select'), ...many, initial_users: ids }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    ...responseUrl,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter: filter.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...many,
    initial_conversations: ids,
    default_to_current_conversation: z.boolean().optional(),
    filter: filter.optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    ...responseUrl,
    initial_channel: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), ...many, initial_channels: ids }),
] as const;

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(overflowOption).min(1).max(LIMITS.overflowOptions),
});
const checkboxes = fewOptions(
  z.strictObject({
    type: z.literal('checkboxes'),
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(LIMITS.fewOptions),
    initial_options: z.array(richOption).min(1).optional(),
  }),
);
const radioButtons = fewOptions(
  z.strictObject({
    type: z.literal('radio_buttons'),
    ...confirmable,
    ...focusable,
    options: z.array(richOption).min(1).max(LIMITS.fewOptions),
    initial_option: richOption.optional(),
  }),
);
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'invalid date')
    .optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid time')
    .optional(),
  timezone: z.string().optional(),
});
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});
export const selects = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  ...workspaceSelects,
] as const;
export const pickers = [checkboxes, radioButtons, datepicker, timepicker] as const;
