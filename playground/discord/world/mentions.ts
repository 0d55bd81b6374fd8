/**
 * Whom a message really pings: what its text names, what `allowed_mentions` lets through, what the author may do.
 * https://docs.discord.com/developers/resources/message#allowed-mentions-object
 */
import { AllowedMentionsTypes, ComponentType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { MessageComponent } from '../validate/components.ts';
import { walk } from '../validate/components.ts';
import type { AllowedMentions } from '../validate/message.ts';
import type { World } from './world.ts';

export interface Mentions {
  mentions: string[];
  mentionRoles: string[];
  mentionEveryone: boolean;
}

/** What is let through when the request says nothing: an ordinary message pings everybody it names. */
export const CHANNEL_DEFAULT: AllowedMentions = {
  parse: [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
};
export const INTERACTION_DEFAULT: AllowedMentions = { parse: [AllowedMentionsTypes.User] };

export function readMentions(
  world: World,
  written: { content: string; components: readonly MessageComponent[] },
  allowed: AllowedMentions,
  authorPermissions: bigint,
  repliedTo?: string,
): Mentions {
  const texts = [...walk(written.components)].map(({ component }) =>
    component.type === ComponentType.TextDisplay ? component.content : '',
  );
  // Code is not read for mentions.
  const said = [written.content, ...texts].join('\n').replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const mayPingAll = (authorPermissions & PermissionFlagsBits.MentionEveryone) !== 0n;
  const passes = (kind: AllowedMentionsTypes, ids: string[] | null | undefined, id: string) =>
    Boolean(allowed.parse?.includes(kind)) || Boolean(ids?.includes(id));

  const users = idsIn(said, /<@!?(\d{17,20})>/g).filter(
    (id) => world.members.has(id) && passes(AllowedMentionsTypes.User, allowed.users, id),
  );
  const roles = idsIn(said, /<@&(\d{17,20})>/g).filter((id) => {
    const role = world.roles.get(id);
    return role && (mayPingAll || role.mentionable) && passes(AllowedMentionsTypes.Role, allowed.roles, id);
  });
  const pingsReplied = repliedTo !== undefined && (allowed.replied_user ?? allowed === CHANNEL_DEFAULT);
  return {
    mentions: [...new Set([...users, ...(pingsReplied ? [repliedTo] : [])])],
    mentionRoles: roles,
    mentionEveryone:
      /@(?:everyone|here)\b/.test(said) &&
      mayPingAll &&
      Boolean(allowed.parse?.includes(AllowedMentionsTypes.Everyone)),
  };
}

function idsIn(said: string, pattern: RegExp): string[] {
  return [...new Set([...said.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
