/**
 * What Discord's gateway tells us people did, as values of ours. Pure: `unknown` in, a tagged union out. Raw payloads
 * are read instead of discord.js's objects, so a reaction on a message nobody has cached is as good as any other.
 */
import {
  ApplicationCommandOptionType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { readButtonId } from '../button-id.ts';
import { pictureOf, refOf, resolvedSchema } from './attached.ts';
import type { Doer, Heard, Ticket } from './heard.ts';
import { chosenSchema, mentionedIn } from './mentioned.ts';
import { readModalId } from './modal.ts';
import { filledIn, submittedSchema } from './modal-state.ts';

const userSchema = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});

const memberSchema = z.object({
  user: userSchema,
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  /** Bits as a decimal number; only interactions bring it. */
  permissions: z.string().optional(),
});

const valueSchema = z.union([z.string(), z.number(), z.boolean()]);
interface Option {
  name: string;
  type: number;
  value?: z.infer<typeof valueSchema> | undefined;
  focused?: boolean | undefined;
  options?: Option[] | undefined;
}
const optionSchema: z.ZodType<Option> = z.object({
  name: z.string(),
  type: z.number(),
  value: valueSchema.optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(optionSchema).optional();
  },
});

const interactionSchema = z.object({
  id: z.string(),
  application_id: z.string(),
  token: z.string(),
  type: z.number(),
  guild_id: z.string().optional(),
  channel_id: z.string(),
  /** Threads do not say; what they stand in does. */
  channel: z.object({ nsfw: z.boolean().optional() }).optional().catch(undefined),
  member: memberSchema.optional(),
  user: userSchema.optional(),
  /** The language the person's client is set to. */
  locale: z.string().optional(),
  /** Who brought the app there: `0` the server, `1` the person. */
  authorizing_integration_owners: z.record(z.string(), z.string()).optional().catch(undefined),
  context: z.number().optional().catch(undefined),
  attachment_size_limit: z.number().positive().optional(),
  data: z.unknown(),
  message: z.object({ flags: z.number().optional() }).optional(),
});
const commandSchema = z.object({
  name: z.string(),
  type: z.literal(1),
  options: z.array(optionSchema).optional(),
  resolved: resolvedSchema.extend(chosenSchema.shape).optional().catch(undefined),
});
/** A command of a message's menu. */
const menuSchema = z.object({
  name: z.string(),
  type: z.literal(3),
  target_id: z.string(),
  resolved: z.object({ messages: z.record(z.string(), z.unknown()) }),
});
const buttonSchema = z.object({ custom_id: z.string(), component_type: z.literal(ComponentType.Button) });

const reactionSchema = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  message_id: z.string(),
  guild_id: z.string().optional(),
  member: memberSchema.optional(),
  message_author_id: z.string().optional(),
  emoji: z.object({ id: z.string().nullish(), name: z.string().nullish() }),
});

const unsupported = (reason: string): Heard => ({ kind: 'unsupported', reason });

