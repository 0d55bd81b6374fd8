/** What is taken out of log lines, and what stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, secretsOf } from '../../core/config.ts';
import { createKeptOut, textsOf } from '../../core/kept-out.ts';
import { describeError } from '../../core/log.ts';
import { testJob } from '../support/jobs.ts';

const kept = '[kept out]';

describe('secrets', () => {
  it('of the settings are known, also within addresses', () => {
    const settings = readSettings({
      DISCORD_TOKEN: 'aaaa.bbbb.cccc',
      REDIS_URL: 'rediss://user:red%21secret@redis:6380/1',
      COMFYUI_URL: 'http://one:first-pass@a:1,http://b:2',
      COMFYUI_AUTH_HEADER: 'X-Key: header-secret',
      MEDIA_URL: 's3://key:media-secret@bucket/x',
    });
    const { cleanText } = createKeptOut(secretsOf(settings));
    const line = 'aaaa.bbbb.cccc red%21secret red!secret first-pass header-secret media-secret at redis:6380';
    expect(cleanText(line)).toBe(`${`${kept} `.repeat(6)}at redis:6380`);
  });

  it('in a setting that is wrong are not repeated', () => {
    const wrong = () =>
      readSettings({ COMFYUI_URL: 'gopher://user:secret@host', REDIS_URL: 'http://secret' });
    expect(wrong).toThrow(/^COMFYUI_URL must be a URL .* got "gopher:\/\/…@host"\.\nREDIS_URL must be/);
  });

  it.each([
    ['token xoxb-123-abc is bad', `token ${kept} is bad`],
    ['xapp-1-A1-2-abcdef', kept],
    [`Bot ${'M'.repeat(24)}.${'G'.repeat(6)}.${'k'.repeat(38)}`, `Bot ${kept}`],
    ['PATCH /webhooks/1100/aW50ZXJhY3Rpb24/messages', `PATCH /webhooks/1100/${kept}/messages`],
    ['at http://me:pass@host:1/x?y', `at http://${kept}@host:1/x?y`],
    ['authorization: Bearer abcdefgh123', `authorization: Bearer ${kept}`],
    ['POST https://hooks.slack.com/commands/T1/2/abc failed', `POST https://hooks.slack.com/${kept} failed`],
  ])('%s', (line, clean) => expect(createKeptOut().cleanText(line)).toBe(clean));
});

describe('what people typed', () => {
  const prompt = 'A "quiet" harbour\nat dawn, ünder fog; 日本の港の夜明けの静けさを描く';
  const keptOut = createKeptOut();
  keptOut.add([prompt, 'fox']);
  keptOut.add(['lynx']);
  it.each([
    [`bad: ${prompt}!`, `bad: ${kept}!`],
    [JSON.stringify({ text: prompt }), `{"text":"${kept}"}`],
    [JSON.stringify(JSON.stringify(prompt)), `"\\"${kept}\\""`],
    ['cut short: quiet harbour at da…', `cut short: ${kept}…`],
    ['escaped \\u00fcnder fog; \\u65e5\\u672c\\u306e\\u6e2f', `escaped ${kept}`],
    ['no lynx here, but lynxes', `no ${kept} here, but lynxes`],
    ['a fox stays, three letters are nobody’s', 'a fox stays, three letters are nobody’s'],
    ['the job failed after 3 attempts', 'the job failed after 3 attempts'],
  ])('%j', (line, clean) => expect(keptOut.cleanText(line)).toBe(clean));

  it('leaves the shape of a line as it is, whatever was typed', () => {
    const strange = createKeptOut();
    strange.add(['"level":30', 'jobId', '{"msg":']);
    const line = { level: 30, jobId: 'job-1', msg: 'jobId {"msg": x' };
    expect(JSON.parse(strange.cleanLine(JSON.stringify(line)))).toMatchObject({ level: 30, jobId: 'job-1' });
  });

  it('is never there afterwards, wherever in the line it stood', () => {
    const typed = fc.stringMatching(/^[a-z ]{20,60}["'\n\\é日]{0,4}[a-z ]{20,60}$/);
    fc.assert(
      fc.property(typed, fc.string(), fc.string(), (one, before, after) => {
        const own = createKeptOut();
        own.add([one]);
        const quotes = [one, JSON.stringify(one), one.slice(0, Math.max(20, one.length / 2))];
        for (const quote of quotes) {
          const [longest = ''] = /[a-z]{12,}/.exec(quote) ?? [];
          if (longest) expect(own.cleanText(`${before} ${quote} ${after}`)).not.toContain(longest);
        }
      }),
    );
  });

  it('is forgotten in turn, so that the memory stays bounded', () => {
    const own = createKeptOut();
    own.add(['the very first text that was typed']);
    for (let index = 0; index < 2000; index += 1) own.add([`text number ${index} of a long evening`]);
    expect(own.cleanText('the very first text that was typed')).toContain('first');
    expect(own.cleanText('text number 1999 of a long evening')).toBe(kept);
  });

  it('is every text of a job, and no name of a size', () => {
    const { request } = testJob();
    const values = { ...request.values, negative: 'rain', lyrics: 'la la la', size: 'portrait', steps: 4 };
    expect(textsOf({ request: { ...request, values } })).toEqual([
      'a lighthouse at dusk',
      'rain',
      'la la la',
    ]);
  });
});

describe('errors', () => {
  it('are told without what SDKs hang on them', () => {
    const cause = Object.assign(new Error('inner'), { body: 'secret words', code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('outer', { cause }), {
      status: 400,
      code: 50035,
      requestBody: { json: { content: 'secret words' } },
      config: { headers: { authorization: 'secret words' } },
    });
    const told = JSON.stringify(describeError(error));
    expect(told).not.toContain('secret words');
    expect(describeError(error)).toMatchObject({
      type: 'Error',
      message: 'outer: inner',
      code: 50035,
      status: 400,
    });
  });
  it('of a text that is no JSON do not quote it', () => {
    for (const text of ['marker words', '{"a": marker words that go on and on and on}']) {
      let thrown: unknown;
      try {
        JSON.parse(text);
      } catch (error) {
        thrown = new Error('answered with something else', { cause: error });
      }
      const told = JSON.stringify(describeError(thrown));
      expect(told).not.toContain('marker');
      expect(told).toContain('Unexpected token');
    }
  });
});
