// What axe finds, with every rule it has.
import { AxeBuilder } from "@axe-core/playwright";
import { type Page, expect } from "@playwright/test";

const SIZES = [["a desktop", 1280], ["a phone", 360]] as const;

/** What axe finds at both sizes, in words; and whether anything scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [size, width] of SIZES) {
    await page.setViewportSize({ width, height: 800 });
    // Legacy means: without a second tab for frames of other sites, which no page of ours has.
    // Every rule is run; only what passes is not described.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }).analyze();
    for (const { id, help, nodes } of violations) {
      found.push(...nodes.map((node) => `${size}, ${id}: ${help} · ${node.target.join(" ")} · ${node.failureSummary ?? ""}`));
    }
    const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
    if (scroll > client) found.push(`${size} scrolls sideways, ${scroll} px wide`);
  }
  return found;
}

/** Says what is wrong with the page that is open, and goes on. */
export async function look(page: Page, what: string): Promise<void> {
  expect.soft(await faults(page), what).toEqual([]);
}

export const THEMES = ["light", "dark"] as const;

/** Chooses the theme in the browsers of these pages. */
export async function paint(theme: (typeof THEMES)[number], url: string, ...pages: Page[]): Promise<void> {
  for (const page of pages) await page.context().addCookies([{ name: "theme", value: theme, url }]);
}
