/**
 * Slack's numbers. What Slack publishes has its page named; what it keeps to itself says who has seen it.
 * The `as const` tables never change; `Timing` and the rates can be shrunk by tests.
 */

/** https://docs.slack.dev/reference/methods/chat.postMessage and chat.update */
export const MESSAGE_LIMITS = {
  /** Longer texts are cut off here, not refused. */
  text: 40_000,
  /** `msg_too_long` beyond it. */
  updateText: 4000,
  markdownText: 12_000,
  attachments: 100,
  /** All blocks as JSON; unpublished, measured by others (slackapi/bolt-js issues 2509 and 2867). */
  blocksJson: 13_300,
  /** `event_payload` as JSON; unpublished, a guess on the careful side. */
  metadataJson: 8000,
  /** Different emoji on one message, and emoji of one person on it; seen by others. */
  reactions: 50,
  reactionsOfOne: 23,
  pins: 100,
} as const;

/** https://docs.slack.dev/reference/block-kit/blocks and /composition-objects */
export const BLOCK_LIMITS = {
  perMessage: 50,
  perView: 100,
  id: 255,
  text: 3000,
  headerText: 150,
  fields: 10,
  fieldText: 2000,
  actions: 25,
  contextElements: 10,
  contextActions: 5,
  imageUrl: 3000,
  altText: 2000,
  imageTitle: 2000,
  markdown: 12_000,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  accessibilityLabel: 75,
  placeholder: 150,
  options: 100,
  optionGroups: 100,
  fewOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  /** @slack/types says 75, Slack's page has said 150: the smaller one. */
  optionValue: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  inputText: 3000,
  inputLabel: 2000,
  files: 10,
  tableRows: 100,
  tableColumns: 20,
  carouselCards: 10,
  containerBlocks: 10,
  cardTitle: 150,
  cardBody: 200,
} as const;

/** https://docs.slack.dev/reference/views and the views.* methods */
export const VIEW_LIMITS = {
  title: 24,
  button: 24,
  privateMetadata: 3000,
  callbackId: 255,
  externalId: 255,
  bytes: 250_000,
  stack: 3,
} as const;

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const FILE_LIMITS = {
  altText: 1000,
  bytes: 1024 * 1024 * 1024,
} as const;

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
/** In a group direct message, with whoever opens it. */
export const GROUP_PEOPLE = { least: 3, most: 9 } as const;

export const RESPONSE_URL_USES = 5;

/** Slack staff in slackapi/node-slack-sdk issue 1654. */
export const MOST_CONNECTIONS = 10;

/** Time rules; every one can be shrunk. */
export interface Timing {
  /** Commands, actions, shortcuts, suggestions, submissions and events want an answer within this. @default 3000 */
  answerMs: number;
  /** @default 3000 */
  triggerMs: number;
  /** @default 1800000 */
  responseUrlMs: number;
  /** When an unanswered event is sent again, after each failure. @default at once, 1 min, 5 min (reported, not published) */
  retryMs: readonly number[];
  /** From `files.completeUploadExternal` until the file can be named in a block. Unpublished. @default 800 */
  fileProcessingMs: number;
  /** A URL of `apps.connections.open` has to be used within this. Unpublished. @default 30000 */
  ticketMs: number;
  /** How long a connection lives; Slack says it in `approximate_connection_time`. @default 18060000 */
  connectionMs: number;
  /** The warning comes so long before the end. @default 10000 */
  warningMs: number;
  /** @default 10000 */
  pingMs: number;
}

export const TIMING: Timing = {
  answerMs: 3000,
  triggerMs: 3000,
  responseUrlMs: 30 * 60 * 1000,
  retryMs: [0, 60_000, 300_000],
  fileProcessingMs: 800,
  ticketMs: 30_000,
  connectionMs: 18_060_000,
  warningMs: 10_000,
  pingMs: 10_000,
};

export interface Rate {
  limit: number;
  perMs: number;
}

/** https://docs.slack.dev/apis/web-api/rate-limits; the page says "at least" and this stand-in takes it at its word. */
export const TIERS = {
  1: { limit: 1, perMs: 60_000 },
  2: { limit: 20, perMs: 60_000 },
  3: { limit: 50, perMs: 60_000 },
  4: { limit: 100, perMs: 60_000 },
  /** chat.postMessage, counted per channel. */
  post: { limit: 1, perMs: 1000 },
  /** chat.postMessage in the whole workspace: "several hundred messages per minute". */
  workspacePost: { limit: 300, perMs: 60_000 },
  /** auth.test, chat.getPermalink and others: "hundreds per minute". */
  special: { limit: 600, perMs: 60_000 },
} as const satisfies Record<string, Rate>;

export type Tier = keyof typeof TIERS;

export interface Limits {
  timing: Timing;
  rates: Record<Tier, Rate>;
}

export interface LimitOverrides {
  timing?: Partial<Timing>;
  rates?: Partial<Record<Tier, Rate>>;
}

export function resolveLimits(overrides: LimitOverrides = {}): Limits {
  return { timing: { ...TIMING, ...overrides.timing }, rates: { ...TIERS, ...overrides.rates } };
}
