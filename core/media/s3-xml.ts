/** The little of S3's XML that we read: flat elements with text in them. */

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text of every element of that name, in order. */
export function textsOf(xml: string, element: string): string[] {
  const found = xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'));
  return Array.from(found, ([, text = '']) =>
    text.replace(
      /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
      (whole, name, decimal, hex) => {
        if (name) return entities[String(name).toLowerCase()] ?? whole;
        const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      },
    ),
  );
}

export function textOf(xml: string, element: string): string | undefined {
  return textsOf(xml, element)[0];
}
