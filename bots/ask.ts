/**
 * Forms, the same for every platform: when a gesture opens one, what is handed in, and what becomes of what was typed
 * when it cannot be accepted.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { outOfReach } from '../commands/cards/trouble-card.ts';
import type { Command, Gesture, Tools } from '../commands/command.ts';
import { type Form, formIn, type SpokenForm } from '../commands/form.ts';
import type { Element } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import { say } from '../core/say.ts';
import type { Incoming } from './chat.ts';
import { filledForm, formOf, misses, wantsForm } from './fields.ts';

/** Platforms take a form for three seconds after the gesture; opening it needs some of them. */
const formMs = 1800;

interface Given {
  options: unknown;
  /** What stood in the form before, where it is opened once more. */
  typed?: Readonly<Record<string, string>>;
}

/** A button that opens a form as it was. */
const reopeningSchema = z.object({ draft: z.string() });
const reopens = (options: unknown) => reopeningSchema.safeParse(options).data?.draft;

/** What a form is about. */
const aboutSchema = z.record(z.string(), z.union([z.string(), z.number()])).catch({});
const recordSchema = z.record(z.string(), z.unknown()).catch({});

/** A form is handed in, and opened once more, for whatever opens one. */
export function takes({ gestures, form }: Command, { gesture: { kind }, options }: Incoming): boolean {
  if (gestures.includes(kind)) return true;
  const isOfForm = kind === 'form' || (kind === 'button' && reopens(options) !== undefined);
  return isOfForm && (form !== undefined || gestures.includes('slash'));
}

export function createAsking(tools: Tools) {
  const { core } = tools;

  /** The options with what was kept of them. @throws UserError when it is not kept any more. */
  async function given({ options, form, gesture, fileOf }: Incoming): Promise<Given> {
    const reopened = gesture.kind === 'button' ? reopens(options) : undefined;
    const id = form?.draft ?? reopened;
    if (id === undefined) return { options };
    const { draft: _draft, ...rest } = recordSchema.parse(options);
    if (!core.isConnected()) throw new UserError(outOfReach);
    const draft = await core.drafts.get(gesture.person, id);
    if (!draft) throw new UserError(say('That form was open for too long. Please begin once more.'));
    const files = Object.entries(draft.files).flatMap(([name, kept]) => {
      const file = fileOf?.(kept);
      return file ? [[name, file] as const] : [];
    });
    const all = { ...draft.options, ...rest, ...Object.fromEntries(files) };
    return { options: all, ...(reopened !== undefined && { typed: draft.typed }) };
  }

  /** What a form keeps until it is handed in, as the id of a draft. */
  async function keptFor({ keepsFiles }: Form<string>, incoming: Incoming): Promise<{ draft?: string }> {
    if (!keepsFiles) return {};
    // Opened once more, it goes on with what it had.
    const before = reopens(incoming.options);
    if (before !== undefined) return { draft: before };
    return { draft: await core.drafts.keep(incoming.gesture.person, { files: { ...incoming.files } }) };
  }

  /** @throws UserError when it takes so long that no platform would take the form any more. */
  async function inTime<T>(
    look: (call: { options: Record<string, unknown>; gesture: Gesture; tools: Tools }) => Promise<T>,
    options: Record<string, unknown>,
    gesture: Gesture,
  ): Promise<T> {
    if (!core.isConnected()) throw new UserError(outOfReach);
    const late = delay(formMs, undefined, { ref: false }).then(() => {
      throw new UserError(say('That took too long to open. Please try once more.'));
    });
    return Promise.race([look({ options, gesture, tools }), late]);
  }

  /** The form of a gesture that says too little; null where it says enough. */
  async function formFor(
    command: Command,
    { options, typed }: Given,
    gesture: Gesture,
    parse: () => Record<string, unknown>,
  ): Promise<SpokenForm | null> {
    const known = recordSchema.parse(options);
    const language = tools.languages.of(gesture.language);
    if (command.form) {
      const form = await inTime(command.form, parse(), gesture);
      return form && formIn(form, language);
    }
    if (command.filled && !misses(command, known)) {
      const about = parse();
      const filled = await inTime(command.filled, about, gesture);
      return filled && filledForm(command, aboutSchema.parse(about), filled, language);
    }
    const asks = typed !== undefined || (gesture.kind === 'slash' && wantsForm(command, known));
    return asks ? formOf(command, known, language) : null;
  }

  return {
    given,

    /**
     * Opens a form, where the gesture says too little.
     * @param parse reads the options for a form of the command's own
     * @returns whether it did; the command runs when it is handed in.
     */
    async ask(
      command: Command,
      given: Given,
      incoming: Incoming,
      parse: () => Record<string, unknown>,
    ): Promise<boolean> {
      const { reply } = incoming;
      if (!reply.ask || incoming.form) return false;
      const form = await formFor(command, given, incoming.gesture, parse);
      if (!form) return false;
      await reply.ask({
        ...form,
        command: command.name,
        ...(given.typed && { typed: given.typed }),
        ...(await keptFor(form, incoming)),
      });
      return true;
    },

    /** Said with a refusal of what was handed in: a way back into the form as it was; else the words themselves. */
    async wayBack({ command, form, gesture: { person } }: Incoming): Promise<Element[]> {
      if (!form) return [];
      if (!core.isConnected()) return Object.values(form.typed).flatMap(asQuote);
      const before = form.draft === undefined ? null : await core.drafts.get(person, form.draft);
      const { about: options, typed } = form;
      const id = await core.drafts.keep(person, { options, typed, files: before?.files ?? {} });
      const given = { option: 'draft', value: id };
      const label = say('Open the form again');
      return [{ type: 'buttons', buttons: [{ type: 'action', command, given, label, look: 'main' }] }];
    },
  };
}

/** Words that somebody would not like to type once more. */
const asQuote = (text: string): Element[] => (/\s/.test(text.trim()) ? [{ type: 'quote', text }] : []);
