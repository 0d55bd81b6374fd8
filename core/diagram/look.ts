/** How diagrams look: sizes and colours. Dark and neutral, so that it sits well in light and dark chats alike. */

export const sizes = {
  title: 15,
  small: 12,
  /** Above this a title or detail is cut. */
  text: 200,
  padding: 12,
  chip: 20,
  sign: 18,
  gap: 6,
  least: 96,
} as const;

export const colours = {
  ground: '#17191c',
  box: '#26292e',
  edge: '#43474f',
  strong: '#f2f3f5',
  muted: '#a9aeb8',
  chip: '#3b3566',
  chipEdge: '#8f83e6',
  chipText: '#e4e0ff',
} as const;

export const roleColours = {
  loader: '#e0b45c',
  sampler: '#d58bf0',
  output: '#6cc98b',
  attached: '#6fb3f2',
  step: '#8a909b',
} as const;

/** Those that everybody knows from ComfyUI's editor, in the colours they have there; others get one by their name. */
const known: Readonly<Record<string, string>> = {
  MODEL: '#b39ddb',
  CLIP: '#ffd500',
  VAE: '#ff6e6e',
  CONDITIONING: '#ffa931',
  LATENT: '#ff9cf9',
  IMAGE: '#64b5f6',
  MASK: '#81c784',
};
const others = ['#4dd0e1', '#f48fb1', '#c5e1a5', '#ff8a65', '#9fa8da', '#ffe082', '#80cbc4', '#ce93d8'];

/** The colour of a type of link. */
export type Palette = (type: string) => string;

/** Types nobody knows take the next colour in turn, so that those of one picture differ. */
export function paletteOf(types: readonly string[]): Palette {
  const strange = [...new Set(types)].filter((type) => !Object.hasOwn(known, type));
  return (type) =>
    (Object.hasOwn(known, type) ? known[type] : others[strange.indexOf(type) % others.length]) ??
    colours.muted;
}
