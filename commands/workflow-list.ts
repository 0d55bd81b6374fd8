/** `/workflow list`: what there is to render with here, page by page, and what is missing for the rest. */

import { z } from 'zod';
import { type Button, bold, type Card, type Element, type Text, typed } from '../core/card.ts';
import { UserError } from '../core/errors.ts';
import type { About } from '../core/library/about.ts';
import { between, type Phrase, say, told, type Words } from '../core/say.ts';
import { fileWords } from '../core/values.ts';
import { isFileInput } from '../core/workflow.ts';
import { defineCommand, type Gesture, type Tools } from './command.ts';
import { isOffered, type Offering } from './offered.ts';
import { whole } from './options.ts';
import { authored, cut, shortened } from './words.ts';
import { allWorkflows, mayLook, readinessOf } from './workflow-of.ts';

const perPage = 8;
const mostPages = 200;

const listOptions = z.strictObject({
  page: whole(1, mostPages).describe('Which page').optional(),
  tag: z.string().trim().toLowerCase().max(24).describe('Only those with this tag').optional(),
});

interface Shown {
  page: number;
  tag: string | undefined;
}

async function listCard({ core, library }: Tools, gesture: Gesture, { page, tag }: Shown): Promise<Card> {
  const { place, ageRestricted, instructor } = gesture;
  const offering = { ageRestricted, rules: await core.houseRules.of(place) };
  // Whoever looks after a server sees everything there is.
  const all = allWorkflows(library, place).filter((one) => instructor || mayLook(one, ageRestricted));
  const some = all.filter(({ workflow }) => tag === undefined || workflow?.tags?.includes(tag));
  if (some.length === 0 && tag !== undefined)
    throw new UserError(
      say('No workflow has the tag "{tag}". There are: {tags}.', {
        tag: shortened(tag, 40),
        tags: tagsOf(all).join(', ') || say('none'),
      }),
    );
  const pages = Math.max(1, Math.ceil(some.length / perPage));
  const at = Math.min(page, pages);
  const items = some.slice((at - 1) * perPage, at * perPage).map((about) => workflowLine(about, offering));
  const ready = some.filter((about) => readinessOf(about).state === 'ready').length;
  const counts =
    tag === undefined
      ? say('{n, plural, one {# workflow} other {# workflows}}, {ready} ready here and now', {
          n: some.length,
          ready,
        })
      : say(
          '{n, plural, one {# workflow} other {# workflows}} with the tag {tag}, {ready} ready here and now',
          { n: some.length, tag, ready },
        );
  const elements: Element[] = [
    { type: 'heading', text: say('Workflows') },
    items.length > 0 ? { type: 'list', items } : { type: 'text', text: say('There is none yet.') },
    {
      type: 'note',
      text: [
        counts,
        pages > 1 ? say(' · page {page} of {pages}', { page: at, pages }) : '',
        ' · ',
        say('{show} tells all about one, {add} adds yours.', {
          show: typed('workflow show'),
          add: typed('workflow add'),
        }),
      ],
    },
  ];
  const turn = (to: number, label: Phrase): Button[] =>
    to < 1 || to > pages
      ? []
      : [
          {
            type: 'action',
            command: 'workflow page',
            given: { option: 'page', value: tag === undefined ? String(to) : `${to}/${tag}` },
            label,
            look: 'plain',
          },
        ];
  if (pages > 1)
    elements.push({
      type: 'buttons',
      buttons: [...turn(at - 1, say('Earlier')), ...turn(at + 1, say('More'))],
    });
  return { tone: 'plain', summary: counts, elements };
}

export function workflowLine(about: About, offering: Offering): Text {
  const { name, title, workflow, added } = about;
  const { state, words, reasons } = readinessOf(about);
  const files = Object.values(workflow?.inputs ?? {}).filter(isFileInput);
  const takes = [...new Set(files.map(({ type }) => type))].map((type) => told(fileWords[type]));
  const parts: (Words | false | null | undefined | '')[] = [
    workflow?.description && authored(workflow.description, 110),
    takes.length > 0 && say('takes {what}', { what: between(takes, say(' and ')) }),
    // The mark before it says nothing to those who do not see it.
    state === 'missing' && reasons[0] ? say('not now: it {why}', { why: cut(reasons[0], 90) }) : words,
    workflow?.tags && workflow.tags.length > 0 && workflow.tags.map((tag) => `#${tag}`).join(' '),
    workflow?.nsfw && say('only in age-restricted channels'),
    workflow && !isOffered({ name, nsfw: false }, offering) && say('not used here'),
    added && say('added by {who}', { who: added.by.name }),
  ];
  const said = parts.filter((part): part is Words => Boolean(part));
  const mark = state === 'ready' ? '✅' : state === 'partly' ? '☑️' : state === 'unknown' ? '⏳' : '⚠️';
  return [`${mark} `, bold(name), ` ${shortened(title, 60)}`, ...said.flatMap((part) => [' · ', part])];
}

function tagsOf(all: readonly About[]): string[] {
  return [...new Set(all.flatMap(({ workflow }) => workflow?.tags ?? []))].sort();
}

export const workflowList = defineCommand({
  name: 'workflow list',
  summary: 'See the workflows there are, and which can run now',
  gestures: ['slash'],
  options: listOptions,
  manner: 'private',
  async run({ options: { page = 1, tag }, gesture, tools }) {
    return { card: await listCard(tools, gesture, { page, tag }) };
  },
});

export const workflowPage = defineCommand({
  name: 'workflow page',
  summary: 'Turn the page of the list of workflows',
  gestures: ['button'],
  options: z.strictObject({ page: z.string().regex(/^\d{1,3}(\/[a-z0-9-]{1,24})?$/, 'is no page') }),
  manner: 'none',
  async run({ options, gesture, tools }) {
    const [page = '1', tag] = options.page.split('/');
    return { card: await listCard(tools, gesture, { page: Math.max(1, Number(page)), tag }) };
  },
});
