/** A message's author as the server lists them; someone who left keeps the name the message carries. */
import type { User } from '../../../discord/payload.ts';
import type { State } from '../state.ts';

export function personOf(user: User, { guild }: State): { name: string; color: string; bot: boolean } {
  const member = guild?.members.find(({ id }) => id === user.id);
  return {
    name: member?.name ?? user.global_name ?? user.username,
    color: member?.color ?? 'var(--brand)',
    bot: member?.bot ?? user.bot ?? false,
  };
}
