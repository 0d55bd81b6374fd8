/** Whether the house rules of a place let this request start there, and whether its person has to wait. */
import { UserError } from '../core/errors.ts';
import type { HouseRules } from '../core/house-rules.ts';
import { isActive } from '../core/job.ts';
import { say } from '../core/say.ts';
import { isShape, pixels } from '../core/sizes.ts';
import type { Values, Workflow } from '../core/workflow.ts';
import type { Gesture, Tools } from './command.ts';
import { duration } from './words.ts';

/** A member's renders that are looked through for those on their way. */
const lookedAt = 200;

/**
 * Checked where a job begins, whatever gesture asked for it. Instructors wait for nobody, but the ceilings that spare
 * the GPU hold for them as well.
 * @throws UserError
 */
export async function mayStart(
  { core }: Tools,
  { workflow, values, gesture }: { workflow: Workflow; values: Values; gesture: Gesture },
): Promise<void> {
  const { place, person, instructor } = gesture;
  const rules = await core.houseRules.of(place);
  checkRequest(rules, { workflow, values });
  if (instructor) return;
  if (rules.max_waiting !== undefined) {
    const own = (await core.jobs.ofPerson(person, lookedAt)).filter(
      (job) => isActive(job) && job.place.space === place.space,
    );
    if (own.length >= rules.max_waiting)
      throw new UserError(
        say(
          'You have {n, plural, one {# render} other {# renders}} on the way already, and {most} at a time is the most here. Wait for one to finish, or cancel one.',
          { n: own.length, most: rules.max_waiting },
        ),
      );
  }
  const waitMs = await core.houseRules.coolDown(
    place,
    await core.links.identity(person),
    rules.cool_down ?? 0,
  );
  if (waitMs > 0) {
    const pause = duration(1000 * (rules.cool_down ?? 0));
    throw new UserError(
      say('Everybody waits {pause} between two renders here. Try again in {wait}.', {
        pause,
        wait: duration(Math.ceil(waitMs / 1000) * 1000),
      }),
    );
  }
}

/** @throws UserError that names the rule, the value and what would be right. Pure. */
export function checkRequest(
  rules: HouseRules,
  { workflow, values }: { workflow: Pick<Workflow, 'name' | 'title' | 'inputs'>; values: Values },
): void {
  if (rules.renders === false)
    throw new UserError(
      say('Renders are switched off in this channel. Try another one, or ask an instructor.'),
    );
  if (rules.workflows && !rules.workflows.includes(workflow.name))
    throw new UserError(
      say('{workflow} is not used here. There are: {names}.', {
        workflow: workflow.title,
        names: rules.workflows.join(', '),
      }),
    );
  atMost('steps', values.steps, rules.max_steps);
  atMost('count', values.count, rules.max_count);
  const megapixels = megapixelsOf(workflow, values);
  if (rules.max_megapixels !== undefined && megapixels > rules.max_megapixels)
    throw new UserError(
      say(
        'A picture may have at most {most} megapixels here, and this one would have {n, number, ::.0}. Choose a smaller size or another workflow.',
        { most: rules.max_megapixels, n: megapixels },
      ),
    );
}

/** Whether values are under the ceilings. */
export function isWithin(
  rules: HouseRules,
  workflow: Pick<Workflow, 'name' | 'title' | 'inputs'>,
  values: Values,
): boolean {
  try {
    checkRequest({ ...rules, renders: true }, { workflow, values });
    return true;
  } catch (thrown) {
    if (thrown instanceof UserError) return false;
    throw thrown;
  }
}

function atMost(name: string, value: unknown, most: number | undefined): void {
  if (most !== undefined && typeof value === 'number' && value > most)
    throw new UserError(
      say('{name} must be at most {most} here, got {value}.', {
        name,
        most: String(most),
        value: String(value),
      }),
    );
}

/** Of one picture, as far as its inputs tell. */
function megapixelsOf({ inputs }: Pick<Workflow, 'inputs'>, values: Values): number {
  const sizes = Object.entries(inputs).map(([name, input]) => {
    const value = values[name];
    if (input.type !== 'size' || typeof value !== 'string' || !isShape(value)) return 0;
    const { width, height } = pixels(value, input.edge, input.multiple);
    return width * height;
  });
  const { width, height } = values;
  const typed = typeof width === 'number' && typeof height === 'number' ? width * height : 0;
  return Math.max(0, typed, ...sizes) / 1e6;
}
