/** Slack: both tokens, the scopes, how Slack reaches us, and the gallery channel. */
import { z } from 'zod';
import { scopes } from '../../bots/slack/manifest.ts';
import type { Settings } from '../../core/config.ts';
import { type Ask, reasonOf } from './ask.ts';
import { type Finding, good, look, off, wrong } from './report.ts';

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
const channelsSchema = z.looseObject({
  channels: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      is_member: z.boolean().default(false),
      is_archived: z.boolean().default(false),
    }),
  ),
  response_metadata: z.looseObject({ next_cursor: z.string().default('') }).optional(),
});

/** A workspace with more channels is looked through no further. */
const mostPages = 20;

export async function examineSlack(settings: Settings, ask: Ask): Promise<Finding[]> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = settings;
  if (!botToken) return [off('SLACK_BOT_TOKEN is not set: no Slack, or the stand-in of npm start.')];

  async function call(method: string, token: string, args: Record<string, string> = {}) {
    const answer = await ask(`${apiUrl.replace(/\/*$/, '/')}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    });
    return { ...answer, told: answerSchema.safeParse(answer.body).data };
  }

  let identity: Awaited<ReturnType<typeof call>>;
  try {
    identity = await call('auth.test', botToken);
  } catch (thrown) {
    return [
      wrong(
        `${apiUrl} cannot be reached (${reasonOf(thrown)}).`,
        'Look at the network, and at SLACK_API_URL.',
      ),
    ];
  }
  if (!identity.told) {
    return [
      wrong(
        `${apiUrl} does not answer like Slack (${identity.status}).`,
        'Correct SLACK_API_URL, or try again later.',
      ),
    ];
  }
  if (!identity.told.ok) {
    return [
      wrong(
        `Slack refuses SLACK_BOT_TOKEN (${identity.told.error}).`,
        'Install the app to the workspace once more, and copy the Bot User OAuth Token.',
      ),
    ];
  }
  const { team, user } = z.looseObject({ team: z.string(), user: z.string() }).parse(identity.body);
  const given = (identity.headers.get('x-oauth-scopes') ?? '').split(',').map((one) => one.trim());
  const missing = Object.keys(scopes).filter((scope) => !given.includes(scope));
  const findings = [
    good(`The bot token is that of ${user} in ${team}.`),
    missing.length === 0
      ? good(`It has the ${Object.keys(scopes).length} scopes of slack-manifest.json.`)
      : wrong(
          `It lacks the scopes ${missing.map((one) => `${one} (${scopes[one as keyof typeof scopes]})`).join(', ')}.`,
          "Put slack-manifest.json into the app's manifest, and install it once more.",
        ),
  ];

  if (settings.SLACK_SIGNING_SECRET) {
    findings.push(
      off(`HTTP mode: whether Slack reaches port ${settings.SLACK_HTTP_PORT} only Slack can tell.`),
    );
  } else if (appToken) {
    const { told } = await call('apps.connections.open', appToken);
    findings.push(
      told?.ok
        ? good('Socket Mode can be opened.')
        : wrong(
            `Slack opens no Socket Mode for SLACK_APP_TOKEN (${told?.error ?? 'no answer'}).`,
            'Switch Socket Mode on, and make an app-level token with the scope connections:write.',
          ),
    );
  }
  return [
    ...findings,
    ...(await gallery(settings.SLACK_GALLERY_CHANNEL, (args) => call('conversations.list', botToken, args))),
  ];
}

type List = (
  args: Record<string, string>,
) => Promise<{ body: unknown; told: z.infer<typeof answerSchema> | undefined }>;

async function gallery(wanted: string, list: List): Promise<Finding[]> {
  const name = wanted.trim().replace(/^#/, '');
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const args = { types: 'public_channel,private_channel', limit: '200', ...(cursor && { cursor }) };
    const { body, told } = await list(args);
    const parsed = channelsSchema.safeParse(body).data;
    if (!told?.ok || !parsed) {
      return [
        look(
          `The channels cannot be listed (${told?.error ?? 'no answer'}).`,
          'Mend what is wrong above, and look again.',
        ),
      ];
    }
    const found = parsed.channels.find(
      (one) => one.id === name || one.name.toLowerCase() === name.toLowerCase(),
    );
    if (found?.is_archived)
      return [wrong(`#${found.name} is archived.`, 'Unarchive it, or set SLACK_GALLERY_CHANNEL.')];
    if (found?.is_member) return [good(`It is in #${found.name}, the gallery.`)];
    if (found) return [look(`It is not in #${found.name}, the gallery.`, `Type there: /invite @Rendezvous`)];
    cursor = parsed.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return [
    look(
      `There is no channel "${wanted}" for the gallery that it can see.`,
      'Make one and invite the app, or set SLACK_GALLERY_CHANNEL.',
    ),
  ];
}
