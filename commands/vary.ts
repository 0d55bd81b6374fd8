/** The buttons that go on from a picture: *Vary*, weakly and strongly. */
import { defineCommand } from './command.ts';
import { goOn } from './go-on.ts';
import { ofPicture } from './picture.ts';

/** How far to go from the picture: weakly, its things stay where they are; strongly, only what it is about stays. */
const weak = 0.35;
const strong = 0.7;

export const varyWeak = defineCommand({
  name: 'vary weak',
  summary: 'Make the picture once more, a little different',
  gestures: ['button'],
  options: ofPicture,
  manner: 'public',
  run: (call) => goOn(call, 'vary', weak),
});

export const varyStrong = defineCommand({
  name: 'vary strong',
  summary: 'Make the picture once more, very different',
  gestures: ['button'],
  options: ofPicture,
  manner: 'public',
  run: (call) => goOn(call, 'vary', strong),
});
