/**
 * Which addresses a name of the open internet may stand for: not this machine, not a network behind it, not the
 * address at which clouds tell machines their secrets.
 */
import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

const closed = new BlockList();
const ranges = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  ...['2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];
for (const range of ranges) {
  const [net = '', bits] = range.split('/');
  closed.addSubnet(net, Number(bits), net.includes(':') ? 'ipv6' : 'ipv4');
}

/** An IPv4 address in IPv6's clothes is judged as what it is. */
export function isPublic({ address, family }: LookupAddress): boolean {
  return !closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The name stands for an address of no public kind. */
export class ClosedAddress extends Error {
  override name = 'ClosedAddress';
}

type Resolve = (
  host: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Looks a name up for a connection, and refuses it when any of its addresses is closed. */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const address = found?.[0];
      if (error) return done(error, '', 0);
      if (!address || !found.every(isPublic))
        return done(new ClosedAddress(`${host} stands for an address that is not public`), '', 0);
      if (options.all) return done(null, found);
      return done(null, address.address, address.family);
    });
  };
}
