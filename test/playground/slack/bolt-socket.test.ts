/** The real Bolt over Socket Mode, unchanged but for the address. */
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemberEvent } from '../../../playground/slack/member.ts';
import { until } from '../../support/until.ts';
import { buttons, section, startBolt, startTestSlack, stopBolt, type TestSlack } from './support.ts';

let slack: TestSlack;
let app: App | undefined;

beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(async () => {
  if (app) await stopBolt(slack, app);
  app = undefined;
  await slack.close();
});

/** For tests in which nobody answers. */
async function hurry(): Promise<void> {
  await slack.close();
  slack = await startTestSlack({ limits: { timing: { answerMs: 700, retryMs: [0, 50, 50] } } });
}

const general = () => slack.channels.general ?? '';

function eventsOf(): MemberEvent[] {
  const seen: MemberEvent[] = [];
  slack.mai.listen((event) => seen.push(event));
  return seen;
}

describe('a slash command', () => {
  it('is acknowledged, answered privately and then in the channel', async () => {
    app = await startBolt(slack, (bolt) =>
      bolt.command('/render', async ({ ack, command, respond, say }) => {
        await ack();
        await respond(`Only you: ${command.text}`);
        await say({ text: 'Everybody', blocks: [section('*Everybody*')] });
      }),
    );
    const seen = eventsOf();
    const { interactionId } = slack.mai.runCommand(general(), '/render', 'a lighthouse --steps 20');
    await until(() => slack.mai.messages(general()).length === 2);
    const [whisper, post] = slack.mai.messages(general());
    expect(whisper).toMatchObject({ text: 'Only you: a lighthouse --steps 20', ephemeral: true });
    expect(post).toMatchObject({ text: 'Everybody', ephemeral: false, user: slack.botUserId });
    expect(slack.ravi.messages(general())).toHaveLength(1);
    expect(seen).toContainEqual(expect.objectContaining({ type: 'interaction-answered', interactionId }));
  });

  it('may be answered in the acknowledgement', async () => {
    app = await startBolt(slack, (bolt) =>
      bolt.command('/render', ({ ack }) => ack({ text: 'Loud', response_type: 'in_channel' })),
    );
    slack.mai.runCommand(general(), '/render', '');
    await until(() => slack.ravi.messages(general()).length === 1);
    expect(slack.ravi.messages(general())[0]).toMatchObject({ text: 'Loud', ephemeral: false });
  });

  it('fails in words when nobody answers in time', async () => {
    await hurry();
    app = await startBolt(slack, (bolt) => bolt.command('/render', async () => {}));
    const seen = eventsOf();
    slack.mai.runCommand(general(), '/render', 'x');
    const failed = await until(() => seen.find(({ type }) => type === 'interaction-failed'));
    expect(failed).toMatchObject({
      reason: 'operation_timeout',
      text: '/render failed with the error "operation_timeout"',
    });
    expect(slack.mai.messages(general())[0]).toMatchObject({ ephemeral: true, user: 'USLACKBOT' });
  });

  it('fails at once while no app is there', async () => {
    const seen = eventsOf();
    slack.mai.runCommand(general(), '/render', 'x');
    const failed = await until(() => seen.find(({ type }) => type === 'interaction-failed'));
    expect(failed).toMatchObject({ reason: 'dispatch_failed' });
  });

  it('is refused in threads and where it is not known', async () => {
    const { ts } = slack.mai.send(general(), 'hello');
    expect(() => slack.mai.runCommand(general(), '/render', 'x', { threadTs: ts })).toThrow(
      '/render is not supported in threads. Sorry!',
    );
    expect(() => slack.mai.runCommand(general(), '/paint', 'x')).toThrow('/paint is not a valid command.');
  });
});

