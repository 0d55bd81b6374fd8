import { describe, expect, it } from 'vitest';
import { channel, discord, type Files, formProblems, PNG, raw, V2 } from './helpers.ts';

const button = (id: string, more: object = {}) => ({ type: 2, style: 1, label: 'B', custom_id: id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const words = (content = 'x') => ({ type: 10, content });
const png = { 'files[0]': ['out.png', PNG] as const };

async function scene() {
  const server = await discord();
  const api = raw(server);
  const path = `/channels/${channel(server, 'general')}/messages`;
  return {
    server,
    api,
    path,
    legacy: (components: unknown) => api('POST', path, { content: 'x', components }),
    v2: (components: unknown, more: object = {}, files?: Files) =>
      api('POST', path, { flags: V2, components, ...more }, files),
  };
}

describe('components under a text', () => {
  it('are rows of five buttons or one select', async () => {
    const { legacy } = await scene();
    const problems = async (components: unknown) => formProblems(await legacy(components));
    expect((await legacy([row(...Array.from('abcde', (id) => button(id)))])).status).toBe(200);
    expect(await problems([row(...Array.from('abcdef', (id) => button(id)))])).toEqual([
      'components.0.components: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(await problems([row()])).toEqual(['components.0.components: BASE_TYPE_BAD_LENGTH']);
    expect(await problems(Array.from('abcdef', (id) => row(button(id))))).toEqual([
      'components: BASE_TYPE_MAX_LENGTH',
    ]);
    const select = { type: 3, custom_id: 's', options: [{ label: 'A', value: 'a' }] };
    expect(await problems([row(select, button('a'))])).toEqual([
      'components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ]);
    expect(await problems([words()])).toEqual(['components.0.type: UNION_TYPE_CHOICES']);
    expect(await problems([row({ type: 4, custom_id: 't', style: 1 })])).toEqual([
      'components.0.components.0.type: UNION_TYPE_CHOICES',
    ]);
    expect(await problems([row(button('same')), row(button('same'))])).toEqual([
      'components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED',
    ]);
  });

  it.each([
    ['a custom id too long', button('x'.repeat(101)), 'custom_id: BASE_TYPE_BAD_LENGTH'],
    ['an empty custom id', button(''), 'custom_id: BASE_TYPE_REQUIRED'],
    ['no custom id', { type: 2, style: 1, label: 'B' }, 'custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED'],
    ['a label too long', button('a', { label: 'x'.repeat(81) }), 'label: BASE_TYPE_MAX_LENGTH'],
    [
      'neither label nor emoji',
      button('a', { label: '' }),
      'label: BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
    ],
    ['a style nobody knows', button('a', { style: 9 }), 'style: BASE_TYPE_CHOICES'],
    [
      'an emoji that is none',
      button('a', { emoji: { name: 'star' } }),
      'emoji.name: BUTTON_COMPONENT_INVALID_EMOJI',
    ],
    [
      'a link with a custom id',
      button('a', { style: 5, url: 'https://example.com' }),
      'custom_id: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
    ['a link without an address', { type: 2, style: 5, label: 'B' }, 'url: BASE_TYPE_REQUIRED'],
    ['a link to a file', { type: 2, style: 5, label: 'B', url: 'file:///x' }, 'url: URL_TYPE_INVALID_SCHEME'],
    [
      'a pressable one with an address',
      button('a', { url: 'https://example.com' }),
      'custom_id: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
  ])('refuse a button with %s', async (_name, component, problem) => {
    const { legacy } = await scene();
    expect(formProblems(await legacy([row(component)]))).toEqual([`components.0.components.0.${problem}`]);
  });

  it('refuse a select whose options do not add up', async () => {
    const { legacy } = await scene();
    const option = (value: string, more: object = {}) => ({ label: value, value, ...more });
    const problems = async (select: object) =>
      formProblems(
        await legacy([row({ type: 3, custom_id: 's', options: [option('a'), option('b')], ...select })]),
      ).map((problem) => problem.replace('components.0.components.0.', ''));
    expect(await problems({ options: [] })).toEqual(['options: BASE_TYPE_BAD_LENGTH']);
    expect(await problems({ options: Array.from({ length: 26 }, (_, n) => option(`${n}`)) })).toEqual([
      'options: BASE_TYPE_BAD_LENGTH',
    ]);
    expect(await problems({ options: [option('a'), option('a')] })).toEqual([
      'options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ]);
    expect(await problems({ max_values: 3 })).toEqual(['max_values: NUMBER_TYPE_MAX']);
    expect(
      await problems({ options: [option('a', { default: true }), option('b', { default: true })] }),
    ).toEqual(['options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES']);
    expect(await problems({ placeholder: 'x'.repeat(151) })).toEqual(['placeholder: BASE_TYPE_MAX_LENGTH']);
  });
});

describe('components V2', () => {
  it('number themselves and show what was uploaded', async () => {
    const { v2 } = await scene();
    const gallery = {
      type: 12,
      items: [{ media: { url: 'attachment://out.png' }, description: 'a dot', spoiler: true }],
    };
    const section = { type: 9, components: [words('t')], accessory: button('b') };
    const container = {
      type: 17,
      accent_color: 0xff0000,
      components: [section, gallery, { type: 14, spacing: 2 }],
    };
    const { status, body } = await v2([container, row(button('c', { id: 3 }))], {}, png);
    expect(status).toBe(200);
    expect(body).toMatchObject({ content: '', embeds: [], flags: V2, attachments: [] });
    const [shown] = body.components;
    expect([shown.id, shown.components[0].id, shown.components[0].components[0].id]).toEqual([1, 2, 4]);
    const { media } = shown.components[1].items[0];
    expect(media).toMatchObject({
      width: 1,
      height: 1,
      content_type: 'image/png',
      attachment_id: expect.any(String),
    });
    expect((await fetch(media.url)).headers.get('content-type')).toBe('image/png');
  });

  it('go without text and embeds', async () => {
    const { v2 } = await scene();
    expect(formProblems(await v2([words()], { content: 'x' }))).toEqual([
      'content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect(formProblems(await v2([words()], { embeds: [{ title: 't' }] }))).toEqual([
      'embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect((await v2([])).body.code).toBe(50006);
    expect((await v2([], {}, png)).body.code).toBe(50006);
  });

  it('are at most 40, nested ones counted, with 4000 characters in all', async () => {
    const { v2 } = await scene();
    const texts = (count: number) => Array.from({ length: count }, () => words());
    expect((await v2(texts(40))).status).toBe(200);
    expect((await v2([{ type: 17, components: texts(39) }])).status).toBe(200);
    expect(formProblems(await v2([{ type: 17, components: texts(40) }]))).toEqual([
      'components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ]);
    expect((await v2([words('x'.repeat(2000)), words('y'.repeat(2000))])).status).toBe(200);
    expect(formProblems(await v2([words('x'.repeat(2000)), words('y'.repeat(2001))]))).toEqual([
      'components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ]);
    expect(formProblems(await v2([words('')]))).toEqual(['components.0.content: BASE_TYPE_REQUIRED']);
  });

  it.each([
    [
      'an empty section',
      { type: 9, components: [], accessory: button('b') },
      'components: BASE_TYPE_BAD_LENGTH',
    ],
    ['a section without accessory', { type: 9, components: [words()] }, 'accessory: BASE_TYPE_REQUIRED'],
    [
      'a section with four texts',
      { type: 9, components: [words(), words(), words(), words()], accessory: button('b') },
      'components: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a thumbnail alone',
      { type: 11, media: { url: 'https://example.com/a.png' } },
      'type: UNION_TYPE_CHOICES',
    ],
    ['a button alone', button('b'), 'type: UNION_TYPE_CHOICES'],
    [
      'a container in a container',
      { type: 17, components: [{ type: 17, components: [words()] }] },
      'components.0.type: UNION_TYPE_CHOICES',
    ],
    ['an empty gallery', { type: 12, items: [] }, 'items: BASE_TYPE_BAD_LENGTH'],
    [
      'a gallery of eleven',
      { type: 12, items: Array.from({ length: 11 }, () => ({ media: { url: 'https://example.com' } })) },
      'items: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a picture that was not uploaded',
      { type: 12, items: [{ media: { url: 'attachment://no.png' } }] },
      'items.0.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ],
    [
      'a file from elsewhere',
      { type: 13, file: { url: 'https://example.com/a.txt' } },
      'file.url: URL_TYPE_INVALID_SCHEME',
    ],
    [
      'an alternative text too long',
      { type: 12, items: [{ media: { url: 'https://example.com' }, description: 'x'.repeat(1025) }] },
      'items.0.description: BASE_TYPE_BAD_LENGTH',
    ],
    ['a separator three wide', { type: 14, spacing: 3 }, 'spacing: BASE_TYPE_CHOICES'],
  ])('refuse %s', async (_name, component, problem) => {
    const { v2 } = await scene();
    expect(formProblems(await v2([component]))).toEqual([`components.0.${problem}`]);
  });

  it('stay for good, and every edit says so again', async () => {
    const { api, path, v2 } = await scene();
    const { body } = await v2([{ type: 13, file: { url: 'attachment://out.png' } }], {}, png);
    const id = body.components[0].file.attachment_id;
    expect(body.components[0]).toMatchObject({ name: 'out.png', size: expect.any(Number) });
    const edit = (change: object) => api('PATCH', `${path}/${body.id}`, change);
    expect(formProblems(await edit({ flags: 0, content: 'x', components: [] }))).toEqual([
      'flags: MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
    ]);
    expect(formProblems(await edit({ content: 'x' }))).toEqual([
      'content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect(formProblems(await edit({ components: [words()] }))).toEqual([
      'components.0.type: UNION_TYPE_CHOICES',
    ]);
    expect((await edit({ flags: V2, components: [words('new')] })).status).toBe(200);

    const shown = {
      flags: V2,
      components: [{ type: 12, items: [{ media: { url: 'attachment://out.png' } }] }],
    };
    expect(formProblems(await edit({ ...shown, attachments: [{ id }] }))).toEqual([
      'components.0.items.0.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ]);
    expect((await edit({ ...shown, attachments: [{ id, filename: 'out.png' }] })).status).toBe(200);
    expect(formProblems(await edit({ attachments: [] }))).toEqual([
      'components.0.items.0.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ]);
  });

  it('can take over a message once its text is emptied', async () => {
    const { api, path } = await scene();
    const { body } = await api('POST', path, { content: 'old' });
    const edit = (change: object) =>
      api('PATCH', `${path}/${body.id}`, { flags: V2, components: [words()], ...change });
    expect(formProblems(await edit({}))).toEqual([
      'content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ]);
    expect((await edit({ content: null, embeds: [] })).body).toMatchObject({ flags: V2, content: '' });
  });

  it('ping whom their texts name', async () => {
    const { v2 } = await scene();
    expect((await v2([words('<@1100000000000000030>')])).body.mentions).toHaveLength(1);
    expect(
      (await v2([words('<@1100000000000000030>')], { allowed_mentions: { parse: [] } })).body.mentions,
    ).toEqual([]);
  });
});
