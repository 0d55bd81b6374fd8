/** Discord's numbers that concern what we send. Documented by Discord unless a comment says otherwise. */

const MiB = 1024 * 1024;

export const limits = {
  /** All components of a message, nested ones counted. */
  components: 40,
  /** All Text Displays of a message together. */
  text: 4000,
  buttonsPerRow: 5,
  buttonLabel: 80,
  linkUrl: 512,
  galleryItems: 10,
  altText: 1024,
  attachments: 10,
  /** One file, where neither the server nor the person who asked has a larger allowance. */
  fileBytes: 10 * MiB,
  /** One request is at most 25 MiB; the rest is for the form around the files. */
  requestBytes: 24 * MiB,
  /** What the boosts of a server allow per file, by its tier. */
  tierFileBytes: [10 * MiB, 10 * MiB, 50 * MiB, 100 * MiB],
  nonce: 25,
  /** An interaction's token lives 15 minutes; we stop using it a little earlier. */
  tokenMs: 13 * 60 * 1000,
  /** Where nothing but the token reaches the answer, it is used for longer. */
  guestTokenMs: 14.5 * 60 * 1000,
  customId: 100,
  modal: {
    title: 45,
    labels: 5,
    label: 45,
    /** The description of a field. */
    hint: 100,
    text: 4000,
    /** A field of one line; ours to choose. */
    line: 200,
    options: 25,
    optionText: 100,
  },
  command: {
    name: 32,
    description: 100,
    options: 25,
    choices: 25,
    choiceName: 100,
    choiceValue: 100,
    stringLength: 6000,
  },
} as const;

/**
 * What we edit for progress' sake, per channel. Discord publishes no number for edits, it says in its headers what is
 * left; these stay below what others have seen, so that results never find a limit used up. Ours to choose.
 */
export const rates = {
  /** Answers to commands, by their own tokens: each is counted by itself, and not towards the bot's 50 a second. */
  answers: { burst: 10, perMinute: 300 },
  /** By the bot's own token: others have seen 5 edits in 5 seconds per channel. */
  messages: { burst: 2, perMinute: 36 },
  /** Of messages older than an hour; the value behind error 30046 is unpublished. */
  old: { burst: 1, perMinute: 2 },
} as const;
