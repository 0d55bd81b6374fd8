/**
 * A small bot on the real discord.js, so that the page is tried with what a real bot sends: commands with every kind of
 * option, a card of components version 2 that a test moves on step by step, private answers, a form, an unanswered button.
 */
import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  type ChatInputCommandInteraction,
  CheckboxBuilder,
  CheckboxGroupBuilder,
  Client,
  ContainerBuilder,
  Events,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  RadioGroupBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  ApplicationCommandOptionType as Type,
  UserSelectMenuBuilder,
} from 'discord.js';
import sharp from 'sharp';

const WORKFLOWS = ['flux-schnell', 'sdxl', 'wan-video'];

const commands = [
  {
    name: 'render',
    description: 'Make a picture from words',
    options: [
      { type: Type.String, name: 'prompt', description: 'What to make', required: true, maxLength: 300 },
      { type: Type.String, name: 'workflow', description: 'How to make it', autocomplete: true },
      {
        type: Type.Integer,
        name: 'steps',
        description: 'How long to work on it',
        minValue: 1,
        maxValue: 150,
      },
      {
        type: Type.String,
        name: 'size',
        description: 'Width and height',
        choices: [
          { name: 'Square', value: '1024x1024' },
          { name: 'Wide', value: '1344x768' },
        ],
      },
      { type: Type.Boolean, name: 'private', description: 'Only you see the answer' },
      { type: Type.Attachment, name: 'image', description: 'A picture to start from' },
    ],
  },
  { name: 'queue', description: 'What is running and what waits' },
  {
    name: 'gallery',
    description: 'Your pictures in the gallery',
    options: [{ type: Type.Subcommand, name: 'allow', description: 'Let others share what you make' }],
  },
  { name: 'silent', description: 'Never answers' },
  { name: 'survey', description: 'Opens a form with every kind of field' },
  { name: 'Describe', type: ApplicationCommandType.Message },
] as const;

export interface TestBot {
  /** Everything that arrived, in words: `render {"prompt":"a fox"}`. */
  readonly heard: string[];
  /** Moves the newest render on; the tests decide when. */
  progress(percent: number): Promise<void>;
  /** Shows how far it is, each time with another picture. */
  preview(step: number): Promise<void>;
  finish(pictures: number): Promise<void>;
  /** Changes a word of the finished render, and nothing else. */
  say(words: string): Promise<void>;
  close(): Promise<void>;
}

export async function startBot(discord: {
  apiUrl: string;
  token: string;
  guildId: string;
}): Promise<TestBot> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiUrl } });
  const heard: string[] = [];
  let render: ChatInputCommandInteraction | undefined;
  let prompt = '';
  let pictures = 0;
  let failure: unknown;

  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => {
      failure = error;
    });
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  const guild = await client.guilds.fetch(discord.guildId);
  await guild.commands.set([...commands]);

  async function answer(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) {
      const typed = interaction.options.getFocused();
      await interaction.respond(
        WORKFLOWS.filter((name) => name.includes(typed)).map((name) => ({ name: `${name} ✦`, value: name })),
      );
    } else if (interaction.isChatInputCommand()) {
      await answerCommand(interaction);
    } else if (interaction.isMessageContextMenuCommand()) {
      heard.push(`${interaction.commandName} ${interaction.targetMessage.author.username}`);
      await interaction.reply({ content: 'A fine picture.', flags: MessageFlags.Ephemeral });
    } else if (interaction.isButton()) {
      await answerButton(interaction);
    } else if (interaction.isStringSelectMenu()) {
      heard.push(`choose ${interaction.values.join(' ')}`);
      await interaction.deferUpdate();
    } else if (interaction.isModalSubmit()) {
      await answerForm(interaction);
    }
  }

  async function answerCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const given = interaction.options.data.map(({ name, value }) => [name, value]);
    heard.push(`${interaction.commandName} ${JSON.stringify(Object.fromEntries(given))}`);
    if (interaction.commandName === 'silent') return;
    if (interaction.commandName === 'survey') {
      await interaction.showModal(survey(interaction.user.id));
      return;
    }
    if (interaction.commandName !== 'render') {
      await interaction.reply({ content: 'Nothing waits. **All yours.**', flags: MessageFlags.Ephemeral });
      return;
    }
    render = interaction;
    prompt = interaction.options.getString('prompt', true);
    await interaction.deferReply();
  }

  async function answerButton(interaction: ButtonInteraction): Promise<void> {
    heard.push(`press ${interaction.customId}`);
    if (interaction.customId === 'broken') return;
    if (interaction.customId === 'change') {
      await interaction.showModal(form(prompt));
      return;
    }
    await interaction.reply({
      content: `You pressed **${interaction.customId}**.`,
      flags: MessageFlags.Ephemeral,
    });
  }

  async function answerForm(interaction: ModalSubmitInteraction): Promise<void> {
    if (interaction.customId === 'survey-form') {
      const { fields } = interaction;
      const people = fields.getSelectedUsers('person')?.map(({ username }) => username);
      const places = fields.getSelectedChannels('place')?.map(({ name }) => name);
      const chosen = [people, places, fields.getRadioGroup('pace'), fields.getCheckboxGroup('likes')];
      heard.push(`survey ${JSON.stringify([...chosen, fields.getCheckbox('sure')])}`);
      await interaction.reply({ content: 'Thank you.', flags: MessageFlags.Ephemeral });
      return;
    }
    const text = interaction.fields.getTextInputValue('prompt');
    const [size] = interaction.fields.getStringSelectValues('size');
    heard.push(`form ${text} ${size}`);
    await interaction.reply({ content: `Changed to *${text}*.`, flags: MessageFlags.Ephemeral });
  }

  /** Without new files, those the message has stay. */
  const edit = async (container: ContainerBuilder, files?: AttachmentBuilder[]) => {
    if (failure) throw failure;
    if (!render) throw new Error('nobody has rendered anything yet');
    await render.editReply({
      components: [container],
      flags: MessageFlags.IsComponentsV2,
      ...(files && { files }),
    });
  };

  return {
    heard,
    async progress(percent) {
      const bar = '█'.repeat(percent / 10).padEnd(10, '░');
      const soon = Math.round(Date.now() / 1000) + 30;
      await edit(
        card(0xf0b232, [
          `### ${prompt}`,
          `\`${bar}\` ${percent} %`,
          `-# Done <t:${soon}:R>`,
        ]).addActionRowComponents(row(button('cancel', 'Cancel', ButtonStyle.Danger))),
      );
    },
    async preview(step) {
      const file = await picture(step);
      const gallery = new MediaGalleryBuilder().addItems({
        media: { url: `attachment://${file.name}` },
        description: `Step ${step}`,
      });
      await edit(card(0xf0b232, [`### ${prompt}`]).addMediaGalleryComponents(gallery), [file]);
    },
    async finish(count) {
      pictures = count;
      const files = await Promise.all(Array.from({ length: count }, (_, index) => picture(index)));
      await edit(finished(prompt, count, 'Finished'), files);
    },
    async say(words) {
      await edit(finished(prompt, pictures, words));
    },
    async close() {
      await client.destroy();
    },
  };
}

