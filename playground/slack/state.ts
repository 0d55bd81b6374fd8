/** A look at the world from outside, for tests. */
import type { EventDelivery, SentEvent } from './delivery/events.ts';
import type { SocketTransport } from './delivery/socket.ts';
import { renderView } from './world/render.ts';
import { renderFile } from './world/render-file.ts';
import { type Rendered, renderMessage } from './world/render-message.ts';
import type { Message } from './world/types.ts';
import { openViews } from './world/views.ts';
import { messagesIn, type World } from './world/world.ts';

export interface SlackState {
  /** Oldest first, private ones and replies included, with their metadata. */
  messages(channelId: string): Readonly<Message>[];
  message(ts: string): Readonly<Message> | undefined;
  /** As the Web API has it. */
  rendered(ts: string): Rendered | undefined;
  files(): Rendered[];
  /** Bytes of a file, whoever may see it. */
  file(id: string): Promise<Uint8Array | undefined>;
  /** A person's open forms, from bottom to top. */
  views(userId: string): Rendered[];
  home(userId: string): Rendered | undefined;
  events(): readonly SentEvent[];
  connections(): ReturnType<SocketTransport['connections']>;
}

export function createState(parts: {
  world: World;
  events: EventDelivery;
  connections: SlackState['connections'];
}): SlackState {
  const { world, events, connections } = parts;
  return {
    messages: (channelId) => messagesIn(world, channelId),
    message: (ts) => world.messages.get(ts),
    rendered(ts) {
      const message = world.messages.get(ts);
      return message && renderMessage(world, message, { metadata: true });
    },
    files: () => [...world.files.values()].map((file) => renderFile(world, file)),
    file: (id) => world.bytes.get(id),
    views: (userId) => openViews(world, userId).map((view) => renderView(world, view)),
    home(userId) {
      const view = world.views.get(world.homes.get(userId) ?? '');
      return view && renderView(world, view);
    },
    events: events.sent,
    connections,
  };
}
