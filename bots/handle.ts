/**
 * From a gesture to its answer, the same for every platform: find the command, parse what was typed, acknowledge, run,
 * answer. The one place that turns whatever was thrown into words.
 */
import { refusalCard, troubleCard } from '../commands/cards/trouble-card.ts';
import type { Command, Tools } from '../commands/command.ts';
import { explainIssue } from '../commands/words.ts';
import { typed } from '../core/card.ts';
import { toError, UserError } from '../core/errors.ts';
import { newReportId } from '../core/ids.ts';
import type { Chat, Handlers, Incoming } from './chat.ts';
import { createFirstAnswers } from './first-answers.ts';
import { questionOf } from './question.ts';

export interface HandlerOptions {
  commands: readonly Command[];
  tools: Tools;
  /** The platform the gestures come from; known once it is connected. */
  chat: () => Chat;
}

export function createHandlers({ commands, tools, chat }: HandlerOptions): Handlers {
  const { log } = tools;
  const firstAnswers = createFirstAnswers();
  const byName = new Map(commands.map((command) => [command.name, command]));

  async function run({ command: name, options, gesture, reply }: Incoming): Promise<void> {
    const command = byName.get(name);
    if (!command?.gestures.includes(gesture.kind)) {
      throw new UserError(['That command is not there any more. ', typed('help'), ' shows what there is.']);
    }
    const parsed = command.options.safeParse(options, { reportInput: true });
    if (!parsed.success) throw new UserError(explainIssue(parsed.error));
    command.check?.({ options: parsed.data, gesture, tools });
    const post = await firstAnswers.acknowledged(() => reply.acknowledge(command.manner));
    const answer = await command.run({ options: parsed.data, gesture, tools, ...(post && { post }) });
    if (answer && 'card' in answer) await reply.show(answer.card);
  }

  /** The question that could not be put by direct message is put here, once. */
  async function askNow({ gesture, reply }: Incoming): Promise<void> {
    if (gesture.kind === 'star' || gesture.kind === 'unstar' || gesture.place.space === undefined) return;
    const question = await questionOf(tools.core, chat(), gesture.person, gesture.place.space);
    if (question) await reply.followUp(question);
  }

  async function refuse(incoming: Incoming, thrown: unknown): Promise<void> {
    const error = toError(thrown);
    const { command, gesture, reply } = incoming;
    if (error instanceof UserError) {
      log.info({ command, person: gesture.person.id }, `refused ${command}`);
      await reply.showPrivately(refusalCard(error.said));
      return;
    }
    const reportId = newReportId();
    log.error({ err: error, reportId, command }, `${command} failed, report ${reportId}`);
    await reply.showPrivately(troubleCard(reportId));
  }

  return {
    async handle(incoming) {
      try {
        await run(incoming);
        await askNow(incoming);
      } catch (thrown) {
        // Whatever happens to the answer, the listener that called us goes on.
        await refuse(incoming, thrown).catch((error: unknown) =>
          log.warn(
            { err: toError(error), command: incoming.command },
            `could not answer ${incoming.command}`,
          ),
        );
      }
    },
    suggest(name, option, typed, others = {}) {
      try {
        return byName.get(name)?.suggest?.(option, typed, tools, others).slice(0, 25) ?? [];
      } catch (thrown) {
        log.error({ err: toError(thrown), command: name }, `suggestions for ${name} failed`);
        return [];
      }
    },
  };
}
