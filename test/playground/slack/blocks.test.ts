/** Block Kit: what is taken, and Slack's words for what is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttons, call, section, startTestSlack, type TestSlack } from './support.ts';

let slack: TestSlack;
beforeAll(async () => {
  slack = await startTestSlack();
});
afterAll(() => slack.close());

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] }],
};
const picture = { type: 'image', image_url: 'https://pictures.example.com/a.png', alt_text: 'a' };
const task = { type: 'task_card', task_id: '1', title: 'Render', status: 'in_progress' };

async function refusals(...blocks: unknown[]): Promise<string[]> {
  const answer = await call(slack, 'chat.postMessage', {
    channel: slack.channels.general,
    text: 'x',
    blocks,
  });
  if (answer.ok) return [];
  expect(answer.error).toBe('invalid_blocks');
  const messages = answer.response_metadata?.messages ?? [];
  expect(messages).toEqual((answer.errors as string[]).map((text) => `[ERROR] ${text}`));
  return answer.errors as string[];
}

describe('a message', () => {
  it.each([
    ['section', section('x', { fields: [plain('a')], accessory: picture, expand: true })],
    ['actions', buttons('a', 'b')],
    ['context', { type: 'context', elements: [plain('a'), picture] }],
    ['header', { type: 'header', text: plain('a') }],
    ['image', { ...picture, title: plain('A') }],
    ['rich_text', rich],
    ['markdown', { type: 'markdown', text: '**x**' }],
    ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich]] }],
    ['plan', { type: 'plan', title: 'Work', tasks: [task] }],
    [
      'task_card',
      { ...task, details: rich, sources: [{ type: 'url', url: 'https://a.example', text: 'a' }] },
    ],
    ['card', { type: 'card', title: { type: 'mrkdwn', text: 'a' }, actions: buttons('a').elements }],
    ['carousel', { type: 'carousel', elements: [{ type: 'card', hero_image: picture }] }],
    ['container', { type: 'container', title: plain('a'), child_blocks: [section('x'), buttons('b')] }],
    ['input', { type: 'input', label: plain('a'), element: { type: 'plain_text_input' } }],
    [
      'menus',
      {
        type: 'actions',
        elements: [
          { type: 'static_select', options: [option('a')], initial_option: option('a') },
          { type: 'multi_users_select', max_selected_items: 2 },
          { type: 'overflow', options: [{ ...option('a'), url: 'https://a.example' }] },
          { type: 'datepicker', initial_date: '2026-11-21' },
          { type: 'checkboxes', options: [option('a')] },
          { type: 'radio_buttons', options: [option('a')] },
        ],
      },
    ],
    [
      'feedback',
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            positive_button: { text: plain('y'), value: '1' },
            negative_button: { text: plain('n'), value: '0' },
          },
        ],
      },
    ],
  ])('takes %s', async (_name, block) => {
    expect(await refusals(block)).toEqual([]);
  });

  it.each([
    [
      'an unknown block',
      [{ type: 'progress_bar' }],
      'unsupported type: progress_bar [json-pointer:/blocks/0/type]',
    ],
    [
      'a block of forms',
      [{ type: 'alert', text: plain('a') }],
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'a remote file',
      [{ type: 'file', source: 'remote', external_id: '1' }],
      'unsupported type: file [json-pointer:/blocks/0/type]',
    ],
    ['no type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
    ['no object', ['x'], 'must provide an object [json-pointer:/blocks/0]'],
    [
      '51 blocks',
      Array(51).fill({ type: 'divider' }),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'a long text',
      [section('x'.repeat(3001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['no text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'an empty section',
      [{ type: 'section' }],
      'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
    ],
    [
      '11 fields',
      [{ type: 'section', fields: Array(11).fill(plain('a')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'must be a valid enum value [json-pointer:/blocks/0/text/type]',
    ],
    [
      '26 buttons',
      [buttons(...Array.from({ length: 26 }, (_, i) => `b${i}`))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'no buttons',
      [{ type: 'actions', elements: [] }],
      'must provide at least 1 items [json-pointer:/blocks/0/elements]',
    ],
    [
      'a text as a text object',
      [{ type: 'header', text: 'x' }],
      'must provide an object [json-pointer:/blocks/0/text]',
    ],
    [
      'a field too many',
      [{ type: 'divider', color: 'red' }],
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    [
      'the same action twice',
      [buttons('a', 'a')],
      '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'the same block twice',
      [section('x', { block_id: 'b' }), section('y', { block_id: 'b' })],
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a long block_id',
      [section('x', { block_id: 'b'.repeat(256) })],
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'a picture without words',
      [{ type: 'image', image_url: picture.image_url }],
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'a picture of nothing',
      [{ type: 'image', alt_text: 'a' }],
      'must define either `image_url` or `slack_file` [json-pointer:/blocks/0/type]',
    ],
    [
      'a picture twice',
      [{ ...picture, slack_file: { id: 'F0' } }],
      'must define either `image_url` or `slack_file` [json-pointer:/blocks/0/type]',
    ],
    [
      'a picture on this machine',
      [{ ...picture, image_url: 'http://localhost:8188/view' }],
      'downloading image failed [json-pointer:/blocks/0/image_url]',
    ],
    [
      'a picture in this network',
      [{ ...picture, image_url: 'http://192.168.1.5/a.png' }],
      'downloading image failed [json-pointer:/blocks/0/image_url]',
    ],
    [
      'a file nobody uploaded',
      [{ type: 'image', slack_file: { id: 'F0NOTHERE00' }, alt_text: 'a' }],
      'invalid slack file [json-pointer:/blocks/0/slack_file]',
    ],
    [
      'a wrong state',
      [{ ...task, status: 'completed' }],
      'must be a valid enum value [json-pointer:/blocks/0/status]',
    ],
    [
      'a plan beside a task',
      [{ type: 'plan', title: 'x' }, task],
      'a `task_card` cannot stand beside a `plan` [json-pointer:/blocks/1/type]',
    ],
    [
      'a choice that is none',
      [
        {
          type: 'actions',
          elements: [{ type: 'static_select', options: [option('a')], initial_option: option('b') }],
        },
      ],
      '`initial_option` must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      '11 boxes',
      [
        {
          type: 'actions',
          elements: [
            { type: 'checkboxes', options: Array.from({ length: 11 }, (_, i) => option(String(i))) },
          ],
        },
      ],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an input among buttons',
      [{ type: 'actions', elements: [{ type: 'plain_text_input' }] }],
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
  ])('with %s is refused', async (_name, blocks, words) => {
    expect(await refusals(...blocks)).toEqual([words]);
  });

  it('is told everything that is wrong at once', async () => {
    expect(await refusals({ type: 'header' }, { type: 'nothing' }, buttons('x'.repeat(256)))).toEqual([
      'missing required field: text [json-pointer:/blocks/0]',
      'unsupported type: nothing [json-pointer:/blocks/1/type]',
      'must be less than 256 characters [json-pointer:/blocks/2/elements/0/action_id]',
      'must be less than 76 characters [json-pointer:/blocks/2/elements/0/text/text]',
    ]);
  });
});

it('blocks.validate says the same with pointers, and posts nothing', async () => {
  const before = slack.mai.messages(slack.channels.general ?? '').length;
  const validate = (args: Record<string, unknown>) => call(slack, 'blocks.validate', args);
  expect(await validate({ blocks: [section('x')] })).toEqual({ ok: true });
  expect(await validate({ blocks: [{ type: 'section', text: { type: 'invalid', text: 'x' } }] })).toEqual({
    ok: false,
    error: 'invalid_blocks',
    errors: [
      {
        pointer: '/0/text/type',
        code: 'failed_constraint',
        message: 'unsupported type: invalid',
        constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn'], got: 'invalid' },
      },
    ],
  });
  expect(await validate({ message: { blocks: [{ type: 'nothing' }] } })).toMatchObject({
    error: 'invalid_message',
    errors: [{ pointer: '/blocks/0/type' }],
  });
  expect(await validate({ view: { type: 'modal', blocks: [] } })).toMatchObject({ error: 'invalid_view' });
  expect(await validate({})).toMatchObject({ error: 'invalid_arguments' });
  expect(slack.mai.messages(slack.channels.general ?? '')).toHaveLength(before);
});
