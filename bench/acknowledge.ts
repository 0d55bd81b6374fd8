/** How long a member waits for the first sign that a command arrived, with many commands at once. */
import { startWholeWay } from '../test/support/playground.ts';
import { startProcess } from '../test/support/process.ts';
import { until } from '../test/support/until.ts';
import { ms, percentile, print, ratio } from './figures.ts';

const commandsAtOnce = 100;

export async function benchAcknowledge(): Promise<void> {
  const way = await startWholeWay({ discord: { limits: { timing: { identifyMs: 0 } } } });
  try {
    const bots = await startProcess('bots/main.ts', way.botsEnvironment);
    const channelId = way.discord.channels.general ?? '';
    const waits: number[] = [];
    const stop = way.mai.listen((event) => {
      if (event.type === 'interaction-answered') waits.push(event.afterMs);
    });
    const call = (name: string, options: { name: string; value: string }[]) =>
      way.mai.runCommand({ channelId, name, options });

    // One after another first: what an acknowledgement costs when nothing else goes on.
    for (let n = 0; n < 20; n += 1) {
      call('help', []);
      await until(() => waits.length === n + 1);
    }
    const alone = waits.splice(0);
    for (let n = 0; n < commandsAtOnce; n += 1) call('render', [{ name: 'prompt', value: `picture ${n}` }]);
    await until(() => waits.length === commandsAtOnce, { within: 30_000 });
    stop();
    await bots.stop();
    print(`Acknowledgement, ${commandsAtOnce} commands at once (aim: p99 under 100 ms)`, {
      'alone, p50': ms(percentile(alone, 0.5)),
      'at once, p50': `${ms(percentile(waits, 0.5))}  ${ratio(percentile(waits, 0.5), percentile(alone, 0.5))} alone`,
      'at once, p99': `${ms(percentile(waits, 0.99))}  ${ratio(percentile(waits, 0.99), percentile(alone, 0.5))} alone`,
    });
  } finally {
    await way.close();
  }
}
