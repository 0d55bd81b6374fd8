/** What would keep somebody from using the page. */
import type { Page } from 'playwright-core';

/** What reaches beyond the window's right edge, unless a box around it scrolls or cuts it. */
export const overflowing = (page: Page) =>
  page.evaluate(() => {
    const isCut = (element: Element): boolean => {
      const { parentElement } = element;
      if (!parentElement) return false;
      return getComputedStyle(parentElement).overflowX !== 'visible' || isCut(parentElement);
    };
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !isCut(element),
    );
    return [
      ...wide.map((element) => element.className),
      ...(document.documentElement.scrollWidth > innerWidth ? ['page'] : []),
    ];
  });

/** Inside the list nothing may need scrolling sideways. */
export const listOverflow = (page: Page) =>
  page.locator('#scroller').evaluate((list) => list.scrollWidth - list.clientWidth);

/** Controls without a name, pictures without words, ids that stand twice or point nowhere, more than one main heading. */
export async function unusable(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  // A control without a name is written as its bare role.
  const nameless =
    tree.match(
      /^\s*- (button|link|textbox|combobox|radio|searchbox|checkbox|dialog|img)( \[[^\]]*\])*:?$/gm,
    ) ?? [];
  const inPage = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    const nowhere = [
      'aria-controls',
      'aria-labelledby',
      'aria-describedby',
      'aria-activedescendant',
      'for',
    ].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)]
        .flatMap((element) => (element.getAttribute(name) ?? '').split(' '))
        .filter((id) => !document.getElementById(id)),
    );
    return [
      ...twice.map((id) => `twice: ${id}`),
      ...nowhere.map((id) => `nowhere: ${id}`),
      ...([...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).length === 1
        ? []
        : ['not one h1']),
      ...(document.querySelector('img:not([alt])') ? ['a picture without words'] : []),
    ];
  });
  return [...nameless.map((line) => line.trim()), ...inPage];
}
