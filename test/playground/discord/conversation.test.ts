import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  Events,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { MemberEvent } from '../../../playground/discord/member.ts';
import { bot } from './bot.ts';
import { channel, discord, eventually, idOf, PNG, person, RENDER } from './helpers.ts';

/** A small picture bot: everything a person can do to it, it does through discord.js as published. */
async function answerAll(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    await interaction.respond([{ name: `${interaction.options.getFocused()} at dusk`, value: 'dusk' }]);
  } else if (interaction.isChatInputCommand()) {
    await interaction.deferReply();
    await interaction.editReply({
      content: interaction.options.getString('prompt', true),
      files: [new AttachmentBuilder(PNG, { name: 'out.png', description: 'one red dot' })],
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          new ButtonBuilder().setCustomId('vary').setLabel('Vary').setStyle(ButtonStyle.Primary),
        ),
        new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
          new StringSelectMenuBuilder().setCustomId('size').addOptions({ label: 'Large', value: 'l' }),
        ),
      ],
    });
    await interaction.followUp({ content: 'only you see this', flags: MessageFlags.Ephemeral });
  } else if (interaction.isButton()) {
    const input = new TextInputBuilder().setCustomId('words').setStyle(TextInputStyle.Paragraph);
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId('vary-form')
        .setTitle('Vary')
        .addLabelComponents(new LabelBuilder().setLabel('New prompt').setTextInputComponent(input)),
    );
  } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
    await interaction.update({ content: interaction.fields.getTextInputValue('words') });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.reply(`size ${interaction.values.join()}`);
  }
}

