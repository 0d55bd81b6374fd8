/**
 * Application commands on their way to being registered.
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object
 */
import {
  ApplicationCommandType as CommandType,
  Locale,
  ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { COMMAND_LIMITS as LIMITS } from '../limits.ts';
import { checkChoices, checkOptions, sizeOf } from './command-rules.ts';
import { characters, list, problem, snowflake, text } from './form.ts';

const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Names of slash commands and of options: a letter that has a small form must be small. */
const slashName = z.string().check((ctx) => {
  const fail = (code: string, message: string) =>
    ctx.issues.push({ ...problem(code, message), input: ctx.value });
  const length = characters(ctx.value);
  if (length < 1 || length > LIMITS.name) {
    fail('BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${LIMITS.name} in length.`);
  } else if (!SLASH_NAME.test(ctx.value)) {
    fail('STRING_TYPE_REGEX', 'String value did not match validation regex.');
    fail('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  } else if (ctx.value !== ctx.value.toLowerCase()) {
    fail('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
});

/** A text in other languages, by Discord's names for them. */
const localized = <S extends z.ZodType<string>>(value: S) =>
  z
    .record(z.string(), value.nullable())
    .check((ctx) => {
      for (const language of Object.keys(ctx.value)) {
        if (LANGUAGES.includes(language)) continue;
        const choices = LANGUAGES.map((one) => `'${one}'`).join(', ');
        ctx.issues.push({
          ...problem('BASE_TYPE_CHOICES', `Value must be one of {${choices}}.`, [language]),
          input: language,
        });
      }
    })
    .nullish();

const LANGUAGES: readonly string[] = Object.values(Locale);

const described = {
  description: text(LIMITS.description, 1),
  description_localizations: localized(text(LIMITS.description, 1)),
};

const choice = <V extends z.ZodType>(value: V) =>
  z.object({
    name: text(LIMITS.choiceName, 1),
    name_localizations: localized(text(LIMITS.choiceName, 1)),
    value,
  });

const optionBase = {
  name: slashName,
  name_localizations: localized(slashName),
  ...described,
};
const valueBase = { ...optionBase, required: z.boolean().nullish() };

const stringOption = z
  .object({
    type: z.literal(OptionType.String),
    ...valueBase,
    choices: list(choice(text(LIMITS.choiceValue, 1)), LIMITS.choices).nullish(),
    min_length: z.int().min(0).max(LIMITS.stringLength).nullish(),
    max_length: z.int().min(1).max(LIMITS.stringLength).nullish(),
    autocomplete: z.boolean().nullish(),
  })
  .check((ctx) => checkChoices(ctx.value, ctx.issues));

function numberOption<T extends OptionType.Integer | OptionType.Number, V extends z.ZodType<number>>(
  type: T,
  value: V,
) {
  return z
    .object({
      type: z.literal(type),
      ...valueBase,
      choices: list(choice(value), LIMITS.choices).nullish(),
      min_value: value.nullish(),
      max_value: value.nullish(),
      autocomplete: z.boolean().nullish(),
    })
    .check((ctx) => checkChoices(ctx.value, ctx.issues));
}

const integerOption = numberOption(OptionType.Integer, z.int());
const decimalOption = numberOption(OptionType.Number, z.number());

const plain = <T extends OptionType>(type: T) => z.object({ type: z.literal(type), ...valueBase });

const channelOption = z.object({
  type: z.literal(OptionType.Channel),
  ...valueBase,
  channel_types: z.array(z.int()).nullish(),
});

const attachmentOption = z.object({
  type: z.literal(OptionType.Attachment),
  ...valueBase,
  file_types: list(z.string().regex(/^(image|video|audio|\.[a-z0-9]+)$/i), LIMITS.fileTypes).nullish(),
});

const valueOption = z.discriminatedUnion('type', [
  stringOption,
  integerOption,
  decimalOption,
  plain(OptionType.Boolean),
  plain(OptionType.User),
  channelOption,
  plain(OptionType.Role),
  plain(OptionType.Mentionable),
  attachmentOption,
]);

const valueOptions = list(valueOption, LIMITS.options).check((ctx) => checkOptions(ctx.value, ctx.issues));

const subcommand = z.object({
  type: z.literal(OptionType.Subcommand),
  ...optionBase,
  options: valueOptions.nullish(),
});

const group = z.object({
  type: z.literal(OptionType.SubcommandGroup),
  ...optionBase,
  options: list(z.discriminatedUnion('type', [subcommand]), LIMITS.options, 1).check((ctx) =>
    checkOptions(ctx.value, ctx.issues),
  ),
});

const options = list(
  z.discriminatedUnion('type', [subcommand, group, ...valueOption.options]),
  LIMITS.options,
).check((ctx) => {
  checkOptions(ctx.value, ctx.issues);
  const subs = ctx.value.filter(({ type }) => type <= OptionType.SubcommandGroup).length;
  if (subs === 0 || subs === ctx.value.length) return;
  ctx.issues.push({
    ...problem(
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    ),
    input: ctx.value,
  });
});

const shared = {
  id: snowflake.nullish(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().nullish(),
  default_permission: z.boolean().nullish(),
  nsfw: z.boolean().nullish(),
  integration_types: list(z.literal([0, 1]), 2, 1).nullish(),
  contexts: list(z.literal([0, 1, 2]), 3, 1).nullish(),
};

const slashCommand = z
  .object({
    type: z.literal(CommandType.ChatInput),
    name: slashName,
    name_localizations: localized(slashName),
    ...described,
    ...shared,
    options: options.nullish(),
  })
  .check((ctx) => {
    if (sizeOf(ctx.value) <= LIMITS.total) return;
    ctx.issues.push({
      ...problem('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${LIMITS.total})`),
      input: ctx.value,
    });
  });

/** Commands of the context menu: only a name, which may have capitals and spaces. */
function menuCommand<T extends CommandType.User | CommandType.Message>(type: T) {
  return z
    .object({
      type: z.literal(type),
      name: text(LIMITS.name, 1),
      name_localizations: localized(text(LIMITS.name, 1)),
      description: z.string().nullish(),
      ...shared,
      options: z.array(z.unknown()).nullish(),
    })
    .check((ctx) => {
      if (!ctx.value.description) return;
      ctx.issues.push({
        ...problem(
          'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
          'Context menu commands cannot have description',
          ['description'],
        ),
        input: ctx.value,
      });
    })
    .check((ctx) => {
      if (!ctx.value.options?.length) return;
      ctx.issues.push({
        ...problem('APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED', 'Context menu commands cannot have options', [
          'options',
        ]),
        input: ctx.value,
      });
    });
}

/** `type` may be left out and then means a slash command. */
export const command = z.preprocess(
  (value) =>
    isObject(value) && (value.type ?? null) === null ? { ...value, type: CommandType.ChatInput } : value,
  z.discriminatedUnion('type', [
    slashCommand,
    menuCommand(CommandType.User),
    menuCommand(CommandType.Message),
  ]),
);

export type CommandBody = z.output<typeof command>;

export const commandList = z.array(command).check((ctx) => {
  ctx.value.forEach((one, index) => {
    if (ctx.value.findIndex(({ name, type }) => name === one.name && type === one.type) === index) return;
    ctx.issues.push({
      ...problem('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique', [index]),
      input: one,
    });
  });
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
