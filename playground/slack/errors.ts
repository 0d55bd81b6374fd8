/** Slack's way of refusing: HTTP 200 and `{ok: false, error}`. Thrown anywhere, answered in one place. */

export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  /** What stands in the answer besides `ok` and `error`. */
  readonly details: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export function refuse(code: string, details?: Record<string, unknown>): ApiError {
  return new ApiError(code, details);
}

/** What is wrong with a part of the arguments, with a JSON pointer to it. */
export interface Problem {
  pointer: string;
  message: string;
  constraint?: { type: string; expected?: string[]; got?: string };
}

const described = ({ message, pointer }: Problem) => `${message} [json-pointer:${pointer}]`;

/** The refusal that names every problem. `invalid_blocks` says them twice, once in a list of its own. */
export function refuseWith(
  code: 'invalid_blocks' | 'invalid_arguments' | 'invalid_attachments',
  problems: Problem[],
): ApiError {
  const texts = problems.map(described);
  return refuse(code, {
    ...(code === 'invalid_blocks' ? { errors: texts } : {}),
    response_metadata: { messages: texts.map((text) => `[ERROR] ${text}`) },
  });
}
