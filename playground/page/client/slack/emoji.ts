/** Emoji by Slack's names for them, in the picker's order; the names of one group stand on one line each with their sign. */

interface Group {
  name: string;
  emoji: readonly (readonly [name: string, sign: string])[];
}

/** `name sign`, apart by `|`: a list one can read. */
const WRITTEN: readonly [group: string, emoji: string][] = [
  [
    'Often used',
    'star ⭐|+1 👍|heart ❤️|tada 🎉|fire 🔥|eyes 👀|joy 😂|open_mouth 😮|pray 🙏|white_check_mark ✅|x ❌' +
      '|pushpin 📌|raised_hands 🙌|clap 👏|100 💯|sparkles ✨',
  ],
  [
    'Smileys',
    'grinning 😀|smile 😄|laughing 😆|sweat_smile 😅|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍' +
      '|star-struck 🤩|thinking_face 🤔|neutral_face 😐|unamused 😒|relieved 😌|sleeping 😴|sunglasses 😎' +
      '|nerd_face 🤓|cry 😢|sob 😭|scream 😱|rage 😡|partying_face 🥳|exploding_head 🤯|shushing_face 🤫' +
      '|hugging_face 🤗|robot_face 🤖|ghost 👻|skull 💀',
  ],
  [
    'People',
    'wave 👋|ok_hand 👌|v ✌️|crossed_fingers 🤞|point_up ☝️|-1 👎|fist ✊|muscle 💪|writing_hand ✍️' +
      '|raised_hand ✋|pinched_fingers 🤌|selfie 🤳|bow 🙇|shrug 🤷|facepalm 🤦|ok_woman 🙆|artist 🧑‍🎨' +
      '|teacher 🧑‍🏫|student 🧑‍🎓',
  ],
  [
    'Nature',
    'fox_face 🦊|cat 🐱|dog 🐶|bear 🐻|panda_face 🐼|owl 🦉|penguin 🐧|fish 🐟|whale 🐳|butterfly 🦋|tree 🌳' +
      '|evergreen_tree 🌲|cactus 🌵|sunflower 🌻|rose 🌹|maple_leaf 🍁|mushroom 🍄|earth_africa 🌍' +
      '|full_moon 🌕|sunny ☀️|rainbow 🌈|cloud ☁️|snowflake ❄️|ocean 🌊|zap ⚡|volcano 🌋',
  ],
  [
    'Things',
    'art 🎨|frame_with_picture 🖼️|camera 📷|movie_camera 🎥|musical_note 🎵|headphones 🎧|bulb 💡|rocket 🚀' +
      '|gift 🎁|trophy 🏆|medal 🏅|bell 🔔|lock 🔒|key 🔑|hammer 🔨|gear ⚙️|wrench 🔧|link 🔗|paperclip 📎' +
      '|memo 📝|book 📖|calendar 📆|hourglass_flowing_sand ⏳|stopwatch ⏱️|computer 💻|floppy_disk 💾' +
      '|battery 🔋|package 📦|coffee ☕|pizza 🍕|cake 🍰|house 🏠|car 🚗|airplane ✈️',
  ],
  [
    'Signs',
    'question ❓|exclamation ❗|warning ⚠️|no_entry ⛔|heavy_check_mark ✔️|heavy_plus_sign ➕|repeat 🔁' +
      '|arrow_right ➡️|arrow_up ⬆️|back 🔙|new 🆕|soon 🔜|recycle ♻️|red_circle 🔴|large_green_circle 🟢' +
      '|large_blue_circle 🔵|white_medium_star ⭐|blue_heart 💙|green_heart 💚|purple_heart 💜' +
      '|broken_heart 💔|boom 💥|speech_balloon 💬|zzz 💤',
  ],
];

export const emojiGroups: readonly Group[] = WRITTEN.map(([name, list]) => ({
  name,
  emoji: list.split('|').map((entry) => {
    const [short = '', sign = ''] = entry.split(' ');
    return [short, sign] as const;
  }),
}));

const signs = new Map(emojiGroups.flatMap(({ emoji }) => emoji));
const aliases: Record<string, string> = {
  thumbsup: '+1',
  thumbsdown: '-1',
  hourglass: 'hourglass_flowing_sand',
};

/** Signs that come in five colours of skin, and the colours as Slack numbers them. */
const TONED = new Set(
  '+1 -1 pray raised_hands clap wave ok_hand v crossed_fingers point_up fist muscle writing_hand raised_hand pinched_fingers selfie bow shrug facepalm ok_woman artist teacher student'.split(
    ' ',
  ),
);
export const skinTones = [2, 3, 4, 5, 6] as const;
export type SkinTone = (typeof skinTones)[number];

/** The sign of `star`, `+1::skin-tone-3`; undefined for a name the page does not know. */
export function emojiSign(written: string): string | undefined {
  const [name = '', tone] = written.split('::skin-tone-');
  const sign = signs.get(aliases[name] ?? name);
  if (sign === undefined || tone === undefined || !TONED.has(aliases[name] ?? name)) return sign;
  return withTone(sign, Number(tone));
}

export function takesTone(name: string): boolean {
  return TONED.has(aliases[name] ?? name);
}

/** The colour stands behind the first sign, in place of the mark that asks for colour. */
function withTone(sign: string, tone: number): string {
  const [first = '', ...rest] = sign.replace('\uFE0F', '');
  return first + String.fromCodePoint(0x1f3fb + tone - 2) + rest.join('');
}

/** Names that begin with or contain what is typed. */
export function emojiLike(typed: string, most: number): readonly (readonly [name: string, sign: string])[] {
  const wanted = typed.toLowerCase();
  const all = [...signs];
  const begins = all.filter(([name]) => name.startsWith(wanted));
  const contains = all.filter(([name]) => !name.startsWith(wanted) && name.includes(wanted));
  return [...begins, ...contains].slice(0, most);
}
