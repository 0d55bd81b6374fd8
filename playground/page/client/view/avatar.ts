/** The round sign of a person or a bot; nobody here has a picture. */
import { html, type TemplateResult } from 'lit';
import type { User } from '../../payload.ts';
import type { State } from '../state.ts';

export function avatar({ name, color }: { name: string; color: string }, size = ''): TemplateResult {
  return html`<span class="avatar ${size}" .style=${`--avatar: ${color}`} aria-hidden="true"
    >${[...name][0]?.toUpperCase() ?? '?'}</span
  >`;
}

/** A message's author as the server lists them; someone who left keeps the name the message carries. */
export function personOf(user: User, { guild }: State): { name: string; color: string; bot: boolean } {
  const member = guild?.members.find(({ id }) => id === user.id);
  return {
    name: member?.name ?? user.global_name ?? user.username,
    color: member?.color ?? 'var(--brand)',
    bot: member?.bot ?? user.bot ?? false,
  };
}
