/**
 * Whether backends that have certain nodes and models can run a workflow with these values, told from the reading that was
 * made for them. Pure: bots refuse by it what nobody can run, workers choose by it where a job goes.
 */
import { code, plain, type Span, type Text } from '../card.ts';
import { between, type Phrase, say } from '../say.ts';
import type { Input, Values, Workflow } from '../workflow.ts';
import type { Read } from './reading.ts';
import { targetsOf } from './targets.ts';

export interface AbilityOptions {
  workflow: Pick<Workflow, 'inputs' | 'source'>;
  /** Those that are known; the others are the inputs' own. */
  values?: Values;
  /** Classes and modules that the operator allows in workflows from chat. */
  allowed: ReadonlySet<string>;
}

/** What stands against it, each in words that follow "it"; empty: nothing. */
export function against(reading: Read, { workflow, values = {}, allowed }: AbilityOptions): Text[] {
  const set = valuesByTarget(workflow.inputs, values);
  const choices = choicesByTarget(reading.inputs);
  const reasons: Text[] = reading.lacks.classes.map(tellClass);
  for (const model of reading.lacks.models) {
    const chosen = set.get(`${model.node}.${model.input}`);
    // Another one was chosen, which is looked at below.
    if (chosen === undefined || chosen === model.name) reasons.push(tellModel(model));
  }
  const lacking = new Set(reading.lacks.models.map(({ name }) => name));
  for (const [target, value] of set) {
    const known = choices.get(target);
    if (known && typeof value === 'string' && !known.includes(value) && !lacking.has(value))
      reasons.push(say('needs {value}, which is not among its choices', { value }));
  }
  // Of a graph that ran as it is, the backend itself has the last word, which is said when it is submitted.
  for (const { text, target } of reading.exact ? [] : reading.problems)
    if (target === null || !set.has(target))
      reasons.push(say('does not work as it is: {why}', { why: text }));
  if (workflow.source?.chat) reasons.push(...refused(reading, allowed));
  return [...new Map(reasons.map((reason) => [plain(reason), reason])).values()];
}

/** Reasons in one sentence. */
export function tellReasons(reasons: readonly Text[]): Span[] {
  return between(
    reasons.map((why) => say('it {why}', { why })),
    '; ',
  );
}

/** What is not allowed from chat: each node once, with all that speaks against it. */
export function refused({ refusals }: Read, allowed: ReadonlySet<string>): Text[] {
  const against = refusals.filter(({ classType, module }) => !allowed.has(classType) && !allowed.has(module));
  return [...Map.groupBy(against, ({ node }) => node)].map(([node, all]) => {
    const name = all[0]?.classType ?? '';
    const because = between(
      all.map((one) => one.because),
      ', ',
    );
    return say(
      'has node {node} ({class}), which is not allowed from chat: {because}. Whoever runs this bot can allow it: {setting}',
      { node, class: name, because, setting: code(`WORKFLOW_ALLOW_NODES=${name}`) },
    );
  });
}

/**
 * Whether the graph is what its author meant. One that was converted without knowing all its nodes has lost some of its
 * values, and no backend that has the nodes would mend it.
 */
export function isSound({ exact, lacks, problems }: Read): boolean {
  return exact || (lacks.classes.length === 0 && problems.every(({ target }) => target !== null));
}

/** The reading to go by, of several: one that is sound, then the one that lacks least. */
export function bestReading(readings: readonly Read[]): Read | undefined {
  const lackOf = ({ lacks, problems, refusals }: Read) =>
    100 * lacks.classes.length + 10 * lacks.models.length + problems.length + refusals.length;
  return [...readings].sort(
    (a, b) => Number(isSound(b)) - Number(isSound(a)) || lackOf(a) - lackOf(b) || b.madeAt - a.madeAt,
  )[0];
}

function valuesByTarget(inputs: Record<string, Input>, values: Values): Map<string, Values[string]> {
  const set = new Map<string, Values[string]>();
  for (const [name, input] of Object.entries(inputs)) {
    const own = 'default' in input ? input.default : '';
    const value = (Object.hasOwn(values, name) ? values[name] : undefined) ?? own;
    for (const target of targetsOf(input)) set.set(target, value);
  }
  return set;
}

function choicesByTarget(inputs: Record<string, Input>): Map<string, readonly string[]> {
  return new Map(
    Object.values(inputs).flatMap((input) =>
      input.type === 'choice' ? input.to.map((target): [string, string[]] => [target, input.options]) : [],
    ),
  );
}

function tellClass({ name, pack, closest }: Read['lacks']['classes'][number]): Text {
  const needs = pack
    ? say('needs the node {name}, which comes with {pack} ({url})', { name, pack: pack.name, url: pack.url })
    : say('needs the node {name}', { name });
  return withClosest(needs, closest === null ? [] : [closest]);
}

function tellModel({ name, folder, closest }: Read['lacks']['models'][number]): Text {
  const needs = folder ? say('needs {name} in {folder}', { name, folder }) : say('needs {name}', { name });
  return withClosest(needs, closest);
}

function withClosest(needs: Phrase, closest: readonly string[]): Text {
  return closest.length > 0 ? [needs, '; ', say('closest: {names}', { names: closest.join(', ') })] : needs;
}
