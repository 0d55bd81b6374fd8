import { expect, test } from 'vitest';
import { localised, original } from '../../../../playground/page/discord/localise.ts';

const gallery = {
  name: 'gallery',
  type: 1,
  name_localizations: { th: 'แกลเลอรี' },
  description: 'Your pictures',
  options: [
    {
      name: 'allow',
      type: 1,
      description: 'Let others share',
      name_localizations: { th: 'อนุญาต' },
      options: [
        {
          name: 'who',
          type: 3,
          description: 'Whom',
          name_localizations: { th: 'ใคร' },
          choices: [{ name: 'Everybody', name_localizations: { th: 'ทุกคน' }, value: 'all' }],
        },
      ],
    },
  ],
};

test('a command is shown in the words of a language, and used by its own', () => {
  const thai = localised(gallery, 'th');
  expect(thai).toMatchObject({
    name: 'แกลเลอรี',
    description: 'Your pictures',
    options: [{ name: 'อนุญาต', options: [{ name: 'ใคร', choices: [{ name: 'ทุกคน', value: 'all' }] }] }],
  });
  const call = {
    channelId: '1',
    name: 'แกลเลอรี',
    subcommand: 'อนุญาต',
    options: [{ name: 'ใคร', value: 'all' }],
    focused: 'ใคร',
  };
  expect(original(call, [gallery], 'th')).toEqual({
    channelId: '1',
    name: 'gallery',
    subcommand: 'allow',
    options: [{ name: 'who', value: 'all' }],
    focused: 'who',
  });
});

test('where there are no words in a language, the own ones stay', () => {
  expect(localised(gallery, 'de')).toMatchObject({ name: 'gallery' });
  const call = { channelId: '1', name: 'unheard-of', options: [] };
  expect(original(call, [gallery], 'th')).toBe(call);
});
