/** Stands for the playground: a page on PORT, and the addresses it says it has. */
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('the page'));
server.listen(Number(process.env.PORT), process.env.HOST, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const page = `http://127.0.0.1:${port}`;
  process.send?.({
    ready: {
      page,
      discordApiUrl: `${page}/api`,
      discordToken: 'a.b.c',
      discordGuildId: '100000000000000001',
      slackApiUrl: `${page}/slack/`,
      slackBotToken: 'xoxb-1',
      slackAppToken: 'xapp-1',
      comfyuiUrl: `${page}/comfyui`,
    },
  });
});
process.on('SIGTERM', () => process.exit(0));
