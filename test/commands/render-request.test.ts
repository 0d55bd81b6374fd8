/** What `/render` asks of the workflows that come along. */
import { expect, test } from 'vitest';
import { resolveRequest } from '../../commands/render-request.ts';
import { noWildcards } from '../../core/dynamic/wildcards.ts';
import { openLibrary } from '../../core/library.ts';

const library = await openLibrary(new URL('../../workflows', import.meta.url).pathname);
const tools = { library, wildcards: noWildcards, random: () => 0.5 };
const around = { scope: { platform: 'discord', space: 's' }, rules: {} } as const;
const image = `test/${'1'.repeat(32)}.png`;

test('a workflow that only works on a file has no use for the prompt that chats ask for', () => {
  const asked = { workflow: 'upscale', prompt: 'larger' };
  const { values } = resolveRequest(asked, tools, {
    ...around,
    kinds: ['image'],
    attached: { image },
  }).request;
  expect(values).toEqual({ image });
});

test('one that takes a prompt gets it', () => {
  const asked = { workflow: 'image-to-image', prompt: 'a lake', strength: 0.5 };
  const { values } = resolveRequest(asked, tools, {
    ...around,
    kinds: ['image'],
    attached: { image },
  }).request;
  expect(values).toMatchObject({ image, prompt: 'a lake', strength: 0.5 });
});
