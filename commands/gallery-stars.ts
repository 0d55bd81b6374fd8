/**
 * Stars, on a job's post or its gallery post. A maker's own star on the job's post is the same word as Share. Somebody
 * else's is kept, but only counts once the maker has allowed it; the first such star asks the maker, once, in private.
 * Whose star it is, the request says, not the post: all posts are the bot's.
 */
import { z } from 'zod';
import { personKey } from '../core/people.ts';
import { defineCommand } from './command.ts';
import { changeEntry, reactedTo, spaceOf } from './gallery-entry.ts';
import { shareOwn } from './gallery-share.ts';

const onPost = z.strictObject({ channel: z.string(), message: z.string() });

export const star = defineCommand({
  name: 'star',
  summary: 'Star a result for the gallery',
  gestures: ['star'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const found = await reactedTo(tools, gesture, options);
    if (!found) return null;
    const { job, on } = found;
    if (await tools.core.links.same(job.owner, gesture.person)) {
      if (on === 'job') await shareOwn(tools, job);
      return null;
    }
    const who = personKey(gesture.person);
    await changeEntry(tools, job, { type: 'star', who, on, at: tools.now() });
    await tools.core.gallery.beginAsking(job.owner, spaceOf(job), job.id);
    return null;
  },
});

export const unstar = defineCommand({
  name: 'unstar',
  summary: 'Take a star away again',
  gestures: ['unstar'],
  options: onPost,
  manner: 'none',
  async run({ options, gesture, tools }) {
    const found = await reactedTo(tools, gesture, options);
    if (!found) return null;
    const { job, on } = found;
    if (await tools.core.links.same(job.owner, gesture.person)) {
      if (on === 'job') await changeEntry(tools, job, { type: 'unshare', lastWord: false });
      return null;
    }
    const who = personKey(gesture.person);
    await changeEntry(tools, job, { type: 'unstar', who, on, at: tools.now() });
    return null;
  },
});
