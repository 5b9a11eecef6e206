// The layout of the history: the list begins near the top of the page.
import { expect, test } from "../support/fixtures";

for (const [name, width, height, bar] of [["desktop", 1280, 800, 260], ["phone", 360, 740, 330]] as const) {
  test(`The first session stands within ${bar} px of the top on a ${name}`, async ({ desk }) => {
    await desk.setViewportSize({ width, height });
    await desk.goto("/sessions?technician=anyone");
    const first = desk.getByRole("row").filter({ has: desk.getByRole("cell") }).first();
    expect((await first.boundingBox())!.y).toBeLessThan(bar);
    expect(await desk.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}
