/** The calls of discord.js a bot is likely to make: each has to be answered with what the library can read. */
import {
  ActionRowBuilder,
  ChannelType,
  Events,
  FileUploadBuilder,
  type Interaction,
  LabelBuilder,
  ModalBuilder,
  PresenceUpdateStatus,
  UserSelectMenuBuilder,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { bot } from './bot.ts';
import { channel, discord, eventually, found, idOf, PNG, person } from './helpers.ts';

describe('discord.js reads', () => {
  it('the app, the server, its roles, channels and people', async () => {
    const server = await discord();
    const client = await bot(server);
    const application = await client.application.fetch();
    expect([application.name, application.owner?.id]).toEqual(['Rendezvous', '1100000000000000002']);
    const guild = await client.guilds.fetch(server.guildId);
    expect((await guild.fetch()).name).toBe('ComfyUI Workshop');
    expect((await guild.roles.fetch()).map(({ name }) => name)).toEqual([
      '@everyone',
      'Instructor',
      'Rendezvous',
    ]);
    expect(guild.roles.botRoleFor(client.user)?.managed).toBe(true);
    const general = found(await guild.channels.fetch(channel(server, 'general')));
    expect([general.type, general.permissionsFor(client.user)?.has('PinMessages')]).toEqual([
      ChannelType.GuildText,
      true,
    ]);
    expect((await guild.channels.fetch()).map((one) => one?.name)).toEqual([
      'general',
      'gallery',
      'after-hours',
      'show-and-tell',
    ]);
    expect((await guild.members.fetch(idOf(server, 'Noor'))).permissions.has('ManageGuild')).toBe(true);
    await expect(guild.members.fetch('1100000000000000999')).rejects.toMatchObject({ code: 10007 });
    const two = await guild.members.fetch({ user: [idOf(server, 'Mai'), idOf(server, 'Ravi')] });
    expect(two.map(({ displayName }) => displayName)).toEqual(['Mai', 'Ravi']);
    expect((await guild.members.search({ query: 'rav' })).map(({ id }) => id)).toEqual([
      idOf(server, 'Ravi'),
    ]);
    client.user.setPresence({ status: PresenceUpdateStatus.Idle });
    expect(server.state.gatewaySessions()).toMatchObject([{ connected: true }]);
  });

  it('messages, threads, reactions and typing', async () => {
    const server = await discord();
    const client = await bot(server);
    const general = await client.channels.fetch(channel(server, 'general'));
    if (general?.type !== ChannelType.GuildText) throw new Error('no text channel');
    await general.sendTyping();
    const sent = await general.send('hello');
    await sent.react('⭐');
    await sent.reactions.removeAll().then(
      () => expect.fail('needs Manage Messages'),
      (error) => expect(error).toMatchObject({ code: 50013 }),
    );
    const thread = await sent.startThread({ name: 'Steps' });
    await thread.send('inside');
    expect(server.state.messages(thread.id).map(({ type }) => type)).toEqual([21, 0]);
    expect((await general.messages.fetch({ limit: 10 })).map(({ content }) => content)).toEqual(['hello']);
    const reply = await sent.reply('and again');
    expect((await reply.fetchReference()).id).toBe(sent.id);
  });

  it('people chosen from a list and files from a form', async () => {
    const server = await discord();
    const client = await bot(server);
    const mai = person(server, 'Mai');
    const general = await client.channels.fetch(channel(server, 'general'));
    if (!general?.isSendable()) throw new Error('cannot send');
    const select = new UserSelectMenuBuilder().setCustomId('who').setMaxValues(2);
    const sent = await general.send({
      content: 'with whom?',
      components: [new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(select)],
    });
    const next = () => new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));

    let coming = next();
    mai.choose(sent.id, 'who', [idOf(server, 'Ravi'), idOf(server, 'Noor')]);
    const chosen = await coming;
    if (!chosen.isUserSelectMenu()) throw new Error('no choice');
    expect(chosen.users.map(({ globalName }) => globalName)).toEqual(['Ravi', 'Noor']);
    expect(chosen.members.size).toBe(2);
    let form = '';
    mai.listen((event) => {
      if (event.type === 'modal') form = event.interactionId;
    });
    const upload = new FileUploadBuilder().setCustomId('input').setMaxValues(2);
    const label = new LabelBuilder().setLabel('Pictures').setFileUploadComponent(upload);
    await chosen.showModal(
      new ModalBuilder().setCustomId('form').setTitle('Input').addLabelComponents(label),
    );
    await eventually(() => form !== '');

    coming = next();
    const files = [1, 2].map((n) => mai.upload(general.id, { name: `${n}.png`, bytes: PNG }));
    mai.submitModal(form, { input: await Promise.all(files) });
    const submitted = await coming;
    if (!submitted.isModalSubmit() || !submitted.isFromMessage()) throw new Error('no form');
    expect(submitted.fields.getUploadedFiles('input')?.map(({ name }) => name)).toEqual(['1.png', '2.png']);
    await submitted.deferUpdate();
    await submitted.editReply({ content: 'thanks', components: [] });
    expect(server.state.message(sent.id)).toMatchObject({ content: 'thanks', components: [] });
  });

  it('the answer it asked to have back', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set(
      [{ name: 'status', description: 'How is it going' }],
      server.guildId,
    );
    const answered = new Promise<string>((resolve) => {
      client.once(Events.InteractionCreate, async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const { resource } = await interaction.reply({ content: 'well', withResponse: true });
        resolve(found(resource?.message).id);
      });
    });
    person(server, 'Mai').runCommand({ channelId: channel(server, 'general'), name: 'status', options: [] });
    expect(server.state.message(await answered)?.content).toBe('well');
  });
});
