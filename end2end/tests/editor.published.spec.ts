// Drafts while they, or their trees, are published: by two at once, from the command line, and while somebody types.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { instructions, isSaved, rows, state, text, title, type } from "../support/editor";
import { addTree, dataDir, expect, makeUser, ownAccount, signIn, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { program } from "../support/server";
import { VPN, complete, startWalk, step } from "../support/walk";

/** Opens the draft of a tree at its first step. */
async function edit(page: Page, key = VPN.key): Promise<string> {
  await page.goto(`/trees/${key}`);
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  await press(page, rows(page).first());
  return page.url();
}

/** Opens the gate of the draft of the page, where everything was looked at. */
async function gate(page: Page, draft: string): Promise<void> {
  await page.goto(draft.replace(/(\?.*)?$/, "/publish"));
  await page.getByLabel("I have looked at the changes above").check();
}

async function publish(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: /^Publish version \d+$/ }));
}

/** What changed from one version of the tree to another, in sentences. */
async function compared(page: Page, from: number, to: number, key = VPN.key): Promise<string> {
  await page.goto(`/trees/${key}/versions?from=${from}&to=${to}`);
  return (await page.getByRole("region", { name: `From version ${from} to version ${to}` }).textContent()) ?? "";
}

async function versions(page: Page): Promise<number> {
  await page.goto(`/trees/${VPN.key}/versions`);
  return page.getByRole("region", { name: "All versions" }).getByRole("listitem").count();
}

test("Two authors publish one draft at once: there is one version, and both pages say so", async ({ another }) => {
  const account = ownAccount();
  const [one, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  addTree(account);
  const draft = await edit(one);
  await title(one).fill("Who cannot connect?");
  await isSaved(one);
  await Promise.all([gate(one, draft), gate(other, draft)]);
  await other.getByLabel("What changed and why").fill("Somebody asked who “one” is.");
  await Promise.all([publish(one), publish(other)]);
  const ended = "This draft was published meanwhile, as version 2: begin another one.";
  const done = "Version 2 is published. Walks that are under way go on in the version that they were started on.";
  const told = await Promise.all([one, other].map((page) => page.getByRole("main").innerText()));
  expect(told.filter((words) => words.includes(ended))).toHaveLength(1);
  await said(told[0]!.includes(ended) ? other : one, done);
  // The note is at the version, or with the one who typed it.
  if (told[1]!.includes(ended)) expect(told[1]).toContain("Somebody asked who “one” is.");
  expect(await versions(one)).toBe(2);
  expect(await compared(one, 1, 2)).toContain("is called “Who cannot connect?” now.");
});

test("A draft and a file are published at once: both are versions, or the draft is brought up to the file's", async ({ another }) => {
  const account = ownAccount();
  const page = await another(makeUser("manager", account));
  addTree(account);
  const draft = await edit(page);
  await title(page).fill("Who cannot connect?");
  await isSaved(page);
  const file = test.info().outputPath("vpn.json");
  const published = await (await page.request.get(`/trees/${VPN.key}/tree.json`)).json();
  writeFileSync(file, JSON.stringify({ ...published, description: "For all offices." }));
  await gate(page, draft);
  const command = promisify(execFile)(program, ["tree", "import", file, "--account", account, "--data-dir", dataDir()], { env: { ...process.env, DATABASE_URL: undefined } });
  await Promise.all([publish(page), command]);
  const alert = page.getByRole("alert");
  const isBehind = (await alert.count()) > 0;
  if (isBehind) {
    await expect(alert).toContainText("Version 2 of this tree was published meanwhile. The draft stands on it now");
    await page.getByLabel("I have looked at the changes above").check();
    await publish(page);
  }
  await said(page, `Version ${isBehind ? 3 : 2} is published. Walks that are under way go on in the version that they were started on.`);
  expect(await versions(page)).toBe(3);
  const [own, others] = isBehind ? [3, 2] : [2, 3];
  expect(await compared(page, own - 1, own)).toContain("is called “Who cannot connect?” now.");
  expect(await compared(page, others - 1, others)).toContain("description");
});

test("What is typed into a draft that is published meanwhile is told with its end, and stays to be copied", async ({ another }) => {
  const account = ownAccount();
  const [one, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  addTree(account);
  const draft = await edit(one);
  await title(one).fill("Who cannot connect?");
  await isSaved(one);
  await other.goto(draft);
  await gate(one, draft);
  await publish(one);
  await said(one, "Version 2 is published. Walks that are under way go on in the version that they were started on.");
  await type(instructions(other), " Nobody else has these words.");
  await expect(state(other)).toHaveText("This draft was published meanwhile, as version 2: begin another one. Not saved, kept in this browser.");
  await expect(instructions(other)).toHaveValue(/Nobody else has these words\.$/);
  await other.goto(draft);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("This draft has ended");
  await expect(other.getByText("Nobody else has these words.")).toBeVisible();
});

test("A tree of the demo is edited, compared, published, and its first version restored and published again", async ({ serve, browser }) => {
  test.setTimeout(180_000);
  const key = "wifi-drops";
  const server = await serve({ demo: true });
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(page, makeUser("manager", "northwind-it", server.dataDir));
  const file = async (): Promise<string> => (await page.request.get(`/trees/${key}/tree.json`)).text();
  const first = await file();
  const walk = await startWalk(page, { tree: key });
  const begun = (await step(page).textContent())!;

  const draft = await edit(page, key);
  await title(page).fill("Where does it drop?");
  await isSaved(page);
  await type(instructions(page), "\n\nAsk for the name of the computer.");
  await isSaved(page);
  await page.getByLabel("Title of a new step below").fill("Ask a colleague");
  await page.keyboard.press("Enter");
  await said(page, "Saved, and the step was added.");
  await press(page, page.getByRole("link", { name: "Changes", exact: true }));
  await expect(page.getByText("is called “Where does it drop?” now.").first()).toBeVisible();
  await press(page, page.getByRole("link", { name: "Outline", exact: true }));
  await press(page, rows(page).filter({ hasText: "Ask a colleague" }));
  await page.getByRole("button", { name: "Delete step" }).click();
  await expect(rows(page).filter({ hasText: "Ask a colleague" })).toHaveCount(0);
  await gate(page, draft);
  await publish(page);
  await said(page, "Version 2 is published. Walks that are under way go on in the version that they were started on.");
  expect(await file()).toContain("Ask for the name of the computer.");
  const changes = await compared(page, 1, 2, key);
  expect(changes).toContain("is called “Where does it drop?” now.");
  expect(changes).toContain("Ask for the name of the computer.");

  await press(page, page.getByRole("button", { name: "Restore as a draft from version 1" }));
  const restored = page.url();
  expect(await text(page, restored)).not.toContain("Where does it drop?");
  await gate(page, restored);
  await publish(page);
  await said(page, "Version 3 is published. Walks that are under way go on in the version that they were started on.");
  expect(await file()).toBe(first);
  // The walk goes on in its version.
  await page.goto(`/sessions/${walk}/walk`);
  await expect(step(page)).toHaveText(begun);
  await complete(page, "Resolved");
  await page.context().close();
});