describe('a conversation with discord.js', () => {
  it('goes from login over a command, suggestions, a button and a form to a choice', async () => {
    const server = await discord();
    const client = await bot(server);
    const errors: unknown[] = [];
    client.on(Events.InteractionCreate, (interaction) =>
      answerAll(interaction).catch((error) => errors.push(error)),
    );
    expect(client.user.username).toBe('Rendezvous');
    expect(client.guilds.cache.get(server.guildId)?.name).toBe('ComfyUI Workshop');

    await client.application.commands.set([RENDER], server.guildId);
    const general = channel(server, 'general');
    const mai = person(server, 'Mai');
    const ravi = person(server, 'Ravi');
    const events: MemberEvent[] = [];
    mai.listen((event) => events.push(event));
    expect(mai.commands().map(({ name }) => name)).toEqual(['render']);

    const call = { channelId: general, name: 'render', options: [{ name: 'prompt', value: 'a lighthouse' }] };
    expect(await mai.autocomplete({ ...call, focused: 'prompt' })).toEqual([
      { name: 'a lighthouse at dusk', value: 'dusk' },
    ]);

    const { interactionId } = mai.runCommand(call);
    await eventually(() => mai.messages(general).length === 2);
    const [post, whisper] = mai.messages(general);
    expect(events.find(({ type }) => type === 'message')).toMatchObject({ message: { thinking: true } });
    expect(events).toContainEqual(expect.objectContaining({ type: 'interaction-answered', interactionId }));
    expect(post).toMatchObject({
      content: 'a lighthouse',
      thinking: false,
      edited_timestamp: null,
      type: 20,
      interaction_metadata: { id: interactionId, user: { username: 'mai' } },
      attachments: [
        { filename: 'out.png', description: 'one red dot', width: 1, height: 1, content_type: 'image/png' },
      ],
    });
    expect(whisper).toMatchObject({ content: 'only you see this', ephemeral: true, type: 19 });
    expect(ravi.messages(general).map(({ content }) => content)).toEqual(['a lighthouse']);

    mai.press(post?.id ?? '', 'vary');
    const modal = await eventually(() => events.find((event) => event.type === 'modal'));
    expect(modal.modal.title).toBe('Vary');
    mai.submitModal(modal.interactionId, { words: 'a lighthouse in fog' });
    await eventually(() => mai.messages(general)[0]?.content === 'a lighthouse in fog');
    expect(mai.messages(general)[0]).toMatchObject({ id: post?.id, attachments: [{ filename: 'out.png' }] });
    expect(mai.messages(general)[0]?.edited_timestamp).not.toBeNull();

    mai.choose(post?.id ?? '', 'size', ['l']);
    const reply = await eventually(() => mai.messages(general).find(({ content }) => content === 'size l'));
    expect(reply.message_reference?.message_id).toBe(post?.id);
    expect(errors).toEqual([]);
  });

  it('gives the app a complete account of who asked what, where', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set([RENDER], server.guildId);
    const got = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));
    const noor = person(server, 'Noor');
    const channelId = channel(server, 'gallery');
    noor.runCommand({ channelId, name: 'render', options: [{ name: 'prompt', value: 'x' }] });
    const interaction = await got;
    if (!interaction.isChatInputCommand() || !interaction.inCachedGuild())
      throw new Error('not a command here');
    expect(interaction.memberPermissions.has('ManageGuild')).toBe(true);
    expect(interaction.memberPermissions.has('Administrator')).toBe(false);
    expect(interaction.member.displayName).toBe('Noor');
    expect(interaction.appPermissions.has(['SendMessages', 'AttachFiles', 'PinMessages'])).toBe(true);
    expect(interaction.appPermissions.has('ManageMessages')).toBe(false);
    expect(interaction.channel?.name).toBe('gallery');
    expect(interaction.locale).toBe('en-US');
    expect(interaction.attachmentSizeLimit).toBe(10 * 1024 * 1024);
    expect(interaction.authorizingIntegrationOwners.guildId).toBe(server.guildId);
    expect(interaction.context).toBe(0);
    expect(interaction.commandGuildId).toBe(server.guildId);
    expect(interaction.createdTimestamp).toBeGreaterThan(Date.now() - 10_000);
    await interaction.reply({ content: 'ok', flags: MessageFlags.Ephemeral });
  });

  it('brings files, people, roles and channels along with the options', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set(
      [
        {
          name: 'gallery',
          description: 'The gallery',
          options: [
            {
              type: 1,
              name: 'allow',
              description: 'Allow',
              options: [
                { type: 6, name: 'who', description: 'Who' },
                { type: 8, name: 'role', description: 'Role' },
                { type: 7, name: 'where', description: 'Where', channelTypes: [0] },
                { type: 11, name: 'picture', description: 'Picture' },
                { type: 4, name: 'count', description: 'Count', minValue: 1, maxValue: 4 },
                { type: 5, name: 'loud', description: 'Loud' },
              ],
            },
          ],
        },
      ],
      server.guildId,
    );
    const got = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));
    const mai = person(server, 'Mai');
    const channelId = channel(server, 'general');
    const picture = await mai.upload(channelId, { name: 'my cat.png', bytes: PNG });
    const role = client.guilds.cache
      .get(server.guildId)
      ?.roles.cache.find(({ name }) => name === 'Instructor');
    mai.runCommand({
      channelId,
      name: 'gallery',
      subcommand: 'allow',
      options: [
        { name: 'who', value: idOf(server, 'Ravi') },
        { name: 'role', value: role?.id ?? '' },
        { name: 'where', value: channel(server, 'gallery') },
        { name: 'picture', value: picture },
        { name: 'count', value: 3 },
        { name: 'loud', value: false },
      ],
    });
    const interaction = await got;
    if (!interaction.isChatInputCommand()) throw new Error('not a command');
    const { options } = interaction;
    expect(options.getSubcommand()).toBe('allow');
    expect(options.getUser('who', true).globalName).toBe('Ravi');
    expect(options.getRole('role', true).name).toBe('Instructor');
    expect(options.getChannel('where', true).name).toBe('gallery');
    expect(options.getInteger('count', true)).toBe(3);
    expect(options.getBoolean('loud', true)).toBe(false);
    const attachment = options.getAttachment('picture', true);
    expect(attachment).toMatchObject({
      name: 'my_cat.png',
      contentType: 'image/png',
      width: 1,
      ephemeral: true,
    });
    const bytes = await (await fetch(attachment.url)).arrayBuffer();
    expect(Buffer.from(bytes).equals(PNG)).toBe(true);
    await interaction.reply('thank you');
  });

  it('runs a message command on what the app could not read otherwise', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set([{ name: 'Use as input', type: 3 }], server.guildId);
    const got = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));
    const mai = person(server, 'Mai');
    const channelId = channel(server, 'general');
    const { id } = mai.send(channelId, 'my own words');
    mai.runCommand({ channelId, name: 'Use as input', targetId: id, options: [] });
    const interaction = await got;
    if (!interaction.isMessageContextMenuCommand()) throw new Error('not a message command');
    expect(interaction.targetMessage.content).toBe('my own words');
    await interaction.reply('taken');
    expect(server.state.messages(channelId).at(-1)).toMatchObject({ type: 23, referenced_message: { id } });
  });

  it('hands a message command the files of a member’s message', async () => {
    const server = await discord();
    const client = await bot(server);
    await client.application.commands.set([{ name: 'Use as input', type: 3 }], server.guildId);
    const got = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));
    const mai = person(server, 'Mai');
    const channelId = channel(server, 'general');
    const { id, content } = await mai.sendFiles(channelId, '', [{ name: 'my cat.png', bytes: PNG }]);
    expect(content).toBe('');
    mai.runCommand({ channelId, name: 'Use as input', targetId: id, options: [] });
    const interaction = await got;
    if (!interaction.isMessageContextMenuCommand()) throw new Error('not a message command');
    const file = interaction.targetMessage.attachments.first();
    expect(file).toMatchObject({ name: 'my_cat.png', contentType: 'image/png', size: PNG.length });
    const bytes = await (await fetch(file?.url ?? '')).arrayBuffer();
    expect(Buffer.from(bytes).equals(PNG)).toBe(true);
    await interaction.reply('taken');

    const large = { name: 'large.bin', bytes: new Uint8Array(11 * 2 ** 20) };
    await expect(mai.sendFiles(channelId, '', [large])).rejects.toThrow('That file is too large.');
  });

  it('talks in direct messages, unless the person has closed them', async () => {
    const server = await discord();
    const client = await bot(server);
    const mai = person(server, 'Mai');
    const user = await client.users.fetch(idOf(server, 'Mai'));
    const sent = await user.send('your picture is ready');
    const dm = mai.openDm();
    expect(mai.guild().channels).toContainEqual(dm);
    expect(person(server, 'Ravi').guild().channels).not.toContainEqual(dm);
    expect(mai.messages(dm.id)).toMatchObject([{ id: sent.id, content: 'your picture is ready' }]);

    const heard = new Promise<string>((resolve) =>
      client.once(Events.MessageCreate, (m) => resolve(m.content)),
    );
    mai.send(dm.id, 'thanks');
    expect(await heard).toBe('thanks');

    mai.setDirectMessages(false);
    await expect(user.send('still there?')).rejects.toMatchObject({ code: 50007, status: 403 });
    mai.setDirectMessages(true);
    await expect(user.send('again')).resolves.toMatchObject({ content: 'again' });
  });
});
