/** Reads a post as a person would: its words, its buttons, its pictures. */
import type { APIMessage } from 'discord-api-types/v10';

type Post = Pick<APIMessage, 'components'>;

interface Part {
  type: number;
  content?: string;
  label?: string;
  custom_id?: string;
  components?: Part[];
  file?: { url: string };
  items?: { description?: string | null; media: { url: string } }[];
}

function* parts(list: readonly unknown[] = []): Generator<Part> {
  for (const part of list as Part[]) {
    yield part;
    yield* parts(part.components);
  }
}

export const textOf = (post: Post): string =>
  [...parts(post.components)].flatMap(({ content }) => content ?? []).join('\n');

/** Button labels with what they carry. */
export const buttonsOf = (post: Post): Record<string, string> =>
  Object.fromEntries(
    [...parts(post.components)].flatMap((part) =>
      part.type === 2 && part.label && part.custom_id ? [[part.label, part.custom_id]] : [],
    ),
  );

export const picturesOf = (post: Post): { alt: string; url: string }[] =>
  [...parts(post.components)].flatMap((part) =>
    (part.items ?? []).map(({ description, media }) => ({ alt: description ?? '', url: media.url })),
  );

/** Addresses of the files a post offers. */
export const filesOf = (post: Post): string[] =>
  [...parts(post.components)].flatMap(({ file }) => file?.url ?? []);
