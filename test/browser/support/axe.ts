/** What axe finds fault with on the page as it stands, each as `rule: the first element`. https://github.com/dequelabs/axe-core */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

export async function faults(page: Page): Promise<string[]> {
  // Sent over the debugger's line: the page's own policy lets no script in.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      // Which headings stand in a message is up to who wrote it.
      rules: { 'heading-order': { enabled: false } },
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  });
}
