/** Forms on their way: opened, filled from lists, submitted. */

import type { AckFn, ViewResponseAction } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import type { Command } from '../../commands/command.ts';
import { UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { say } from '../../core/say.ts';
import type { AskedForm, Handlers, Incoming } from '../chat.ts';
import type { FetchFile } from '../fetch-file.ts';
import { withFiles } from '../given-file.ts';
import { optionsOf } from '../options.ts';
import type { Answers } from './answers.ts';
import type { Channels } from './channels.ts';
import type { SlackChat } from './chat.ts';
import { translated, wordOf } from './errors.ts';
import { choiceOf, formView, type Where } from './form.ts';
import { errorField, type FormState, formErrors, formFiles, formOptions, typedIn } from './form-state.ts';
import type { Heard } from './heard.ts';
import { limits } from './limits.ts';
import type { People } from './people.ts';
import { createReply, type OpenForm } from './reply.ts';
import { plainForm } from './text-form.ts';
import type { Wire } from './wire.ts';

/** Slack waits 3 seconds for a submitted form to be taken; then what was typed would be lost. */
const openMs = 2200;

interface FormsOptions {
  wire: Wire;
  handlers: Handlers;
  commands: readonly Command[];
  chat: SlackChat;
  people: People;
  channels: Channels;
  answersTo: Answers;
  fetchFile: FetchFile;
  fileOf: NonNullable<Incoming['fileOf']>;
  log: Log;
}

interface Opening {
  form: AskedForm;
  where: Where;
  trigger: string;
  person: string;
}

export type Forms = ReturnType<typeof createForms>;

export function createForms(options: FormsOptions) {
  const { wire, handlers, commands, chat, people, channels, answersTo, fetchFile, fileOf, log } = options;

  function openForm(ack: AckFn<ViewResponseAction>, state: FormState): OpenForm {
    let answered: Promise<void> | null = null;
    const answer = (response?: ViewResponseAction): Promise<void> => {
      clearTimeout(timer);
      answered = response ? ack(response) : ack();
      return answered;
    };
    const accept = () => answered ?? answer();
    const timer = setTimeout(() => {
      accept().catch((error: unknown) => log.warn({ err: error }, 'a form could not be closed'));
    }, openMs);
    return {
      accept,
      async refuse(card) {
        const field = errorField(plainForm(card), state);
        if (answered || field === null) return false;
        await answer({ response_action: 'errors', errors: { [field]: plainForm(card) } });
        return true;
      },
    };
  }

  return {
    async open({ form, where, trigger, person }: Opening): Promise<void> {
      const view: ModalView = formView(form, where);
      try {
        await wire.results.views.open({ trigger_id: trigger, view });
      } catch (thrown) {
        if (!/trigger/.test(wordOf(thrown))) throw translated(thrown, 'opening a form');
        throw new UserError(say('Slack did not open the form in time. Please try once more.'));
      }
      people.expect(person);
    },

    async suggestions(heard: Heard): Promise<PlainTextOption[]> {
      if (heard.kind !== 'typing') return [];
      const { option, typed, state, about, doer, where } = heard;
      const command = commands.find(({ name }) => name === heard.command);
      if (!command) return [];
      const { [option]: _typing, ...others } = { ...about, ...formOptions(state, command) };
      const space = where ? people.placeOf(where).space : undefined;
      const language = await people.language(doer.id);
      const asker = {
        person: { platform: 'slack', id: doer.id },
        ...(language !== null && { language }),
        ...(space !== undefined && { space }),
        ...(where && { channel: where.channel }),
      } as const;
      const found = await handlers.suggest({ command: command.name, option, typed, others, asker });
      return (
        found
          // A value cut short would be another value.
          .filter(({ value }) => value !== '' && value.length <= limits.form.optionValue)
          .slice(0, limits.form.options)
          .map(({ name, value }) => choiceOf(name, value))
      );
    },

    async submitted(
      { command: name, state, about, draft, doer, where, form: id }: Extract<Heard, { kind: 'form' }>,
      ack: AckFn<ViewResponseAction>,
    ): Promise<void> {
      const command = commands.find((one) => one.name === name);
      if (!command) return ack();
      const filled = { ...about, ...formOptions(state, command) };
      const given = withFiles(filled, formFiles(state, command), fetchFile);
      const errors = formErrors(given, command, state, await people.speaks(doer.id));
      if (errors) return ack({ response_action: 'errors', errors });

      const form = openForm(ack, state);
      const known = await people.gesture('form', doer, people.placeOf(where));
      const gesture = { ...known, ...(id !== null && { id }) };
      const reply = createReply({
        say: answersTo(doer.id, where, null),
        post: (card) => chat.post(people.placeOf(where), card),
        enter: () => channels.enter(where.channel, () => chat.directly(doer.id)),
        form,
      });
      const handedIn = { about, typed: typedIn(state), ...(draft !== null && { draft }) };
      const called = await people.called(given, optionsOf(command));
      await handlers.handle({ command: name, options: called, gesture, reply, form: handedIn, fileOf });
      await form.accept();
    },
  };
}
