/** The button *Animate*: a picture that begins to move. */
import { defineCommand } from './command.ts';
import { goOn } from './go-on.ts';
import { ofPicture } from './picture.ts';

export const animate = defineCommand({
  name: 'animate',
  summary: 'Make a video that begins with the picture',
  gestures: ['button'],
  options: ofPicture,
  manner: 'public',
  run: (call) => goOn(call, 'animate'),
});
