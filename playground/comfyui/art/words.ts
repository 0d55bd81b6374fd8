/** What a prompt is about, as far as the stand-in can draw it. Order matters: the first match wins. */

export type SceneName =
  | 'sea'
  | 'mountains'
  | 'forest'
  | 'city'
  | 'meadow'
  | 'desert'
  | 'space'
  | 'underwater'
  | 'portrait'
  | 'abstract';
export type TimeName = 'day' | 'sunset' | 'dawn' | 'night' | 'dusk' | 'storm' | 'neon';
type Season = 'summer' | 'winter' | 'autumn' | 'spring';
export type MotifName =
  | 'lighthouse'
  | 'boat'
  | 'whale'
  | 'fox'
  | 'cat'
  | 'deer'
  | 'birds'
  | 'house'
  | 'castle'
  | 'balloons'
  | 'rocket'
  | 'astronaut'
  | 'robot'
  | 'windmill';

export interface Subject {
  scene: SceneName | null;
  time: TimeName | null;
  season: Season;
  motifs: MotifName[];
  /** Colours the prompt names. */
  tints: string[];
  aurora: boolean;
  rain: boolean;
  /** Still water is asked for, where a scene leaves it open. */
  lake: boolean;
  monochrome: boolean;
}

const SCENES: [SceneName, RegExp][] = [
  ['portrait', /portrait|headshot|selfie|close-?up of a (wo)?man/],
  ['underwater', /underwater|coral|reef|jellyfish|aquarium|seabed|\bfish(es)?\b|mermaid|deep sea/],
  ['space', /\bspace\b|galaxy|planet|nebula|cosmos|cosmic|orbit|\bstars?\b(?!fish)|alien|universe|saturn/],
  [
    'city',
    /city|cities|street|skyline|skyscraper|downtown|urban|cyberpunk|tokyo|new york|metropolis|rooftop|neon|building/,
  ],
  ['desert', /desert|dune|sahara|cactus|canyon|\bsand\b|oasis|camel|mars\b/],
  ['mountains', /mountain|alps?\b|glacier|himalaya|\bpeaks?\b/],
  [
    'sea',
    /lighthouse|ocean|\bsea\b|seaside|beach|coast|island|wave|sail|\bboats?\b|\bships?\b|whale|harbou?r|lake|river|water|fjord|pier|surf/,
  ],
  [
    'meadow',
    /flower|meadow|garden|tulip|rose|poppy|daisy|sunflower|lavender|field|blossom|bouquet|spring|prairie|farm|windmill/,
  ],
  [
    'forest',
    /forest|woods?\b|tree|\bfox|deer|stag|jungle|pine|mushroom|fairy|\belf|wolf|\bbears?\b|\bowl|rabbit|squirrel/,
  ],
  ['mountains', /valley|cliff|hill|landscape|snow|castle|cabin|village|dragon|balloon|nature|scenery/],
  [
    'portrait',
    /portrait|woman|\bman\b|girl|\bboy\b|person|face|lady|queen|king|princess|wizard|model|people|selfie|character|hair|samurai|warrior/,
  ],
];

const TIMES: [TimeName, RegExp][] = [
  ['neon', /cyberpunk|neon|synthwave|vaporwave|retrowave/],
  ['storm', /storm|overcast|\brain|thunder|gloomy|moody/],
  ['sunset', /sunset|golden hour|evening|sundown/],
  ['dawn', /sunrise|dawn|morning|early light|pastel/],
  ['dusk', /dusk|twilight|blue hour/],
  ['night', /night|midnight|moon|\bstar|\bdark|aurora|northern lights|firefl/],
  ['storm', /\bfog|\bmist|gr[ae]y day/],
  ['day', /\bday\b|noon|sunny|summer|bright|blue sky|daylight/],
];

const SEASONS: [Season, RegExp][] = [
  ['winter', /snow|winter|frost|ice\b|icy|frozen|glacier|christmas|arctic/],
  ['autumn', /autumn|\bfall\b|october|maple|harvest/],
  ['spring', /spring|blossom|cherry|easter/],
];

const MOTIFS: [MotifName, RegExp][] = [
  ['lighthouse', /lighthouse/],
  ['whale', /whale/],
  ['boat', /\bboats?\b|sail|\bships?\b|yacht|regatta/],
  ['fox', /\bfox(es)?\b/],
  ['cat', /\bcats?\b|kitten|kitty/],
  ['deer', /\bdeer\b|stag|\belk\b|moose|reindeer/],
  ['castle', /castle|fortress|palace|kingdom|fairy ?tale/],
  ['windmill', /windmill/],
  ['house', /\bhouses?\b|cabin|cottage|hut\b|village|home\b|farm|barn/],
  ['balloons', /balloon/],
  ['rocket', /rocket|spaceship|shuttle|launch/],
  ['astronaut', /astronaut|spaceman|cosmonaut/],
  ['robot', /robot|android|mech\b/],
  ['birds', /bird|seagull|geese|swallow|crow|raven|eagle|crane/],
];

const COLOURS: Record<string, string> = {
  red: '#d7263d',
  crimson: '#b3123a',
  orange: '#f46036',
  yellow: '#f2c14e',
  golden: '#e0a526',
  green: '#2e933c',
  emerald: '#12805c',
  teal: '#128c8c',
  turquoise: '#2ec4b6',
  blue: '#2563c9',
  navy: '#1d2d6b',
  purple: '#7b2fbe',
  violet: '#7b2fbe',
  lavender: '#9d7fd1',
  pink: '#f06ba8',
  magenta: '#d02090',
  sepia: '#a47148',
};

const firstOf = <T>(table: [T, RegExp][], words: string): T | null =>
  table.find(([, pattern]) => pattern.test(words))?.[0] ?? null;

export function readSubject(prompt: string): Subject {
  const words = prompt.toLowerCase();
  const tints = Object.entries(COLOURS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(words));
  return {
    scene: firstOf(SCENES, words),
    time: firstOf(TIMES, words),
    season: firstOf(SEASONS, words) ?? 'summer',
    motifs: MOTIFS.filter(([, pattern]) => pattern.test(words)).map(([name]) => name),
    tints: tints.map(([, color]) => color),
    aurora: /aurora|northern lights/.test(words),
    rain: /\brain|thunder|storm/.test(words),
    lake: /lake|water|river|reflection|fjord/.test(words),
    monochrome: /monochrome|black and white|black-and-white|\bb&w\b|greyscale|grayscale|noir/.test(words),
  };
}
