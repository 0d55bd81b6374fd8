/** The members' door: each person's own client, with the rules that client has. */
import { ApiError } from '../errors.ts';
import { type DiscordMember, MemberError, type MemberEvent } from '../member.ts';
import type { SeedMember } from '../seed.ts';
import type { WorldEvent } from '../world/events.ts';
import type { Gesture, Interactions } from '../world/interactions.ts';
import type { World } from '../world/world.ts';
import { awaitSuggestions } from './autocomplete.ts';
import { commandGesture, commandsFor, requireAutocomplete } from './commands.ts';
import { chooseGesture, pressGesture } from './components.ts';
import { memberEvents } from './events.ts';
import { createMemberFiles } from './files.ts';
import { createMemberMessages } from './messages.ts';
import { type OpenModal, submitGesture } from './modals.ts';
import { createMemberPlaces, memberInfo } from './places.ts';
import { channelFor, requireOpen } from './sight.ts';

export interface Door {
  member(id: string): DiscordMember;
  close(): void;
}

export function createDoor(world: World, interactions: Interactions): Door {
  /** Forms that stand open, by the interaction that opened them. */
  const modals = new Map<string, OpenModal>();
  const stopListening = world.bus.listen((event) => {
    if (event.type === 'modal-opened') modals.set(event.interaction.id, event);
  });

  return {
    close: stopListening,
    member(id) {
      const member = world.members.get(id);
      if (!member || member.bot) throw new MemberError(`There is nobody with the id ${id} here.`);
      return orMemberError(createMember(world, interactions, modals, member));
    },
  };
}

function createMember(
  world: World,
  interactions: Interactions,
  modals: Map<string, OpenModal>,
  self: SeedMember,
): DiscordMember {
  const { id } = self;
  const files = createMemberFiles(world, id);
  const open = (gesture: Gesture) => ({ interactionId: interactions.open(gesture).id });

  return {
    get info() {
      return memberInfo(world, self);
    },
    ...createMemberPlaces(world, id, files),
    ...createMemberMessages(world, id, files),
    upload: files.upload,

    commands: (channelId) =>
      commandsFor(world, id, channelId === undefined ? undefined : channelFor(world, id, channelId)),

    runCommand(call) {
      requireOpen(channelFor(world, id, call.channelId));
      return open(commandGesture(world, id, call));
    },

    autocomplete(call) {
      requireAutocomplete(world, id, call, call.focused);
      return awaitSuggestions(world, () => interactions.open(commandGesture(world, id, call, call.focused)));
    },

    press: (messageId, customId) => open(pressGesture(world, id, messageId, customId)),
    choose: (messageId, customId, values) => open(chooseGesture(world, id, messageId, customId, values)),

    submitModal(interactionId, values) {
      const modal = modals.get(interactionId);
      if (!modal || modal.interaction.userId !== id) throw new MemberError('There is no such form open.');
      const submitted = open(submitGesture(world, id, modal, values));
      modals.delete(interactionId);
      return submitted;
    },

    setDirectMessages(isOpen) {
      if (isOpen) world.closedDms.delete(id);
      else world.closedDms.add(id);
      world.bus.publish({ type: 'dms-switched', userId: id });
    },

    listen(listener) {
      return world.bus.listen((event: WorldEvent) => {
        for (const told of memberEvents(world, id, event)) tell(listener, told);
      });
    },
  };
}

/** A listener that throws must not take the world down with it. */
function tell(listener: (event: MemberEvent) => void, event: MemberEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}

/** What the API refuses a client, the person reads as a sentence. */
function orMemberError<T extends object>(member: T): T {
  const explain = (error: unknown): never => {
    throw error instanceof ApiError ? new MemberError(words(error), { cause: error }) : error;
  };
  return new Proxy(member, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        try {
          const result: unknown = value(...given);
          return result instanceof Promise ? result.catch(explain) : result;
        } catch (error) {
          return explain(error);
        }
      };
    },
  });
}

function words(error: ApiError): string {
  const details = JSON.stringify(error.body.errors ?? {}).match(/"message":"[^"]*"/g) ?? [];
  return [error.message, ...details.map((one) => one.slice(11, -1))].join(' ');
}
