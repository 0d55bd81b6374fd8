/**
 * Puts a message together out of a request's body and what was there before, and judges the whole: nothing empty,
 * every named attachment there, no text field beside V2 components. Nothing is changed when a rule is broken.
 */
import { MessageFlags } from 'discord-api-types/v10';
import { formError, refuse } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import { type MessageComponent, mediaOf, numbered, walk } from '../validate/components.ts';
import type { Embed } from '../validate/embeds.ts';
import type { AttachmentRequest, MessageBody } from '../validate/message.ts';
import { referenced } from './render-message.ts';
import type { StoredAttachment } from './types.ts';
import type { MeasuredUpload } from './uploads.ts';

export interface Draft {
  body: MessageBody;
  uploads: MeasuredUpload[];
  /** Where the body hangs in the request, for the paths of form errors. */
  at?: readonly PropertyKey[];
}

export interface Parts {
  content: string;
  embeds: Embed[];
  components: MessageComponent[];
  attachments: StoredAttachment[];
  flags: number;
}

export interface Composed extends Parts {
  /** Bytes to store, by attachment id. */
  newFiles: { id: string; bytes: Uint8Array }[];
}

/** What a message starts from. */
export const NOTHING: Parts = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

const SETTABLE_ON_CREATE =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** `edited` is null for a new message. A field that is absent keeps what was there, null empties it. */
export function compose(edited: Parts | null, draft: Draft, nextId: () => string): Composed {
  const { body, at = [] } = draft;
  refuseUnsupported(body, at);
  const before = edited ?? NOTHING;
  const flags = edited ? editedFlags(before.flags, body, at) : (body.flags ?? 0) & SETTABLE_ON_CREATE;
  const { attachments, newFiles, nameable } = mergeAttachments(before, draft, nextId);
  const after: Composed = {
    content: body.content === undefined ? before.content : (body.content ?? ''),
    embeds: body.embeds === undefined ? before.embeds : (body.embeds ?? []),
    components: body.components === undefined ? before.components : numbered(body.components ?? []),
    attachments,
    flags,
    newFiles,
  };
  if (flags & MessageFlags.IsComponentsV2) refuseLegacyFields(after, at);
  refuseMissingFiles(after.components, body.components ? nameable : attachments, at);
  const shows = after.content !== '' || after.embeds.length > 0 || after.components.length > 0;
  if (!shows && (attachments.length === 0 || flags & MessageFlags.IsComponentsV2))
    throw refuse('emptyMessage');
  return after;
}

function refuseUnsupported(body: MessageBody, at: readonly PropertyKey[]): void {
  for (const field of ['poll', 'sticker_ids'] as const) {
    const value = body[field];
    if (!value || (Array.isArray(value) && value.length === 0)) continue;
    throw formError([...at, field], 'PLAYGROUND_UNSUPPORTED', `The playground's Discord has no ${field}.`);
  }
}

function editedFlags(before: number, body: MessageBody, at: readonly PropertyKey[]): number {
  const kept = before & ~MessageFlags.Loading;
  if (body.flags === undefined || body.flags === null) return kept;
  if (before & MessageFlags.IsComponentsV2 && !(body.flags & MessageFlags.IsComponentsV2)) {
    throw formError(
      [...at, 'flags'],
      'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      'The IS_COMPONENTS_V2 flag cannot be removed from a message',
    );
  }
  const editable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
  return (kept & ~editable) | (body.flags & editable);
}

function refuseLegacyFields(after: Parts, at: readonly PropertyKey[]): void {
  for (const field of ['content', 'embeds'] as const) {
    if (after[field].length === 0) continue;
    throw formError(
      [...at, field],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
}

function refuseMissingFiles(
  components: readonly MessageComponent[],
  attachments: readonly StoredAttachment[],
  at: readonly PropertyKey[],
): void {
  for (const { component, path } of walk(components)) {
    for (const { media, path: way } of mediaOf(component)) {
      if (!media.url.startsWith('attachment://') || referenced(media.url, attachments)) continue;
      throw formError(
        [...at, 'components', ...path, ...way, 'url'],
        'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        'The referenced attachment was not found',
      );
    }
  }
}

/**
 * `attachments` lists kept and new files alike, and what it does not list vanishes. Without the list, everything
 * stays and every upload joins. A kept file can be named by a component of the same request only when its entry
 * repeats the filename (reported by others, not documented).
 */
function mergeAttachments(before: Parts, draft: Draft, nextId: () => string) {
  const { body, uploads, at = [] } = draft;
  const newFiles: Composed['newFiles'] = [];
  const take = (upload: MeasuredUpload, entry?: AttachmentRequest): StoredAttachment => {
    const id = nextId();
    newFiles.push({ id, bytes: upload.bytes });
    return withRequest(
      {
        id,
        filename: upload.filename,
        contentType: upload.contentType,
        size: upload.bytes.byteLength,
        ...(upload.title === undefined ? {} : { title: upload.title }),
        ...(upload.width === undefined ? {} : { width: upload.width }),
        ...(upload.height === undefined ? {} : { height: upload.height }),
        ...(upload.filename.startsWith('SPOILER_') ? { spoiler: true } : {}),
      },
      entry,
    );
  };

  let attachments: StoredAttachment[];
  let nameable: StoredAttachment[];
  if (!body.attachments) {
    attachments = [...before.attachments, ...uploads.map((upload) => take(upload))];
    nameable = attachments;
  } else {
    const merged = body.attachments.map((entry, index) => {
      const upload = uploads.find(({ key }) => key === entry.id);
      if (upload) return { attachment: take(upload, entry), named: true };
      const kept = before.attachments.find(({ id }) => id === entry.id);
      if (kept) return { attachment: withRequest(kept, entry), named: entry.filename === kept.filename };
      throw formError([...at, 'attachments', index], 'ATTACHMENT_NOT_FOUND', 'Attachment data not found');
    });
    attachments = merged.map(({ attachment }) => attachment);
    nameable = merged.filter(({ named }) => named).map(({ attachment }) => attachment);
  }
  if (attachments.length > MESSAGE_LIMITS.attachments) throw refuse('tooManyAttachments');
  return { attachments, newFiles, nameable };
}

function withRequest(attachment: StoredAttachment, entry: AttachmentRequest | undefined): StoredAttachment {
  if (!entry) return attachment;
  const changed: StoredAttachment = { ...attachment };
  if (entry.description !== undefined) {
    if (entry.description) changed.description = entry.description;
    else delete changed.description;
  }
  if (entry.title) changed.title = entry.title;
  if (typeof entry.is_spoiler === 'boolean') changed.spoiler = entry.is_spoiler;
  return changed;
}

/** Each file against the limit of the place it goes to. */
export function refuseLargeFiles(uploads: readonly { bytes: Uint8Array }[], limit: number): void {
  if (uploads.some(({ bytes }) => bytes.byteLength > limit)) throw refuse('tooLarge');
}
