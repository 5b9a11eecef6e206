// Writing a tree with the editor's script: by keys alone, and by pointer without dragging, on a desk and on a phone.
import { type Locator, type Page, expect } from "@playwright/test";
import { begin, isSaved, rows, text, title } from "../support/editor";
import { makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { STEPS, type Written } from "../support/printer";
import { complete, startWalk, step, take } from "../support/walk";

/** A way of using the page. */
interface Way {
  /** Opens a step. */
  open: (page: Page, name: string) => Promise<void>;
  kind: (page: Page, kind: Written["kind"]) => Promise<void>;
  title: (page: Page, words: string) => Promise<void>;
  outcome: (page: Page, name: string) => Promise<void>;
  /** Lets an answer, or with no words the step itself, lead to a step, which is created if it is new. */
  lead: (page: Page, answer: string, target: string) => Promise<void>;
  press: (page: Page, button: Locator) => Promise<void>;
  tick: (box: Locator) => Promise<void>;
}

const KINDS = { decision: "Alt+1", action: "Alt+2", solution: "Alt+3" };

function named(page: Page, name: string): Locator {
  return rows(page).filter({ hasText: new RegExp(`^\\d+\\. ${name.replace("?", "\\?")}$`) });
}

/** The outline, which is another view on a phone. */
async function outline(page: Page, how: (link: Locator) => Promise<void>): Promise<void> {
  if (await rows(page).first().isHidden()) await how(page.getByRole("navigation", { name: "Parts of the page" }).getByRole("link", { name: "Outline" }));
  await expect(rows(page).first()).toBeVisible();
}

const enter = (link: Locator): Promise<void> => link.press("Enter");
const click = (link: Locator): Promise<void> => link.click();
const chosen = (page: Page): Locator => page.locator(".outline-node[data-chosen] .outline-title > a");
const option = (page: Page, name: string | RegExp): Locator => page.getByRole("listbox", { name: "Steps" }).getByRole("option", { name });

/** Presses a key of the outline at the step that is open. */
async function key(page: Page, name: string): Promise<void> {
  await outline(page, enter);
  await chosen(page).focus();
  await page.keyboard.press(name);
}

const KEYS: Way = {
  open: async (page, name) => {
    await outline(page, enter);
    await rows(page).first().focus();
    for (let at = 0; !(await named(page, name).evaluate((link) => link === document.activeElement)); at += 1) {
      expect(at).toBeLessThan(20);
      await page.keyboard.press("ArrowDown");
    }
    if (!(await chosen(page).evaluateAll((links) => links.some((link) => link === document.activeElement)))) await press(page, named(page, name), () => page.keyboard.press("Enter"));
  },
  kind: async (page, kind) => {
    await key(page, KINDS[kind]);
    await isSaved(page);
    await expect(page.getByLabel("Type", { exact: true })).toHaveValue(kind);
  },
  title: async (page, words) => {
    await key(page, "Enter");
    await expect(title(page)).toBeFocused();
    await page.keyboard.press("Control+A");
    await page.keyboard.type(words);
    await page.keyboard.press("Control+S");
  },
  outcome: async (page, name) => {
    await key(page, "Enter");
    await expect(title(page)).toBeFocused();
    for (let at = 0; !(await page.getByLabel("Suggested outcome").evaluate((field) => field === document.activeElement)); at += 1) {
      expect(at).toBeLessThan(10);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
  },
  lead: async (page, answer, target) => {
    const count = await rows(page).count();
    await key(page, answer ? "a" : "t");
    if (answer) {
      await expect(page.getByRole("group", { name: "New answer" }).getByLabel("Words")).toBeFocused();
      await page.keyboard.type(answer);
      await page.keyboard.press("Tab");
    }
    await expect(page.locator("#step-form [role=combobox]")).toBeFocused();
    await page.keyboard.type(target);
    await expect(option(page, `Create “${target}”`)).toBeVisible();
    const isThere = (await option(page, /^\d+\. /).count()) > 0;
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveCount(isThere ? count : count + 1);
  },
  press: async (page, button) => press(page, button, () => button.press("Enter")),
  tick: async (box) => box.press("Space"),
};

const POINTER: Way = {
  open: async (page, name) => {
    await outline(page, click);
    await press(page, named(page, name));
  },
  kind: async (page, kind) => {
    await page.getByLabel("Type", { exact: true }).selectOption(kind);
    await isSaved(page);
  },
  title: async (page, words) => {
    await title(page).fill(words);
    await page.getByRole("button", { name: "Save step" }).click();
  },
  outcome: async (page, name) => {
    await page.getByLabel("Suggested outcome").selectOption({ label: (await page.getByLabel("Suggested outcome").getByRole("option", { name: new RegExp(`^${name}`) }).textContent())! });
  },
  lead: async (page, answer, target) => {
    const count = await rows(page).count();
    // The last one. Once its words are saved it is "Answer 2", and another new one stands below it.
    const last = (await page.locator("#step-form fieldset").count()) - 1;
    const row = answer ? page.locator("#step-form fieldset").nth(last) : page.locator("#step-form");
    if (answer) await row.getByLabel("Words").fill(answer);
    const field = row.getByLabel(answer ? "Leads to" : "Next step", { exact: true });
    await field.click();
    await field.fill(target);
    await expect(option(page, `Create “${target}”`)).toBeVisible();
    const there = option(page, /^\d+\. /);
    const isThere = (await there.count()) > 0;
    await (isThere ? there.first() : option(page, `Create “${target}”`)).click();
    await expect(rows(page)).toHaveCount(isThere ? count : count + 1);
  },
  press,
  tick: async (box) => box.click(),
};

for (const [means, way] of Object.entries({ "by keys alone": KEYS, "by pointer without dragging": POINTER })) {
  for (const width of [1280, 360]) {
    test(`A tree of twelve steps is written ${means}, ${width} pixels wide, published and walked`, async ({ another }) => {
      test.setTimeout(240_000);
      const manager = makeUser("manager", ownAccount());
      const page = await another(manager, { viewport: { width, height: 800 } });
      const letters = manager.name.split(" ").at(-1)!.replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)]!);
      await begin(page, `Printer ${letters}`);
      for (const [at, written] of STEPS.entries()) {
        if (at > 0) await way.open(page, written.title);
        await way.kind(page, written.kind);
        if (at === 0) await way.title(page, written.title);
        await isSaved(page);
        for (const [answer, target] of written.to) {
          if (written.kind === "solution") await way.outcome(page, target === "resolved" ? "Resolved" : "Escalated");
          else await way.lead(page, answer, target);
          await isSaved(page);
        }
      }
      const written = await text(page);
      for (const { title } of STEPS) expect(written).toContain(`] ${title}\n`);
      expect(written.match(/^\+ .* -> .+$/gm)).toHaveLength(11);

      await outline(page, means === "by keys alone" ? enter : click);
      await way.press(page, page.getByRole("link", { name: "Name, category and first step" }));
      const category = page.getByLabel("Category", { exact: true });
      await category.press("Control+A");
      await page.keyboard.type("Printing");
      await isSaved(page);
      await expect(page.getByText("No problems", { exact: true })).toBeVisible();
      await way.press(page, page.getByRole("button", { name: "Publish…" }));
      await way.tick(page.getByLabel("I have looked at the changes above"));
      await way.press(page, page.getByRole("button", { name: "Publish version 1" }));
      await said(page, "Version 1 is published. Walks that are under way go on in the version that they were started on.");
      const tree = /\/trees\/([a-z0-9-]+)/.exec(page.url())![1]!;
      await startWalk(page, { tree });
      await take(page, "No", "→", "Yes", "Yes", "Garbled", "→", "No", "→", "Yes");
      await expect(step(page)).toHaveText("It prints");
      await complete(page, "Resolved");
    });
  }
}
