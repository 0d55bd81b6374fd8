/**
 * Discord's numbers. What Discord publishes has its page named; what it keeps to itself says whose guess it is.
 * `LIMITS` never changes; `Timing` and `RateLimits` can be shrunk by tests.
 */

/** https://docs.discord.com/developers/resources/message */
export const MESSAGE_LIMITS = {
  content: 2000,
  embeds: 10,
  attachments: 10,
  attachmentDescription: 1024,
  nonce: 25,
  pins: 250,
  reactions: 20,
  /** Bulk deletion takes 2 to 100 messages of the last two weeks. */
  bulkDeleteMin: 2,
  bulkDeleteMax: 100,
  bulkDeleteMaxAgeMs: 14 * 24 * 60 * 60 * 1000,
  /** A message older than this has a cap of its own on edits (error 30046). */
  oldMessageMs: 60 * 60 * 1000,
  requestBytes: 25 * 1024 * 1024,
  threadName: 100,
} as const;

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
export const EMBED_LIMITS = {
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  total: 6000,
  url: 2048,
  color: 0xffffff,
} as const;

/** https://docs.discord.com/developers/components/reference */
export const COMPONENT_LIMITS = {
  customId: 100,
  legacyRows: 5,
  total: 40,
  rowButtons: 5,
  buttonLabel: 80,
  buttonUrl: 512,
  selectOptions: 25,
  selectText: 100,
  placeholder: 150,
  sectionTexts: 3,
  galleryItems: 10,
  mediaDescription: 1024,
  text: 4000,
  /** All texts of one message together; the API's own words, COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED. */
  totalText: 4000,
} as const;

/** https://docs.discord.com/developers/components/reference#label and the modal structure of "Receiving and Responding". */
export const MODAL_LIMITS = {
  title: 45,
  components: 5,
  label: 45,
  description: 100,
  textValue: 4000,
  textPlaceholder: 100,
  files: 10,
  radioMin: 2,
  groupOptions: 10,
  fileTypes: 10,
} as const;

/** https://docs.discord.com/developers/interactions/application-commands */
export const COMMAND_LIMITS = {
  name: 32,
  description: 100,
  options: 25,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  stringLength: 6000,
  total: 8000,
  /** Commands of one type in one scope. */
  chatInput: 100,
  user: 15,
  message: 15,
  createsPerDay: 200,
  autocompleteResults: 25,
  fileTypes: 10,
} as const;

/** Time rules; every one can be shrunk. */
export interface Timing {
  /** The first answer to an interaction has to come within this. @default 3000 */
  answerMs: number;
  /** An interaction's token lives this long. @default 900000 */
  tokenMs: number;
  /** @default 41250 */
  heartbeatMs: number;
  /** How long a gateway session can be resumed after its connection broke. @default 120000 */
  sessionMs: number;
  /** Identifying more often than once in this time answers Invalid Session. 0 switches it off. @default 5000 */
  identifyMs: number;
  /** A signed attachment URL is good for this long. @default 86400000 */
  attachmentUrlMs: number;
  /** How long `enforce_nonce` finds the earlier message ("the past few minutes"). @default 300000 */
  nonceMs: number;
}

/** The first two are documented, the others are hints, guesses, or what the gateway is seen to say. */
export const TIMING: Timing = {
  answerMs: 3000,
  tokenMs: 15 * 60 * 1000,
  heartbeatMs: 41_250,
  sessionMs: 2 * 60 * 1000,
  identifyMs: 5000,
  attachmentUrlMs: 24 * 60 * 60 * 1000,
  nonceMs: 5 * 60 * 1000,
};

export interface Rate {
  limit: number;
  perMs: number;
}

/** Buckets by what they limit. Their size is unpublished: these are what others have seen, never something to rely on. */
export const BUCKETS = {
  'message-create': { limit: 5, perMs: 5000 },
  'message-edit': { limit: 5, perMs: 5000 },
  'message-delete': { limit: 5, perMs: 1000 },
  'message-bulk-delete': { limit: 1, perMs: 3000 },
  'message-read': { limit: 50, perMs: 1000 },
  pin: { limit: 5, perMs: 5000 },
  reaction: { limit: 1, perMs: 250 },
  typing: { limit: 5, perMs: 5000 },
  webhook: { limit: 5, perMs: 2000 },
  'original-response': { limit: 5, perMs: 2000 },
  'commands-write': { limit: 5, perMs: 20_000 },
  'dm-open': { limit: 10, perMs: 10_000 },
  other: { limit: 50, perMs: 1000 },
} as const satisfies Record<string, Rate>;

export type BucketName = keyof typeof BUCKETS;

export interface RateLimits {
  buckets: Record<BucketName, Rate>;
  /** Requests of one bot in a second; interaction endpoints do not count. @default 50 per second (documented) */
  global: Rate;
  /** Edits of messages older than an hour, per channel; the value behind 30046 is unpublished. @default 5 per minute */
  oldMessageEdits: Rate;
  /** 401, 403 and 429 answers before the whole address is shut out. @default 10000 per 10 minutes (documented) */
  invalidRequests: Rate;
  /** Commands an app may send over one gateway connection. @default 120 per minute (documented) */
  gatewaySends: Rate;
  /** IDENTIFY calls. @default 1000 a day (documented) */
  identifies: Rate;
}

export const RATE_LIMITS: RateLimits = {
  buckets: { ...BUCKETS },
  global: { limit: 50, perMs: 1000 },
  oldMessageEdits: { limit: 5, perMs: 60_000 },
  invalidRequests: { limit: 10_000, perMs: 600_000 },
  gatewaySends: { limit: 120, perMs: 60_000 },
  identifies: { limit: 1000, perMs: 24 * 60 * 60 * 1000 },
};

export interface Limits {
  timing: Timing;
  rates: RateLimits;
  /** Bytes one file may have. @default 10 MiB (https://docs.discord.com/developers/reference#uploading-files) */
  attachmentBytes: number;
}

export interface LimitOverrides {
  timing?: Partial<Timing>;
  rates?: Partial<Omit<RateLimits, 'buckets'>> & { buckets?: Partial<Record<BucketName, Rate>> };
  attachmentBytes?: number;
}

export function resolveLimits(overrides: LimitOverrides = {}): Limits {
  const { buckets, ...rates } = overrides.rates ?? {};
  return {
    timing: { ...TIMING, ...overrides.timing },
    rates: { ...RATE_LIMITS, ...rates, buckets: { ...BUCKETS, ...buckets } },
    attachmentBytes: overrides.attachmentBytes ?? 10 * 1024 * 1024,
  };
}
