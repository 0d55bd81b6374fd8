/** The guard of a loopback server against pages of other origins. */

interface Headers {
  host: string | undefined;
  origin: string | undefined;
  site: string | undefined;
}

export function isForeign({ host, origin, site }: Headers, hardened: boolean): boolean {
  if (hardened && site === 'cross-site') return true;
  if (host === undefined || origin === undefined) return false;
  const [here, there] = [parse(`http://${host}`), parse(origin)];
  if (here === null || there === null || !isLoopback(here.hostname)) return false;
  // Where one of the two names no port, ports are not compared.
  const bare = there.port === '' || here.port === '';
  return bare ? here.hostname !== there.hostname : here.host !== there.host;
}

const parse = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

const isLoopback = (name: string): boolean => name === 'localhost' || name === '[::1]' || /^127\./.test(name);
