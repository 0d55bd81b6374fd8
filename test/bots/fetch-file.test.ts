/** What is fetched and what is not, against servers that try. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchFile } from '../../bots/fetch-file.ts';
import { ClosedAddress, isPublic, publicLookup } from '../../bots/public-address.ts';
import { UserError } from '../../core/errors.ts';

const most = 100_000;
let stated: Server;
let other: Server;
let otherWasAsked = 0;
let sent = 0;
const heard: (string | undefined)[] = [];
const origin = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const answers: Record<string, RequestListener> = {
  '/plain': (_, response) => response.end('a picture'),
  '/moved': (_, response) => response.writeHead(302, { location: '/plain' }).end(),
  '/metadata': (_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/away': (_, response) => response.writeHead(302, { location: `${origin(other)}/plain` }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/packed': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
  '/gone': (_, response) => response.writeHead(404).end('no'),
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    const piece = Buffer.alloc(64 * 1024);
    const go = () => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
      if (!response.destroyed) response.once('drain', go);
    };
    go();
  },
  // Says something now and then, and never comes to an end.
  '/slow': (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  },
};

function listening(handle: RequestListener): Promise<Server> {
  const server = createServer(handle);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

beforeAll(async () => {
  stated = await listening((request, response) => {
    heard.push(request.headers.authorization);
    (answers[request.url ?? ''] ?? answers['/gone'])?.(request, response);
  });
  other = await listening((_, response) => {
    otherWasAsked += 1;
    response.end('a secret');
  });
});
afterAll(() => {
  for (const server of [stated, other]) {
    server.closeAllConnections();
    server.close();
  }
});

async function fetched(address: string, options: Parameters<typeof createFetchFile>[1] = {}) {
  const hosts = { platform: 'Discord', hosts: ['cdn.discordapp.com'], origin: origin(stated) };
  const files = createFetchFile({ ...hosts, headers: { authorization: 'Bearer token' } }, options);
  try {
    return (await files.fetch(address, most, 'fox.png')).toString();
  } finally {
    await files.close();
  }
}

describe('a file', () => {
  it('is fetched from where the platform is, with the token, also when it moved there', async () => {
    expect(await fetched(`${origin(stated)}/plain`)).toBe('a picture');
    expect(await fetched(`${origin(stated)}/moved`)).toBe('a picture');
    expect(new Set(heard)).toEqual(new Set(['Bearer token']));
  });

  const notKept = 'fox.png is not kept by Discord itself, so it is not fetched.';
  const failed = 'fox.png could not be fetched from Discord. Attach it once more.';
  it.each([
    ['of another host', () => `${origin(other)}/plain`, notKept],
    ['of this machine', () => 'http://localhost/plain', notKept],
    ['over plain HTTP of the right host', () => 'http://cdn.discordapp.com/a.png', notKept],
    ['at another port of the right host', () => 'https://cdn.discordapp.com:8443/a.png', notKept],
    ['with a name and a password', () => origin(stated).replace('//', '//me:secret@'), notKept],
    ['of a host that only begins so', () => 'https://cdn.discordapp.com.evil.example/a.png', notKept],
    ['of no address at all', () => 'file:///etc/passwd', notKept],
    ['that sends us to the machine’s own secrets', () => `${origin(stated)}/metadata`, notKept],
    ['that sends us to another host', () => `${origin(stated)}/away`, notKept],
    ['that sends us round in circles', () => `${origin(stated)}/round`, failed],
    ['that is packed', () => `${origin(stated)}/packed`, failed],
    ['that is gone', () => `${origin(stated)}/gone`, failed],
    ['without an end', () => `${origin(stated)}/endless`, 'fox.png is too large; at most 0 MiB are taken.'],
  ])('%s is not fetched', async (_, address, words) => {
    const thrown = await fetched(address()).catch((one: unknown) => one);
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toHaveProperty('message', words);
    expect(otherWasAsked).toBe(0);
  });

  it('without an end is left after what may come', () => {
    expect(sent).toBeLessThan(50 * most);
  });

  it('that never comes to an end is left after a while', async () => {
    await expect(fetched(`${origin(stated)}/slow`, { withinMs: 200 })).rejects.toThrow(failed);
  });

  it('of the right host is not fetched when its name stands for a private address', async () => {
    const lookup = publicLookup((_host, _options, done) =>
      done(null, [{ address: '169.254.169.254', family: 4 }]),
    );
    const error = await fetched('https://cdn.discordapp.com/a.png', { lookup }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ message: failed, cause: expect.any(ClosedAddress) });
  });
});

it.each([
  ...[
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
  ],
  ...['0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1', '::1', '::', 'fe80::1', 'fd00::1', 'ff02::1'],
  ...['::ffff:127.0.0.1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:7f00:1::'],
])('%s is no public address', (address) => {
  expect(isPublic({ address, family: address.includes(':') ? 6 : 4 })).toBe(false);
});

it.each(['162.159.133.233', '172.32.0.1', '11.0.0.1', '2606:4700::6810:85e9'])('%s is one', (address) => {
  expect(isPublic({ address, family: address.includes(':') ? 6 : 4 })).toBe(true);
});
