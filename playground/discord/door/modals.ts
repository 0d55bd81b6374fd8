/** A person fills in a form and submits it. */
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import { MODAL_LIMITS } from '../limits.ts';
import { MemberError } from '../member.ts';
import { characters } from '../validate/form.ts';
import { fieldsOf, type Modal, type ModalField, modal as modalSchema } from '../validate/modal.ts';
import type { Gesture } from '../world/interactions.ts';
import type { Interaction } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { fitsFileType, resolveUploads } from './command-values.ts';
import { requireChoice, resolveChoice } from './components.ts';
import { channelFor } from './sight.ts';

export interface OpenModal {
  interaction: Interaction;
  modal: APIModalInteractionResponseCallbackData;
}

type Values = Record<string, string | string[]>;

export function submitGesture(world: World, userId: string, open: OpenModal, values: Values): Gesture {
  const { interaction } = open;
  const form = modalSchema.parse(open.modal);
  const known = fieldsOf(form.components).map(({ component }) => component.custom_id);
  for (const name of Object.keys(values)) {
    if (!known.includes(name)) throw new MemberError(`The form has no field "${name}".`);
  }
  const resolved = {};
  const send = (field: ModalField) => {
    const { answer, resolved: found } = readField(world, userId, field, values[field.custom_id]);
    mergeInto(resolved, found);
    return { type: field.type, id: field.id, custom_id: field.custom_id, ...answer };
  };
  const sent = form.components.map((component) => sentComponent(component, send));
  const source = interaction.origin.sourceMessageId
    ? world.messages.get(interaction.origin.sourceMessageId)
    : undefined;
  return {
    type: InteractionType.ModalSubmit,
    userId,
    channel: channelFor(world, userId, interaction.channelId),
    data: {
      custom_id: form.custom_id,
      components: sent,
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    },
    origin: { opener: interaction.origin },
    ...(source ? { message: source } : {}),
  };
}

function sentComponent(component: Modal['components'][number], send: (field: ModalField) => object): object {
  const { type, id } = component;
  switch (component.type) {
    case ComponentType.Label:
      return { type, id, component: send(component.component) };
    case ComponentType.ActionRow:
      return { type, id, components: component.components.map(send) };
    case ComponentType.TextDisplay:
      return { type, id };
  }
}

interface Answer {
  answer: object;
  resolved?: object;
}

function readField(
  world: World,
  userId: string,
  field: ModalField,
  value: string | string[] | undefined,
): Answer {
  const name = field.custom_id;
  const one = Array.isArray(value) ? value[0] : value;
  const many = value === undefined || value === '' ? [] : [value].flat();
  switch (field.type) {
    case ComponentType.TextInput: {
      const written = one ?? field.value ?? '';
      requireText(field, written);
      return { answer: { value: written } };
    }
    case ComponentType.RadioGroup: {
      if (one === undefined && field.required !== false) throw new MemberError(`${name} is required.`);
      if (one !== undefined && !field.options.some((option) => option.value === one)) {
        throw new MemberError(`"${one}" is not on the list.`);
      }
      return { answer: { value: one ?? null } };
    }
    case ComponentType.Checkbox:
      return { answer: { value: one === undefined ? (field.default ?? false) : one === 'true' } };
    case ComponentType.CheckboxGroup:
      requireChoice(world, { ...field, max_values: field.max_values ?? field.options.length }, many);
      return { answer: { values: many } };
    case ComponentType.FileUpload: {
      requireFiles(world, field, many);
      return { answer: { values: many }, resolved: resolveUploads(world, many) };
    }
    default: {
      requireChoice(world, field, many);
      const { resolved } = { resolved: {}, ...resolveChoice(world, field.type, many, userId) };
      return { answer: { values: many }, resolved };
    }
  }
}

function requireText(field: ModalField & { type: ComponentType.TextInput }, written: string): void {
  const length = characters(written);
  if (length === 0) {
    if (field.required !== false) throw new MemberError(`${field.custom_id} is required.`);
    return;
  }
  const least = field.min_length ?? 0;
  const most = field.max_length ?? MODAL_LIMITS.textValue;
  if (length < least || length > most) {
    throw new MemberError(`${field.custom_id} must have ${least} to ${most} characters, got ${length}.`);
  }
}

function requireFiles(
  world: World,
  field: ModalField & { type: ComponentType.FileUpload },
  ids: string[],
): void {
  const least = field.required === false && ids.length === 0 ? 0 : (field.min_values ?? 1);
  const most = field.max_values ?? 1;
  if (ids.length < least || ids.length > most) {
    throw new MemberError(`${field.custom_id} takes ${least} to ${most} files, got ${ids.length}.`);
  }
  for (const id of ids) {
    const upload = world.uploads.get(id);
    if (!upload) throw new MemberError(`${field.custom_id} needs uploaded files.`);
    if (field.file_types?.length && !field.file_types.some((type) => fitsFileType(upload, type))) {
      throw new MemberError(`${field.custom_id} takes only ${field.file_types.join(', ')}.`);
    }
  }
}

/** `{users: {1: …}}` and `{users: {2: …}}` make one list of users. */
function mergeInto(target: Record<string, object>, found: object | undefined): void {
  for (const [kind, things] of Object.entries(found ?? {})) {
    target[kind] = { ...target[kind], ...things };
  }
}
