/** Forms and the Home tab over bare calls: triggers, stacks, hashes, limits. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';
import { type Answer, call, section, startTestSlack, type TestSlack } from './support.ts';

interface Payload extends Record<string, unknown> {
  trigger_id: string;
  type: string;
}

let slack: TestSlack;
let socket: WebSocket;
let payloads: Payload[];
let now: number;

beforeEach(async () => {
  now = Date.now();
  slack = await startTestSlack({ now: () => now });
  payloads = [];
  const { url } = await call(slack, 'apps.connections.open', {}, { token: slack.appToken });
  socket = new WebSocket(String(url));
  socket.on('message', (data) => {
    const { envelope_id: id, payload } = JSON.parse(String(data)) as {
      envelope_id?: string;
      payload: Payload;
    };
    if (id === undefined) return;
    payloads.push(payload);
    socket.send(JSON.stringify({ envelope_id: id }));
  });
  await until(() => slack.state.connections().length === 1);
});
afterEach(async () => {
  socket.terminate();
  await slack.close();
});

const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (more: Record<string, unknown> = {}) => ({
  type: 'modal',
  title: plain('Form'),
  blocks: [
    section('x'),
    { type: 'actions', elements: [{ type: 'button', text: plain('Go'), action_id: 'go' }] },
  ],
  ...more,
});

async function trigger(): Promise<string> {
  const before = payloads.length;
  slack.mai.runShortcut('render');
  return (await until(() => payloads[before])).trigger_id;
}

type Opened = Answer & { view: { id: string; hash: string; blocks: unknown[] } };
const open = async (view: unknown = modal(), id?: string) =>
  (await call(slack, 'views.open', { trigger_id: id ?? (await trigger()), view })) as Opened;

describe('a trigger', () => {
  it('works once', async () => {
    const id = await trigger();
    expect(await open(modal(), id)).toMatchObject({ ok: true });
    expect(await open(modal(), id)).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(await open(modal(), '1.2.abc')).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('works for three seconds', async () => {
    const [early, late] = [await trigger(), await trigger()];
    now += 3000;
    expect(await open(modal(), early)).toMatchObject({ ok: true });
    now += 1;
    expect(await open(modal(), late)).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('survives a form that is refused', async () => {
    const id = await trigger();
    expect(await open(modal({ title: plain('x'.repeat(25)) }), id)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
    expect(await open(modal(), id)).toMatchObject({ ok: true });
  });
});

describe('a form', () => {
  const input = {
    type: 'input',
    block_id: 'i',
    label: plain('I'),
    element: { type: 'plain_text_input', action_id: 'a' },
  };

  it.each([
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      '101 blocks',
      { blocks: Array(101).fill({ type: 'divider' }) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'an input and no submit',
      { blocks: [input] },
      'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    ],
    [
      'a plan',
      { blocks: [{ type: 'plan', title: 'x' }] },
      'unsupported type: plan [json-pointer:/view/blocks/0/type]',
    ],
    [
      'something of old',
      { submit_disabled: true },
      'invalid additional property: submit_disabled [json-pointer:/view]',
    ],
    [
      'long private_metadata',
      { private_metadata: 'x'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
  ])('with %s is refused', async (_name, more, words) => {
    expect(await open(modal(more))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [`[ERROR] ${words}`] },
    });
  });

  it('has at most 250 kB', async () => {
    const blocks = Array.from({ length: 90 }, () => section('x'.repeat(2900)));
    expect(await open(modal({ blocks }))).toMatchObject({ error: 'view_too_large' });
  });

  it('is updated by who knows its latest hash, and keeps what was typed', async () => {
    const body = modal({ submit: plain('Go'), blocks: [input], external_id: 'mine' });
    const { view } = await open(body);
    expect(await open(body)).toMatchObject({ error: 'duplicate_external_id' });
    slack.mai.choose(view.id, 'a', 'typed');
    const change = { ...body, blocks: [section('new'), input] };
    const update = (args: Record<string, unknown>) => call(slack, 'views.update', { view: change, ...args });
    const changed = (await update({ view_id: view.id, hash: view.hash })) as Opened;
    expect(changed).toMatchObject({ view: { state: { values: { i: { a: { value: 'typed' } } } } } });
    expect(await update({ external_id: 'mine', hash: view.hash })).toMatchObject({ error: 'hash_conflict' });
    expect(await update({ external_id: 'mine', hash: changed.view.hash })).toMatchObject({ ok: true });
    expect(await update({ view_id: 'V0NOTHERE00' })).toMatchObject({ error: 'not_found' });
  });

  it('has at most three on top of each other', async () => {
    const { view } = await open();
    const push = async (on: string) => {
      const before = payloads.length;
      slack.mai.press(on, 'go');
      const { trigger_id: id } = await until(() => payloads[before]);
      return (await call(slack, 'views.push', { trigger_id: id, view: modal() })) as Opened;
    };
    const second = await push(view.id);
    expect(second).toMatchObject({ view: { root_view_id: view.id, previous_view_id: view.id } });
    const third = await push(second.view.id);
    expect(await push(third.view.id)).toMatchObject({ error: 'push_limit_reached' });
    expect(slack.mai.views()).toHaveLength(3);
    expect(await call(slack, 'views.push', { trigger_id: await trigger(), view: modal() })).toMatchObject({
      error: 'not_found',
    });
  });

  it('tells the app that it was closed, where it asks for that', async () => {
    const { view } = await open(modal({ notify_on_close: true }));
    slack.mai.closeView(view.id);
    const closed = await until(() => payloads.find(({ type }) => type === 'view_closed'));
    expect(closed).toMatchObject({ is_cleared: false, view: { id: view.id } });
  });
});

describe('what people put in', () => {
  it('is checked as Slack’s client checks it', async () => {
    const number = {
      type: 'number_input',
      action_id: 'n',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '150',
    };
    const menu = {
      type: 'multi_static_select',
      action_id: 'm',
      max_selected_items: 1,
      options: ['a', 'b'].map((value) => ({ text: plain(value), value })),
    };
    const block = (id: string, element: object, optional = false) => ({
      type: 'input',
      block_id: id,
      label: plain(id),
      element,
      optional,
    });
    const { view } = await open(
      modal({ submit: plain('Go'), blocks: [block('steps', number), block('styles', menu, true)] }),
    );
    const submit = (values: Record<string, string | string[]>) => () => slack.mai.submitView(view.id, values);
    expect(submit({ steps: '151' })).toThrow('at most 150');
    expect(submit({ steps: '1.5' })).toThrow('valid number');
    expect(submit({ styles: ['a', 'b'], steps: '20' })).toThrow('Choose 1 at most');
    expect(submit({ styles: ['c'], steps: '20' })).toThrow('There is no option c');
    expect(submit({ nowhere: 'x' })).toThrow('no input nowhere');
    submit({ styles: ['b'], steps: '20' })();
    const sent = await until(() => payloads.find(({ type }) => type === 'view_submission'));
    expect(sent).toMatchObject({
      view: {
        state: {
          values: {
            steps: { n: { type: 'number_input', value: '20' } },
            styles: { m: { selected_options: [{ value: 'b' }] } },
          },
        },
      },
    });
    await until(() => slack.mai.views().length === 0);
  });
});

it('the Home tab is published per person, and knows a conflict', async () => {
  const publish = (args: Record<string, unknown>) =>
    call(slack, 'views.publish', {
      user_id: slack.mai.info.id,
      view: { type: 'home', blocks: [section('Hi')] },
      ...args,
    });
  const first = (await publish({})) as Opened;
  expect(await publish({ hash: 'old' })).toMatchObject({ error: 'hash_conflict' });
  expect(await publish({ hash: first.view.hash })).toMatchObject({ ok: true, view: { id: first.view.id } });
  expect(await publish({ view: modal() })).toMatchObject({ error: 'invalid_arguments' });
  expect(await publish({ user_id: 'U0NOBODY000' })).toMatchObject({ error: 'invalid_arguments' });
  expect(slack.mai.openHome()).toMatchObject({ type: 'home' });
  expect(slack.ravi.openHome()).toBeUndefined();
});

it('a button on the Home tab brings the view, and no response URL', async () => {
  const { blocks } = modal();
  await call(slack, 'views.publish', { user_id: slack.mai.info.id, view: { type: 'home', blocks } });
  const home = slack.mai.openHome();
  slack.mai.press(home?.id ?? '', 'go');
  const pressed = await until(() => payloads.find(({ type }) => type === 'block_actions'));
  expect(pressed).toMatchObject({
    container: { type: 'view', view_id: home?.id },
    view: { type: 'home' },
    actions: [{ type: 'button', action_id: 'go' }],
  });
  expect(pressed).not.toHaveProperty('response_url');
  expect(() => slack.ravi.press(home?.id ?? '', 'go')).toThrow('gone');
});
