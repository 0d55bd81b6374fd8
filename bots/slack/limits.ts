/** Slack's numbers that concern what we send and how often. Documented by Slack unless a comment says otherwise. */

export const limits = {
  /** Blocks, and all of them as JSON. For messages Slack names no size; others have measured about 13 300 characters. */
  message: { blocks: 50, json: 12_500 },
  /** The app's own page; Slack takes 250 000 bytes. */
  view: { blocks: 100, json: 100_000 },
  /** Pictures of one message, one below the other. Ours to choose. */
  pictures: 10,
  /** `chat.update` refuses a text of more than 4000 characters. */
  text: 3000,
  headerText: 150,
  /** Buttons of one actions block. */
  buttons: 25,
  buttonLabel: 75,
  linkUrl: 3000,
  altText: 2000,
  /** Alt text of an uploaded file. */
  fileAltText: 1000,
  form: {
    /** Blocks of a modal. */
    fields: 100,
    title: 24,
    label: 150,
    hint: 300,
    optionText: 75,
    optionValue: 75,
    options: 100,
    inputText: 3000,
  },
  command: { name: 32, hint: 100, description: 2000, shortcutName: 24, shortcuts: 10 },
  /** Five uses within 30 minutes; we stop a little earlier. */
  responseUrl: { uses: 5, ms: 29 * 60_000 },
} as const;

/** What Slack allows per minute and workspace, and what we take of it. */
export const rates = {
  /**
   * `chat.update` may be called 50 times a minute. Progress gets 40 of them, results all: a result waits only when
   * there are more than 50 of them in a minute, or 10 and a full minute of progress before.
   */
  edits: { burst: 4, perMinute: 36, mostPerMinute: 50 },
  /** A preview costs an upload of four or more calls, and Slack keeps every file until it is deleted. */
  previews: { burst: 2, perMinute: 10 },
} as const;

/** How much room a card has. */
export interface Room {
  blocks: number;
  json: number;
}
