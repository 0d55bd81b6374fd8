/** The components of a message, in both worlds: rows under a text (legacy), or everything (IS_COMPONENTS_V2). */
import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { COMPONENT_LIMITS as LIMITS } from '../limits.ts';
import { characters, list, problem, text, url } from './form.ts';
import {
  button,
  channelSelect,
  componentId,
  mentionableSelect,
  roleSelect,
  SELECT_TYPES,
  stringSelect,
  userSelect,
} from './interactive.ts';

const rowChild = z.discriminatedUnion('type', [
  button,
  stringSelect,
  userSelect,
  roleSelect,
  mentionableSelect,
  channelSelect,
]);

const actionRow = z
  .object({
    type: z.literal(ComponentType.ActionRow),
    id: componentId,
    components: list(rowChild, LIMITS.rowButtons, 1),
  })
  .check((ctx) => {
    const { components } = ctx.value;
    // A select is as wide as five buttons.
    let width = 0;
    components.forEach(({ type }, index) => {
      width += SELECT_TYPES.includes(type) ? LIMITS.rowButtons : 1;
      if (width <= LIMITS.rowButtons) return;
      ctx.issues.push({
        ...problem('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width', [
          'components',
          index,
        ]),
        input: components,
      });
    });
  });

const media = z.object({ url: url(['http', 'https', 'attachment'], 2048) });
const attachedFile = z.object({ url: url(['attachment'], 2048) });
const alt = text(LIMITS.mediaDescription, 1).nullish();
const spoiler = z.boolean().nullish();

const textDisplay = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id: componentId,
  content: text(LIMITS.text, 1),
});

const thumbnail = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id: componentId,
  media,
  description: alt,
  spoiler,
});

const section = z.object({
  type: z.literal(ComponentType.Section),
  id: componentId,
  components: list(z.discriminatedUnion('type', [textDisplay]), LIMITS.sectionTexts, 1),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});

const mediaGallery = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id: componentId,
  items: list(z.object({ media, description: alt, spoiler }), LIMITS.galleryItems, 1),
});

const file = z.object({ type: z.literal(ComponentType.File), id: componentId, file: attachedFile, spoiler });

const separator = z.object({
  type: z.literal(ComponentType.Separator),
  id: componentId,
  divider: z.boolean().nullish(),
  spacing: z.literal([1, 2]).nullish(),
});

const container = z.object({
  type: z.literal(ComponentType.Container),
  id: componentId,
  components: list(
    z.discriminatedUnion('type', [actionRow, section, textDisplay, mediaGallery, file, separator]),
    LIMITS.total,
    1,
  ),
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler,
});

export const legacyComponents = list(z.discriminatedUnion('type', [actionRow]), LIMITS.legacyRows).check(
  (ctx) => checkTogether(ctx.value, (found) => ctx.issues.push({ ...found, input: ctx.value })),
);

export const v2Components = z
  .array(
    z.discriminatedUnion('type', [actionRow, section, textDisplay, mediaGallery, file, separator, container]),
  )
  .check((ctx) => checkTogether(ctx.value, (found) => ctx.issues.push({ ...found, input: ctx.value })));

export type MessageComponent = z.output<typeof v2Components>[number];
export type Media = z.output<typeof media>;
type AnyComponent =
  | MessageComponent
  | z.output<typeof rowChild>
  | z.output<typeof thumbnail>
  | z.output<typeof textDisplay>;

/** Every component with the way to it, parents before children. */
export function* walk(
  components: readonly AnyComponent[],
  path: PropertyKey[] = [],
): Generator<{ component: AnyComponent; path: PropertyKey[] }> {
  for (const [index, component] of components.entries()) {
    const here = [...path, index];
    yield { component, path: here };
    if ('components' in component) yield* walk(component.components, [...here, 'components']);
    if ('accessory' in component) {
      yield { component: component.accessory, path: [...here, 'accessory'] };
    }
  }
}

/** The media a component shows, with the way to it. */
export function mediaOf(component: AnyComponent): { media: Media; path: PropertyKey[] }[] {
  switch (component.type) {
    case ComponentType.Thumbnail:
      return [{ media: component.media, path: ['media'] }];
    case ComponentType.File:
      return [{ media: component.file, path: ['file'] }];
    case ComponentType.MediaGallery:
      return component.items.map((item, index) => ({ media: item.media, path: ['items', index, 'media'] }));
    default:
      return [];
  }
}

/** What only the message as a whole can break. */
function checkTogether(
  components: readonly MessageComponent[],
  report: (found: ReturnType<typeof problem>) => void,
): void {
  const customIds = new Set<string>();
  const ids = new Set<number>();
  let total = 0;
  let length = 0;
  for (const { component, path } of walk(components)) {
    total += 1;
    if (component.type === ComponentType.TextDisplay) length += characters(component.content);
    if ('custom_id' in component && component.custom_id) {
      if (customIds.has(component.custom_id)) {
        report(
          problem('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated', [
            ...path,
            'custom_id',
          ]),
        );
      }
      customIds.add(component.custom_id);
    }
    if (component.id) {
      if (ids.has(component.id)) {
        report(problem('COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated', [...path, 'id']));
      }
      ids.add(component.id);
    }
  }
  if (total > LIMITS.total) {
    report(
      problem(
        'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
        `Total number of components cannot exceed ${LIMITS.total}`,
      ),
    );
  }
  if (length > LIMITS.totalText) {
    report(
      problem(
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        `Components displayable text size exceeds maximum size of ${LIMITS.totalText}`,
      ),
    );
  }
}

/** Gives every component an id, as Discord does: in order, never one that was asked for. */
export function numbered(components: readonly MessageComponent[]): MessageComponent[] {
  const copy = structuredClone([...components]);
  const taken = new Set([...walk(copy)].map(({ component }) => component.id).filter(Boolean));
  let next = 1;
  for (const { component } of walk(copy)) {
    if (component.id) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    next += 1;
  }
  return copy;
}
