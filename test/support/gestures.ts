/** Gestures without a platform: what commands and handlers see, and what they said. */

import type { Chat, Reply } from '../../bots/chat.ts';
import { createHandlers } from '../../bots/handle.ts';
import type { Gesture, Tools } from '../../commands/command.ts';
import { openLanguages } from '../../commands/languages.ts';
import { commands } from '../../commands/registry.ts';
import { type Card, plain } from '../../core/card.ts';
import type { Core } from '../../core/core.ts';
import { inLanguage } from '../../core/in-language.ts';
import { createLog } from '../../core/log.ts';
import type { Person, PostRef } from '../../core/people.ts';
import { english } from '../../core/say.ts';
import { testDrawing } from './drawing.ts';
import { mai } from './jobs.ts';
import { testLibrary, testWildcards } from './workflows.ts';

export interface Said {
  acknowledged: string[];
  shown: Card[];
  privately: Card[];
  followedUp: Card[];
}

let messages = 0;

/** @param edit what becomes of posts that are edited while a command is carried out */
export function createGestures(core: Core, changes: Partial<Tools> = {}, edit?: Chat['edit']) {
  const tools: Tools = {
    core,
    library: testLibrary({ broken: 'broken.json is not valid JSON' }),
    drawing: testDrawing,
    languages: openLanguages(),
    wildcards: testWildcards,
    log: createLog('test', 'silent'),
    now: Date.now,
    random: () => 0.5,
    galleryChannel: async () => '301',
    ageRestricted: async () => false,
    findChannel: async () => '301',
    posts: { pin: async () => {}, unpin: async () => {}, starredBy: async () => [] },
    give: async () => 'refused',
    postLink: (post) => `https://chat.example/${post.message}`,
    ...changes,
  };
  const chat = { link: (post: PostRef) => `https://chat.example/${post.message}`, edit } as Chat;
  const handlers = createHandlers({ commands, tools, chat: () => chat });

  async function perform(command: string, options: unknown, gesture: Partial<Gesture> = {}): Promise<Said> {
    const said: Said = { acknowledged: [], shown: [], privately: [], followedUp: [] };
    const reply: Reply = {
      async acknowledge(manner) {
        said.acknowledged.push(manner);
        messages += 1;
        return manner === 'public'
          ? { platform: 'discord', channel: '300', message: String(9000 + messages), space: '200' }
          : null;
      },
      async show(card) {
        said.shown.push(card);
        return null;
      },
      showPrivately: async (card) => void said.privately.push(card),
      followUp: async (card) => void said.followedUp.push(card),
    };
    await handlers.handle({
      command,
      options,
      gesture: {
        kind: 'slash',
        person: mai,
        place: { platform: 'discord', space: '200', channel: '300' },
        instructor: false,
        ageRestricted: false,
        ...gesture,
      },
      reply,
    });
    return said;
  }

  return {
    tools,
    handlers,
    perform,
    suggest: (command: string, option: string, typed: string, others = {}, person: Person = mai) =>
      handlers.suggest({ command, option, typed, others, asker: { person, space: '200' } }),
    press: (command: string, job: string, person: Person = mai, more: Partial<Gesture> = {}) =>
      perform(command, { job }, { kind: 'button', person, ...more }),
    star: (kind: 'star' | 'unstar', post: PostRef, person: Person) =>
      perform(kind, { channel: post.channel, message: post.message }, { kind, person }),
  };
}

/** What a private answer says in one sentence. */
export const refusalIn = ({ privately: [card] }: Said): string | undefined => card && plain(card.summary);

/** Everything a card says, as one text. */
export function words(card: Card | undefined): string {
  return JSON.stringify(card ? inLanguage(card, english).elements : '', (key, value: unknown) =>
    key === 'bytes' ? undefined : value,
  );
}
