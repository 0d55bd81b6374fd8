/** Who somebody is: their name in the workspace, and whether they may act for others. */
import { z } from 'zod';
import type { Gesture } from '../../commands/command.ts';
import type { Languages } from '../../commands/languages.ts';
import { isMentioned } from '../../commands/mentioned.ts';
import type { Log } from '../../core/log.ts';
import { nameless, type Place } from '../../core/people.ts';
import { english, type Language } from '../../core/say.ts';
import type { Option } from '../options.ts';
import { oneLine } from '../words.ts';
import { isDirect } from './channels.ts';
import { meaningOf, translated } from './errors.ts';
import type { Where } from './form.ts';
import type { Doer } from './heard.ts';
import type { Wire } from './wire.ts';

const keptMs = 5 * 60_000;
const most = 2000;
/** People wait for an answer while we ask who they are. */
const askMs = 1500;
/** A form has to be opened within 3 seconds, and is not worth missing for its language. */
const tongueMs = 800;
const userSchema = z.object({
  user: z.object({
    team_id: z.string().optional(),
    name: z.string().optional(),
    real_name: z.string().optional(),
    locale: z.string().optional(),
    is_admin: z.boolean().default(false),
    is_owner: z.boolean().default(false),
    profile: z.object({ display_name: z.string().default(''), real_name: z.string().default('') }).optional(),
  }),
});
const groupsSchema = z.object({
  usergroups: z
    .array(z.object({ id: z.string(), handle: z.string(), users: z.array(z.string()).default([]) }))
    .default([]),
});

interface Known {
  name: string | null;
  /** Admin or owner of this workspace; somebody else's admins are guests here. */
  admin: boolean;
  /** BCP 47. */
  language: string | null;
}

export type People = ReturnType<typeof createPeople>;

export function createPeople({
  wire,
  team,
  instructors,
  languages,
  log,
  now,
}: {
  wire: Wire;
  /** The workspace the app is installed in: the space of everything that happens in it. */
  team: string;
  /** The user group whose members may act for others: its id or handle. */
  instructors: string;
  languages?: Languages | undefined;
  log: Log;
  now: () => number;
}) {
  const users = new Map<string, { at: number; known: Promise<Known> }>();
  let groups: { at: number; members: Promise<ReadonlySet<string>> } | null = null;

  async function askUser(id: string): Promise<Known> {
    try {
      const { user } = userSchema.parse(await wire.results.users.info({ user: id, include_locale: true }));
      const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name];
      const ours = user.team_id === undefined || user.team_id === team;
      return {
        name: names.map((name) => oneLine(name ?? '')).find((name) => name !== '') ?? null,
        admin: ours && (user.is_admin || user.is_owner),
        language: user.locale ?? null,
      };
    } catch (thrown) {
      log.debug({ err: translated(thrown, 'asking for a name') }, 'Slack did not say who somebody is');
      users.delete(id);
      return { name: null, admin: false, language: null };
    }
  }

  async function askGroups(): Promise<ReadonlySet<string>> {
    try {
      const answer = await wire.results.usergroups.list({ include_users: true });
      const found = groupsSchema
        .parse(answer)
        .usergroups.find(({ id, handle }) => id === instructors || handle === instructors);
      return new Set(found?.users);
    } catch (thrown) {
      // Workspaces on a free plan have no user groups; their admins are the instructors.
      log.debug({ err: translated(thrown, 'asking for user groups') }, 'Slack named no user groups');
      if (meaningOf(thrown) === 'passing') groups = null;
      return new Set();
    }
  }

  function user(id: string): Promise<Known> {
    const before = users.get(id);
    if (before && now() - before.at < keptMs) return before.known;
    const known = askUser(id);
    users.delete(id);
    users.set(id, { at: now(), known });
    const [oldest] = users.keys();
    if (users.size > most && oldest !== undefined) users.delete(oldest);
    return known;
  }

  function members(): Promise<ReadonlySet<string>> {
    if (!groups || now() - groups.at >= keptMs) groups = { at: now(), members: askGroups() };
    return groups.members;
  }

  /** As far as Slack says so in time. */
  async function language(id: string): Promise<string | null> {
    const asked = user(id).then((known) => known.language);
    return within(tongueMs, asked, null);
  }

  return {
    placeOf({ channel, thread }: Where): Place {
      return {
        platform: 'slack',
        ...(!isDirect(channel) && { space: team }),
        channel,
        ...(thread !== undefined && { thread }),
      };
    },

    /** Options with the people among them as they are called here. */
    async called(options: Readonly<Record<string, unknown>>, own: readonly Option[]) {
      const named = own.map(async ({ name, type }) => {
        const value = options[name];
        if (type !== 'person' || !isMentioned(value)) return null;
        const unknown: Known = { name: null, admin: false, language: null };
        const known = await within(askMs, user(value.id), unknown);
        return [name, { ...value, name: known.name ?? value.name }] as const;
      });
      const found = (await Promise.all(named)).filter((one) => one !== null);
      return { ...options, ...Object.fromEntries(found) };
    },

    /** Begins to ask who somebody is, so that it is known when they submit what they are about to type. */
    expect(id: string): void {
      void user(id);
      void members();
    },

    language,

    /** The language to answer them in before a command is reached. */
    async speaks(id: string): Promise<Language> {
      return languages?.of((await language(id)) ?? undefined) ?? english;
    },

    async gesture(kind: Gesture['kind'], doer: Doer, place: Place): Promise<Gesture> {
      const unknown: Known = { name: null, admin: false, language: null };
      const [known, group] = await Promise.all([
        within(askMs, user(doer.id), unknown),
        within(askMs, members(), new Set<string>()),
      ]);
      return {
        kind,
        person: { platform: 'slack', id: doer.id, name: known.name ?? doer.name ?? nameless },
        place,
        ...(known.language !== null && { language: known.language }),
        instructor: known.admin || group.has(doer.id),
        // Slack knows no such channels: instructors say it of one.
        ageRestricted: false,
      };
    },
  };
}

async function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
