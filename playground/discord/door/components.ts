/** A person presses a button or chooses from a list under a message. */
import { ButtonStyle, ComponentType, InteractionType } from 'discord-api-types/v10';
import { MemberError } from '../member.ts';
import { walk } from '../validate/components.ts';
import { SELECT_TYPES } from '../validate/interactive.ts';
import { resolve } from '../world/interaction-payload.ts';
import type { Gesture } from '../world/interactions.ts';
import { renderRoles } from '../world/render.ts';
import type { Message } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { channelFor, messageFor } from './sight.ts';

export function pressGesture(world: World, userId: string, messageId: string, customId: string): Gesture {
  const message = messageFor(world, userId, messageId);
  const component = findComponent(message, customId);
  if (component.type !== ComponentType.Button) throw new MemberError('That is not a button.');
  if (component.style === ButtonStyle.Link || component.style === ButtonStyle.Premium) {
    throw new MemberError('That button does not go to the app.');
  }
  return gesture(world, userId, message, {
    component_type: component.type,
    custom_id: customId,
    id: component.id,
  });
}

export function chooseGesture(
  world: World,
  userId: string,
  messageId: string,
  customId: string,
  values: readonly string[],
): Gesture {
  const message = messageFor(world, userId, messageId);
  const component = findComponent(message, customId);
  if (!isSelect(component)) throw new MemberError('That is not a list to choose from.');
  requireChoice(world, component, values);
  return gesture(world, userId, message, {
    component_type: component.type,
    custom_id: customId,
    id: component.id,
    values: [...values],
    ...resolveChoice(world, component.type, values, userId),
  });
}

function gesture(world: World, userId: string, message: Message, data: object): Gesture {
  const channel = channelFor(world, userId, message.channelId);
  return { type: InteractionType.MessageComponent, userId, channel, data, message };
}

function findComponent(message: Message, customId: string) {
  for (const { component } of walk(message.components)) {
    if (!('custom_id' in component) || component.custom_id !== customId) continue;
    if (component.disabled) throw new MemberError('That is disabled.');
    return component;
  }
  throw new MemberError('There is no such button or list under this message.');
}

function isSelect<T extends { type: ComponentType }>(
  component: T,
): component is Exclude<T, { type: ComponentType.Button }> {
  return SELECT_TYPES.includes(component.type);
}

interface Choosable {
  type: ComponentType;
  options?: readonly { value: string }[];
  channel_types?: readonly number[] | null | undefined;
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
  required?: boolean | null | undefined;
}

/** Shared with forms, where a list that is not required may stay empty. */
export function requireChoice(world: World, select: Choosable, values: readonly string[]): void {
  const least = select.required === false && values.length === 0 ? 0 : (select.min_values ?? 1);
  const most = select.max_values ?? 1;
  if (values.length < least || values.length > most) {
    throw new MemberError(`Choose ${least === most ? least : `${least} to ${most}`}, got ${values.length}.`);
  }
  if (new Set(values).size !== values.length) throw new MemberError('Each can be chosen once.');
  const wrong = values.find((value) => !isOffered(world, select, value));
  if (wrong !== undefined) throw new MemberError(`"${wrong}" is not on the list.`);
}

function isOffered(world: World, select: Choosable, value: string): boolean {
  switch (select.type) {
    case ComponentType.UserSelect:
      return world.members.has(value);
    case ComponentType.RoleSelect:
      return world.roles.has(value);
    case ComponentType.MentionableSelect:
      return world.members.has(value) || world.roles.has(value);
    case ComponentType.ChannelSelect: {
      const channel = world.channels.get(value);
      return (
        channel !== undefined &&
        (!select.channel_types?.length || select.channel_types.includes(channel.type))
      );
    }
    default:
      return select.options?.some((option) => option.value === value) ?? false;
  }
}

export function resolveChoice(
  world: World,
  type: ComponentType,
  values: readonly string[],
  userId: string,
): object {
  if (type === ComponentType.StringSelect) return {};
  const roles = new Map<string, object>(renderRoles(world).map((role) => [role.id, role]));
  const ids = [...values];
  const people = type === ComponentType.UserSelect || type === ComponentType.MentionableSelect;
  const asRoles = type === ComponentType.RoleSelect || type === ComponentType.MentionableSelect;
  const resolved = resolve(
    world,
    {
      ...(people ? { users: ids } : {}),
      ...(asRoles ? { roles: ids } : {}),
      ...(type === ComponentType.ChannelSelect ? { channels: ids } : {}),
    },
    userId,
    roles,
  );
  return { resolved };
}