describe('buttons and menus on messages', () => {
  it('bring the message, and the answer can replace it', async () => {
    app = await startBolt(slack, (bolt) => {
      bolt.command('/render', async ({ ack, say }) => {
        await ack();
        await say({ text: 'A post', blocks: [section('A post'), buttons('again', 'cancel')] });
      });
      bolt.action('cancel', async ({ ack, body, action, respond }) => {
        await ack();
        const value = action.type === 'button' ? action.value : '';
        const ts = body.type === 'block_actions' ? body.message?.ts : '';
        await respond({ replace_original: true, text: `Cancelled ${value} of ${ts}` });
      });
    });
    slack.mai.runCommand(general(), '/render', 'x');
    const post = await until(() => slack.mai.messages(general())[0]);
    slack.ravi.press(post.ts, 'cancel');
    await until(() => slack.state.message(post.ts)?.text.startsWith('Cancelled'));
    expect(slack.state.message(post.ts)).toMatchObject({
      text: `Cancelled value of cancel of ${post.ts}`,
      blocks: [],
    });
  });

  it('ask the app for options and tell it what was chosen', async () => {
    const chosen: unknown[] = [];
    app = await startBolt(slack, (bolt) => {
      bolt.options('model', ({ ack, options }) =>
        ack({ options: [{ text: { type: 'plain_text', text: `Flux ${options.value}` }, value: 'flux' }] }),
      );
      bolt.action('model', async ({ ack, body }) => {
        await ack();
        if (body.type === 'block_actions') chosen.push(body.actions[0], body.state?.values);
      });
    });
    const menu = { type: 'external_select', action_id: 'model', min_query_length: 2 };
    const posted = await app.client.chat.postMessage({
      token: slack.botToken,
      channel: general(),
      text: 'Which?',
      blocks: [{ type: 'actions', block_id: 'choice', elements: [{ ...menu, type: 'external_select' }] }],
    });
    const ts = posted.ts ?? '';
    expect(await slack.mai.suggest(ts, 'model', 'f')).toEqual([]);
    expect(await slack.mai.suggest(ts, 'model', 'fl')).toEqual([{ label: 'Flux fl', value: 'flux' }]);
    slack.mai.choose(ts, 'model', 'flux');
    await until(() => chosen.length === 2);
    expect(chosen[0]).toMatchObject({ block_id: 'choice', selected_option: { value: 'flux' } });
    expect(chosen[1]).toMatchObject({ choice: { model: { selected_option: { value: 'flux' } } } });
  });
});

describe('forms', () => {
  const form = {
    type: 'modal' as const,
    callback_id: 'render',
    title: { type: 'plain_text' as const, text: 'Render' },
    submit: { type: 'plain_text' as const, text: 'Go' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'prompt',
        label: { type: 'plain_text' as const, text: 'Prompt' },
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      },
    ],
  };

  it('open from a shortcut, are refused, and taken', async () => {
    const handedIn: string[] = [];
    app = await startBolt(slack, (bolt) => {
      bolt.shortcut('render', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      bolt.view('render', async ({ ack, view }) => {
        const text = view.state.values.prompt?.text?.value ?? '';
        if (text === 'bad') {
          await ack({ response_action: 'errors', errors: { prompt: 'Not that' } });
          return;
        }
        handedIn.push(text);
        await ack();
      });
    });
    const seen = eventsOf();
    slack.mai.runShortcut('render');
    const view = await until(() => slack.mai.views()[0]);
    expect(() => slack.mai.submitView(view.id)).toThrow('Please complete this required field.');
    slack.mai.submitView(view.id, { prompt: 'bad' });
    const refused = await until(() => seen.find(({ type }) => type === 'view-refused'));
    expect(refused).toMatchObject({ viewId: view.id, errors: { prompt: 'Not that' } });
    slack.mai.submitView(view.id, { prompt: 'a lighthouse' });
    await until(() => slack.mai.views().length === 0);
    expect(handedIn).toEqual(['a lighthouse']);
  });

  it('open over a message by its shortcut, push another, and close in words when the answer is broken', async () => {
    app = await startBolt(slack, (bolt) => {
      bolt.shortcut('again', async ({ ack, shortcut, client }) => {
        await ack();
        const text = shortcut.type === 'message_action' ? shortcut.message.text : '';
        await client.views.open({
          trigger_id: shortcut.trigger_id,
          view: { ...form, private_metadata: text ?? '' },
        });
      });
      bolt.view('render', async ({ ack, view }) => {
        if (view.previous_view_id) await ack({ response_action: 'errors', errors: { nowhere: 'x' } });
        else
          await ack({
            response_action: 'push',
            view: { ...form, title: { type: 'plain_text', text: 'Second' } },
          });
      });
    });
    const seen = eventsOf();
    const { ts } = slack.ravi.send(general(), 'a harbour');
    slack.mai.runMessageShortcut(ts, 'again');
    const first = await until(() => slack.mai.views()[0]);
    expect(first).toMatchObject({ private_metadata: 'a harbour' });
    slack.mai.submitView(first.id, { prompt: 'x' });
    const second = await until(() => slack.mai.views()[1]);
    expect(() => slack.mai.submitView(first.id, {})).toThrow('on top');
    slack.mai.submitView(second.id, { prompt: 'y' });
    const failed = await until(() => seen.find(({ type }) => type === 'interaction-failed'));
    expect(failed).toMatchObject({ text: 'We had some trouble connecting. Try again?' });
    slack.mai.closeView(second.id, { all: true });
    expect(slack.mai.views()).toEqual([]);
  });
});

