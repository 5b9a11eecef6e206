// Keys of the outline, and what goes with them.
import { type Page, expect } from "@playwright/test";
import { look } from "../support/axe";
import { begin, instructions, isSaved, rows, text, threeSteps, title } from "../support/editor";
import { makeUser, ownAccount, test } from "../support/fixtures";
import { said } from "../support/page";
import { Keyboard } from "../support/keys";

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");

test("Keys go from step to step, fold, and act on the step that has the focus", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  await rows(page).first().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(rows(page).nth(1)).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(rows(page).nth(1)).toBeVisible();
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).toBe("2. It prints");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("3. Plug it in");
  await page.keyboard.press("ArrowLeft");
  expect(await focused(page)).toBe("1. Is it on?");

  await page.keyboard.press("e");
  await expect(instructions(page)).toBeFocused();
  // In a field they are letters.
  await page.keyboard.type("ean?/");
  await expect(instructions(page)).toHaveValue("ean?/");
  await isSaved(page);

  await rows(page).nth(2).focus();
  await page.keyboard.press("Alt+3");
  await expect(page.getByLabel("Type", { exact: true })).toHaveValue("solution");
  await expect(title(page)).toHaveValue("Plug it in");
  await expect(rows(page).nth(2)).toBeFocused();
  await page.keyboard.press("Control+Z");
  await expect(page.getByLabel("Type", { exact: true })).toHaveValue("action");
  await page.keyboard.press("Control+Shift+Z");
  await expect(page.getByLabel("Type", { exact: true })).toHaveValue("solution");
  await page.keyboard.press("Alt+ArrowUp");
  await said(page, "Step moved.");
  await expect(rows(page)).toHaveText(["1. Is it on?", "2. Plug it in", "3. It prints"]);
  expect((await text(page)).match(/^\+ .*$/gm)).toEqual(["+ [no] No -> off", "+ [yes] Yes -> ok"]);

  await page.keyboard.press("Delete");
  await expect(rows(page)).toHaveCount(2);
  await page.waitForURL(/\/drafts\/[^?]*(\?done=.*)?$/);
  await page.keyboard.press("F8");
  expect(await focused(page)).toBe("1. Is it on?");
  await page.keyboard.press("/");
  await page.keyboard.type("prints");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveValue("It prints");
  await rows(page).nth(1).focus();
  await page.keyboard.press("n");
  await expect(page.getByLabel("Title of a new step below")).toBeFocused();
  await rows(page).nth(1).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys of the outline" })).toBeVisible();
});

test("Keys count by their place where the keyboard prints no Latin letters", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  const keyboard = await Keyboard.of(page, "Russian");
  await rows(page).first().focus();
  await keyboard.press("KeyE");
  await expect(instructions(page)).toBeFocused();
  await keyboard.press("KeyE");
  await expect(instructions(page)).toHaveValue("у");
});

test("Keys that are faster than the server end with what it says", async ({ another }) => {
  const account = ownAccount();
  const [page, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  await threeSteps(page);
  await other.goto(page.url());
  await rows(other).nth(2).focus();
  await other.keyboard.press("Delete");
  await expect(rows(other)).toHaveCount(2);
  await isSaved(other);
  // Still shown here: the second key finds that it is gone, and nothing is under way any more.
  await rows(page).nth(1).focus();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Delete");
  await said(page, "Nothing was changed: the step is gone.");
  await expect(rows(page)).toHaveText(["1. Is it on?"]);
  await isSaved(page);
});

test("A branch is cut from one tree and pasted into another, as text", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  await rows(page).nth(2).focus();
  await page.keyboard.press("Control+C");
  await said(page, "Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("## [off] Plug it in\n\n-> ok\n");
  await page.keyboard.press("Control+X");
  await expect(rows(page)).toHaveCount(2);
  expect(await text(page)).not.toContain("[off] Plug it in");

  await begin(page, "Scanner");
  await rows(page).first().focus();
  await page.keyboard.press("Control+V");
  await said(page, "Saved, and the branch was added.");
  expect(await text(page)).toContain("## [off] Plug it in\n\n-> ok\n");
  // What is no branch is told, and changes nothing.
  await page.evaluate(() => navigator.clipboard.writeText("## [x] No end\n"));
  await rows(page).first().focus();
  await page.keyboard.press("Control+V");
  await expect(page.getByRole("status").filter({ hasText: "line" })).not.toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
});

test("axe finds nothing while keys, steps to choose from and a branch are open", async ({ another }) => {
  test.setTimeout(120_000);
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  const target = page.getByLabel("Leads to").first();
  await target.fill("p");
  await expect(page.getByRole("listbox", { name: "Steps" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await look(page, "steps to choose from");
  await page.keyboard.press("Escape");
  await page.getByText(/^Branch: /).click();
  await look(page, "a branch");
  await page.goto(`${page.url()}#outline`);
  await page.getByRole("button", { name: "Keys" }).click();
  await expect(page.getByRole("dialog", { name: "Keys of the outline" })).toBeVisible();
  await look(page, "keys");
});
