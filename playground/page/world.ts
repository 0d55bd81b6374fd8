/**
 * The panel "World": what happens to the server or the workspace without anyone in the room doing it, and the people's own
 * settings. These are the playground's controls; Discord and Slack have them in other places, or not at all.
 */
import * as z from 'zod';

const id = z.string().regex(/^[A-Z0-9]{1,32}$/);
const locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);
const on = z.boolean();
const named = z.object({ id: z.string(), name: z.string() });
const person = named.extend({ color: z.string(), locale: z.string() });

const discordChange = z.discriminatedUnion('what', [
  z.object({ what: z.literal('bot'), on }),
  z.object({ what: z.literal('member'), id, on }),
  z.object({ what: z.literal('role'), id, roleId: id, on }),
  z.object({ what: z.literal('locale'), id, locale }),
  z.object({ what: z.literal('user-install'), id, on }),
  z.object({ what: z.literal('dms'), id, on }),
  z.object({ what: z.literal('delete-channel'), id }),
  z.object({ what: z.literal('bring-back') }),
  z.object({ what: z.literal('age'), id, on }),
  z.object({ what: z.literal('bot-rights'), id, see: on, write: on }),
  z.object({ what: z.literal('archive'), id, on }),
]);
export type DiscordChange = z.infer<typeof discordChange>;

const slackChange = z.discriminatedUnion('what', [
  z.object({ what: z.literal('bot'), on }),
  z.object({ what: z.literal('group'), id, groupId: id, on }),
  z.object({ what: z.literal('locale'), id, locale }),
  z.object({ what: z.literal('delete-channel'), id }),
  z.object({ what: z.literal('bring-back') }),
  z.object({ what: z.literal('archive'), id, on }),
  z.object({ what: z.literal('bot-in'), id, on }),
]);
export type SlackChange = z.infer<typeof slackChange>;
export type WorldChange = DiscordChange | SlackChange;

export const worldRequests = [
  z.object({ do: z.literal('world/discord'), change: discordChange.optional() }),
  z.object({ do: z.literal('world/slack'), change: slackChange.optional() }),
] as const;

const discordSight = z.object({
  isBotHere: on,
  roles: z.array(named),
  people: z.array(person.extend({ isHere: on, roleIds: z.array(z.string()), hasApp: on, takesDms: on })),
  channels: z.array(named.extend({ isAgeRestricted: on, botSees: on, botWrites: on })),
  missing: z.number(),
});
export type DiscordSight = z.infer<typeof discordSight>;

const slackSight = z.object({
  isInstalled: on,
  groups: z.array(named),
  people: z.array(person.extend({ groupIds: z.array(z.string()) })),
  channels: z.array(named.extend({ isArchived: on, hasBot: on })),
  missing: z.number(),
});
export type SlackSight = z.infer<typeof slackSight>;

/** Each answer is the world after the change, or as it is. */
export const worldReplies = { 'world/discord': discordSight, 'world/slack': slackSight } as const;
