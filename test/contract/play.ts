/** What the cases are put together from: doing something and waiting for what it leads to. */
import type { Job } from '../../core/job.ts';
import type { Member, Seen, Spot, Stage } from './member.ts';
import { finish, newest } from './records.ts';
import { eventually } from './stage.ts';

const says = (seen: Seen, words: string) => seen.lines.some((line) => line.includes(words));

/** Waits until a message this person sees says this. */
export const shows = (who: Member, spot: Spot, words: string, id?: string): Promise<Seen> =>
  eventually(
    () => who.sees(spot).find((one) => (id === undefined || one.id === id) && says(one, words)),
    `"${words}" ${spot}`,
  );

/** Waits until nobody is shown this any more. */
export const gone = (who: Member, spot: Spot, id: string): Promise<unknown> =>
  eventually(() => who.sees(spot).every((one) => one.id !== id), `a message to go ${spot}`);

/** What came after what was known: where a message is deleted, an older one comes into view, and that is not new. */
function since(seen: readonly Seen[], known: ReadonlySet<string>): Seen[] {
  const first = Math.max(
    0,
    seen.findIndex(({ id }) => known.has(id)),
  );
  return seen.slice(first).filter(({ id }) => !known.has(id));
}

/** The message that comes of doing something. What one of these sees already is none, even if it has yet to reach them. */
export async function arrives(
  who: Member,
  spot: Spot,
  act: () => unknown,
  witnesses: readonly Member[] = [who],
): Promise<Seen> {
  const known = new Set(witnesses.flatMap((one) => one.sees(spot).map(({ id }) => id)));
  await act();
  return eventually(
    () => since(who.sees(spot), known).find(({ lines }) => lines.length > 0),
    `a message ${spot}`,
  );
}

/** What this person, and nobody else, is told for doing something. */
export async function told({ mai, ravi, noor }: Stage, who: Member, act: () => unknown): Promise<Seen> {
  const answer = await arrives(who, 'here', act, [mai, ravi, noor]);
  if (!answer.private) throw new Error(`for all to see: ${answer.lines.join('\n')}`);
  for (const other of [mai, ravi, noor])
    if (other !== who && other.sees('here').some(({ id }) => id === answer.id))
      throw new Error(`${other.person.name} sees what ${who.person.name} was told`);
  return answer;
}

/** The private answer with this button: where it takes long, a word that it does may come first. */
export async function offered(who: Member, label: string, act: () => unknown): Promise<Seen> {
  const known = new Set(who.sees('here').map(({ id }) => id));
  await act();
  const answer = await eventually(
    () => since(who.sees('here'), known).find(({ buttons }) => label in buttons),
    `an answer with the button "${label}"`,
  );
  if (!answer.private) throw new Error(`for all to see: ${answer.lines.join('\n')}`);
  return answer;
}

/** A render asked for by somebody, and its post. */
export async function asked(
  stage: Stage,
  who: Member,
  options: Record<string, string | number> = { prompt: 'a fox in snow', seed: 42 },
): Promise<{ job: Job; post: Seen }> {
  const known = await stage.core.jobs.ofPerson(who.person, 100);
  who.type('render', options);
  const job = await newest(stage, who, known);
  return { job, post: await shows(stage.ravi, 'here', 'In the queue', job.post?.message) };
}

/** A finished render and its post; with `count` of several pictures. */
export async function made(
  stage: Stage,
  who: Member,
  options?: Record<string, string | number>,
): Promise<{ job: Job; post: Seen }> {
  const { job, post } = await asked(stage, who, options);
  await finish(stage, job, Number(options?.count ?? 1));
  return {
    job: (await stage.core.jobs.get(job.id)) ?? job,
    post: await shows(stage.ravi, 'here', 'Took', post.id),
  };
}
