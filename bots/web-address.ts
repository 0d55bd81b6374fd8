/**
 * An address as it may stand in a message: of the web, with nothing in it that would end the marks it stands between.
 * Null when it is none.
 */
export function webAddress(address: string, marks: RegExp): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.href.replace(marks, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
