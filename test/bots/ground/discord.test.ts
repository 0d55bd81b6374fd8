/** The ground moves on Discord: whatever happens to channel, rights, bot or member, the owner learns the outcome, and only there. */
import { PermissionFlagsBits as Bit } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../core/job.ts';
import { filesOf, picturesOf } from '../../support/post.ts';
import { until } from '../../support/until.ts';
import { startGround } from './discord.ts';

const hour = 60 * 60_000;
const prompt = 'a lighthouse at dusk';
type Ground = Awaited<ReturnType<typeof startGround>>;

/** A render of Mai's that runs, in a channel or thread, and began an hour ago. */
async function running(ground: Ground, where = ground.channel('general')): Promise<Job> {
  ground.type(ground.mai, where, 'render', { prompt });
  await ground.sees(ground.mai, where, prompt);
  const job = await ground.runs(await ground.newest());
  ground.skip(hour);
  return job;
}
/** Nothing of ours stands in any channel but where it was asked for. */
function nothingElsewhere({ discord, channel }: Ground, ...where: string[]): void {
  for (const [name, id] of Object.entries(discord.channels))
    if (!where.includes(id))
      expect([
        name,
        discord.state.messages(id).filter(({ author }) => author.id === discord.applicationId),
      ]).toEqual([name, []]);
  expect(channel('general')).toBeDefined();
}

describe('while a render runs on Discord', () => {
  it('its post is deleted by an instructor: the result comes directly, with its picture', async () => {
    const ground = await startGround();
    const job = await running(ground);
    ground.noor.remove(job.post?.message ?? '');
    await ground.ends(job, 12);
    const first = await ground.told(ground.mai, 'its post, or the channel it stood in, is gone');
    expect(ground.said(first)).toContain(prompt);
    await ground.rested('discord');
    const all = ground.directTo(ground.mai);
    expect(
      all.flatMap((message) => [...picturesOf(message), ...filesOf(message)]).length,
    ).toBeGreaterThanOrEqual(12);
    expect(all).toHaveLength(2);
    nothingElsewhere(ground);
  });

  it('its channel is deleted: the result comes directly', async () => {
    const ground = await startGround();
    const job = await running(ground);
    ground.discord.controls.deleteChannel(ground.channel('general'));
    await ground.ends(job);
    await ground.told(ground.mai, 'its post, or the channel it stood in, is gone');
    nothingElsewhere(ground);
  });

  it('the bot loses its rights there: the result comes directly, and to the post once it may again', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    const { discord } = ground;
    discord.controls.setOverwrites(general, [
      { id: discord.applicationId, type: 'member', allow: 0n, deny: Bit.ViewChannel },
    ]);
    await ground.ends(job);
    await ground.told(ground.mai, 'I may no longer write where you asked for it');
    expect(ground.said(ground.ours(ground.mai, general)[0])).not.toContain('Made by');
    discord.controls.setOverwrites(general, []);
    await ground.sees(ground.mai, general, 'Made by');
    await ground.rested('discord');
    expect(ground.ours(ground.mai, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(1);
  });

  it('the bot is removed and invited again: nothing is lost, nothing posted twice', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.discord.controls.removeBot();
    await ground.ends(job);
    // Nobody it shares a server with: Discord lets it write to those alone who have added it to their account.
    await ground.told(ground.mai, 'I may no longer write where you asked for it');
    ground.discord.controls.inviteBot();
    await ground.sees(ground.mai, general, 'Made by');
    await ground.rested('discord');
    expect(ground.ours(ground.mai, general)).toHaveLength(1);
    expect(ground.directTo(ground.mai)).toHaveLength(1);
    ground.type(ground.ravi, general, 'render', { prompt: 'a fox' });
    await ground.sees(ground.ravi, general, 'a fox');
  });

  it('its owner leaves the server: the post is finished, and they are told directly or with their next command', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.discord.controls.removeMember(ground.mai.info.id);
    ground.discord.controls.setUserInstall(ground.mai.info.id, false);
    await ground.ends(job);
    await ground.sees(ground.ravi, general, 'Made by');
    await until(async () => (await ground.record(job)).away?.waits, { what: 'the refusal to be noted' });
    expect(ground.directTo(ground.mai)).toHaveLength(0);
    ground.discord.controls.addMember(ground.mai.info.id);
    ground.type(ground.mai, general, 'help');
    await ground.sees(ground.mai, general, 'A render of yours has ended');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
  });

  it('its owner loses sight of the channel: the result comes directly as well', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    ground.discord.controls.setOverwrites(general, [
      { id: ground.mai.info.id, type: 'member', allow: 0n, deny: Bit.ViewChannel },
    ]);
    await ground.ends(job);
    await ground.told(ground.mai, 'you no longer see the channel');
    await ground.sees(ground.ravi, general, 'Made by');
    await ground.rested('discord');
    expect(ground.ours(ground.ravi, general)).toHaveLength(1);
  });

  it('its thread goes to rest: it is woken for the result; one that is locked is not', async () => {
    const ground = await startGround();
    const thread = ground.channel('My first landscape');
    const job = await running(ground, thread);
    ground.discord.controls.setArchived(thread, true);
    await ground.ends(job);
    await ground.sees(ground.mai, thread, 'Made by');
    expect(ground.ours(ground.mai, thread)).toHaveLength(1);

    const second = await running(ground, thread);
    ground.discord.controls.setArchived(thread, true, true);
    await ground.ends(second);
    await ground.told(ground.mai, 'I may no longer write where you asked for it');
    nothingElsewhere(ground, thread);
  });

  it('an instructor is made a member like any other: their next press is refused', async () => {
    const ground = await startGround();
    const general = ground.channel('general');
    const job = await running(ground);
    const [role] = ground.discord.controls.roles();
    ground.discord.controls.takeRole(ground.noor.info.id, role?.id ?? '');
    ground.noor.press(job.post?.message ?? '', `cancel:${job.id}`);
    await ground.sees(ground.noor, general, 'can cancel this render');
    expect((await ground.record(job)).cancelAsked).toBeUndefined();
  });
});

describe('after a render has ended on Discord', () => {
  it('its post is deleted: nobody gets a message about it', async () => {
    const ground = await startGround();
    const job = await ground.ends(await running(ground));
    await until(async () => (await ground.record(job)).shownAt);
    ground.noor.remove(job.post?.message ?? '');
    await ground.core.deliveries.wake('discord', { subject: 'job', jobId: job.id });
    await ground.rested('discord');
    expect(ground.directTo(ground.mai)).toHaveLength(0);
    nothingElsewhere(ground);
  });
});
