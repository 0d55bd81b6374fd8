/** What several programs say of themselves, in one place. */
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mergeMetrics, openGathering } from '../../scripts/start/gathering.ts';
import { parseMetrics, sumOf } from '../support/prometheus.ts';

const family = (name: string, process: string, value: number) =>
  `# HELP ${name} help\n# TYPE ${name} gauge\n${name}{process="${process}"} ${value}\n\n`;

describe('merged metrics', () => {
  it('stand together by family, under one head', () => {
    const merged = mergeMetrics([
      family('a', 'bots', 1) + family('b', 'bots', 2),
      family('b', 'worker', 3) + family('c', 'worker', 4),
      '',
    ]);
    const samples = parseMetrics(merged);
    expect(samples).toHaveLength(4);
    expect(sumOf(samples, 'b')).toBe(5);
    expect(merged.match(/# TYPE b/g)).toHaveLength(1);
  });
});

describe('the gathering', () => {
  it('knows where a program listens now, and says of one that it does not', async () => {
    const gathering = await openGathering({ METRICS_PORT: 0, METRICS_HOST: '127.0.0.1' }, ['bots']);
    const ready = async () => {
      const answer = await fetch(`${gathering.url}/ready`);
      return { status: answer.status, ...((await answer.json()) as { reasons: string[] }) };
    };
    expect(await ready()).toMatchObject({
      status: 503,
      reasons: ['No answer from the bots: starting, or being started again.'],
    });
    const reasons: string[] = [];
    const child = createServer((request, response) =>
      response.end(request.url === '/ready' ? JSON.stringify({ reasons }) : family('a', 'bots', 7)),
    );
    await new Promise<void>((resolve) => child.listen(0, '127.0.0.1', resolve));
    const address = child.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    gathering.learns('bots')({ health: `http://127.0.0.1:${address.port}` });
    expect(await ready()).toMatchObject({ status: 200, reasons: [] });
    reasons.push('The connection to Discord is lost.');
    expect(await ready()).toMatchObject({ status: 503, reasons });
    expect(sumOf(parseMetrics(await (await fetch(`${gathering.url}/metrics`)).text()), 'a')).toBe(7);
    child.closeAllConnections();
    child.close();
    await gathering.close();
  });

  it('takes another port when nobody chose one and the usual one is taken', async () => {
    const first = await openGathering({ METRICS_PORT: undefined, METRICS_HOST: '127.0.0.1' }, []);
    const second = await openGathering({ METRICS_PORT: undefined, METRICS_HOST: '127.0.0.1' }, []);
    expect(second.url).not.toBe(first.url);
    const port = Number(new URL(second.url).port);
    await expect(openGathering({ METRICS_PORT: port, METRICS_HOST: '127.0.0.1' }, [])).rejects.toThrow(
      `METRICS_PORT ${port} cannot be had on METRICS_HOST 127.0.0.1 (EADDRINUSE). Set them to a free port`,
    );
    await first.close();
    await second.close();
  });
});
