/** How people reach the commands on Slack, and what Slack is told of them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { limits } from '../../../bots/slack/limits.ts';
import { events, oneClickLink, scopes, slackManifest } from '../../../bots/slack/manifest.ts';
import {
  reserved,
  shownName,
  slashNames,
  understandMention,
  understandSlash,
} from '../../../bots/slack/register.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { commands } from '../../../commands/registry.ts';
import { UserError } from '../../../core/errors.ts';

const slash = (name: string, text = '') => {
  const { command, rest } = understandSlash(name, text, commands);
  return [command.name, rest];
};
const mention = (text: string) => {
  const { command, rest } = understandMention(text, commands);
  return [command.name, rest];
};

describe('slash commands', () => {
  it('are there for every command whose name Slack leaves free, and /rendezvous for all', () => {
    const names = slashNames(commands);
    expect(names).toEqual(expect.arrayContaining(['render', 'queue', 'cancel', 'gallery', 'rendezvous']));
    expect(names.filter((name) => reserved.has(name))).toEqual([]);
    expect(names.at(-1)).toBe('rendezvous');
    expect(new Set(names).size).toBe(names.length);
  });
  it('reach every typed command', () => {
    for (const { name } of commands.filter(({ gestures }) => gestures.includes('slash'))) {
      expect(slash('/rendezvous', name)).toEqual([name, '']);
      const [first = '', ...more] = name.split(' ');
      if (!reserved.has(first)) expect(slash(`/${first}`, more.join(' '))).toEqual([name, '']);
    }
  });
  it('hand on what stands behind the command', () => {
    expect(slash('/render', ' a fox  in snow ')).toEqual(['render', 'a fox  in snow']);
    expect(slash('/Rendezvous', 'RENDER a queue of foxes')).toEqual(['render', 'a queue of foxes']);
    expect(slash('/gallery', '  allow')).toEqual(['gallery allow', '']);
    expect(slash('/rendezvous', 'gallery\n stop')).toEqual(['gallery stop', '']);
  });
  it('show the help when there is nothing behind /rendezvous', () => {
    expect(slash('/rendezvous')).toEqual(['help', '']);
  });
  it.each([
    ['/rendezvous', 'rendr a fox', 'There is no command called "rendr". Did you mean render?'],
    ['/rendezvous', 'zzzzzzzz', 'There is no command called "zzzzzzzz". There are: render,'],
    ['/gallery', '', '/gallery takes top or random or tags or'],
    ['/gallery', 'alow', 'got "alow". Did you mean allow?'],
  ])('%s %s is refused with the remedy', (name, text, message) => {
    expect(() => slash(name, text)).toThrow(UserError);
    expect(() => slash(name, text)).toThrow(message);
  });
  it('are written in cards as they are typed here', () => {
    expect(shownName({ name: 'status' })).toBe('/rendezvous status');
    expect(shownName({ name: 'gallery allow' })).toBe('/gallery allow');
  });
});

describe('a mention', () => {
  it('is a command, or else a request in plain words', () => {
    expect(mention('render a fox --seed 1')).toEqual(['render', 'a fox --seed 1']);
    expect(mention('status')).toEqual(['status', '']);
    expect(mention('')).toEqual(['help', '']);
    expect(mention('a fox in snow')).toEqual(['render', 'a fox in snow']);
    expect(mention('queue up the lights')).toEqual(['render', 'queue up the lights']);
    expect(mention('gallery of old foxes')).toEqual(['render', 'gallery of old foxes']);
    expect(mention('gallery allow')).toEqual(['gallery allow', '']);
  });
  it('of half a command says what the other half may be', () => {
    expect(() => mention('gallery')).toThrow('/gallery takes top or random or tags or');
  });
});

describe('the manifest', () => {
  it('in the repository is the one that follows from the commands', async () => {
    const file = new URL('../../../slack-manifest.json', import.meta.url);
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(kept, 'write it anew: node bots/slack/print-manifest.ts > slack-manifest.json').toEqual(
      slackManifest(commands),
    );
  });
  it('asks for nothing that no event or method of ours needs', () => {
    const needs: Record<(typeof events)[number], keyof typeof scopes | null> = {
      app_home_opened: null,
      app_mention: 'app_mentions:read',
      app_uninstalled: null,
      channel_archive: 'channels:read',
      channel_deleted: 'channels:read',
      channel_unarchive: 'channels:read',
      group_archive: 'groups:read',
      group_deleted: 'groups:read',
      group_unarchive: 'groups:read',
      member_joined_channel: 'channels:read',
      'message.channels': 'channels:history',
      'message.groups': 'groups:history',
      'message.im': 'im:history',
      'message.mpim': 'mpim:history',
      pin_added: 'pins:read',
      pin_removed: 'pins:read',
      reaction_added: 'reactions:read',
      reaction_removed: 'reactions:read',
      tokens_revoked: null,
    };
    for (const event of events) {
      const scope = needs[event];
      if (scope) expect(Object.keys(scopes)).toContain(scope);
    }
    expect(Object.keys(scopes)).not.toContain('chat:write.public');
  });
  it('stays within Slack’s lengths, and offers a form in every message’s menu', () => {
    const { features } = slackManifest(commands);
    for (const { command, description, usage_hint = '' } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(limits.command.description);
      expect(usage_hint.length).toBeLessThanOrEqual(limits.command.hint);
    }
    expect(features.shortcuts).toContainEqual(
      expect.objectContaining({ type: 'message', callback_id: 'form:render' }),
    );
    for (const { name } of features.shortcuts) expect(name.length).toBeLessThanOrEqual(24);
  });
  it('gains a new command without a line of ours', () => {
    const upscale: Command = defineCommand({
      name: 'upscale',
      summary: 'Make a picture larger',
      gestures: ['slash'],
      options: z.strictObject({ link: z.string().max(300).describe('Which one') }),
      manner: 'public',
      run: async () => null,
    });
    const { features } = slackManifest([...commands, upscale]);
    expect(features.slash_commands).toContainEqual({
      command: '/upscale',
      description: 'Make a picture larger',
      usage_hint: '[link]',
      should_escape: false,
    });
    expect(features.shortcuts).toHaveLength(slackManifest(commands).features.shortcuts.length);
  });
  it('for HTTP names the address everywhere and turns Socket Mode off', () => {
    const url = 'https://bots.example/slack/events';
    const { features, settings } = slackManifest(commands, url);
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.event_subscriptions).toMatchObject({ request_url: url });
    expect(settings.interactivity).toEqual({
      is_enabled: true,
      request_url: url,
      message_menu_options_url: url,
    });
    expect(features.slash_commands.every((one) => 'url' in one && one.url === url)).toBe(true);
  });
  it('fits into the one-click link', () => {
    const manifest = slackManifest(commands);
    const link = new URL(oneClickLink(manifest));
    expect(link.origin).toBe('https://api.slack.com');
    expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(manifest);
    expect(link.href.length).toBeLessThan(8000);
  });
});
