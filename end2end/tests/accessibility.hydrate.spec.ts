// axe, with every rule it has, on every page of the route table, in every state that the page knows.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, makeUser, test } from "../support/fixtures";
import { fillBeyondLimit, press, submit } from "../support/page";
import { routes } from "../support/routes";
import { stage } from "../support/stage";
import { ask, card, hydrated, startWalk, step, take } from "../support/walk";

const SIZES = [["a desktop", 1280], ["a phone", 360]] as const;

/** What axe finds at both sizes, in words; and whether anything scrolls sideways. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [size, width] of SIZES) {
    await page.setViewportSize({ width, height: 800 });
    // Legacy means: without a second tab for frames of other sites, which no page of ours has.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, help, nodes } of violations) {
      found.push(...nodes.map((node) => `${size}, ${id}: ${help} · ${node.target.join(" ")} · ${node.failureSummary ?? ""}`));
    }
    const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
    if (scroll > client) found.push(`${size} scrolls sideways, ${scroll} px wide`);
  }
  return found;
}

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing on any page, ${theme}`, async ({ page: nobody, manager, another, baseURL }) => {
    test.setTimeout(240_000);
    const desk = await another(manager);
    const newcomer = await another(makeUser("technician"));
    const scenes = await stage(desk, routes());
    const eyes = { desk, newcomer, nobody };
    for (const eye of Object.values(eyes)) await eye.context().addCookies([{ name: "theme", value: theme, url: baseURL! }]);
    const seen = new Set<string>();
    for (const { what, address, by = "desk" } of scenes) {
      const eye = eyes[by];
      await eye.goto(address);
      await expect(eye.locator("html")).toHaveAttribute("data-theme", theme);
      // Some addresses lead on to others.
      if (seen.has(by + eye.url())) continue;
      seen.add(by + eye.url());
      expect.soft(await faults(eye), what).toEqual([]);
    }
  });

  test(`axe finds nothing in what opens and in what is refused, ${theme}`, async ({ desk, manager, another, baseURL }) => {
    test.setTimeout(120_000);
    const boss = await another(manager);
    for (const who of [desk, boss]) await who.context().addCookies([{ name: "theme", value: theme, url: baseURL! }]);
    const id = await startWalk(desk);
    await hydrated(desk);
    const check = async (page: Page, what: string) => expect.soft(await faults(page), what).toEqual([]);

    await ask(desk);
    await expect(desk.getByRole("dialog")).toBeVisible();
    await check(desk, "the outcome dialog");
    await card(desk, "Workaround").check();
    await check(desk, "the outcome dialog, chosen");
    await desk.keyboard.press("Escape");
    await take(desk, "Users everywhere");
    await check(desk, "a walk at an action");
    await desk.getByRole("button", { name: /^Trail of/ }).click();
    await check(desk, "the trail on a phone");
    await desk.keyboard.press("Escape");
    await take(desk, "→", "No answer, the internet line is down");
    await expect(step(desk)).toHaveText("Escalated: the internet line is down");
    await check(desk, "a walk at a solution");
    await desk.getByRole("button", { name: /^Menu of/ }).click();
    await check(desk, "the user menu");

    await desk.goto("/start?tree=vpn-does-not-connect");
    await fillBeyondLimit(desk.getByLabel("Ticket"), "x".repeat(65));
    await submit(desk, desk.getByRole("button", { name: "Start walk" }));
    await check(desk, "a refused form");

    await boss.goto(`/sessions/${id}`);
    for (const fold of await boss.locator("summary").all()) await fold.click();
    await check(boss, "a session with everything open");
    await boss.goto("/sessions?technician=anyone&state=parked");
    await boss.getByRole("button", { name: /^Actions for/ }).first().click();
    await check(boss, "the menu of a session");
    await boss.goto("/trees/printer-does-not-print");
    for (const fold of await boss.locator("summary").all()) await fold.click();
    await check(boss, "a tree with everything open");
    await boss.goto("/trees/upload");
    await boss.getByLabel("Tree file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[]") });
    await press(boss, boss.getByRole("button", { name: "Upload" }));
    await expect(boss.getByRole("alert")).toBeVisible();
    await check(boss, "a refused upload");
  });
}
