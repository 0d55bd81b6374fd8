/**
 * Slack's way of writing text down: `&`, `<` and `>` are escaped, and what stands between angle brackets means something.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import { newShortId } from '../ids.ts';
import type { Block } from './types.ts';
import { isDirect, type World } from './world.ts';

const REFERENCE = /<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|![a-z]+|(?:https?|mailto|slack):[^<>|]+)(?:[|^][^<>]*)?>/
  .source;
const ENTITY = /&(?:amp|lt|gt);/.source;

/** What an app sent as `text`: references and entities stay, everything else that needs it is escaped. */
export function escapeLoose(text: string): string {
  return text.replace(new RegExp(`${REFERENCE}|${ENTITY}|[&<>]`, 'g'), (found) =>
    found.length > 1 ? found : escapeChar(found),
  );
}

const escapeAll = (text: string) => text.replace(/[&<>]/g, escapeChar);

function escapeChar(char: string): string {
  return char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;';
}

type Piece =
  | { type: 'text'; text: string }
  | { type: 'user'; user_id: string }
  | { type: 'channel'; channel_id: string }
  | { type: 'link'; url: string }
  | { type: 'emoji'; name: string };

/** What a person typed, as their client sends it: `@Mai`, `#gallery`, `:star:` and addresses have become references. */
export function composeTyped(world: World, typed: string): { text: string; blocks: Block[] } {
  const pieces = piecesOf(world, typed);
  return {
    text: pieces.map(written).join(''),
    blocks: [
      {
        type: 'rich_text',
        block_id: newShortId(),
        elements: [{ type: 'rich_text_section', elements: pieces }],
      },
    ],
  };
}

function piecesOf(world: World, typed: string): Piece[] {
  const people = [
    ...[...world.users.values()].map(({ id, realName }) => ({ id, name: realName })),
    { id: world.seed.app.botUserId, name: world.manifest.features.bot_user.display_name },
  ];
  const channels = [...world.channels.values()].filter((channel) => !isDirect(channel));
  const pieces: Piece[] = [];
  let rest = typed;
  let plain = '';
  const take = (piece: Piece, length: number) => {
    if (plain !== '') pieces.push({ type: 'text', text: plain });
    plain = '';
    pieces.push(piece);
    rest = rest.slice(length);
  };
  while (rest !== '') {
    const person = people.find(({ name }) => rest.startsWith(`@${name}`));
    const channel = channels.find(({ name }) => rest.startsWith(`#${name}`));
    const [link] = /^https?:\/\/[^\s<>]+/.exec(rest) ?? [];
    const [, emoji] = /^:([a-z0-9_+'-]+):/.exec(rest) ?? [];
    if (person) take({ type: 'user', user_id: person.id }, person.name.length + 1);
    else if (channel) take({ type: 'channel', channel_id: channel.id }, channel.name.length + 1);
    else if (link) take({ type: 'link', url: link }, link.length);
    else if (emoji) take({ type: 'emoji', name: emoji }, emoji.length + 2);
    else {
      plain += rest.slice(0, 1);
      rest = rest.slice(1);
    }
  }
  if (plain !== '' || pieces.length === 0) pieces.push({ type: 'text', text: plain });
  return pieces;
}

function written(piece: Piece): string {
  switch (piece.type) {
    case 'text':
      return escapeAll(piece.text);
    case 'user':
      return `<@${piece.user_id}>`;
    case 'channel':
      return `<#${piece.channel_id}>`;
    case 'link':
      return `<${piece.url}>`;
    case 'emoji':
      return `:${piece.name}:`;
    default:
      return piece satisfies never;
  }
}

/** What Slack makes of blocks that came without `text`; its own words when nothing can be read in them. */
export function textOfBlocks(blocks: readonly Block[]): string {
  const texts = blocks.flatMap((block) => {
    const { text } = block;
    if (typeof text === 'string') return [text];
    if (typeof text === 'object' && text !== null && 'text' in text && typeof text.text === 'string')
      return [text.text];
    return [];
  });
  return texts.length > 0 ? texts.join(' ') : "This content can't be displayed.";
}

/** People and bots a text names, the app's own bot among them. */
export function mentionsOf(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].flatMap((match) => match[1] ?? []);
}
