/**
 * What commands, options and choices are called in the other languages, for Discord's pickers. Discord's names for
 * languages are its own: where it knows several of one (es-ES, es-419), each gets the same words.
 */
import { ApplicationCommandType, Locale } from 'discord-api-types/v10';
import type { Languages } from '../../commands/languages.ts';
import type { Language } from '../../core/say.ts';
import { shortened } from '../words.ts';
import type { CommandBody } from './command-json.ts';
import { limits } from './limits.ts';

const most = limits.command;

/** What a body and the options in it have, as far as it is translated. */
interface Named {
  name: string;
  description?: string;
  options?: readonly Named[];
  choices?: readonly { name: string }[];
}

/** The same commands, with their words in every language there is. */
export function localized<Body extends CommandBody>(bodies: readonly Body[], languages: Languages): Body[] {
  const [english] = languages.all;
  const spoken = Object.values(Locale).flatMap((locale): [Locale, Language][] => {
    const language = languages.of(locale);
    return language === english ? [] : [[locale, language]];
  });

  function inAll(translate: (language: Language) => string | undefined): Record<string, string> | null {
    const entries = spoken.flatMap(([locale, language]) => {
      const words = translate(language);
      return words === undefined ? [] : [[locale, words]];
    });
    return entries.length > 0 ? Object.fromEntries(entries) : null;
  }

  function sentence(english: string, length: number) {
    return inAll((language) => {
      const words = language.sentence(english);
      return words === english ? undefined : shortened(words, length);
    });
  }

  function choice<Choice extends { name: string }>(one: Choice): Choice {
    const names = sentence(one.name, most.choiceName);
    return { ...one, ...(names && { name_localizations: names }) };
  }

  function named<Of extends Named>(one: Of, names: Record<string, string> | null): Of {
    const { description, options, choices } = one;
    const descriptions = description === undefined ? null : sentence(description, most.description);
    return {
      ...one,
      ...(names && { name_localizations: names }),
      ...(descriptions && { description_localizations: descriptions }),
      ...(options && { options: options.map((option) => named(option, typedName(option.name))) }),
      ...(choices && { choices: choices.map(choice) }),
    };
  }
  const typedName = (name: string) => inAll(({ names }) => names.get(name));

  return bodies.map((body) => {
    const isMenu = body.type === ApplicationCommandType.Message;
    return named(body, isMenu ? sentence(body.name, most.name) : typedName(body.name));
  });
}
