// Writing drafts with the editor's script.
import { type Locator, type Page, expect } from "@playwright/test";
import { press } from "./page";

/** Begins a blank tree, and opens its first step; its address. */
export async function begin(page: Page, name: string): Promise<string> {
  await page.goto("/trees/new");
  await page.getByLabel("Name of the new tree").first().fill(name);
  await press(page, page.getByRole("button", { name: "Begin blank tree" }));
  await press(page, rows(page).first());
  await expect(title(page)).toHaveValue("What is the problem?");
  return page.url();
}

/** Begins a tree with these steps as text; its address, with the first step open. */
export async function writeText(page: Page, name: string, steps: string): Promise<string> {
  const draft = (await begin(page, name)).replace(/\?.*/, "");
  await page.goto(`${draft}/text`);
  const field = page.getByLabel("Tree text");
  const head = (await field.inputValue()).split("\n## ")[0]!;
  await field.fill(`${head}\n${steps}`);
  await page.getByRole("button", { name: "Save text" }).click();
  await isSaved(page);
  await page.goto(`${draft}?step=${/\[(.+?)\]/.exec(steps)![1]}`);
  return page.url();
}

/** A draft of a decision with two ends, with the first step open. */
export async function threeSteps(page: Page, name = "Printer"): Promise<void> {
  await writeText(page, name, "## [q] Is it on?\n\n+ [yes] Yes -> ok\n+ [no] No -> off\n\n## [ok] It prints\n\n=> resolved\n\n## [off] Plug it in\n\n-> ok\n");
}

export function title(page: Page): Locator {
  return page.getByLabel("Title", { exact: true });
}

export function instructions(page: Page): Locator {
  return page.getByLabel("Instructions");
}

/** Links of the outline's steps. */
export function rows(page: Page): Locator {
  return page.locator(".outline-title > a");
}

/** What the top says about what is saved. */
export function state(page: Page): Locator {
  return page.locator("#editor-state");
}

/** Waits until everything is said to be saved. */
export async function isSaved(page: Page): Promise<void> {
  await expect(state(page)).toHaveText(/^Saved \d+:\d\d$/);
}

export async function isKept(page: Page): Promise<void> {
  await expect(state(page)).toHaveText("Not saved, kept in this browser.");
}

/** The draft as text, as the server has it. */
export async function text(page: Page, draft = page.url()): Promise<string> {
  const answer = await page.request.get(`${new URL(draft).pathname.split("/").slice(0, 3).join("/")}/tree.md`);
  expect(answer.status()).toBe(200);
  return answer.text();
}

/** Types at the end of a field, as fast as a machine does. */
export async function type(field: Locator, words: string): Promise<void> {
  await field.press("Control+End");
  await field.pressSequentially(words);
}
