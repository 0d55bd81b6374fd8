import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toDiscordCommands } from '../../../bots/discord/command-json.ts';
import { sameCommands } from '../../../bots/discord/register.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { commands } from '../../../commands/registry.ts';

function command(name: string, options: z.ZodObject = z.object({}), more: Partial<Command> = {}): Command {
  return defineCommand({
    name,
    summary: `What ${name} does`,
    gestures: ['slash'],
    options,
    manner: 'public',
    run: async () => null,
    ...more,
  });
}

const optionsOf = (shape: z.ZodRawShape) =>
  toDiscordCommands([command('x', z.strictObject(shape))])[0]?.options;

/** https://docs.discord.com/developers/interactions/application-commands, as far as our commands go. */
const name = z.string().regex(/^[-_'a-z0-9]{1,32}$/);
const described = { name, description: z.string().min(1).max(100) };
const choices = (value: z.ZodType) =>
  z
    .array(z.strictObject({ name: z.string().min(1).max(100), value }))
    .max(25)
    .optional();
const flags = { required: z.boolean(), autocomplete: z.literal(true).optional() };
const option = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal(3),
    ...described,
    ...flags,
    min_length: z.number().min(0).max(6000).optional(),
    max_length: z.number().min(1).max(6000).optional(),
    choices: choices(z.string().min(1).max(100)),
  }),
  ...([4, 10] as const).map((type) =>
    z.strictObject({
      type: z.literal(type),
      ...described,
      ...flags,
      min_value: z.number().optional(),
      max_value: z.number().optional(),
      choices: choices(z.number()),
    }),
  ),
  z.strictObject({ type: z.literal(5), ...described, ...flags }),
  z.strictObject({ type: z.literal(6), ...described, required: z.boolean() }),
  z.strictObject({
    type: z.literal(7),
    ...described,
    required: z.boolean(),
    channel_types: z.array(z.number()).min(1),
  }),
  z.strictObject({
    type: z.literal(11),
    ...described,
    required: z.boolean(),
    file_types: z
      .array(z.enum(['image', 'video', 'audio']))
      .min(1)
      .max(10)
      .optional(),
  }),
]);
const options = z
  .array(option)
  .max(25)
  .refine((all) => all.every((one, n) => n === 0 || all[n - 1]?.required || !one.required), 'required first')
  .refine((all) => all.every((one) => !('choices' in one && one.choices && one.autocomplete)), 'not both')
  .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'each name once');
const discordCommand = z.strictObject({
  type: z.literal(1),
  ...described,
  options: z.union([
    options,
    z
      .array(z.strictObject({ type: z.literal(1), ...described, options }))
      .min(1)
      .max(25),
  ]),
});

describe('our commands as Discord has them', () => {
  test('keep its rules', () => {
    const bodies = toDiscordCommands(commands);
    expect(() => z.array(discordCommand).max(100).parse(bodies)).not.toThrow();
    for (const body of bodies) expect(JSON.stringify(body).length).toBeLessThan(8000);
  });

  test('are those a person can type', () => {
    const typed = toDiscordCommands(commands).flatMap((body) => {
      const subs = (body.options ?? []).filter((one) => one.type === 1);
      return subs.length > 0 ? subs.map((sub) => `${body.name} ${sub.name}`) : [body.name];
    });
    const ours = commands.filter((one) => one.gestures.includes('slash')).map((one) => one.name);
    expect(typed.toSorted()).toEqual(ours.toSorted());
  });
});

