// Moving steps and answers, and deleting steps: by dragging, too, and shown before the server has answered.
import type { Locator, Page } from "@playwright/test";
import { isKept, isSaved, rows, state, text, threeSteps, title } from "../support/editor";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";

const answers = async (page: Page): Promise<string[]> => (await text(page)).match(/^\+ .*$/gm) ?? [];

/** Lets go of what is dragged from one place over another one. */
async function drag(page: Page, from: Locator, to: Locator, end = (): Promise<void> => page.mouse.up()): Promise<void> {
  await from.hover();
  await page.mouse.down();
  await to.hover();
  await to.hover();
  await end();
}

test("A step is dragged past its neighbour, and stays where it was when it is dropped elsewhere", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  const before = ["+ [yes] Yes -> ok", "+ [no] No -> off"];
  await drag(page, rows(page).nth(2), rows(page).nth(1), () => page.keyboard.press("Escape"));
  await page.mouse.up();
  await drag(page, rows(page).nth(2), page.getByRole("heading", { name: "Outline" }));
  await drag(page, rows(page).nth(2), rows(page).first());
  await expect(page.locator("[data-drop]")).toHaveCount(0);
  // What was typed meanwhile is saved with it.
  await title(page).fill("Is it on now?");
  await drag(page, rows(page).nth(2), rows(page).nth(1));
  await said(page, "Step moved.");
  await expect(rows(page)).toHaveText(["1. Is it on now?", "2. Plug it in", "3. It prints"]);
  expect(await answers(page)).toEqual([...before].reverse());
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(rows(page)).toHaveText(["1. Is it on now?", "2. It prints", "3. Plug it in"]);
  expect(await answers(page)).toEqual(before);
});

test("An answer is dragged by its heading past another one", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  const heading = (name: string): Locator => page.locator("#step-form legend").filter({ hasText: new RegExp(`^${name}$`) });
  await drag(page, heading("Answer 1"), heading("New answer"));
  await drag(page, heading("Answer 1"), heading("Answer 2"));
  await expect(page.getByRole("group", { name: "Answer 1" }).getByLabel("Words")).toHaveValue("No");
  await isSaved(page);
  expect(await answers(page)).toEqual(["+ [no] No -> off", "+ [yes] Yes -> ok"]);
});

test("A finger that begins on what can be dragged scrolls the page", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()), { hasTouch: true, isMobile: true, viewport: { width: 360, height: 400 } });
  await threeSteps(page);
  const heading = page.locator("#step-form legend").first();
  await heading.scrollIntoViewIfNeeded();
  const { x, y } = (await heading.boundingBox())!;
  const before = await page.evaluate(() => scrollY);
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", by: number): Promise<unknown> =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x: x + 5, y: y + 5 + by }] });
  await touch("touchStart", 0);
  for (let by = 20; by <= 160; by += 20) await touch("touchMove", by);
  await touch("touchEnd", 160);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(before - 50);
});

test("What is moved, deleted or made another type is shown at once, and the answer says how it is", async ({ another }) => {
  const account = ownAccount();
  const [page, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  await threeSteps(page);
  let answer = (): void => undefined;
  await page.route("**/api/save_step", async (route) => {
    await new Promise<void>((done) => (answer = done));
    await route.continue();
  });
  await rows(page).nth(2).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(rows(page)).toHaveText([/Is it on/, /Plug it in/, /It prints/]);
  await expect(state(page)).toHaveText("Saving…");
  expect(await answers(page)).toEqual(["+ [yes] Yes -> ok", "+ [no] No -> off"]);
  answer();
  await said(page, "Step moved.");
  expect(await answers(page)).toEqual(["+ [no] No -> off", "+ [yes] Yes -> ok"]);

  const kinds = page.locator(".outline-title > .kind");
  await expect(kinds).toHaveText(["Decision:", "Action:", "Solution:"]);
  await page.keyboard.press("Alt+3");
  await expect(kinds).toHaveText(["Decision:", "Solution:", "Solution:"]);
  await expect(state(page)).toHaveText("Saving…");
  answer();
  await isSaved(page);
  await expect(kinds).toHaveText(["Decision:", "Solution:", "Solution:"]);
  expect(await text(page)).toContain("=>");

  // Somebody else is faster.
  await page.keyboard.press("Delete");
  await expect(rows(page).filter({ visible: true })).toHaveCount(2);
  await other.goto(page.url());
  await other.getByRole("button", { name: "Delete step" }).click();
  await expect(rows(other)).toHaveCount(2);
  answer();
  await expect(rows(page)).toHaveCount(2);
  expect(await text(page)).not.toContain("Plug it in");
});

test("What is moved while the line is broken is said not to be saved, or is not moved", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  await page.context().setOffline(true);
  // Of another step than the open one there is no form to be kept.
  await rows(page).nth(2).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await said(page, "Nothing was changed: the server does not answer.");
  await expect(rows(page)).toHaveText([/Is it on/, /It prints/, /Plug it in/]);
  await page.context().setOffline(false);
  await press(page, rows(page).nth(2));
  await page.context().setOffline(true);
  await page.getByRole("button", { name: /^Move up/ }).click();
  await expect(rows(page)).toHaveText([/Is it on/, /Plug it in/, /It prints/]);
  await isKept(page);
  await page.context().setOffline(false);
  await isSaved(page);
  expect(await answers(page)).toEqual(["+ [no] No -> off", "+ [yes] Yes -> ok"]);
});

test("A preview is begun from the step that has the focus", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await threeSteps(page);
  await title(page).fill("Is it on now?");
  await rows(page).nth(2).focus();
  await page.keyboard.press("v");
  await expect(page).toHaveURL(/\/preview$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Plug it in");
  await page.goBack();
  await expect(title(page)).toHaveValue("Is it on now?");
});
