// Without a mouse, on a small screen.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { hasPlayer, press } from "../support/page";
import { stored } from "../support/session";
import { card, startWalk, step } from "../support/walk";

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await target.and(page.locator(":focus")).count()) === 1) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}

async function enter(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await hasPlayer(page);
  await tabTo(page, target);
  await press(page, target, () => page.keyboard.press(key));
}

test("A walk from the library to the outcome with the keyboard alone", { tag: "@plain" }, async ({ desk }) => {
  await desk.goto("/trees");
  await enter(desk, desk.getByRole("link", { name: "Start walk of VPN does not connect" }));
  await tabTo(desk, desk.getByLabel("Ticket"));
  await desk.keyboard.type("48213");
  await enter(desk, desk.getByRole("button", { name: "Start walk" }));
  await expect(step(desk)).toHaveText("Is it one user or several?");
  await enter(desk, desk.getByRole("button", { name: "Only this user" }), "Space");
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await tabTo(desk, desk.getByLabel("Notes for this step"));
  await desk.keyboard.type("Typed, and Enter here starts a line.");
  await desk.keyboard.press("Enter");
  await desk.keyboard.type("Second line.");
  // The answers stand before the notes.
  await desk.keyboard.press("Shift+Tab");
  await enter(desk, desk.getByRole("button", { name: "No, and the repair did not help" }).or(desk.getByRole("button", { name: "Save notes" })).first());
  if ((await step(desk).innerText()) !== "Workaround: use a phone hotspot") {
    await enter(desk, desk.getByRole("button", { name: "No, and the repair did not help" }));
  }
  await expect(step(desk)).toHaveText("Workaround: use a phone hotspot");

  await tabTo(desk, desk.getByRole("button", { name: "Complete session" }));
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("heading", { name: "Did this resolve the issue?" })).toBeVisible();
  await tabTo(desk, card(desk, "Resolved"));
  await desk.keyboard.press("ArrowDown");
  await expect(card(desk, "Workaround")).toBeChecked();
  await tabTo(desk, desk.getByLabel("Outcome notes"));
  await desk.keyboard.type("Over the phone.");
  await enter(desk, desk.getByRole("button", { name: "Complete session" }).last());
  await expect(desk.getByRole("region", { name: "Workaround" })).toContainText("Over the phone.");
  const { session, decisions } = await stored(desk, /sessions\/([^?]+)/.exec(desk.url())![1]!);
  expect(session).toMatchObject({ outcome: "workaround", ticket: "48213" });
  expect(decisions[1]!.notes).toBe("Typed, and Enter here starts a line.\nSecond line.");
});

test("A new step takes the focus, and Tab leads to its answers", { tag: "@plain" }, async ({ desk }) => {
  await startWalk(desk);
  await expect(step(desk)).toBeFocused();
  await tabTo(desk, desk.getByRole("button", { name: "Only this user" }));
});

test("The first Tab leads past the bar to the content", async ({ desk }) => {
  for (const path of ["/trees", "/sessions", "/trees/vpn-does-not-connect", "/nowhere"]) {
    await desk.goto(path);
    await desk.keyboard.press("Tab");
    const skip = desk.getByRole("link", { name: "Skip to content" });
    await expect(skip, path).toBeFocused();
    await expect(skip, path).toBeInViewport();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("main"), path).toBeFocused();
    // The next stop is inside.
    await desk.keyboard.press("Tab");
    await expect(desk.getByRole("main").locator(":focus"), path).toHaveCount(1);
  }
});

test("Every page has one heading of the first level, a title and one main", async ({ desk }) => {
  const id = await startWalk(desk);
  for (const path of ["/trees", "/trees/vpn-does-not-connect", "/start", "/start?tree=slow-computer", "/sessions", `/sessions/${id}`, `/sessions/${id}/walk`, `/sessions/${id}/complete`, `/sessions/${id}/wrong-tree`, "/nowhere"]) {
    await desk.goto(path);
    await expect(desk.getByRole("heading", { level: 1 }), path).toHaveCount(1);
    await expect(desk.getByRole("main"), path).toHaveCount(1);
    await expect(desk, path).toHaveTitle(/^.+ · ResolutionFlow$/);
    await expect(desk.locator("html"), path).toHaveAttribute("lang", "en");
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("Nothing scrolls sideways during a walk, and its buttons are in reach", { tag: "@plain" }, async ({ desk }) => {
    const narrow = async () => {
      const [scroll, client] = await desk.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
      expect(scroll, desk.url()).toBeLessThanOrEqual(client);
    };
    await desk.goto("/trees");
    await narrow();
    await startWalk(desk, { ticket: "W".repeat(64), client: "W".repeat(200) });
    await narrow();
    await expect(desk.getByRole("button", { name: "Back" })).toBeInViewport();
    await expect(desk.getByRole("button", { name: "Complete session" })).toBeInViewport();
    const first = desk.getByRole("button", { name: "Only this user" });
    expect((await first.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await press(desk, first);
    await desk.getByRole("button", { name: "Trail of 2 steps" }).click();
    await expect(desk.getByRole("navigation", { name: "Trail" })).toBeVisible();
    await narrow();
    await desk.getByRole("button", { name: /^Change answer of step 1/ }).click();
    await expect(step(desk)).toHaveText("Is it one user or several?");
    await desk.goto("/sessions?technician=anyone");
    await narrow();
    await expect(desk.getByRole("navigation", { name: "Main, below" })).toBeVisible();
  });
});