describe('events', () => {
  it('tell of mentions, direct messages, reactions and the Home tab', async () => {
    const heard: string[] = [];
    app = await startBolt(slack, (bolt) => {
      bolt.event('app_mention', async ({ event, say }) => {
        heard.push(`mention ${event.text}`);
        await say({ text: 'Yes?', thread_ts: event.ts });
      });
      bolt.message(async ({ message }) => {
        if (message.channel_type === 'im' && 'text' in message) heard.push(`im ${message.text}`);
      });
      bolt.event('reaction_added', async ({ event }) => {
        heard.push(`+${event.reaction} by ${event.user} on ${event.item_user}`);
      });
      bolt.event('reaction_removed', async ({ event }) => {
        heard.push(`-${event.reaction}`);
      });
      bolt.event('app_home_opened', async ({ event, client }) => {
        if (event.tab !== 'home') return;
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [section('Hello')] },
        });
      });
    });
    const said = slack.mai.mention(general(), 'are you there?');
    const reply = await until(() => slack.mai.thread(said.ts)[1]);
    expect(reply).toMatchObject({ text: 'Yes?', thread_ts: said.ts });
    expect(slack.mai.messages(general())[0]).toMatchObject({ reply_count: 1 });
    slack.mai.send(slack.mai.openDm().id, 'psst');
    slack.ravi.react(reply.ts, 'star');
    slack.ravi.unreact(reply.ts, 'star');
    expect(slack.mai.openHome()).toBeUndefined();
    await until(() => slack.state.home(slack.mai.info.id));
    expect(slack.mai.openHome()).toMatchObject({ type: 'home', blocks: [{ text: { text: 'Hello' } }] });
    await until(() => heard.length === 4);
    expect(heard).toEqual([
      `mention <@${slack.botUserId}> are you there?`,
      'im psst',
      `+star by ${slack.ravi.info.id} on ${slack.botUserId}`,
      '-star',
    ]);
  });

  it('come again until they are acknowledged, and Bolt is told so', async () => {
    await hurry();
    const tries: (number | undefined)[] = [];
    app = await startBolt(slack, (bolt) =>
      bolt.event('reaction_added', async ({ context }) => {
        tries.push(context.retryNum);
      }),
    );
    const { ts } = slack.mai.send(general(), 'hello');
    await until(() => slack.state.events().every(({ state }) => state === 'acknowledged'));
    slack.faults.loseAcks(2);
    slack.mai.react(ts, 'star');
    await until(() => tries.length === 3);
    expect(tries).toEqual([0, 1, 2]);
    const record = slack.state.events().find(({ type }) => type === 'reaction_added');
    await until(() => record?.state === 'acknowledged');
    expect(record?.attempts).toBe(3);
  });

  it('may come twice and in another order', async () => {
    const heard: string[] = [];
    app = await startBolt(slack, (bolt) =>
      bolt.message(async ({ message, body }) => {
        if ('text' in message) heard.push(`${message.text} ${body.event_id}`);
      }),
    );
    slack.faults.deliverTwice('message.channels');
    slack.mai.send(general(), 'one');
    await until(() => heard.length === 2);
    expect(new Set(heard).size).toBe(1);
    const release = slack.faults.holdEvents();
    slack.mai.send(general(), 'two');
    slack.mai.send(general(), 'three');
    release('reversed');
    await until(() => heard.length === 4);
    expect(heard.slice(2).map((line) => line.split(' ')[0])).toEqual(['three', 'two']);
  });
});

describe('a connection', () => {
  it('is renewed by Bolt when Slack asks for it, and when it breaks', async () => {
    app = await startBolt(slack, (bolt) => bolt.command('/render', ({ ack }) => ack('Here')));
    for (const trouble of [slack.faults.askToReconnect, slack.faults.dropConnections]) {
      trouble();
      await until(() => slack.state.connections().every(({ isLeaving }) => isLeaving));
      await until(() => slack.state.connections().some(({ isLeaving }) => !isLeaving));
      const before = slack.mai.messages(general()).length;
      slack.mai.runCommand(general(), '/render', '');
      await until(() => slack.mai.messages(general()).length > before);
    }
    expect(slack.mai.messages(general()).map(({ text }) => text)).toEqual(['Here', 'Here']);
  });

  it('ends with the installation, and the app hears of it', async () => {
    const heard: string[] = [];
    app = await startBolt(slack, (bolt) => {
      bolt.event('tokens_revoked', async () => void heard.push('tokens_revoked'));
      bolt.event('app_uninstalled', async () => void heard.push('app_uninstalled'));
    });
    slack.faults.revokeToken();
    await until(() => heard.length === 1);
    await expect(app.client.auth.test({ token: slack.botToken })).rejects.toThrow('token_revoked');
    slack.faults.uninstall();
    await until(() => heard.length === 2);
    await expect(app.client.auth.test({ token: slack.botToken })).rejects.toThrow('account_inactive');
  });
});
