// Many sessions of the history at once: closed, taken back, given away, taken away as a file. All of it with and without
// JavaScript, with a pointer and with the keyboard.
import { readFile } from "node:fs/promises";
import { type Locator, type Page } from "@playwright/test";
import { expect, makeUser, test } from "../support/fixtures";
import { press, submit } from "../support/page";
import { stored } from "../support/session";
import { startWalk } from "../support/walk";

function rows(page: Page): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("cell") });
}

function tick(page: Page, ticket: string): Locator {
  return page.getByRole("checkbox", { name: new RegExp(`^Select .*, ${ticket}, started `) });
}

/** Unfolds what a button belongs to, unless it is. */
async function unfold(page: Page, words: string, button: Locator): Promise<void> {
  if (!(await button.isVisible())) await page.getByRole("form", { name: "Selected sessions" }).getByText(words, { exact: true }).click();
}

let ids: string[];

test.beforeEach(async ({ desk }) => {
  ids = [];
  for (const ticket of ["B-1", "B-2", "B-3"]) ids.push(await startWalk(desk, { ticket }));
  await desk.goto("/sessions?state=active");
  await expect(rows(desk)).toHaveCount(3);
});

test("Several sessions are closed as cancelled with a reason, and taken back with one press", { tag: "@plain" }, async ({ desk }) => {
  const close = desk.getByRole("button", { name: "Close selected" });
  await tick(desk, "B-1").check();
  await tick(desk, "B-3").check();
  // The row's link is below the box, not above it.
  await expect(desk).toHaveURL(/\/sessions\?state=active$/);
  await unfold(desk, "Close as cancelled", close);
  await desk.getByLabel("Reason").fill("Duplicates of B-2.");
  await press(desk, close);
  await expect(desk.getByRole("status").filter({ hasText: "2 sessions closed." })).toBeVisible();
  await expect(rows(desk)).toHaveCount(1);
  const { session } = await stored(desk, ids[0]!);
  expect(session).toMatchObject({ state: "completed", outcome: "cancelled", outcome_notes: "Duplicates of B-2." });
  await press(desk, desk.getByRole("button", { name: "Take all back" }));
  await expect(desk.getByRole("status").filter({ hasText: "2 sessions reopened. They are parked." })).toBeVisible();
  await expect(rows(desk)).toHaveCount(3);
});

test("What had moved on is named, and stops nothing else", async ({ desk, another, technician }) => {
  const close = desk.getByRole("button", { name: "Close selected" });
  await tick(desk, "B-1").check();
  await tick(desk, "B-2").check();
  const elsewhere = await another(technician);
  await elsewhere.goto(`/sessions/${ids[1]}/walk`);
  await press(elsewhere, elsewhere.getByRole("button", { name: "Resume" }));
  await unfold(desk, "Close as cancelled", close);
  await desk.getByLabel("Reason").fill("Old.");
  await press(desk, close);
  const said = desk.getByRole("status").filter({ hasText: "1 session closed." });
  await expect(said).toContainText("B-2 had moved on since the page was loaded.");
  await expect(said.getByRole("link", { name: /B-2/ })).toHaveAttribute("href", `/sessions/${ids[1]}`);
});

test("Nothing selected is said beside the form, and what was typed stays", { tag: "@plain" }, async ({ desk }) => {
  const close = desk.getByRole("button", { name: "Close selected" });
  await tick(desk, "B-1").check();
  await unfold(desk, "Close as cancelled", close);
  await desk.getByLabel("Reason").fill("Old.");
  await tick(desk, "B-1").uncheck();
  expect((await submit(desk, close)).status()).toBe(422);
  await expect(desk.getByText("At least one session must be chosen.")).toBeVisible();
  await expect(desk.getByLabel("Reason")).toHaveValue("Old.");
  await expect(rows(desk)).toHaveCount(3);
});

test("All on the page are selected at once where scripts run, and a file has the selected alone", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const all = desk.getByRole("checkbox", { name: "Select all on this page" });
  if (javaScriptEnabled) {
    await all.focus();
    await desk.keyboard.press("Space");
    for (const ticket of ["B-1", "B-2", "B-3"]) await expect(tick(desk, ticket)).toBeChecked();
    await expect(desk.getByRole("status").filter({ hasText: "3 selected" })).toBeVisible();
    await tick(desk, "B-2").uncheck();
    await expect(all).not.toBeChecked();
    await expect(desk.getByRole("status").filter({ hasText: "2 selected" })).toBeVisible();
  } else {
    await expect(all).toBeHidden();
    await tick(desk, "B-1").check();
    await tick(desk, "B-3").check();
  }
  const [file] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("button", { name: "CSV", exact: true }).click()]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n").slice(1);
  expect(lines.map((line) => line.split(",")[0]).sort()).toEqual([ids[0], ids[2]].sort());
});

test("A manager gives several sessions to somebody else", async ({ desk, technician, another }) => {
  const manager = makeUser("manager");
  const boss = await another(manager);
  await boss.goto("/sessions?technician=anyone&state=active&ticket=B-");
  const mine = rows(boss).filter({ hasText: technician.name });
  await expect(mine).toHaveCount(3);
  await mine.nth(0).getByRole("checkbox").check();
  await mine.nth(1).getByRole("checkbox").check();
  const give = boss.getByRole("button", { name: "Reassign selected" });
  await unfold(boss, "Reassign", give);
  await boss.getByLabel("New holder").selectOption({ label: manager.name });
  await press(boss, give);
  await expect(boss.getByRole("status").filter({ hasText: "2 sessions reassigned." })).toBeVisible();
  await expect(rows(boss).filter({ hasText: technician.name })).toHaveCount(1);
  await desk.goto("/sessions?state=active");
  await expect(rows(desk)).toHaveCount(1);
});

test("The bar for selected sessions appears with the first one where scripts run, and stands below the list elsewhere", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const bar = desk.getByRole("form", { name: "Selected sessions" });
  if (javaScriptEnabled) {
    await expect(bar).toBeHidden();
    await tick(desk, "B-1").check();
    await expect(bar).toBeVisible();
    await tick(desk, "B-1").uncheck();
    await expect(bar).toBeHidden();
  } else {
    const [last, below] = [await rows(desk).last().boundingBox(), await bar.boundingBox()];
    expect(below!.y).toBeGreaterThanOrEqual(last!.y + last!.height);
  }
});

test("On a phone the box is in the card's corner, and large enough for a finger", async ({ desk }) => {
  await desk.setViewportSize({ width: 390, height: 844 });
  const box = (await rows(desk).first().locator("label.history-tick").boundingBox())!;
  expect([box.width >= 44, box.height >= 44]).toEqual([true, true]);
  const card = (await rows(desk).first().boundingBox())!;
  expect([box.x - card.x < 16, box.y - card.y < 16]).toEqual([true, true]);
  expect(await desk.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
