/**
 * Commands in the words of the person's language, as Discord's client shows them; and back to the names the app goes by
 * when one is used.
 */
import type { CommandCall } from '../../discord/member.ts';

interface Named {
  name: string;
  /** What the app calls it. */
  own?: string;
  type?: number | undefined;
  name_localizations?: Partial<Record<string, string | null>> | null | undefined;
  description?: string | undefined;
  description_localizations?: Partial<Record<string, string | null>> | null | undefined;
  options?: readonly Named[] | undefined;
  choices?: readonly Named[] | undefined;
}

const SLASH = 1;

export function localised(thing: Named, locale: string): Named {
  const { description, options, choices } = thing;
  return {
    ...thing,
    name: nameIn(thing, locale),
    own: thing.name,
    ...(description === undefined
      ? {}
      : { description: thing.description_localizations?.[locale] ?? description }),
    ...(options && { options: options.map((option) => localised(option, locale)) }),
    ...(choices && { choices: choices.map((choice) => localised(choice, locale)) }),
  };
}

/** The call with the app's own names in place of those the person saw. */
export function original<Call extends CommandCall & { focused?: string }>(
  call: Call,
  commands: readonly Named[],
  locale: string,
): Call {
  const command = commands.find(
    (one) =>
      nameIn(one, locale) === call.name && ((one.type ?? SLASH) !== SLASH) === (call.targetId !== undefined),
  );
  if (!command) return call;
  const path: string[] = [];
  let options = command.options ?? [];
  for (const part of call.subcommand?.split(' ') ?? []) {
    const found = options.find((option) => nameIn(option, locale) === part);
    path.push(found?.name ?? part);
    options = found?.options ?? [];
  }
  const named = (name: string) => options.find((option) => nameIn(option, locale) === name)?.name ?? name;
  return {
    ...call,
    name: command.name,
    ...(call.subcommand === undefined ? {} : { subcommand: path.join(' ') }),
    options: call.options.map((option) => ({ ...option, name: named(option.name) })),
    ...(call.focused === undefined ? {} : { focused: named(call.focused) }),
  };
}

function nameIn({ name, name_localizations: names }: Named, locale: string): string {
  return names?.[locale] ?? name;
}
