/**
 * What members do: they ask, look at what comes, and do with it what they meant to. A gesture that came to nothing is
 * tried again, as people do, as long as the post still offers it.
 */
import type { Asked, Ledger, Wish } from '../ledger.ts';
import { isPing, type SeenPost, stateOf } from '../post.ts';
import type { Random } from '../random.ts';
import { tagIn } from '../tag.ts';
import type { Crowd, Happening } from './crowd.ts';

const againMs = 2500;
const mostTries = 6;
const ends: readonly string[] = ['done', 'failed', 'cancelled'];

interface ActOptions {
  crowd: Crowd;
  ledger: Ledger;
  random: Random;
}

export function createMembers({ crowd, ledger, random }: ActOptions) {
  const timers = new Set<NodeJS.Timeout>();
  const byInteraction = new Map<string, Asked>();
  const byPrivate = new Map<string, Asked>();
  const acted = new Set<Asked>();
  let over = false;

  function after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!over) run();
    }, ms);
    timers.add(timer);
  }

  /** Presses a button of the post until the post does not offer it any more. */
  function press(asked: Asked, command: string, done?: () => void, tries = mostTries): void {
    const post = latest.get(asked);
    const button = post?.buttons.find((one) => one.command === command);
    if (!post || !button) {
      done?.();
      return;
    }
    if (tries === 0) {
      ledger.note(asked, `gave up pressing ${command}`);
      return;
    }
    if (command === 'cancel') asked.cancel ??= { at: Date.now() };
    ledger.note(asked, `pressed ${command}`);
    attempt(asked, () => crowd.press(asked.person.id, post.id, button.press));
    after(againMs, () => press(asked, command, done, tries - 1));
  }

  /** What a client refuses, because the post has changed meanwhile, is no trouble. */
  function attempt(asked: Asked, gesture: () => void): void {
    try {
      gesture();
    } catch (error) {
      ledger.note(asked, `could not: ${(error as Error).message}`);
    }
  }

  const latest = new Map<Asked, SeenPost>();

  const afterwards: Partial<Record<Wish, (asked: Asked, post: SeenPost) => void>> = {
    share: (asked) => press(asked, 'share'),
    unshare: (asked) => press(asked, 'share', () => after(againMs, () => press(asked, 'unshare'))),
    star: (asked, post) => attempt(asked, () => crowd.star(asked.person.id, post.id, true)),
    "other's star": (asked, post) => {
      const other = crowd.people.find(({ id }) => id !== asked.person.id);
      if (other) attempt(asked, () => crowd.star(other.id, post.id, true));
    },
    delete: (asked) => press(asked, 'delete'),
  };

  function sawPublic(asked: Asked, post: SeenPost): void {
    const state = stateOf(post);
    latest.set(asked, post);
    ledger.note(asked, `saw ${state}${post.pictures.length > 0 ? `, ${post.pictures.length} pictures` : ''}`);
    const [button] = post.buttons;
    if (button && !asked.job) ledger.nameJob(asked, button.job);
    if (!asked.post) {
      asked.post = { id: post.id, at: Date.now() };
      if (asked.wish === 'cancel') after(random.between(0, 2500), () => press(asked, 'cancel'));
    }
    if (!ends.includes(state)) return;
    asked.endedAt ??= Date.now();
    if (state !== 'done' || acted.has(asked)) return;
    acted.add(asked);
    const act = afterwards[asked.wish];
    if (act) after(random.between(100, 1500), () => act(asked, post));
  }

  function sawPrivate(post: SeenPost): void {
    const question = post.buttons.find(({ command }) => command === 'delete now');
    const tag = tagIn(post.text);
    const asked =
      byPrivate.get(post.id) ??
      (question && ledger.byJob(question.job)) ??
      (tag === null ? undefined : ledger.byTag(tag));
    if (!asked) return;
    byPrivate.set(post.id, asked);
    ledger.note(asked, `was told: ${post.text.trim().split('\n').slice(0, 3).join(' ').slice(0, 160)}`);
    if (question) {
      asked.delete ??= { at: Date.now(), told: false };
      after(random.between(100, 600), () =>
        attempt(asked, () => crowd.press(asked.person.id, post.id, question.press)),
      );
    } else if (/^(### )?Deleted/m.test(post.text)) {
      if (asked.delete) asked.delete.told = true;
    } else if (asked.cancel) {
      if (post.text.includes('is out of the queue')) asked.cancel.told = 'out of the queue';
      else if (post.text.includes('is being stopped')) asked.cancel.told ??= 'being stopped';
      else if (post.text.includes('was done before')) asked.cancel.told ??= 'finished first';
    }
  }

  function hear(person: string, happening: Happening): void {
    if (happening.kind === 'failed' || happening.kind === 'answered') {
      const asked = byInteraction.get(happening.interaction);
      if (!asked) return;
      asked.answer = happening.kind;
      ledger.note(asked, happening.kind === 'failed' ? 'got no answer' : 'was acknowledged');
      return;
    }
    if (happening.kind === 'gone') {
      const asked = ledger.all().find(({ post }) => post?.id === happening.id);
      if (asked?.person.id === person) ledger.note(asked, 'the post went away');
      return;
    }
    const { post } = happening;
    if (post.private) sawPrivate(post);
    if (post.private || post.channel === crowd.galleryChannel) return;
    const asked = ledger.byTag(tagIn(post.text) ?? '');
    if (asked?.person.id !== person) return;
    if (isPing(post)) ledger.note(asked, 'was told that it has ended');
    else sawPublic(asked, post);
  }

  for (const { id } of crowd.people) crowd.watch(id, (happening) => hear(id, happening));

  return {
    ask(asked: Asked): void {
      const interaction = crowd.ask(asked);
      if (interaction !== null) byInteraction.set(interaction, asked);
    },
    /** From now on nobody does anything any more. */
    rest(): void {
      over = true;
      for (const timer of timers) clearTimeout(timer);
    },
    /** Whether somebody still means to do something soon. */
    busy: (): boolean => timers.size > 0,
  };
}
