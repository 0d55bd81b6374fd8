/** A card as a message on its way: composed, sent, and composed more modestly when Discord says it is too much. */

import type { RawFile } from 'discord.js';
import { type APIContainerComponent, MessageFlags } from 'discord-api-types/v10';
import type { Card } from '../../core/card.ts';
import type { MediaStore } from '../../core/media.ts';
import { suited } from '../suited.ts';
import { meaningOf } from './errors.ts';
import { type Attachment, type FileRules, fitFiles } from './files.ts';
import { limits } from './limits.ts';
import { draws, renderCard } from './render-card.ts';
import type { CommandIds } from './text.ts';

export interface Message {
  body: {
    flags: number;
    components: [APIContainerComponent];
    /** All of them, kept and new: an edit drops what is not listed. */
    attachments: Attachment[];
    /** On every create and every edit: an edit without it notifies by default, whatever the create said. */
    allowed_mentions: { parse: [] };
  };
  files: RawFile[];
}

export type Publish = ReturnType<typeof createPublish>;

export function createPublish(media: MediaStore, ids: CommandIds) {
  async function compose(card: Card, rules: FileRules): Promise<Message> {
    const shown = suited(card, { draws, fileBytes: rules.fileBytes });
    const { place, uploads, attachments } = await fitFiles(shown, rules, media);
    return {
      body: {
        flags: MessageFlags.IsComponentsV2,
        components: [renderCard(shown, place, ids)],
        attachments,
        allowed_mentions: { parse: [] },
      },
      files: uploads,
    };
  }

  /** `send` is called again with less when Discord refuses the size, or no longer has what was to be kept. */
  return async function publish<T>(
    card: Card,
    rules: Partial<FileRules>,
    send: (message: Message) => Promise<T>,
  ): Promise<T> {
    let current: FileRules = { kept: {}, fileBytes: limits.fileBytes, ...rules };
    for (;;) {
      const message = await compose(card, current);
      try {
        return await send(message);
      } catch (thrown) {
        const next = easier(current, message, thrown);
        if (!next) throw thrown;
        current = next;
      }
    }
  };
}

function easier(rules: FileRules, { body, files }: Message, thrown: unknown): FileRules | null {
  const meaning = meaningOf(thrown);
  if (meaning === 'tooLarge' && files.length > 0) {
    const next = [limits.fileBytes, limits.fileBytes / 4, 0].find((bytes) => bytes < rules.fileBytes);
    return next === undefined ? null : { ...rules, fileBytes: next };
  }
  if (meaning === 'invalid' && body.attachments.length > files.length) return { ...rules, kept: {} };
  return null;
}
