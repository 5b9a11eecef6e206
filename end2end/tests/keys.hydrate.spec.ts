// Single keys of the walk, by key events of other keyboards, and texts that are typed where no field has the focus.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { Keyboard } from "../support/keys";
import { saved } from "../support/page";
import { stored } from "../support/session";
import { hydrated, notes, startWalk, step } from "../support/walk";

/** A question with options beyond the digits, and an action that leads back to it. */
const TREE = {
  format: "resolutionflow.tree/1",
  key: "many-answers",
  name: "Many answers",
  category: "Keys",
  tags: [],
  description: "",
  root: "which",
  nodes: [
    {
      id: "which",
      type: "decision",
      title: "Which printer?",
      body: "",
      options: [
        ...Array.from({ length: 13 }, (_, index) => ({ id: `o${index + 1}`, label: `Printer ${index + 1}`, next_node_id: "look" })),
        { id: "none", label: "None of them", next_node_id: "end" },
      ],
    },
    { id: "look", type: "action", title: "Look at it", body: "", commands: [], next_node_id: "which" },
    { id: "end", type: "solution", title: "Nothing to do", body: "" },
  ],
};

async function startMany(page: Page): Promise<string> {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  const file = test.info().outputPath("many-answers.json");
  writeFileSync(file, JSON.stringify(TREE));
  runInstalled(["tree", "import", file, "--account", account]);
  await signIn(page, technician);
  const id = await startWalk(page, { tree: TREE.key });
  await hydrated(page);
  return id;
}

/** Where the option with a mark is on a keyboard that prints Latin letters, or by its place on one that prints none. */
const LETTERS: Record<string, Record<string, string>> = {
  "French (AZERTY)": { a: "KeyQ", d: "KeyD", e: "KeyE", g: "KeyG", b: "KeyB" },
  Russian: { a: "KeyA", d: "KeyD", e: "KeyE", g: "KeyG", b: "KeyB" },
};

for (const layout of ["French (AZERTY)", "Russian"]) {
  test(`A walk of twenty steps by the keys of a ${layout} keyboard`, async ({ page }) => {
    const id = await startMany(page);
    const keyboard = await Keyboard.of(page, layout);
    const place = (mark: string) => (/\d/.test(mark) ? `Digit${mark}` : LETTERS[layout]![mark]!);
    const answers = ["1", "9", "a", "3", "d", "e", "2", "g", "7"];
    for (const mark of answers) {
      await keyboard.press(place(mark));
      await expect(step(page)).toHaveText("Look at it");
      await keyboard.press("Enter");
      await expect(step(page)).toHaveText("Which printer?");
    }
    await keyboard.press(place("b"));
    await expect(step(page)).toHaveText("Look at it");
    await keyboard.press("Enter");
    await expect(step(page)).toHaveText("Which printer?");
    await saved(page);
    const { decisions } = await stored(page, id);
    expect(decisions).toHaveLength(20);
    const chosen = decisions.filter((record) => record.answer && record.answer !== "Continue").map((record) => record.answer);
    expect(chosen).toEqual(["Printer 1", "Printer 9", "Printer 10", "Printer 3", "Printer 11", "Printer 12", "Printer 2", "Printer 13", "Printer 7"]);
  });
}

for (const [layout, text] of [
  ["English (US)", "broken since monday"],
  ["German (QWERTZ)", "alles müde"],
  ["Russian", "батарея"],
  ["Greek", "βλαβη"],
  ["Hebrew", "בעיה"],
] as const) {
  test(`A text that is typed on a ${layout} keyboard while no field has the focus lands in the notes, and presses nothing`, async ({ page }) => {
    const id = await startMany(page);
    const keyboard = await Keyboard.of(page, layout);
    for (const printed of text) await (printed === " " ? page.keyboard.press("Space") : keyboard.type(printed));
    await expect(notes(page)).toBeFocused();
    await expect(notes(page)).toHaveValue(text);
    await expect.poll(async () => (await stored(page, id)).steps[0]!.notes).toBe(text);
    await expect(step(page)).toHaveText("Which printer?");
    expect((await stored(page, id)).decisions).toEqual([]);
  });
}

test("A text that begins with a number which no option has is typed, whole", async ({ page }) => {
  await startMany(page);
  await page.keyboard.press("1");
  await expect(step(page)).toHaveText("Look at it");
  await page.keyboard.type("12 users can't print");
  await expect(notes(page)).toHaveValue("12 users can't print");
  await expect(step(page)).toHaveText("Look at it");
});

test("p opens the panel, the rest of the word is the reason, and Enter parks", async ({ page }) => {
  const id = await startMany(page);
  await page.keyboard.type("printer jammed");
  await expect(page.getByLabel("Why", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Why", { exact: true })).toHaveValue("rinter jammed");
  await expect(step(page)).toHaveText("Which printer?");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Parked" })).toBeVisible();
  expect((await stored(page, id)).session.parked_reason ?? "rinter jammed").toBe("rinter jammed");
});

test("Backspace does nothing, digits in a row are presses, and a digit after a letter is typing", async ({ page }) => {
  const id = await startMany(page);
  await page.keyboard.press("3");
  await expect(step(page)).toHaveText("Look at it");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await expect(step(page)).toHaveText("Which printer?");
  await page.keyboard.type("b2");
  await expect(notes(page)).toHaveValue("b2");
  await saved(page);
  expect((await stored(page, id)).decisions.map((record) => record.answer ?? "")).toEqual(["Printer 3", ""]);
});

test("A text that an input method composes presses nothing", async ({ page }) => {
  await startMany(page);
  const devtools = await page.context().newCDPSession(page);
  for (const key of ["1", "b", "Enter"]) {
    await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: key === "1" ? "Digit1" : "KeyB", windowsVirtualKeyCode: 229 });
    await page.evaluate((key) => {
      const event = new KeyboardEvent("keydown", { key, code: key === "1" ? "Digit1" : "KeyB", isComposing: true, bubbles: true, cancelable: true });
      if (!document.body.dispatchEvent(event)) throw new Error(`${key} was taken`);
    }, key);
  }
  await page.keyboard.press("n");
  await expect(notes(page)).toBeFocused();
  await expect(step(page)).toHaveText("Which printer?");
});
