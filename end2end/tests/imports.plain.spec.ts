// Files of other programs: brought in, put right by the buttons that the page offers, and published.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { publishDraft } from "../support/drafts";
import { startWalk, step } from "../support/walk";

const SAMPLES = `${import.meta.dirname}/../../src/import/samples`;

/** Chooses a file on the page of new trees; the draft's report is shown. */
async function bring(page: Page, file: string, kind: string): Promise<void> {
  await page.goto("/trees/new");
  await page.getByLabel("Tree file").setInputFiles(`${SAMPLES}/${file}`);
  await press(page, page.getByRole("button", { name: "Begin with this file" }));
  await expect(page.getByRole("heading", { name: "What became of the file" })).toBeVisible();
  await expect(page.getByText(new RegExp(`^“${file}” was read as ${kind}: \\d+ taken`))).toBeVisible();
}

/** Presses the first button of a problem that there is, until there is none. */
async function putRight(page: Page): Promise<void> {
  await press(page, page.getByRole("link", { name: "Go on to the steps" }));
  for (let turn = 0; turn < 20; turn++) {
    if (await page.getByText("No problems", { exact: true }).isVisible()) return;
    const fix = page.locator("button[name=deed][value^='fix:']").first();
    if (!(await fix.isVisible())) {
      await press(page, page.locator(".outline-title").filter({ hasText: /\d problems?/ }).getByRole("link").first());
    }
    await press(page, fix);
    await said(page, "Put right.");
  }
  throw new Error("the problems do not end");
}

for (const [file, kind, first] of [
  ["printer.mmd", "a Mermaid flowchart", "Printer does not print"],
  ["outlook.md", "a runbook in Markdown", "Is the user signed in to Office on the web?"],
  ["wifi.json", "JSON of another program", "Is the adapter switched on?"],
  ["vpn.json", "JSON of another program", "Is the PC online?"],
  ["scanner.csv", "a table in CSV", "Does the scanner start?"],
] as const) {
  test(`${file} is brought in, put right and published`, async ({ another }) => {
    const page = await another(makeUser("manager", ownAccount()));
    await bring(page, file, kind);
    await putRight(page);
    const key = await publishDraft(page);
    await startWalk(page, { tree: key });
    await expect(step(page)).toHaveText(first);
  });
}

test("A pasted flowchart begins a draft, and what cannot be read is named and stays in its field", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await page.goto("/trees/new");
  const text = page.getByLabel("Text", { exact: true });
  await text.fill("sequenceDiagram\nA->>B: hello");
  await press(page, page.getByRole("button", { name: "Begin with this text" }));
  await expect(page.getByRole("alert")).toContainText("This cannot be brought in: it is a Mermaid sequence diagram");
  await expect(text).toHaveValue("sequenceDiagram\nA->>B: hello");
  await text.fill(readFileSync(`${SAMPLES}/printer.mmd`, "utf8"));
  await press(page, page.getByRole("button", { name: "Begin with this text" }));
  await expect(page.getByText(/^What was pasted was read as a Mermaid flowchart/)).toBeVisible();
  await expect(page.getByText("classDef bad fill:#f66")).toBeVisible();
  // The report stays with the draft.
  await press(page, page.getByRole("link", { name: "Outline", exact: true }));
  await press(page, page.getByRole("link", { name: "Report", exact: true }));
  await expect(page.getByText("classDef bad fill:#f66")).toBeVisible();
});

test("Fields of JSON are chosen, and Undo takes that back", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await page.goto("/trees/new");
  const json = { items: [{ nr: 1, ask: "On?", ways: [{ w: "Yes", z: 2 }] }, { nr: 2, ask: "Done" }] };
  await page.getByLabel("Text", { exact: true }).fill(JSON.stringify(json));
  await press(page, page.getByRole("button", { name: "Begin with this text" }));
  for (const [label, field] of [["Words of a step", "ask"], ["List of answers", "ways"], ["Words of an answer", "w"], ["Where it leads", "z"], ["Id of a step", "nr"]]) {
    await page.getByLabel(label!, { exact: true }).selectOption(field!);
  }
  await press(page, page.getByRole("button", { name: "Read the file again" }));
  await said(page, "Read again. Undo brings back what the draft was before.");
  await press(page, page.getByRole("link", { name: "Go on to the steps" }));
  await expect(page.getByText("No problems", { exact: true })).toBeVisible();
  await press(page, page.getByRole("region", { name: "Outline" }).getByRole("link", { name: /^1\. On\?/ }));
  await expect(page.getByLabel("Words").first()).toHaveValue("Yes");
});
