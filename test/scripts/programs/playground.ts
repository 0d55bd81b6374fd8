/** Stands for the playground: a page on PORT, and the addresses it says it has. */
import { createServer } from 'node:http';

const { PLAYGROUND_DISCORD, PLAYGROUND_SLACK, PLAYGROUND_COMFYUI } = process.env;
const server = createServer((_request, response) => response.end('the page'));
server.listen(Number(process.env.PORT), process.env.HOST, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const page = `http://127.0.0.1:${port}`;
  process.send?.({
    ready: {
      ...((PLAYGROUND_DISCORD === 'on' || PLAYGROUND_SLACK === 'on') && { page }),
      ...(PLAYGROUND_DISCORD === 'on' && {
        discordApiUrl: `${page}/api`,
        discordToken: 'a.b.c',
      }),
      ...(PLAYGROUND_SLACK === 'on' && {
        slackApiUrl: `${page}/slack/`,
        slackBotToken: 'xoxb-1',
        slackAppToken: 'xapp-1',
      }),
      ...(PLAYGROUND_COMFYUI === 'on' && { comfyuiUrl: `${page}/comfyui` }),
    },
  });
});
process.on('SIGTERM', () => process.exit(0));
