/** The contract's cases of pictures that messages show. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, made, shows, told } from './play.ts';
import { eventually } from './stage.ts';

export const pictures: Case[] = [
  {
    name: 'the menu of a message takes its picture for one’s own next render, until one forgets it',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { post } = await made(stage, mai);
      const taken = await told(stage, ravi, () => ravi.useOn(post, 'Use as image'));
      expect(await core.attachments.next(ravi.person)).toMatchObject({
        kind: 'image',
        width: 16,
        height: 12,
      });
      expect(await core.attachments.next(mai.person)).toBeNull();
      ravi.press(taken, 'Forget it');
      const forgotten = await shows(ravi, 'here', 'from your words alone');
      expect(await core.attachments.next(ravi.person)).toBeNull();
      return [taken, forgotten];
    },
  },
  {
    name: 'the menu of a message without a picture says that there is none',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { post } = await asked(stage, mai);
      const no = await told(stage, ravi, () => ravi.useOn(post, 'Use as image'));
      expect(await core.attachments.next(ravi.person)).toBeNull();
      return [no];
    },
  },
  {
    name: 'what is too large to be sent is had by a link, privately, where the store has links',
    async play(stage) {
      const { core, mai, ravi } = stage;
      const { job } = await made(stage, mai);
      const link = async (key: string, name: string) => `https://files.example/${key}?as=${name}`;
      core.media.link = link;
      await core.jobs.update(job.id, (one) => ({
        ...one,
        outputs: one.outputs.map((output) => ({ ...output, bytes: 120e6 })),
      }));
      const post = await eventually(
        () => ravi.sees('here').find(({ id, buttons }) => id === job.post?.message && 'Originals' in buttons),
        'a post with the button',
      );
      const answer = await told(stage, ravi, () => ravi.press(post, 'Originals'));
      expect(answer.lines).toContain('• fox.png (0.1 GB)');
      delete core.media.link;
      return [answer, await told(stage, ravi, () => ravi.press(post, 'Originals'))];
    },
  },
];
