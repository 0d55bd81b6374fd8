/** Gestures that an earlier process heard and never answered: people on Slack see nothing come of them. */
import { z } from 'zod';
import type { Handlers } from '../chat.ts';
import type { Answers } from './answers.ts';
import { whereSchema } from './form.ts';
import type { Heard } from './heard.ts';

const leftSchema = z.object({
  person: z.string(),
  where: whereSchema,
  responseUrl: z.string().nullable(),
});

/** By the same ids as gestures have when they make a job. */
export const mentionId = ({ where, message }: Extract<Heard, { kind: 'mention' }>) =>
  `${where.channel}-${message}`;

const owing = ['slash', 'mention', 'button', 'menu', 'form'] as const;
type Owing = Extract<Heard, { kind: (typeof owing)[number] }>;
const owed = (heard: Heard): heard is Owing => owing.some((kind) => kind === heard.kind);

/** What is to be noted of a gesture: nothing where nobody waits for an answer of ours, or sees by itself that none came. */
export function leftOf(heard: Heard): Parameters<Required<Handlers>['noted']>[0] | null {
  if (!owed(heard)) return null;
  const id = idOf(heard);
  const responseUrl = 'ticket' in heard ? heard.ticket.responseUrl : null;
  const ticket: z.infer<typeof leftSchema> = { person: heard.doer.id, where: heard.where, responseUrl };
  return id === null ? null : { platform: 'slack', id, person: heard.doer.id, ticket };
}

function idOf(heard: Owing): string | null {
  if (heard.kind === 'mention') return mentionId(heard);
  return heard.kind === 'form' ? heard.form : heard.ticket.trigger;
}

export function createSayLeft(answersTo: Answers) {
  return async function sayLeft(ticket: unknown, card: Parameters<ReturnType<Answers>>[0]): Promise<boolean> {
    const { person, where, responseUrl } = leftSchema.parse(ticket);
    await answersTo(person, where, responseUrl)(card);
    return true;
  };
}
