/** Files of the chat for the page, in a wrapping in which a browser runs none of them. */

/** What a browser may show; anything else is only ever saved. */
const SHOWN = /^(image|video|audio)\//;

export function wrapFile(headers: Headers): Headers {
  if (!SHOWN.test(headers.get('content-type') ?? '')) headers.set('content-disposition', 'attachment');
  headers.set('content-security-policy', "default-src 'none'; sandbox");
  headers.set('cache-control', 'private, max-age=3600');
  return headers;
}
