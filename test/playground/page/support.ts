/** The page's server on the real Discord stand-in, and a browser's end of its websocket, without a browser. */
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { defaultWorld } from '../../../playground/discord/seed.ts';
import { type DiscordServer, startDiscord } from '../../../playground/discord/server.ts';
import type { Request, Telling } from '../../../playground/page/protocol.ts';
import { telling } from '../../../playground/page/protocol.ts';
import { type Page, type PageOptions, startPage } from '../../../playground/page/server.ts';
import { createWireLog, type WireLog } from '../../../playground/wire.ts';

export interface Playground {
  page: Page;
  discord: DiscordServer;
  wire: WireLog;
  reported: unknown[];
}

export async function startPlayground({
  onClose,
  ...options
}: Partial<PageOptions> & { onClose?: () => Promise<void> } = {}): Promise<Playground> {
  const world = defaultWorld();
  const wire = createWireLog();
  const reported: unknown[] = [];
  const discord = await startDiscord({ world, wire });
  const members = world.members.filter(({ bot }) => !bot).map(({ id }) => discord.member(id));
  const page = await startPage({
    wire,
    discord: { apiUrl: discord.apiUrl, members, controls: discord.controls },
    about: { comfyui: { kind: 'stand-in' } },
    report: (error) => reported.push(error),
    ...options,
  });
  onTestFinished(async () => {
    await page.close();
    await discord.close();
    await onClose?.();
  });
  return { page, discord, wire, reported };
}

export interface Visitor {
  told: Telling[];
  socket: WebSocket;
  /** Resolves with the reply, rejects with the words of a refusal. */
  ask(ask: Request): Promise<unknown>;
  /** The first thing told that fits, whether it has come or is to come. */
  hears<Tell extends Telling['tell']>(
    tell: Tell,
    fits?: (told: Extract<Telling, { tell: Tell }>) => boolean,
  ): Promise<Extract<Telling, { tell: Tell }>>;
}

export async function visit({ page }: Playground): Promise<Visitor> {
  const socket = new WebSocket(`${page.url.replace('http', 'ws')}/live`, { origin: page.url });
  const told: Telling[] = [];
  let lastId = 0;
  socket.on('message', (data) => told.push(telling.parse(JSON.parse(String(data)))));
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');

  const visitor: Visitor = {
    told,
    socket,
    async ask(ask) {
      lastId += 1;
      const id = lastId;
      socket.send(JSON.stringify({ id, ask }));
      const answer = await waitFor(() =>
        told.find((one) => (one.tell === 'reply' || one.tell === 'refusal') && one.id === id),
      );
      if (answer.tell === 'refusal') throw new Error(answer.reason);
      return answer.tell === 'reply' ? answer.value : undefined;
    },
    hears: (tell, fits = () => true) =>
      waitFor(() => {
        for (const one of told) if (isTelling(one, tell) && fits(one)) return one;
        return undefined;
      }),
  };
  await visitor.hears('hello');
  return visitor;
}

function isTelling<Tell extends Telling['tell']>(
  one: Telling,
  tell: Tell,
): one is Extract<Telling, { tell: Tell }> {
  return one.tell === tell;
}

export async function waitFor<Value>(look: () => Value | undefined, withinMs = 5000): Promise<Value> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** As the bot would: posts a message with a file. */
export async function postFile(
  discord: DiscordServer,
  name: string,
  type: string,
  bytes: string,
): Promise<string> {
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'here', attachments: [{ id: 0, filename: name }] }));
  form.set('files[0]', new File([bytes], name, { type }));
  const answer = await fetch(`${discord.apiUrl}/v10/channels/${discord.channels.general}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}` },
    body: form,
  });
  const message: { attachments: { url: string }[] } = JSON.parse(await answer.text());
  return message.attachments[0]?.url ?? '';
}
