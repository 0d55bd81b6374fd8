/** A link a message may carry: to the web and nowhere else. */
export function webUrl(link: string): URL | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}
