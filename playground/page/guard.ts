/**
 * Keeps other web pages away from the playground: a page anywhere on the web can make a visitor's browser
 * send requests to this machine, and a host name of its own can be pointed at 127.0.0.1.
 */
import { isIP } from 'node:net';

/**
 * Whether a `Host` header names this page. An address cannot be rebound by a stranger's name server, so any
 * address will do (the page may be bound to all interfaces); names are only `localhost` and the one it is bound to.
 */
export function isOwnHost(host: string | undefined, boundTo: string): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return (
    isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === boundTo.toLowerCase()
  );
}

/** Whether a request comes from the page itself. Browsers always name the origin when a websocket is opened. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && origin === `http://${host}`;
}

/** Nothing from elsewhere, no inline script, no string becomes HTML except in lit's own templates. */
export const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['lit-html'],
};
