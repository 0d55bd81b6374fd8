/** /webhooks/{application}/{token}: what an answered interaction's token may write. No login; the token is the key. */
import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { refuse } from '../errors.ts';
import { countFollowUp } from '../world/installs.ts';
import { INTERACTION_DEFAULT } from '../world/mentions.ts';
import { createMessage, deleteMessage, editMessage } from '../world/messages.ts';
import { renderMessage } from '../world/render-message.ts';
import type { Interaction, Message } from '../world/types.ts';
import { botId } from '../world/world.ts';
import { idParam } from './guards.ts';
import { ephemeral } from './interactions.ts';
import { readDraft } from './messages.ts';
import type { Rest, RestApp, RestContext } from './types.ts';

const BASE = '/webhooks/:application/:token';

export function webhookRoutes(app: RestApp, { world, interactions }: Rest): void {
  const seen = (message: Message): APIMessage => renderMessage(world, message, botId(world));

  function interactionOf(c: RestContext): Interaction {
    return interactions.webhook(
      idParam('webhook_id', c.req.param('application')),
      c.req.param('token') ?? '',
    );
  }

  /** `@original`, or a message this very token has written. */
  function messageOf(c: RestContext, interaction: Interaction): Message {
    const id = c.req.param('message');
    const wanted = id === '@original' ? interaction.originalId : idParam('message_id', id);
    const message = wanted === undefined ? undefined : world.messages.get(wanted);
    if (!message) throw refuse('unknownMessage');
    const own = message.id === interaction.originalId || message.origin?.interactionId === interaction.id;
    if (!own) throw refuse('unknownMessage');
    return message;
  }

  app.post(BASE, async (c) => {
    const interaction = interactionOf(c);
    const draft = await readDraft(world, c.get('input'));
    const channel = world.channels.get(interaction.channelId);
    if (!channel) throw refuse('unknownChannel');
    const original =
      interaction.originalId === undefined ? undefined : world.messages.get(interaction.originalId);
    if (interaction.promised && original) {
      // Deprecated, but so it is: the first follow-up after "thinking" fills the waiting message.
      interaction.promised = false;
      return c.json(seen(editMessage(world, original, draft, { mentionDefaults: INTERACTION_DEFAULT })));
    }
    countFollowUp(world, interaction);
    const message = createMessage(world, channel, draft, {
      authorId: botId(world),
      mentionDefaults: INTERACTION_DEFAULT,
      type: original ? MessageType.Reply : MessageType.Default,
      origin: { ...interaction.origin, ...(original ? { originalMessageId: original.id } : {}) },
      ...(original ? { replyTo: original } : {}),
      ...ephemeral(world, interaction, draft.body.flags ?? 0),
    });
    return c.json(seen(message));
  });

  app.get(`${BASE}/messages/:message`, (c) => c.json(seen(messageOf(c, interactionOf(c)))));

  app.patch(`${BASE}/messages/:message`, async (c) => {
    const interaction = interactionOf(c);
    const message = messageOf(c, interaction);
    const draft = await readDraft(world, c.get('input'));
    const edited = editMessage(world, message, draft, { mentionDefaults: INTERACTION_DEFAULT });
    if (message.id === interaction.originalId) interaction.promised = false;
    return c.json(seen(edited));
  });

  app.delete(`${BASE}/messages/:message`, (c) => {
    const message = messageOf(c, interactionOf(c));
    deleteMessage(world, message);
    return c.body(null, 204);
  });
}
