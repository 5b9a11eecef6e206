// axe, with every rule it has, on every page of the route table, in every state that the page knows.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, makeUser, test } from "../support/fixtures";
import { press, submit } from "../support/page";
import { routes } from "../support/routes";
import { type Scene, stage } from "../support/stage";
import { card, hydrated, startWalk, step, take } from "../support/walk";

/** What axe finds, in words. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} · ${node.target.join(" ")} · ${node.failureSummary ?? ""}`));
}

for (const theme of ["light", "dark"]) {
  for (const [size, width] of [["a desktop", 1280], ["a phone", 360]] as const) {
    test(`axe finds nothing on any page, ${theme}, on ${size}`, async ({ page, manager, another, baseURL, browser }) => {
      test.setTimeout(180_000);
      await page.close();
      const desk = await another(manager);
      const newcomer = await another(makeUser("technician"));
      const nobody = await (await browser.newContext()).newPage();
      const eyes = (by: Scene["by"]) => (by === "nobody" ? nobody : by === "newcomer" ? newcomer : desk);
      const scenes = await stage(desk, routes());
      for (const who of [desk, newcomer, nobody]) {
        await who.context().addCookies([{ name: "theme", value: theme, url: baseURL! }]);
        await who.setViewportSize({ width, height: 800 });
      }
      for (const { what, address, by } of scenes) {
        const eye = eyes(by);
        await eye.goto(address);
        await expect(eye.locator("html")).toHaveAttribute("data-theme", theme);
        expect.soft(await violations(eye), what).toEqual([]);
        const { scroll, client } = await eye.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
        expect.soft(scroll, `${what} scrolls sideways`).toBeLessThanOrEqual(client);
      }
      await nobody.context().close();
    });

    test(`axe finds nothing in what opens and in what is refused, ${theme}, on ${size}`, async ({ desk, manager, another, baseURL }) => {
      test.setTimeout(120_000);
      const boss = await another(manager);
      for (const who of [desk, boss]) {
        await who.context().addCookies([{ name: "theme", value: theme, url: baseURL! }]);
        await who.setViewportSize({ width, height: 800 });
      }
      const id = await startWalk(desk);
      await hydrated(desk);
      await desk.getByRole("button", { name: "Complete session" }).click();
      await expect(desk.getByRole("dialog")).toBeVisible();
      expect.soft(await violations(desk), "the outcome dialog").toEqual([]);
      await card(desk, "Workaround").check();
      expect.soft(await violations(desk), "the outcome dialog, chosen").toEqual([]);
      await desk.keyboard.press("Escape");
      await take(desk, "Users everywhere");
      expect.soft(await violations(desk), "a running walk at an action").toEqual([]);
      await take(desk, "→", "No answer, the internet line is down");
      await expect(step(desk)).toHaveText("Escalated: the internet line is down");
      expect.soft(await violations(desk), "a running walk at a solution").toEqual([]);
      await desk.getByRole("button", { name: /^Menu of/ }).click();
      expect.soft(await violations(desk), "the user menu").toEqual([]);
      await desk.keyboard.press("Escape");
      if (width === 360) {
        await desk.getByRole("button", { name: /^Trail of/ }).click();
        expect.soft(await violations(desk), "the trail on a phone").toEqual([]);
        await desk.keyboard.press("Escape");
      }

      await desk.goto("/start?tree=vpn-does-not-connect");
      await desk.getByLabel("Ticket").evaluate((element) => element.removeAttribute("maxlength"));
      await desk.getByLabel("Ticket").fill("x".repeat(65));
      await submit(desk, desk.getByRole("button", { name: "Start walk" }));
      expect.soft(await violations(desk), "a refused form").toEqual([]);

      await boss.goto(`/sessions/${id}`);
      for (const fold of await boss.locator("summary").all()) await fold.click();
      expect.soft(await violations(boss), "a session with everything open").toEqual([]);
      await boss.goto("/sessions?technician=anyone&state=active");
      await boss.getByRole("button", { name: /^Actions for/ }).first().click();
      expect.soft(await violations(boss), "the menu of a session").toEqual([]);
      await boss.goto("/trees/vpn-does-not-connect");
      for (const fold of await boss.locator("summary").all()) await fold.click();
      expect.soft(await violations(boss), "a tree with everything open").toEqual([]);
      await boss.goto("/trees/upload");
      await boss.getByLabel("Tree file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[]") });
      await press(boss, boss.getByRole("button", { name: "Upload" }));
      await expect(boss.getByRole("alert")).toBeVisible();
      expect.soft(await violations(boss), "a refused upload").toEqual([]);
    });
  }
}
