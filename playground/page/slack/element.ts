/** What people use in Slack's blocks: buttons, menus and inputs, as far as the page draws them. */
import * as z from 'zod';

const flag = z.boolean().catch(false).default(false);

export const text = z.object({
  type: z.enum(['plain_text', 'mrkdwn']),
  text: z.string(),
  /** Whether `:star:` in plain text is an emoji. */
  emoji: z.boolean().default(true),
});
export type Text = z.infer<typeof text>;

const confirm = z.object({
  title: text,
  text,
  confirm: text,
  deny: text,
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.infer<typeof confirm>;

/** `action_id` is always there: Slack gives one where the app gave none. */
const base = { action_id: z.string(), confirm: confirm.optional() };

const button = z.object({
  type: z.enum(['button', 'workflow_button']),
  ...base,
  text,
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().optional(),
});
export type Button = z.infer<typeof button>;

const option = z.object({
  text,
  value: z.string().optional(),
  description: text.optional(),
  url: z.string().optional(),
});
const group = z.object({ label: text, options: z.array(option) });

const overflow = z.object({ type: z.literal('overflow'), ...base, options: z.array(option) });
export type Overflow = z.infer<typeof overflow>;

const menu = z.object({
  type: z.enum([
    'static_select',
    'multi_static_select',
    'external_select',
    'multi_external_select',
    'users_select',
    'multi_users_select',
    'conversations_select',
    'multi_conversations_select',
    'channels_select',
    'multi_channels_select',
  ]),
  ...base,
  placeholder: text.optional(),
  options: z.array(option).optional(),
  option_groups: z.array(group).optional(),
  min_query_length: z.number().optional(),
  max_selected_items: z.number().optional(),
  initial_option: option.optional(),
  initial_options: z.array(option).optional(),
});
export type Menu = z.infer<typeof menu>;

const ticks = z.object({
  type: z.enum(['checkboxes', 'radio_buttons']),
  ...base,
  options: z.array(option),
  initial_option: option.optional(),
  initial_options: z.array(option).optional(),
});
export type Ticks = z.infer<typeof ticks>;

const picker = z.object({
  type: z.enum(['datepicker', 'timepicker', 'datetimepicker']),
  ...base,
  placeholder: text.optional(),
  initial_date: z.string().optional(),
  initial_time: z.string().optional(),
  initial_date_time: z.number().optional(),
});
export type Picker = z.infer<typeof picker>;

const typed = z.object({
  type: z.enum(['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input']),
  ...base,
  placeholder: text.optional(),
  initial_value: z.string().optional().catch(undefined),
  multiline: flag,
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  is_decimal_allowed: flag,
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  focus_on_load: flag,
});
export type Typed = z.infer<typeof typed>;

const fileInput = z.object({
  type: z.literal('file_input'),
  ...base,
  filetypes: z.array(z.string()).optional(),
  max_files: z.number().default(10),
});
export type FileInput = z.infer<typeof fileInput>;

const unknown = z
  .object({ type: z.string() })
  .transform(({ type }) => ({ type: 'unknown' as const, slackType: type }));

/** Anything that may stand in an actions block, an input block or beside the text of a section. */
export const element = z.union([
  z.discriminatedUnion('type', [button, overflow, menu, ticks, picker, typed, fileInput]),
  unknown,
]);
export type Element = z.infer<typeof element>;
