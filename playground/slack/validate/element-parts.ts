/** What many elements have in common. */
import { z } from 'zod';
import { BLOCK_LIMITS as LIMITS } from '../limits.ts';
import { chars } from './form.ts';
import { confirm, plainText } from './text.ts';

export const action = { action_id: chars(LIMITS.id, 1).optional() };
export const confirmable = { ...action, confirm: confirm.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const menu = { ...confirmable, ...focusable, placeholder: plainText(LIMITS.placeholder).optional() };
export const many = { ...menu, max_selected_items: z.int().min(1).optional() };
export const label = { accessibility_label: chars(LIMITS.accessibilityLabel).optional() };
export const typed = {
  ...action,
  ...focusable,
  placeholder: plainText(LIMITS.placeholder).optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
};
