/** The README's tables say what the code says. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { oneClickLink, slackManifest } from '../bots/slack/manifest.ts';
import { commands } from '../commands/registry.ts';
import { settingsSchema } from '../core/config.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('lists every setting with its own description, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, name, text]) => [name, text]);
    const settings = Object.entries(settingsSchema.shape).map(([name, schema]) => [name, schema.description]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(settings));
  });
  it('lists every typed command with its own summary, and no other', () => {
    const rows = [...readme.matchAll(/^\| `\/([a-z ]+)` \| (.+) \|$/gm)].map(([, name, text]) => [
      name,
      text,
    ]);
    const typed = commands
      .filter(({ gestures }) => gestures.includes('slash'))
      .map(({ name, summary }) => [name, summary]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(typed));
  });
  it('makes the Slack app that the commands need', () => {
    expect(readme).toContain(`[slack-app]: ${oneClickLink(slackManifest(commands))}\n`);
  });
  it('points, like SECURITY.md, only at files that are there', () => {
    const both = `${readme}${readFileSync('SECURITY.md', 'utf8')}`;
    const links = [...both.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, link]) => link ?? []);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) if (!/^[a-z]+:/.test(link)) expect(existsSync(link), link).toBe(true);
  });
});
