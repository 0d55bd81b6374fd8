/** The README's invite link asks for exactly what the bot needs: with it everything works, without a part of it not. */
import { readFileSync } from 'node:fs';
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultWorld } from '../../playground/discord/seed.ts';
import { startWholeWay, type WholeWay } from '../support/playground.ts';
import { buttonsOf, picturesOf, textOf } from '../support/post.ts';
import { until } from '../support/until.ts';

const invited = BigInt(/permissions=(\d+)/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? 0);
const world = defaultWorld();
const botRole = world.roles.find(({ botId }) => botId)?.id ?? '';
const everyone = world.roles.find(({ name }) => name === '@everyone')?.id ?? '';

let way: WholeWay;
beforeAll(async () => {
  way = await startWholeWay();
  // Members may look, use commands and react; all else the bot has from its invitation.
  way.discord.state.setRolePermissions(
    everyone,
    Bit.ViewChannel | Bit.UseApplicationCommands | Bit.AddReactions | Bit.ReadMessageHistory,
  );
  way.discord.state.setRolePermissions(botRole, invited);
  await way.startWorkers();
  await way.startBots();
});
afterAll(() => way.close());

async function shared(): Promise<string> {
  const post = await way.render(way.mai, { prompt: 'a harbour', steps: 1, workflow: 'sd15' });
  const done = await way.says(way.mai, post.id, '"Again"');
  expect(picturesOf(done)).toHaveLength(1);
  const share = buttonsOf(done).Share;
  if (!share) throw new Error('no Share');
  way.mai.press(post.id, share);
  return post.id;
}
const inGallery = () => way.mai.messages(way.discord.channels.gallery ?? '');

it('renders, and shows in the gallery', async () => {
  await shared();
  await until(() => inGallery().length === 1, { what: 'the gallery post' });
});

it.each([
  ['Send Messages', Bit.SendMessages],
  ['Attach Files', Bit.AttachFiles],
])('without %s says what is missing instead of showing in the gallery', async (_name, bit) => {
  const before = inGallery().length;
  way.discord.state.setRolePermissions(botRole, invited & ~bit);
  await shared();
  await until(
    () =>
      way.mai
        .messages(way.discord.channels.general ?? '')
        .some((message) => message.ephemeral && textOf(message).includes('no gallery channel I can post in')),
    { what: 'the private answer' },
  );
  expect(inGallery()).toHaveLength(before);
  way.discord.state.setRolePermissions(botRole, invited);
});
