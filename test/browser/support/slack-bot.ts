/**
 * A small app on the real Bolt, so that the Slack view is tried with what a real app sends: a form with every kind of input,
 * a post that a test moves on step by step, private answers, threads, a Home tab, a button nobody answers for.
 */
import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { picture, startBolt, stopBolt, type TestSlack } from '../../playground/slack/support.ts';

const WORKFLOWS = ['flux-schnell', 'sdxl', 'wan-video'];

export interface TestApp {
  /** Everything that arrived, in words: `/render a fox`. */
  readonly heard: string[];
  /** Moves the newest render on; the tests decide when. */
  progress(percent: number): Promise<void>;
  finish(pictures: number): Promise<void>;
  /** Posts blocks as they are. */
  post(text: string, blocks?: KnownBlock[]): Promise<void>;
  /** Hands a file over in the thread of the newest render. */
  fileInThread(name: string, bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (label: string, value: string) => ({ text: plain(label), value });
const button = (id: string, label: string, more: object = {}) => ({
  type: 'button' as const,
  action_id: id,
  text: plain(label),
  ...more,
});
const words = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

export async function startApp(slack: TestSlack, channel: string): Promise<TestApp> {
  const heard: string[] = [];
  let ts = '';
  let prompt = '';
  let client: App['client'];

  const update = (blocks: KnownBlock[]) => client.chat.update({ channel, ts, text: prompt, blocks });
  const begin = async (asked: string, thread?: string) => {
    prompt = asked;
    const posted = await client.chat.postMessage({
      channel,
      text: prompt,
      blocks: running(prompt, 0),
      ...(thread && { thread_ts: thread }),
    });
    ts = posted.ts ?? '';
  };

  const register = (bolt: App) => {
    client = bolt.client;
    bolt.command('/render', async ({ ack, command }) => {
      heard.push(`/render ${command.text}`);
      await ack();
      if (command.text) await begin(command.text);
      else await client.views.open({ trigger_id: command.trigger_id, view: form() });
    });
    bolt.command('/silent', async () => {});
    bolt.options('workflow', async ({ ack, options }) => {
      const found = WORKFLOWS.filter((name) => name.includes(options.value));
      await ack({ options: found.map((name) => option(`${name} ✦`, name)) });
    });
    bolt.view('render', async ({ ack, view }) => {
      const { prompt: asked, size, workflow, steps } = view.state.values;
      const text = asked?.prompt?.value ?? '';
      if (text === 'nothing') {
        await ack({ response_action: 'errors', errors: { prompt: 'Nothing cannot be drawn.' } });
        return;
      }
      if (text === 'more') {
        await ack({ response_action: 'push', view: second() });
        return;
      }
      const chosen = [size?.size?.selected_option?.value, workflow?.workflow?.selected_option?.value];
      heard.push(`form ${[text, ...chosen, steps?.steps?.value].join(' ')}`);
      await ack();
      await begin(text);
    });
    bolt.shortcut('describe', async ({ ack, shortcut }) => {
      await ack();
      if (shortcut.type !== 'message_action') return;
      heard.push('describe');
      const thread_ts = shortcut.message.thread_ts ?? shortcut.message.ts;
      await client.chat.postMessage({ channel, thread_ts, text: 'A fine picture.' });
    });
    bolt.action(/^(?!broken)/, async ({ ack, action, respond }) => {
      await ack();
      const id = 'action_id' in action ? action.action_id : '';
      const value = 'selected_option' in action ? ` ${action.selected_option?.value}` : '';
      heard.push(`${id}${value}`);
      if (id === 'again') {
        const text = 'You pressed *again*.';
        await respond({ response_type: 'ephemeral', replace_original: false, text });
      }
    });
    bolt.event('app_home_opened', async ({ event }) => {
      if (event.tab !== 'home') return;
      const blocks: KnownBlock[] = [
        { type: 'header', text: plain('Your renders') },
        { type: 'actions', elements: [button('clear', 'Clear')] },
      ];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
  };
  const app = await startBolt(slack, register, { clientPingTimeout: 15_000 });

  return {
    heard,
    progress: async (percent) => void (await update(running(prompt, percent))),
    async finish(count) {
      const ids = await Promise.all(Array.from({ length: count }, () => upload(client)));
      await update(finished(prompt, ids));
    },
    post: async (text, blocks) =>
      void (await client.chat.postMessage({ channel, text, ...(blocks && { blocks }) })),
    async fileInThread(name, bytes) {
      await client.filesUploadV2({ channel_id: channel, thread_ts: ts, file: bytes, filename: name });
    },
    close: () => stopBolt(slack, app),
  };
}

/** A picture of the workspace, ready to stand in a block. */
async function upload(client: App['client']): Promise<string> {
  const bytes = await picture('png', 640, 400);
  const asked = await client.files.getUploadURLExternal({ filename: 'fox.png', length: bytes.byteLength });
  await fetch(String(asked.upload_url), { method: 'POST', body: new Uint8Array(bytes) });
  const id = String(asked.file_id);
  await client.files.completeUploadExternal({ files: [{ id }] });
  for (;;) {
    const { file } = await client.files.info({ file: id });
    if (file?.mimetype) return id;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

function running(prompt: string, percent: number): KnownBlock[] {
  return [
    words(`*${prompt}*`),
    words(`${percent} %`),
    { type: 'actions', elements: [button('cancel', 'Cancel')] },
  ];
}

function finished(prompt: string, ids: string[]): KnownBlock[] {
  const confirm = {
    title: plain('Delete it?'),
    text: plain('It goes for good.'),
    confirm: plain('Delete for good'),
    deny: plain('Keep'),
    style: 'danger' as const,
  };
  return [
    words(`*${prompt}*`),
    ...ids.map(
      (id, index): KnownBlock => ({
        type: 'image',
        slack_file: { id },
        alt_text: `Picture ${index + 1}: ${prompt}`,
      }),
    ),
    { type: 'context', elements: [{ type: 'mrkdwn', text: '*Seed* `42` · :star: to share' }] },
    {
      type: 'actions',
      elements: [
        button('again', 'Again', { style: 'primary' }),
        button('delete', 'Delete', { style: 'danger', confirm }),
        button('broken', 'Broken'),
        {
          type: 'static_select',
          action_id: 'upscale',
          placeholder: plain('Upscale'),
          options: [option('Twice', '2'), option('Four times', '4')],
        },
      ],
    },
  ];
}

function form(): ModalView {
  const input = (id: string, label: string, element: object, more: object = {}) =>
    ({
      type: 'input',
      block_id: id,
      label: plain(label),
      element: { action_id: id, ...element },
      ...more,
    }) as KnownBlock;
  return {
    type: 'modal',
    callback_id: 'render',
    title: plain('Render'),
    submit: plain('Render'),
    close: plain('Cancel'),
    blocks: [
      input(
        'prompt',
        'Prompt',
        { type: 'plain_text_input', multiline: true, max_length: 300 },
        { hint: plain('What to make') },
      ),
      input('workflow', 'Workflow', { type: 'external_select', min_query_length: 0 }, { optional: true }),
      input(
        'size',
        'Size',
        { type: 'static_select', options: [option('Square', '1:1'), option('Wide', '16:9')] },
        { optional: true },
      ),
      input(
        'steps',
        'Steps',
        { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '150' },
        { optional: true },
      ),
      input(
        'extras',
        'Extras',
        { type: 'checkboxes', options: [option('Upscale', 'up')] },
        { optional: true },
      ),
    ],
  };
}

const second = (): ModalView => ({
  type: 'modal',
  callback_id: 'second',
  title: plain('Second step'),
  blocks: [words('One more thing.')],
});
