/** Text objects, options and confirmation dialogs: what blocks and elements are made of. */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { chars, problem } from './form.ts';

export function plainText(max: number = LIMITS.text) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: chars(max, 1),
    emoji: z.boolean().optional(),
  });
}

export function mrkdwn(max: number = LIMITS.text) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: chars(max, 1),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(max: number = LIMITS.text) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

const optionFields = {
  value: chars(LIMITS.optionValue).optional(),
  description: plainText(LIMITS.optionText).optional(),
};

export const plainOption = z.strictObject({ text: plainText(LIMITS.optionText), ...optionFields });
/** Of checkboxes and radio buttons. */
export const richOption = z.strictObject({
  text: anyText(LIMITS.optionText),
  value: chars(LIMITS.optionValue).optional(),
  description: anyText(LIMITS.optionText).optional(),
});
export const overflowOption = z.strictObject({
  text: plainText(LIMITS.optionText),
  ...optionFields,
  url: chars(LIMITS.url).optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(LIMITS.optionText),
  options: z.array(plainOption).min(1).max(LIMITS.options),
});

/** What an app answers when a menu asks it for options. */
export const suggestionAnswer = z
  .object({
    options: z.array(plainOption).max(LIMITS.options).optional(),
    option_groups: z.array(optionGroup).max(LIMITS.optionGroups).optional(),
  })
  .check((ctx) => {
    const { options, option_groups: groups } = ctx.value;
    if ((options === undefined) !== (groups === undefined)) return;
    ctx.issues.push(problem('must define either `options` or `option_groups`', ctx.value));
  });

export const confirm = z.strictObject({
  title: plainText(LIMITS.confirmTitle).optional(),
  text: anyText(LIMITS.confirmText),
  confirm: plainText(LIMITS.confirmButton).optional(),
  deny: plainText(LIMITS.confirmButton).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const style = z.enum(['primary', 'danger']);
