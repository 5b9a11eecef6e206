// The layout of the session page: how it ended, how long it took and the ticket's text come first, and nothing lies over it.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { press } from "../support/page";
import { choose, complete, notes, startWalk, take, typeOutput } from "../support/walk";

const SIZES = [["desktop", 1280, 800], ["phone", 360, 740]] as const;

/** Fills more than a screen: steps gone over again, a note of many lines, and a word that nothing breaks. */
async function walked(page: Page): Promise<string> {
  const id = await startWalk(page, { ticket: "W".repeat(64), client: "Acme Dental, practice in the old town" });
  await notes(page).fill(`${"A line of a long note.\n".repeat(20)}${"w".repeat(300)}`);
  await typeOutput(page, "Reply from 10.20.30.40");
  await take(page, "Only this user", "Yes");
  await press(page, page.getByRole("button", { name: "Back" }));
  await choose(page, "Yes");
  await complete(page, "Workaround", { notes: "Works over the hotspot.", nextSteps: "Call the ISP tomorrow." });
  return id;
}

/** Whatever does not scroll with the text in the page's main part, which would come to lie over it. */
function floating(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position) && element.getClientRects().length > 0)
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

/** Rows of the timeline of which some other part of the page is seen once they are scrolled to, by their titles. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = [...document.querySelectorAll<HTMLElement>(".timeline-row :is(.timeline-title, .timeline-time, .summary-link)")];
    return parts
      .filter((part) => {
        part.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = part.getBoundingClientRect();
        const seen = document.elementFromPoint(left + width / 2, top + height / 2);
        return !seen || !(part.contains(seen) || seen.contains(part));
      })
      .map((part) => part.innerText);
  });
}

for (const [name, width, height] of SIZES) {
  test(`Outcome, total and "Copy for ticket" are in the first screen on a ${name}, and nothing covers the timeline`, async ({ desk }) => {
    const id = await walked(desk);
    await desk.setViewportSize({ width, height });
    await desk.goto(`/sessions/${id}`);
    // Else words would still move while they are measured: they are shown in another font until theirs is there.
    await desk.evaluate(() => document.fonts.ready);
    const head = desk.getByRole("region", { name: "Workaround" });
    for (const part of [head.getByRole("heading", { name: "Workaround" }), head.getByText(/ total$/), head.getByRole("link", { name: "Copy for ticket" })]) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
    // Not behind the bars of a phone either.
    const copy = (await head.getByRole("link", { name: "Copy for ticket" }).boundingBox())!;
    expect(copy.y + copy.height).toBeLessThan(height - 60);

    const facts = (await desk.getByRole("region", { name: "Facts" }).boundingBox())!;
    const timeline = (await desk.getByRole("region", { name: "Timeline" }).boundingBox())!;
    if (name === "desktop") {
      expect(facts.x).toBeGreaterThanOrEqual(timeline.x + timeline.width);
      expect(facts.y).toBeLessThan(height);
    } else {
      expect(facts.y).toBeGreaterThanOrEqual(timeline.y + timeline.height);
    }
    expect(await desk.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await floating(desk)).toEqual([]);
    expect(await covered(desk)).toEqual([]);
  });
}

test("A step far out of sight is not laid out until somebody comes to it, and is on paper all the same", async ({ desk }) => {
  await desk.setViewportSize({ width: 1280, height: 600 });
  await startWalk(desk);
  await take(desk, "Only this user");
  for (let round = 0; round < 12; round++) {
    await take(desk, "Yes");
    await press(desk, desk.getByRole("button", { name: "Back" }));
  }
  await complete(desk, "Unresolved");
  const last = desk.locator(".timeline-row").last().getByRole("heading");
  const laidOut = () => last.evaluate((heading) => heading.checkVisibility({ contentVisibilityAuto: true }));
  expect(await laidOut()).toBe(false);
  await desk.emulateMedia({ media: "print" });
  await expect.poll(laidOut).toBe(true);
  await desk.emulateMedia({ media: "screen" });
  await last.scrollIntoViewIfNeeded();
  await expect.poll(laidOut).toBe(true);
});
