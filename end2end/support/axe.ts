// What axe finds, with every rule it has.
import type { AxeResults } from "axe-core";
import axe from "axe-core";
import { type Page, expect } from "@playwright/test";

const SIZES = [["a desktop", 1280], ["a phone", 360]] as const;
const THEMES = ["light", "dark"] as const;

/** What axe finds at both sizes and in both themes, in words; and whether anything scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  // Colours that are on their way from one theme to the other are nobody's.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(axe.source);
  const chosen = await page.evaluate(() => document.documentElement.dataset.theme);
  for (const [size, width] of SIZES) {
    await page.setViewportSize({ width, height: 800 });
    for (const theme of THEMES) {
      for (const { id, help, nodes } of await violations(page, theme)) {
        found.push(...nodes.map((node) => `${size}, ${theme}, ${id}: ${help} · ${node.target.join(" ")} · ${node.failureSummary ?? ""}`));
      }
    }
    const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
    if (scroll > client) found.push(`${size} scrolls sideways, ${scroll} px wide`);
  }
  await page.evaluate((theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, chosen);
  await page.emulateMedia({ reducedMotion: null });
  return found;
}

/** What axe finds in a theme, which is chosen as the page's own switch does it. */
function violations(page: Page, theme: string): Promise<AxeResults["violations"]> {
  return page.evaluate(async (theme) => {
    document.documentElement.dataset.theme = theme;
    // Every rule is run; only what passes is not described.
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ["violations"] });
    return violations;
  }, theme);
}

/** Says what is wrong with the page that is open, and goes on. */
export async function look(page: Page, what: string): Promise<void> {
  expect.soft(await faults(page), what).toEqual([]);
}