const text = (content: string) => new TextDisplayBuilder().setContent(content);
const card = (accent: number, texts: string[]) =>
  new ContainerBuilder().setAccentColor(accent).addTextDisplayComponents(texts.map(text));
const row = (...buttons: ButtonBuilder[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(buttons);

function button(
  customId: string,
  label: string,
  style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger,
  emoji?: string,
) {
  const made = new ButtonBuilder().setCustomId(customId).setLabel(label).setStyle(style);
  return emoji ? made.setEmoji(emoji) : made;
}

function finished(prompt: string, count: number, words: string) {
  const gallery = new MediaGalleryBuilder().addItems(
    Array.from({ length: count }, (_, index) => ({
      media: { url: `attachment://picture-${index}.png` },
      description: `Picture ${index + 1}: ${prompt}`,
    })),
  );
  const upscale = new StringSelectMenuBuilder()
    .setCustomId('upscale')
    .setPlaceholder('Upscale')
    .addOptions(
      { label: 'Twice', value: '2', description: '2048 × 2048' },
      { label: 'Four times', value: '4' },
    );
  return card(0x3ba55c, [`### ${prompt}`])
    .addMediaGalleryComponents(gallery)
    .addTextDisplayComponents(text(`${words} · **seed** \`42\` · **steps** \`20\``))
    .addActionRowComponents(
      row(
        button('again', 'Again', ButtonStyle.Secondary, '🔁'),
        button('share', 'Share', ButtonStyle.Primary, '⭐'),
        button('change', 'Change', ButtonStyle.Secondary, '🎛️'),
        button('broken', 'Broken', ButtonStyle.Danger),
      ),
    )
    .addActionRowComponents(new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(upscale));
}

function form(prompt: string) {
  return new ModalBuilder()
    .setCustomId('change-form')
    .setTitle('Change and render again')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Prompt')
        .setDescription('What to make')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('prompt')
            .setStyle(TextInputStyle.Paragraph)
            .setValue(prompt)
            .setMaxLength(300),
        ),
      new LabelBuilder()
        .setLabel('Size')
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId('size')
            .addOptions({ label: 'Square', value: '1024x1024' }, { label: 'Wide', value: '1344x768' }),
        ),
    );
}

/** The kinds of fields that the first form has not. */
function survey(personId: string) {
  const option = (label: string) => ({ label, value: label.toLowerCase() });
  return new ModalBuilder()
    .setCustomId('survey-form')
    .setTitle('A few questions')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Whose picture')
        .setUserSelectMenuComponent(
          new UserSelectMenuBuilder().setCustomId('person').setDefaultUsers(personId),
        ),
      new LabelBuilder()
        .setLabel('Where to')
        .setChannelSelectMenuComponent(
          new ChannelSelectMenuBuilder()
            .setCustomId('place')
            .setRequired(false)
            .setChannelTypes(ChannelType.GuildText),
        ),
      new LabelBuilder()
        .setLabel('How fast')
        .setRadioGroupComponent(
          new RadioGroupBuilder().setCustomId('pace').setOptions(option('Slowly'), option('At once')),
        ),
      new LabelBuilder()
        .setLabel('What you like')
        .setCheckboxGroupComponent(
          new CheckboxGroupBuilder()
            .setCustomId('likes')
            .setRequired(false)
            .setOptions(option('Foxes'), option('Owls')),
        ),
      new LabelBuilder()
        .setLabel('I am sure')
        .setCheckboxComponent(new CheckboxBuilder().setCustomId('sure')),
    );
}

async function picture(index: number): Promise<AttachmentBuilder> {
  const colours = ['#ff9a6b', '#6bd0ff', '#d86bff', '#8aff9a'];
  const background = colours[index % colours.length] ?? '#888';
  const bytes = await sharp({ create: { width: 640, height: 640, channels: 3, background } })
    .png()
    .toBuffer();
  return new AttachmentBuilder(bytes, { name: `picture-${index}.png`, description: `Picture ${index + 1}` });
}
