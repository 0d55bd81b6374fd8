/** Discord's way of refusing: an HTTP status and `{code, message, errors?}`. Thrown anywhere, answered in one place. */

export interface FormError {
  code: string;
  message: string;
}

export type FormErrorTree = { _errors?: FormError[] } & {
  [key: string]: FormErrorTree | FormError[] | undefined;
};

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes */
const REFUSALS = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownRole: [404, 10011, 'Unknown Role'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  wrongApplication: [403, 20012, 'You are not authorized to perform this action on this application'],
  tooManyPins: [400, 30003, 'Maximum number of pins reached for the channel (250)'],
  tooManyReactions: [400, 30010, 'Maximum number of reactions reached (20)'],
  tooManyAttachments: [400, 30015, 'Maximum number of attachments in a message reached (10)'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached'],
  tooManyCommandCreates: [
    429,
    30034,
    'Maximum number of daily application command creates has been reached (200)',
  ],
  tooManyFollowUps: [400, 40094, 'This interaction has hit the maximum number of follow-up messages'],
  tooLarge: [413, 40005, 'Request entity too large'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  wrongChannelForDm: [403, 50003, 'Cannot execute action on a DM channel'],
  notYourMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  dmClosed: [403, 50007, 'Cannot send messages to this user'],
  notInTextChannel: [400, 50008, 'Cannot send messages in a non-text channel'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  bulkDeleteCount: [
    400,
    50016,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  ],
  systemMessage: [403, 50021, 'Cannot execute action on a system message'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  bulkDeleteAge: [400, 50034, 'You can only bulk delete messages that are under 14 days old.'],
  invalidVersion: [400, 50041, 'Invalid API version'],
  archivedThread: [400, 50083, 'Thread is archived'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  noMutualGuilds: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  replyNeedsHistory: [400, 160002, 'Cannot reply without permission to read message history'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type Refusal = keyof typeof REFUSALS;

export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: { code: number; message: string } & Record<string, unknown>) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export function refuse(refusal: Refusal): ApiError {
  const [status, code, message] = REFUSALS[refusal];
  return new ApiError(status, { message, code });
}

/** 50035 with Discord's nested `errors`: each key of the path is a level, the leaf holds `_errors`. */
export function formErrors(problems: { path: readonly PropertyKey[]; error: FormError }[]): ApiError {
  const errors: FormErrorTree = {};
  for (const { path, error } of problems) {
    let level = errors;
    for (const key of path) {
      const name = String(key);
      const next = level[name];
      const deeper: FormErrorTree = next && !Array.isArray(next) ? next : {};
      level[name] = deeper;
      level = deeper;
    }
    level._errors = [...(level._errors ?? []), error];
  }
  return new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors });
}

export function formError(path: readonly PropertyKey[], code: string, message: string): ApiError {
  return formErrors([{ path, error: { code, message } }]);
}
