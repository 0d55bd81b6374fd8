/** Which workflows somebody is offered: none that would be refused where they are. */
import type { HouseRules } from '../core/house-rules.ts';
import type { Workflow } from '../core/workflow.ts';
import type { Asker, Tools } from './command.ts';

export interface Offering {
  rules: Pick<HouseRules, 'workflows'>;
  /** Whether children are kept out. */
  ageRestricted?: boolean | undefined;
}

export function isOffered(
  { name, nsfw }: Pick<Workflow, 'name' | 'nsfw'>,
  { rules, ageRestricted = false }: Offering,
): boolean {
  return (rules.workflows?.includes(name) ?? true) && (nsfw !== true || ageRestricted);
}

/** Where somebody is typing; in private there are no rules. */
export async function offeringTo(
  { core }: Pick<Tools, 'core'>,
  { person: { platform }, space, channel, ageRestricted }: Asker,
): Promise<Offering> {
  if (space === undefined) return { rules: {}, ageRestricted };
  const rules =
    channel === undefined
      ? await core.houseRules.read({ platform, space })
      : await core.houseRules.of({ platform, space, channel });
  return { rules, ageRestricted };
}
