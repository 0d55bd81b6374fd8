/** Every request has a tag in its prompt: by it a post, a record, a run and a picture are known to belong together. */

export const tagOf = (seed: number, number: number): string =>
  `c${seed.toString(36)}n${String(number).padStart(5, '0')}z`;

const pattern = /\bc[0-9a-z]+n\d{5,}z\b/;

export const tagIn = (text: string): string | null => pattern.exec(text)?.[0] ?? null;
