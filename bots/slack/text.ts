/** Texts of a card in Slack's three ways: rich text (literal, with styles), plain text, and markup where there is no other. */
import type {
  RichTextChannelMention,
  RichTextDate,
  RichTextLink,
  RichTextText,
  RichTextUserMention,
} from '@slack/types';
import { plain, type Spoken, spansOf, type Text } from '../../core/card.ts';
import { nameless } from '../../core/people.ts';
import { english, type Language, say } from '../../core/say.ts';
import { clean } from '../clean.ts';
import { webAddress } from '../web-address.ts';
import { oneLine, shortened } from '../words.ts';
import { mrkdwn as escaped } from './escape.ts';
import { limits } from './limits.ts';
import { shownName } from './register.ts';

export type Inline =
  | RichTextText
  | RichTextLink
  | RichTextDate
  | RichTextChannelMention
  | RichTextUserMention;

type Moment = Extract<Spoken, { type: 'time' }>;

const userId = /^[UW][A-Z0-9]{2,}$/;
const channelId = /^[CGD][A-Z0-9]{2,}$/;
/** Moments are drawn in the reader's time zone. Nothing on Slack counts down, so a moment soon to come is told to the second. */
function formatOf(style: Moment['style'], language: Language): string {
  switch (style) {
    case 'countdown':
      return plain(say('at {time}', { time: '{time_secs}' }), language);
    case 'clock':
      return '{time}';
    case 'date':
      return '{date_short}';
    default:
      return style satisfies never;
  }
}

/** Rich text is never interpreted: what a person typed stands there as typed. Nothing empty comes back. */
export function richText(text: Text, language: Language = english): Inline[] {
  return spansOf(text).flatMap((span) => richSpan(span, language));
}

function richSpan(span: Spoken, language: Language): Inline[] {
  if (typeof span === 'string') return words(clean(span));
  switch (span.type) {
    case 'bold':
      return words(oneLine(span.text), { bold: true });
    case 'code':
      return words(oneLine(span.text), { code: true });
    case 'time':
      return [
        {
          type: 'date',
          timestamp: Math.floor(span.at / 1000),
          format: formatOf(span.style, language),
          fallback: clock(span, language),
        },
      ];
    case 'person':
      return isNameless(span) ? [{ type: 'user', user_id: span.id }] : words(oneLine(span.name));
    case 'channel':
      return channelId.test(span.id) ? [{ type: 'channel', channel_id: span.id }] : words(oneLine(span.id));
    case 'command':
      return words(shownName(span), { bold: true });
    case 'link': {
      const url = slackAddress(span.url);
      return url === null
        ? words(oneLine(span.text))
        : [{ type: 'link', url, text: oneLine(span.text) || url }];
    }
    default:
      return span satisfies never;
  }
}

function words(text: string, style?: RichTextText['style']): RichTextText[] {
  return text === '' ? [] : [{ type: 'text', text, ...(style && { style }) }];
}

export function plainText(text: Text, language: Language = english): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return clean(span);
      switch (span.type) {
        case 'bold':
        case 'code':
        case 'link':
          return oneLine(span.text);
        case 'time':
          return clock(span, language);
        case 'person':
          return oneLine(span.name);
        case 'channel':
          return `#${oneLine(span.id)}`;
        case 'command':
          return shownName(span);
        default:
          return span satisfies never;
      }
    })
    .join('');
}

export function mrkdwn(text: Text, language: Language = english): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return escaped(span);
      switch (span.type) {
        case 'bold':
          return around('*', escaped(oneLine(span.text)));
        case 'code':
          return around('`', escaped(oneLine(span.text)));
        case 'time':
          return `<!date^${Math.floor(span.at / 1000)}^${formatOf(span.style, language)}|${clock(span, language)}>`;
        case 'person':
          return isNameless(span) ? `<@${span.id}>` : escaped(oneLine(span.name));
        case 'channel':
          return channelId.test(span.id) ? `<#${span.id}>` : escaped(oneLine(span.id));
        case 'command':
          return around('*', escaped(shownName(span)));
        case 'link': {
          const url = slackAddress(span.url);
          const label = escaped(oneLine(span.text));
          return url === null ? label : `<${url}|${label || url}>`;
        }
        default:
          return span satisfies never;
      }
    })
    .join('');
}

/** Whether a text is nothing but words, so that no markup is needed for it. */
export function isPlain(text: Text): boolean {
  return spansOf(text).every(
    (span) =>
      typeof span === 'string' || (span.type === 'person' && !isNameless(span)) || span.type === 'command',
  );
}

/**
 * People are named, not mentioned: a mention notifies, and Slack has no way to mention quietly. Only where Slack did not say
 * in time what somebody is called, they are better mentioned than left unknown.
 */
const isNameless = ({ id, name }: Extract<Spoken, { type: 'person' }>) =>
  name === nameless && userId.test(id);

function around(mark: string, text: string): string {
  return text.trim() === '' ? '' : `${mark}${text}${mark}`;
}

/** For readers to whom Slack cannot show the moment in their own way. */
function clock({ at, style }: Moment, language: Language): string {
  // The years of the platform's own dates, also where people count them otherwise.
  const asDate = { dateStyle: 'medium', calendar: 'gregory', timeZone: 'UTC' } as const;
  if (style === 'date') return new Intl.DateTimeFormat(language.tag, asDate).format(at);
  const time = new Date(at).toISOString().slice(11, style === 'countdown' ? 19 : 16);
  return plain(
    style === 'countdown' ? say('at {time} UTC', { time }) : say('{time} UTC', { time }),
    language,
  );
}

/** An address that ends none of the marks it stands in, and is not too long; null when there is none. */
export function slackAddress(address: string): string | null {
  const url = webAddress(address, /[<>|]/g);
  return url !== null && url.length <= limits.linkUrl ? url : null;
}

/** The beginning of rich text, of at most `most` characters. */
export function cut(inlines: readonly Inline[], most: number): Inline[] {
  const kept: Inline[] = [];
  let left = most;
  for (const inline of inlines) {
    const length = 'text' in inline ? (inline.text ?? '').length : 20;
    if (length <= left) {
      kept.push(inline);
      left -= length;
      continue;
    }
    if (inline.type === 'text' && left > 1) kept.push({ ...inline, text: shortened(inline.text, left) });
    else kept.push({ type: 'text', text: '…' });
    break;
  }
  return kept;
}
