/** Stands for the bots. Says what it was started with, so that a test can see it. */
const { DISCORD_TOKEN, DISCORD_API_URL, SLACK_BOT_TOKEN, SLACK_API_URL, REDIS_URL, FAKE_BOTS } = process.env;
const line = (level: number, msg: string) => console.log(JSON.stringify({ level, time: Date.now(), msg }));

if (FAKE_BOTS === 'refuse') {
  console.error('DISCORD_TOKEN was refused by Discord. Copy it again from the Bot page.');
  process.exit(1);
}
if (FAKE_BOTS === 'throw') throw new TypeError('bots are broken');

line(40, `bots of ${DISCORD_TOKEN} at ${DISCORD_API_URL}, and of ${SLACK_BOT_TOKEN} at ${SLACK_API_URL}`);
if (!REDIS_URL) throw new Error('no Redis');
line(30, 'a line of no importance');
process.send?.({ ready: {} });

// One that hears nothing has to be killed, also when the launcher is gone.
process.on('SIGTERM', () => FAKE_BOTS !== 'deaf' && process.exit(0));
setInterval(() => {}, 1000);
