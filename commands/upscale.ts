/** The button *Upscale*: a picture in many more pixels. */
import { defineCommand } from './command.ts';
import { goOn } from './go-on.ts';
import { ofPicture } from './picture.ts';

export const upscale = defineCommand({
  name: 'upscale',
  summary: 'Make the picture larger',
  gestures: ['button'],
  options: ofPicture,
  manner: 'public',
  run: (call) => goOn(call, 'upscale'),
});
