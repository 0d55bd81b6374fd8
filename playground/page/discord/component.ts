/** Discord's message components, version 2 and 1, as far as the page draws them. */
import * as z from 'zod';

/** Discord's numbers for the kinds of component. */
export const kind = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  upload: 19,
  radio: 21,
  checkboxes: 22,
  checkbox: 23,
  /** Ours: something Discord knows and this page does not. */
  unknown: 0,
} as const;

const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() });

const media = z.object({
  url: z.string(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  content_type: z.string().nullish(),
});

const button = z.object({
  type: z.literal(kind.button),
  style: z.number(),
  label: z.string().nullish(),
  emoji: emoji.nullish(),
  url: z.string().nullish(),
  custom_id: z.string().nullish(),
  disabled: z.boolean().nullish(),
});
export type Button = z.infer<typeof button>;

const selectCommon = {
  custom_id: z.string(),
  placeholder: z.string().nullish(),
  min_values: z.number().nullish(),
  max_values: z.number().nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
};
const pickable = z.object({
  label: z.string(),
  value: z.string(),
  description: z.string().nullish(),
  emoji: emoji.nullish(),
  default: z.boolean().nullish(),
});
export type Pickable = z.infer<typeof pickable>;

const stringSelect = z.object({
  type: z.literal(kind.stringSelect),
  ...selectCommon,
  options: z.array(pickable),
});
/** Selects whose options are the server's own people, roles or channels. */
const serverSelect = z.object({
  type: z.literal([kind.userSelect, kind.roleSelect, kind.mentionableSelect, kind.channelSelect]),
  ...selectCommon,
  default_values: z.array(z.object({ id: z.string() })).nullish(),
  channel_types: z.array(z.number()).nullish(),
});
export type Select = z.infer<typeof stringSelect> | z.infer<typeof serverSelect>;

const textInput = z.object({
  type: z.literal(kind.textInput),
  custom_id: z.string(),
  style: z.number(),
  /** Only in the old form, inside an action row; else the label around it says it. */
  label: z.string().nullish(),
  placeholder: z.string().nullish(),
  value: z.string().nullish(),
  required: z.boolean().nullish(),
  min_length: z.number().nullish(),
  max_length: z.number().nullish(),
});
export type TextInput = z.infer<typeof textInput>;

const text = z.object({ type: z.literal(kind.text), content: z.string() });
const thumbnail = z.object({
  type: z.literal(kind.thumbnail),
  media,
  description: z.string().nullish(),
  spoiler: z.boolean().nullish(),
});
const gallery = z.object({
  type: z.literal(kind.gallery),
  items: z.array(z.object({ media, description: z.string().nullish(), spoiler: z.boolean().nullish() })),
});
const file = z.object({
  type: z.literal(kind.file),
  file: media,
  name: z.string().nullish(),
  size: z.number().nullish(),
  spoiler: z.boolean().nullish(),
});
const separator = z.object({
  type: z.literal(kind.separator),
  divider: z.boolean().nullish(),
  spacing: z.number().nullish(),
});

const upload = z.object({
  type: z.literal(kind.upload),
  custom_id: z.string(),
  required: z.boolean().nullish(),
  min_values: z.number().nullish(),
  max_values: z.number().nullish(),
  file_types: z.array(z.string()).nullish(),
});
const radio = z.object({
  type: z.literal(kind.radio),
  custom_id: z.string(),
  required: z.boolean().nullish(),
  options: z.array(pickable),
});
const checkboxes = z.object({
  type: z.literal(kind.checkboxes),
  custom_id: z.string(),
  min_values: z.number().nullish(),
  max_values: z.number().nullish(),
  required: z.boolean().nullish(),
  options: z.array(pickable),
});
const checkbox = z.object({
  type: z.literal(kind.checkbox),
  custom_id: z.string(),
  default: z.boolean().nullish(),
});

const section = z.object({
  type: z.literal(kind.section),
  components: z.array(text),
  accessory: z.union([button, thumbnail]),
});
const row = z.object({
  type: z.literal(kind.row),
  components: z.array(z.discriminatedUnion('type', [button, stringSelect, serverSelect, textInput])),
});
const label = z.object({
  type: z.literal(kind.label),
  label: z.string(),
  description: z.string().nullish(),
  component: z.discriminatedUnion('type', [
    textInput,
    stringSelect,
    serverSelect,
    upload,
    radio,
    checkboxes,
    checkbox,
  ]),
});
export type Field = z.infer<typeof label>['component'];

const unknown = z
  .object({ type: z.number() })
  .transform(({ type }) => ({ type: kind.unknown, discordType: type }));

const inner = z.union([
  z.discriminatedUnion('type', [row, section, text, gallery, file, separator]),
  unknown,
]);
const container = z.object({
  type: z.literal(kind.container),
  accent_color: z.number().nullish(),
  spoiler: z.boolean().nullish(),
  components: z.array(inner),
});

/** Anything at the top level of a message or a form. */
export const component = z.union([
  z.discriminatedUnion('type', [row, section, text, gallery, file, separator, container, label]),
  unknown,
]);
export type Component = z.infer<typeof component>;
export type Container = z.infer<typeof container>;
export type Section = z.infer<typeof section>;
export type Media = z.infer<typeof media>;
