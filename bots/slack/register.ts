/**
 * How people reach the commands: by a slash command of their own where Slack leaves the name free, by `/rendezvous`,
 * and by mentioning the bot. All of it follows from the registry.
 */

import type { Command } from '../../commands/command.ts';
import { UserError } from '../../core/errors.ts';
import { between, say } from '../../core/say.ts';
import { optionsOf } from '../options.ts';
import { nearest } from './flags.ts';

/** Reaches every command, whatever its name. */
export const ownName = 'rendezvous';

/** Slack's own; an app's command of that name would never be called. From Slack's help pages. */
export const reserved: ReadonlySet<string> = new Set(
  [
    'active apps archive away call collapse dm dnd expand feed feedback help huddle invite invite_people join keys kick',
    'leave me msg mute open prefs remind remove rename search shortcuts shrug star status topic unarchive who',
  ].flatMap((line) => line.split(' ')),
);

const firstWord = (name: string) => name.split(' ')[0] ?? name;

export function typedCommands(commands: readonly Command[]): Command[] {
  return commands.filter(({ gestures }) => gestures.includes('slash'));
}

/** The slash commands of the app, without the slash, in the order people see them; `/rendezvous` comes last. */
export function slashNames(commands: readonly Command[]): string[] {
  const own = typedCommands(commands).map(({ name }) => firstWord(name));
  return [...new Set(own)].filter((name) => !reserved.has(name) && name !== ownName).concat(ownName);
}

export interface Understood {
  command: Command;
  /** What stands behind the command. */
  rest: string;
  /** How the person would write the command, for messages: `/render`, `/rendezvous status`. */
  shown: string;
}

/** How a command is typed here: what cards call `status` is `/rendezvous status`. */
export function shownName({ name }: Pick<Command, 'name'>): string {
  return reserved.has(firstWord(name)) ? `/${ownName} ${name}` : `/${name}`;
}

/** The longest command name a line begins with. */
function beginsWith(line: string, commands: readonly Command[]): Understood | null {
  const byLength = commands.toSorted((a, b) => b.name.length - a.name.length);
  for (const command of byLength) {
    const pattern = new RegExp(`^${command.name.split(' ').map(RegExp.escape).join('\\s+')}(?=\\s|$)`, 'i');
    const found = pattern.exec(line);
    if (found) return { command, rest: line.slice(found[0].length).trim(), shown: shownName(command) };
  }
  return null;
}

/** @throws UserError that names the word and what would be right. */
export function understandSlash(slash: string, text: string, commands: readonly Command[]): Understood {
  const typed = typedCommands(commands);
  const name = slash.replace(/^\//, '').toLowerCase();
  const line = (name === ownName ? text : `${name} ${text}`).trim() || 'help';
  const found = beginsWith(line, typed);
  if (found) return found;
  throw notFound(line, typed);
}

/** A mention without a command is a request in plain words. A command that takes nothing is none when words follow. */
export function understandMention(text: string, commands: readonly Command[]): Understood {
  const typed = typedCommands(commands);
  const line = text.trim() || 'help';
  const found = beginsWith(line, typed);
  if (found && (found.rest === '' || optionsOf(found.command).length > 0)) return found;
  const plain = typed.find((command) => optionsOf(command).some((one) => one.prose && one.required));
  const alone = !/\s/.test(line);
  if (!plain || (alone && typed.some(({ name }) => firstWord(name) === line.toLowerCase())))
    throw notFound(line, typed);
  return { command: plain, rest: line, shown: shownName(plain) };
}

function notFound(line: string, typed: readonly Command[]): UserError {
  const [word = '', next = ''] = line.split(/\s+/);
  const group = typed.filter(({ name }) => name.startsWith(`${word.toLowerCase()} `));
  if (group.length > 0) {
    const takes = group.map(({ name }) => name.slice(word.length + 1));
    const near = next && nearest(next, takes);
    const command = shownName({ name: word.toLowerCase() });
    const names = between(takes, say(' or '));
    const refused = next
      ? say('{command} takes {names}, got "{got}".', { command, names, got: next })
      : say('{command} takes {names}.', { command, names });
    return new UserError(near ? [refused, ' ', say('Did you mean {word}?', { word: near })] : refused);
  }
  const names = [...new Set(typed.map(({ name }) => firstWord(name)))];
  const near = nearest(word, names);
  return new UserError(
    say('There is no command called "{word}". {hint}', {
      word,
      hint: near
        ? say('Did you mean {word}?', { word: near })
        : say('There are: {names}.', { names: names.join(', ') }),
    }),
  );
}
