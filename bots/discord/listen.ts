/** From the gateway's events to the bots' handlers. Whatever goes wrong with one event, the next is heard. */

import { type Client, GatewayDispatchEvents, Routes } from 'discord.js';
import { InteractionResponseType } from 'discord-api-types/v10';
import type { Command } from '../../commands/command.ts';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Chat, Handlers } from '../chat.ts';
import type { FetchFile } from '../fetch-file.ts';
import { fileRefSchema, givenFile, withFiles } from '../given-file.ts';
import { createQuietReply } from '../quiet-reply.ts';
import { readInteraction, readReaction } from './gestures.ts';
import { goneEvents, readGone, readPinsChanged } from './gone.ts';
import type { Heard } from './heard.ts';
import { leftOf } from './left.ts';
import { limits } from './limits.ts';
import { modalOptions } from './modal-state.ts';
import type { People } from './people.ts';
import type { Publish } from './publish.ts';
import { createReply } from './reply.ts';
import type { Servers } from './servers.ts';
import type { Wire } from './wire.ts';

interface ListenOptions {
  client: Client;
  handlers: Handlers;
  commands: readonly Command[];
  fetchFile: FetchFile;
  chat: Chat;
  people: People;
  servers: Servers;
  publish: Publish;
  wire: Wire;
  log: Log;
  now: () => number;
}

export function listen(options: ListenOptions): void {
  const { client, handlers, commands, fetchFile, chat, people, servers, publish, wire, log, now } = options;

  async function suggest(heard: Extract<Heard, { kind: 'typing' }>): Promise<void> {
    const { command, option, typed, others, doer } = heard;
    const asker = people.asker(doer);
    const choices = (await handlers.suggest({ command, option, typed, others, asker }))
      // A value cut short would be another value.
      .filter(({ value }) => value.length <= limits.command.choiceValue)
      .slice(0, limits.command.choices)
      .map(({ name, value }) => ({
        name: name.slice(0, limits.command.choiceName).toWellFormed() || value,
        value: heard.numeric ? Number(value) : value,
      }));
    await wire.hooks.post(Routes.interactionCallback(heard.ticket.id, heard.ticket.token), {
      body: { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } },
      auth: false,
    });
  }

  /** Null for a command that this program does not know any more. */
  function askedFor(heard: Extract<Heard, { kind: 'slash' | 'menu' | 'button' | 'form' }>) {
    switch (heard.kind) {
      case 'button':
        return { command: heard.command, options: heard.options };
      case 'slash':
        return { command: heard.command, options: withFiles(heard.options, heard.files, fetchFile) };
      case 'menu': {
        const command = commands.find(({ menu }) => menu === heard.label);
        if (!command) return null;
        const files = { ...(heard.picture && { picture: heard.picture }) };
        const message = { channel: heard.doer.channel, message: heard.message };
        return { command: command.name, options: withFiles(message, files, fetchFile), files };
      }
      case 'form': {
        const command = commands.find(({ name }) => name === heard.command);
        if (!command) return null;
        const { about, typed, draft, files } = heard;
        const options = withFiles({ ...about, ...modalOptions(heard, command) }, files, fetchFile);
        const form = { about, typed, ...(draft !== undefined && { draft }) };
        return { command: command.name, options, form };
      }
      default:
        return heard satisfies never;
    }
  }

  const fileOf = (kept: unknown) => {
    const { data } = fileRefSchema.safeParse(kept);
    return data ? givenFile(data, fetchFile) : null;
  };

  async function act(heard: Heard): Promise<void> {
    switch (heard.kind) {
      case 'unsupported':
        log.debug({ reason: heard.reason }, `nothing to answer: ${heard.reason}`);
        return;
      case 'typing':
        return suggest(heard);
      case 'slash':
      case 'menu':
      case 'form':
      case 'button': {
        const asked = askedFor(heard);
        if (!asked) return;
        servers.learn(heard.ticket);
        const gesture = { ...(await people.gesture(heard.kind, heard.doer)), id: idOf(heard) };
        const reply = createReply({
          wire,
          publish,
          ticket: heard.ticket,
          place: gesture.place,
          button: heard.kind === 'button' ? { onPrivate: heard.onPrivate } : null,
          now,
          asks: heard.kind !== 'form',
        });
        const forget = handlers.noted?.({
          platform: 'discord',
          id: gesture.id,
          person: gesture.person.id,
          ticket: leftOf(heard.ticket),
        });
        return handlers.handle({ ...asked, gesture, reply, fileOf }).finally(forget);
      }
      case 'star':
      case 'unstar':
      case 'pin':
      case 'unpin': {
        const gesture = await people.gesture(heard.kind, heard.doer);
        const { channel } = heard.doer;
        const reply = createQuietReply((card) => chat.tell(gesture.person, card));
        return handlers.handle({
          command: heard.kind,
          options: { channel, message: heard.message },
          gesture,
          reply,
        });
      }
      default:
        return heard satisfies never;
    }
  }

  function on(event: GatewayDispatchEvents, work: (payload: unknown) => Promise<void>): void {
    client.ws.on(event as never, (payload: unknown) => {
      work(payload).catch((thrown: unknown) =>
        log.warn({ err: toError(thrown).message, event }, `an event of Discord (${event}) was not answered`),
      );
    });
  }
  const ourId = () => client.user?.id ?? '';
  on(GatewayDispatchEvents.InteractionCreate, (payload) => act(readInteraction(payload)));
  on(GatewayDispatchEvents.MessageReactionAdd, (payload) => act(readReaction(payload, 'given', ourId())));
  on(GatewayDispatchEvents.MessageReactionRemove, (payload) => act(readReaction(payload, 'taken', ourId())));
  for (const event of goneEvents) {
    on(event, async (payload) => {
      const gone = readGone(event, payload);
      if (gone) await handlers.gone?.(gone);
    });
  }
  on(GatewayDispatchEvents.ChannelPinsUpdate, async (payload) => {
    const channel = readPinsChanged(payload);
    if (channel !== null) await handlers.pinsChanged?.({ platform: 'discord', channel });
  });
}

/** A form that is handed in twice is one gesture. */
const idOf = (heard: Extract<Heard, { ticket: unknown }>): string =>
  heard.kind === 'form' ? `form-${heard.opening}` : heard.ticket.id;
