/** What people did with a form: handed it in, or typed into a list of it. Pure, as `gestures.ts`. */
import { z } from 'zod';
import { type Carried, commandOfCallback, readCarried, type Where } from './form.ts';
import { stateSchema } from './form-state.ts';
import { doerOf, type Heard, unsupported, userSchema } from './heard.ts';

const whereOf = ({ channel, thread }: Carried): Where => ({
  channel,
  ...(thread !== undefined && { thread }),
});

const submissionSchema = z.object({
  user: userSchema,
  view: z.object({
    id: z.string().optional(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: stateSchema }),
  }),
});

export function readSubmission(body: unknown): Heard {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return unsupported('a form of unknown shape');
  const { user, view } = parsed.data;
  const command = commandOfCallback(view.callback_id);
  const carried = readCarried(view.private_metadata);
  if (command === null || carried === null) return unsupported('a form that is none of ours');
  return {
    kind: 'form',
    command,
    state: view.state.values,
    doer: doerOf(user),
    where: whereOf(carried),
    about: carried.about,
    draft: carried.draft ?? null,
    form: view.id ?? null,
    ticket: { trigger: null, responseUrl: null },
  };
}

const suggestionSchema = z.object({
  type: z.literal('block_suggestion'),
  block_id: z.string(),
  value: z.string().default(''),
  user: userSchema,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: stateSchema }).catch({ values: {} }),
  }),
});

export function readSuggestion(body: unknown): Heard {
  const parsed = suggestionSchema.safeParse(body);
  const command = parsed.success ? commandOfCallback(parsed.data.view.callback_id) : null;
  if (!parsed.success || command === null) return unsupported('a list that is none of ours');
  const { block_id: option, value: typed, user, view } = parsed.data;
  const carried = readCarried(view.private_metadata);
  return {
    ...{ kind: 'typing', command, option, typed, state: view.state.values, doer: doerOf(user) },
    about: carried?.about ?? {},
    where: carried && whereOf(carried),
  };
}
