/** Whether somebody may make something in a place at all, and whether what they ask for may be asked for there. */
import { bold, named } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { Request } from '../core/job.ts';
import type { ListedRule, Met } from '../core/moderation.ts';
import type { Platform } from '../core/people.ts';
import { type Phrase, say } from '../core/say.ts';
import type { Workflow } from '../core/workflow.ts';
import type { Command, Gesture, Tools } from './command.ts';

/** What those who are blocked can do all the same: look, stop, take back, and say how they want things. */
const forEverybody: ReadonlySet<string> = new Set([
  'help',
  'home',
  'queue',
  'status',
  'history',
  'history page',
  'cancel',
  'delete',
  'delete now',
  'link',
  'unlink',
  'unshare',
  'unstar',
  'gallery stop',
  'stop stars',
  'forget image',
  'preferences show',
  'preferences set',
  'preferences clear',
  'preset list',
  'preset delete',
  'preset unshare',
  'settings show',
  'workflow',
  'workflow list',
  'workflow page',
  'workflow show',
  'workflow get',
]);

export const makesNothing = ({ name }: Pick<Command, 'name'>): boolean => forEverybody.has(name);

/** @throws UserError for whoever an instructor has blocked here. Instructors are not held up: they can lift it. */
export async function mustNotBeBlocked(
  { core }: Tools,
  { place, person, instructor }: Gesture,
): Promise<void> {
  const block = instructor ? null : await core.blocks.of(place, person);
  if (block) throw new UserError(blockedWords(block.by, block.reason));
}

export function blockedWords(by: { id: string; name: string }, reason: string | undefined): Phrase {
  const who = named(by);
  return reason === undefined
    ? say(
        '{who} has blocked you here, so nothing can be made. What you made before is still yours to delete or take back. Ask an instructor if that is a mistake.',
        { who },
      )
    : say(
        '{who} has blocked you here ({reason}), so nothing can be made. What you made before is still yours to delete or take back. Ask an instructor if that is a mistake.',
        { who, reason },
      );
}

interface Asking {
  workflow: Workflow;
  request: Pick<Request, 'values' | 'typed'>;
  gesture: Gesture;
}

/**
 * The words are looked at as they were typed and as they became, so that no choice, wildcard, preset or older render
 * is a way around the list. What is to be kept out of the picture may be named.
 * @returns whether what comes of it is not for everybody's eyes
 * @throws UserError that names the word
 */
export async function mayAsk(tools: Tools, { workflow, request, gesture }: Asking): Promise<boolean> {
  const { ageRestricted, place } = gesture;
  const { platform, space } = place;
  const texts = textsOf(workflow, request);
  // What an older render was made with may have been marked since.
  const nsfw = workflow.nsfw === true || tools.library.get(workflow.name, place)?.nsfw === true;
  const met = space === undefined ? {} : await tools.core.moderation.meets({ platform, space }, texts);
  if (met.refused) {
    noteMet(tools, met.refused.rule, gesture);
    throw new UserError(refusedWords(met.refused));
  }
  if (!ageRestricted && nsfw)
    throw new UserError(
      say('{workflow} is not for everybody’s eyes. {where}', {
        workflow: bold(workflow.title),
        where: whereInstead(platform),
      }),
    );
  if (!ageRestricted && met.nsfw) {
    noteMet(tools, met.nsfw.rule, gesture);
    throw new UserError(
      say('{words} is not for everybody’s eyes here. {where}', {
        words: bold(`“${met.nsfw.words}”`),
        where: whereInstead(platform),
      }),
    );
  }
  return ageRestricted || nsfw || met.nsfw !== undefined;
}

/** Who, and which rule: never what was written. */
function noteMet({ log }: Tools, { id, list }: ListedRule, { person, place }: Gesture): void {
  log.info({ rule: id, list, person: person.id, space: place.space }, `a prompt met rule ${id}`);
}

function refusedWords({ rule, words }: Met): Phrase {
  const values = { words: bold(`“${words}”`) };
  return rule.kind === 'word'
    ? say('{words} is on the list of words that are not used here. Please say it in another way.', values)
    : say('{words} fits a pattern that is not used here. Please say it in another way.', values);
}

export function whereInstead(platform: Platform): Phrase {
  return platform === 'discord'
    ? say('Ask in a channel that the server has marked as age-restricted.')
    : say('Ask in a channel that an instructor has marked as not safe for work.');
}

function textsOf({ inputs }: Workflow, { values, typed = {} }: Asking['request']): string[] {
  const names = Object.keys(inputs).filter(
    (name) => inputs[name]?.type === 'text' && !name.startsWith('negative'),
  );
  const texts = names.flatMap((name) => [typed[name], values[name]]);
  return [...new Set(texts.filter((text) => typeof text === 'string'))];
}
