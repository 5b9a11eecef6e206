// The editor's script: what is typed is saved by itself, and what is said about it is true.
import type { Locator, Page } from "@playwright/test";
import { begin, instructions, isSaved, rows, state, text, title, type } from "../support/editor";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";

test("What is typed is saved by itself, and neither focus nor caret moves", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  await type(instructions(page), "Look at the lamp. ");
  await expect(state(page)).toHaveText("Not saved yet.");
  await isSaved(page);
  expect(await text(page)).toContain("Look at the lamp.");
  // Nothing is said of walks, of whose steps the browser keeps none; the notice for them stays on the page.
  await expect(page.getByText("of a walk, kept on this computer").filter({ visible: true })).toHaveCount(0);
  await expect(page.locator("[data-not-saved]")).toHaveCount(1);
  await expect(instructions(page)).toBeFocused();
  // The space at the end stands, and what follows stands behind it.
  await page.keyboard.type("Is it on?");
  await isSaved(page);
  await expect(instructions(page)).toHaveValue("Look at the lamp. Is it on?");
  await title(page).fill("Is the lamp on?");
  await page.keyboard.press("Tab");
  await expect(rows(page).first()).toHaveText("1. Is the lamp on?");
  await isSaved(page);
  expect(await text(page)).toContain("] Is the lamp on?\n\nLook at the lamp. Is it on?\n");
  // What is typed in one place goes back as one.
  await pressHere(page, "Undo");
  await expect(title(page)).toHaveValue("What is the problem?");
});

/** Steps that the list below a target offers. */
function options(page: Page): Locator {
  return page.getByRole("listbox", { name: "Steps" }).getByRole("option");
}

/** Presses a button of the form, which stays on its page. */
async function pressHere(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).first().click();
}

test("An answer that is typed anew has an id at once, and stays under the caret", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  const words = page.getByLabel("Words").first();
  await words.pressSequentially("Yes");
  await isSaved(page);
  await expect(page.getByRole("group", { name: "Answer 1" }).getByLabel("Words")).toBeFocused();
  await page.keyboard.type(", it is");
  await expect(page.getByRole("group", { name: "New answer" })).toHaveCount(1);
  await isSaved(page);
  expect(await text(page)).toMatch(/\+ \[yes\] Yes, it is ->/);
  expect((await text(page)).match(/^\+ /gm)).toHaveLength(1);
});

test("A target is chosen from the list by keys, or created by its last row", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  await page.getByLabel("Words").first().fill("Yes");
  const target = page.getByRole("combobox", { name: "Leads to" }).first();
  await target.pressSequentially("Reboot");
  await expect(options(page)).toHaveText(["Create “Reboot”"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(2);
  expect(await text(page)).toMatch(/\+ \[yes\] Yes -> reboot\n/);
  // Once its words are saved it is no new one any more.
  const next = page.locator("#step-form fieldset").nth(1);
  await next.getByLabel("Words").fill("No");
  await next.getByRole("combobox", { name: "Leads to" }).pressSequentially("boo");
  await expect(options(page)).toHaveText(["2. Reboot [reboot]", "Create “boo”"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await isSaved(page);
  expect(await text(page)).toMatch(/\+ \[no\] No -> reboot\n/);
});

test("A step that is opened while something is not saved yet is opened when it is", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  await type(title(page), " Now?");
  await press(page, page.getByRole("link", { name: "Changes", exact: true }));
  expect(await text(page)).toContain("What is the problem? Now?");
  await press(page, page.getByRole("link", { name: "Outline", exact: true }));
  await press(page, rows(page).first());
  await page.getByLabel("Title of a new step below").fill("Second");
  await page.keyboard.press("Enter");
  await said(page, "Saved, and the step was added.");
  await expect(title(page)).toHaveValue("Second");
  await expect(title(page)).toBeFocused();
});

test("The focus stays in the field of a target while what was typed there is saved and the step is created", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  await page.getByLabel("Type", { exact: true }).selectOption("action");
  await isSaved(page);
  const next = page.getByLabel("Next step", { exact: true });
  await next.fill("Look at the lamp");
  await page.evaluate(() => document.addEventListener("focusout", () => (document.title = "The focus was lost")));
  await next.press("ArrowDown");
  await next.press("Enter");
  await expect(rows(page)).toHaveCount(2);
  await isSaved(page);
  await expect(next).toHaveValue(/^2\. Look at the lamp/);
  await expect(next).toBeFocused();
  await expect(page).not.toHaveTitle("The focus was lost");
});
