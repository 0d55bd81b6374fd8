/** Buttons, inputs, and which elements may stand where. https://docs.slack.dev/reference/block-kit/block-elements */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { action, confirmable, label, typed } from './element-parts.ts';
import { chars } from './form.ts';
import { datetimepicker, overflow, pickers, selects } from './menus.ts';
import { richText } from './rich-text.ts';
import { plainText, style } from './text.ts';

export const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  ...label,
  text: plainText(LIMITS.buttonText),
  value: chars(LIMITS.buttonValue).optional(),
  url: chars(LIMITS.url).optional(),
  style: style.optional(),
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...confirmable,
  ...label,
  text: plainText(LIMITS.buttonText),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url: z.string(),
      customizable_input_parameters: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .optional(),
    }),
  }),
  style: style.optional(),
});

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');
const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: chars(LIMITS.inputText).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(LIMITS.inputText).optional(),
    max_length: z.int().min(1).max(LIMITS.inputText).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: number.optional(),
    min_value: number.optional(),
    max_value: number.optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('file_input'),
    ...action,
    filetypes: z.array(z.string()).min(1).optional(),
    max_files: z.int().min(1).max(LIMITS.files).optional(),
  }),
] as const;

export const actionsElement = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  datetimepicker,
  richTextInput,
  ...selects,
  ...pickers,
]);

export const inputElement = z.discriminatedUnion('type', [
  datetimepicker,
  richTextInput,
  ...inputs,
  ...selects,
  ...pickers,
]);

const feedback = z.strictObject({
  ...label,
  text: plainText(LIMITS.buttonText),
  value: chars(LIMITS.buttonValue),
});
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    ...action,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...confirmable,
    ...label,
    icon: z.string().min(1),
    text: plainText(LIMITS.buttonText),
    value: chars(LIMITS.buttonValue).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
]);

/** Beside the text of a section; pictures may stand there too, see `images.ts`. */
export const accessories = [button, workflowButton, overflow, ...selects, ...pickers] as const;
