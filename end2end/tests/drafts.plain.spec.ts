// Writing a tree by forms alone: from nothing to a walk.
import type { Locator, Page } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { STEPS, type Written } from "../support/printer";
import { complete, startWalk, step, take } from "../support/walk";

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });

async function save(page: Page): Promise<void> {
  await press(page, button(page, "Save step"));
}

async function open(page: Page, title: string): Promise<void> {
  await press(page, page.getByRole("region", { name: "Outline" }).getByRole("link", { name: new RegExp(`^\\d+\\. ${title.replace("?", "\\?")}$`) }).first());
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`^Step \\d+: ${title.replace("?", "\\?")}$`) })).toBeVisible();
}

/** Writes the chosen step, and creates the steps that it leads to and that are not there. */
async function write(page: Page, { title, kind, to }: Written, there: Set<string>): Promise<void> {
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Type").selectOption(kind);
  await save(page);
  if (kind === "solution") {
    await page.getByLabel("Suggested outcome").selectOption(to[0]![1]);
    await save(page);
    return;
  }
  for (const [at, [answer, target]] of to.entries()) {
    const row = kind === "action" ? page.locator("#step-form") : page.getByRole("group", { name: "New answer" });
    if (answer) await row.getByLabel("Words").fill(answer);
    await row.getByLabel(answer ? "Leads to" : "Next step", { exact: true }).fill(target);
    await save(page);
    if (there.has(target)) continue;
    await press(page, button(page, answer ? `Create step for answer ${at + 1}: ${target}` : `Create step as the next one: ${target}`));
    there.add(target);
  }
}

test("A tree of twelve steps is written from nothing, published and walked", async ({ another }) => {
  test.setTimeout(180_000);
  // Other tests count the trees of theirs.
  const manager = makeUser("manager", ownAccount());
  const page = await another(manager);
  // Letters alone: the log says keys of trees, and the search for typed texts knows them by that.
  const letters = manager.name.split(" ").at(-1)!.replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)]!);
  const name = `Printer ${letters}`;
  await page.goto("/trees");
  await press(page, page.getByRole("link", { name: "New tree" }).first());
  await page.getByLabel("Name of the new tree").first().fill(name);
  await press(page, button(page, "Begin blank tree"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  const there = new Set(["Does the lamp light?"]);
  await press(page, page.getByRole("link", { name: /^1\. / }).first());
  for (const [at, written] of STEPS.entries()) {
    if (at > 0) await open(page, written.title);
    await write(page, written, there);
  }
  await expect(page.getByText("12 steps", { exact: true })).toBeVisible();

  // What was deleted comes back, and so does what was typed beside it.
  await page.getByLabel("Title", { exact: true }).fill("Call the manufacturer");
  await press(page, button(page, "Delete step"));
  await said(page, "Step deleted. Undo brings it back.");
  await expect(page.getByText("11 steps", { exact: true })).toBeVisible();
  await press(page, page.getByRole("link", { name: "Changes", exact: true }));
  await press(page, button(page, /^Undo/));
  await press(page, page.getByRole("link", { name: "Outline", exact: true }));
  await expect(page.getByText("12 steps", { exact: true })).toBeVisible();

  await page.getByLabel("Category", { exact: true }).fill("Printing");
  await press(page, button(page, "Save head"));
  await said(page, "Saved.");
  await expect(page.getByText("No problems", { exact: true })).toBeVisible();
  await press(page, button(page, "Publish…"));
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, button(page, "Publish version 1"));
  await said(page, "Version 1 is published. Walks that are under way go on in the version that they were started on.");
  const key = /\/trees\/([a-z0-9-]+)/.exec(page.url())![1]!;

  await startWalk(page, { tree: key });
  // Through the loop, and by both ways into a step with two parents.
  await take(page, "No", "→", "Yes", "Yes", "Garbled", "→", "No", "→", "Yes");
  await expect(step(page)).toHaveText("It prints");
  await complete(page, "Resolved");
});
