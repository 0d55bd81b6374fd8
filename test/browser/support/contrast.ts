/** Measures how well words stand out (WCAG 2: 4.5 to 1, large ones 3 to 1). Disabled controls are exempt. */
import type { Page } from 'playwright-core';

/** What falls short, each as `ratio: words`. */
export function lowContrasts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const read = (css: string): Colour => {
      if (!canvas) throw new Error('no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (index: 0 | 1 | 2) => top[index] * top[3] + below[index] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const ground = (element: Element | null): Colour => {
      if (!element) return read('Canvas');
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] >= 1 ? own : over(own, ground(element.parentElement));
    };
    const light = (colour: Colour): number => {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };

    // The letter in an avatar is a picture; the name stands beside it.
    const exempt = ':disabled, .unseen, .avatar';
    const found: string[] = [];
    for (const element of document.body.querySelectorAll('*')) {
      const words = [...element.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent?.trim() ?? '')
        .join(' ');
      const style = getComputedStyle(element);
      const hidden = !element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!/\p{L}|\p{N}/u.test(words) || hidden || element.closest(exempt)) continue;
      const below = ground(element);
      const [brighter = 0, darker = 0] = [light(over(read(style.color), below)), light(below)].sort(
        (a, b) => b - a,
      );
      const ratio = (brighter + 0.05) / (darker + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5))
        found.push(`${ratio.toFixed(2)}: ${words.slice(0, 40)} (${element.className})`);
    }
    return found;
  });
}