export function readInteraction(payload: unknown): Heard {
  const parsed = interactionSchema.safeParse(payload);
  if (!parsed.success) return unsupported('an interaction of unknown shape');
  const interaction = parsed.data;
  const user = interaction.member?.user ?? interaction.user;
  if (!user) return unsupported('an interaction of nobody');
  const guest = isGuest(interaction);
  const doer: Doer = {
    id: user.id,
    name: nameOf(user, interaction.member?.nick),
    ...(interaction.locale !== undefined && { language: interaction.locale }),
    // What a server has settled for itself does not hold where it has not let us in.
    space: guest ? null : (interaction.guild_id ?? null),
    channel: interaction.channel_id,
    roles: interaction.member?.roles ?? [],
    permissions: permissionsOf(interaction.member?.permissions),
    ageRestricted: interaction.channel?.nsfw ?? null,
    guest,
  };
  const ticket: Ticket = {
    id: interaction.id,
    token: interaction.token,
    application: interaction.application_id,
    fileBytes: interaction.attachment_size_limit ?? null,
  };
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return readSlash(interaction.data, doer, ticket);
    case InteractionType.MessageComponent: {
      const ephemeral = ((interaction.message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      return readButton(interaction.data, ephemeral, doer, ticket);
    }
    case InteractionType.ApplicationCommandAutocomplete:
      return readTyping(interaction.data, doer, ticket);
    case InteractionType.ModalSubmit:
      return readForm(interaction.data, doer, ticket);
    default:
      return unsupported(`an interaction of type ${interaction.type}`);
  }
}

/** Where the server has not installed us, and it is no conversation with us either. */
function isGuest({ authorizing_integration_owners: owners, context }: z.infer<typeof interactionSchema>) {
  return owners?.[1] !== undefined && owners[0] === undefined && context !== InteractionContextType.BotDM;
}

/** The command's full name, and what was typed for it. */
function readCommand(data: unknown) {
  const parsed = commandSchema.safeParse(data);
  if (!parsed.success) return null;
  const { name, options = [], resolved } = parsed.data;
  const attachments = resolved?.attachments ?? {};
  const chosen = resolved ?? chosenSchema.parse({});
  const [first] = options;
  return first?.type === ApplicationCommandOptionType.Subcommand
    ? { command: `${name} ${first.name}`, options: first.options ?? [], attachments, chosen }
    : { command: name, options, attachments, chosen };
}

function given(options: readonly { name: string; value?: unknown }[]): Record<string, unknown> {
  return Object.fromEntries(options.map(({ name, value }) => [name, value]));
}

function readSlash(data: unknown, doer: Doer, ticket: Ticket): Heard {
  const menu = menuSchema.safeParse(data);
  if (menu.success) {
    const { name, target_id, resolved } = menu.data;
    const picture = pictureOf(resolved.messages[target_id]);
    return { kind: 'menu', label: name, picture, message: target_id, doer, ticket };
  }
  const read = readCommand(data);
  if (!read) return unsupported('a command that is not a slash command');
  const { attachments, chosen } = read;
  const files = read.options.flatMap(({ name, type, value }) => {
    const found = type === ApplicationCommandOptionType.Attachment && attachments[String(value)];
    return found ? [[name, refOf(found)] as const] : [];
  });
  const others = read.options.filter(({ type }) => type !== ApplicationCommandOptionType.Attachment);
  const options = given(
    others.map((option) => ({ ...option, value: mentionedIn(option, chosen) ?? option.value })),
  );
  return {
    kind: 'slash',
    command: read.command,
    options,
    files: Object.fromEntries(files),
    doer,
    ticket,
  };
}

function readButton(data: unknown, onPrivate: boolean, doer: Doer, ticket: Ticket): Heard {
  const parsed = buttonSchema.safeParse(data);
  const id = parsed.success ? readButtonId(parsed.data.custom_id) : null;
  if (!id) return unsupported('a component that is none of our buttons');
  return { kind: 'button', ...id, onPrivate, doer, ticket };
}

function readForm(data: unknown, doer: Doer, ticket: Ticket): Heard {
  const parsed = submittedSchema.safeParse(data);
  const carried = parsed.success ? readModalId(parsed.data.custom_id) : null;
  if (!parsed.success || !carried) return unsupported('a form that is none of ours');
  return { kind: 'form', ...carried, ...filledIn(parsed.data), doer, ticket };
}

function readTyping(data: unknown, doer: Doer, ticket: Ticket): Heard {
  const read = readCommand(data);
  const focused = read?.options.find((option) => option.focused);
  if (!read || !focused) return unsupported('autocomplete without an option');
  return {
    kind: 'typing',
    command: read.command,
    option: focused.name,
    typed: String(focused.value ?? ''),
    numeric: focused.type !== ApplicationCommandOptionType.String,
    others: given(read.options.filter((option) => !option.focused)),
    doer,
    ticket,
  };
}

/** By what Discord calls them. */
const emoji = { '⭐': { given: 'star', taken: 'unstar' }, '📌': { given: 'pin', taken: 'unpin' } } as const;
const isEmoji = (name: string): name is keyof typeof emoji => Object.hasOwn(emoji, name);

/** Only ⭐ and 📌, only people's, and only on posts of ours where Discord says whose they are. */
export function readReaction(payload: unknown, what: 'given' | 'taken', ourId: string): Heard {
  const parsed = reactionSchema.safeParse(payload);
  if (!parsed.success) return unsupported('a reaction of unknown shape');
  const reaction = parsed.data;
  const name = reaction.emoji.name?.replace(/\ufe0f$/u, '') ?? '';
  if (reaction.emoji.id || !isEmoji(name)) return unsupported('another emoji');
  if (reaction.user_id === ourId || reaction.member?.user.bot) return unsupported('a reaction of a bot');
  if (reaction.message_author_id !== undefined && reaction.message_author_id !== ourId)
    return unsupported("a reaction on somebody else's message");
  return {
    kind: emoji[name][what],
    message: reaction.message_id,
    doer: {
      id: reaction.user_id,
      name: reaction.member ? nameOf(reaction.member.user, reaction.member.nick) : null,
      space: reaction.guild_id ?? null,
      channel: reaction.channel_id,
      roles: reaction.member?.roles ?? [],
      permissions: permissionsOf(reaction.member?.permissions),
      ageRestricted: null,
      guest: false,
    },
  };
}

function nameOf(user: z.infer<typeof userSchema>, nick: string | null | undefined): string {
  return nick ?? user.global_name ?? user.username;
}

function permissionsOf(bits: string | undefined): bigint | null {
  return bits !== undefined && /^\d{1,20}$/.test(bits) ? BigInt(bits) : null;
}
