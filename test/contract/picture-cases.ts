/** The contract's cases of pictures that messages show. */
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import { asked, made, shows, told } from './play.ts';

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
];