describe('options', () => {
  test('each kind, with its bounds', () => {
    expect(
      optionsOf({
        text: z.string().min(2).max(9000).describe('Some words'),
        whole: z.number().int().min(1).max(150),
        any: z.int(),
        decimal: z.number().min(0.5).max(30).default(7),
        flag: z.boolean().optional(),
      }),
    ).toEqual([
      { type: 3, name: 'text', description: 'Some words', required: true, min_length: 2, max_length: 6000 },
      { type: 4, name: 'whole', description: 'whole', required: true, min_value: 1, max_value: 150 },
      { type: 4, name: 'any', description: 'any', required: true },
      { type: 10, name: 'decimal', description: 'decimal', required: false, min_value: 0.5, max_value: 30 },
      { type: 5, name: 'flag', description: 'flag', required: false },
    ]);
  });

  test('those that must be given come first, otherwise in their order', () => {
    const found = optionsOf({
      a: z.string().optional(),
      b: z.string(),
      c: z.string().optional(),
      d: z.string(),
    });
    expect(found?.map((one) => one.name)).toEqual(['b', 'd', 'a', 'c']);
  });

  test('an enum becomes choices with their labels', () => {
    const size = z.enum(['square', 'wide']).meta({ labels: { square: 'Square (1:1)' } });
    expect(optionsOf({ size: size.optional() })).toEqual([
      {
        type: 3,
        name: 'size',
        description: 'size',
        required: false,
        choices: [
          { name: 'Square (1:1)', value: 'square' },
          { name: 'wide', value: 'wide' },
        ],
      },
    ]);
  });

  test('more choices than Discord shows become free text, or suggestions', () => {
    const many = z.enum(Array.from({ length: 26 }, (_, n) => `v${n}`) as [string, ...string[]]);
    expect(optionsOf({ one: many })).toEqual([{ type: 3, name: 'one', description: 'one', required: true }]);
    expect(optionsOf({ one: many.meta({ suggests: true }) })).toMatchObject([{ autocomplete: true }]);
  });

  test('what Discord could not take is refused while it is written, by name', () => {
    expect(() => optionsOf({ negativePrompt: z.string() })).toThrow('"negativePrompt" cannot be a name');
    expect(() => optionsOf({ when: z.date() })).toThrow('option when of x has no counterpart');
    expect(() => toDiscordCommands([command('a b c')])).toThrow('more than two words');
    expect(() => toDiscordCommands([command('a'), command('a b')])).toThrow('cannot have subcommands');
    expect(() => toDiscordCommands([command('a b'), command('a')])).toThrow('cannot have subcommands');
  });

  test('a long description is cut', () => {
    const [body] = toDiscordCommands([command('x', z.object({}), { summary: 'long '.repeat(40) })]);
    expect(body?.description).toHaveLength(100);
  });
});

describe('subcommands', () => {
  test('two of one word are one command', () => {
    const bodies = toDiscordCommands([command('gallery allow'), command('gallery stop'), command('queue')]);
    expect(bodies).toMatchObject([
      {
        name: 'gallery',
        description: 'gallery: allow, stop',
        options: [
          { type: 1, name: 'allow', description: 'What gallery allow does' },
          { type: 1, name: 'stop' },
        ],
      },
      { name: 'queue', options: [] },
    ]);
  });
});

describe('whether anything changed', () => {
  const wanted = toDiscordCommands(commands);
  /** What Discord adds of its own when it gives the list back. */
  const told = (bodies: object[]) =>
    bodies.map((body, n) => ({
      id: `${n}`,
      version: '1',
      nsfw: false,
      default_member_permissions: null,
      name_localizations: null,
      contexts: null,
      integration_types: [0, 1],
      ...JSON.parse(JSON.stringify(body).replaceAll('"required":false', '"description_localizations":null')),
    }));

  test('the same list in another order is the same', () => {
    expect(sameCommands(told(wanted).toReversed(), wanted)).toBe(true);
  });

  test('any change is seen', () => {
    expect(sameCommands(told(wanted.slice(1)), wanted)).toBe(false);
    expect(sameCommands([], wanted)).toBe(false);
    const renamed = JSON.parse(JSON.stringify(told(wanted)).replace('"max_value":150', '"max_value":149'));
    expect(sameCommands(renamed, wanted)).toBe(false);
    const required = JSON.parse(JSON.stringify(told(wanted)).replace('"required":true', '"required":false'));
    expect(sameCommands(required, wanted)).toBe(false);
  });

  test('where a command may be used counts only when it is for everywhere', () => {
    const everywhere = wanted.map((body) => ({ ...body, contexts: [0, 1], integration_types: [0] }));
    expect(sameCommands(told(wanted), everywhere)).toBe(false);
    expect(sameCommands(told(everywhere), everywhere)).toBe(true);
  });
});
