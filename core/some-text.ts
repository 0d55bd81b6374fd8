/** A text that is not empty. */
import { z } from 'zod';

/**
 * Not `min(1)`: zod measures the length of whatever has one, before it knows whether it is a text at all, and a length
 * that is no number makes it throw something that is no refusal.
 */
export const someText = z.string().refine((text) => text !== '', 'must not be empty');
