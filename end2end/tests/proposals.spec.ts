// Suggested changes: from the walk to the authors, merged, decided, published, declined and withdrawn.
import type { Locator, Page } from "@playwright/test";
import { look as lookWith } from "../support/axe";
import { addTree, expect, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { isSaved } from "../support/editor";
import { press, said, submit } from "../support/page";
import { startWalk, step } from "../support/walk";

const KEY = "vpn-does-not-connect";
const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string | RegExp): Locator => page.getByRole("link", { name, exact: true });
const title = (page: Page): Locator => page.getByLabel("Title", { exact: true });

function hasScript(): boolean {
  return test.info().project.name === "javascript";
}

/** Asks axe about a page, which needs scripts. */
async function look(page: Page, what: string): Promise<void> {
  if (hasScript()) await lookWith(page, what);
}

/** Suggests another title for the open step of a walk. */
async function suggests(page: Page, words: string, why: string): Promise<void> {
  await press(page, link(page, "Suggest a change to this step"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Suggest a change");
  await title(page).fill(words);
  await page.getByLabel("Why").fill(why);
  await press(page, button(page, "Suggest this change"));
}

test("A technician suggests other words, and an author takes them into the next version", { tag: "@plain" }, async ({ another }) => {
  test.setTimeout(180_000);
  const account = ownAccount();
  const [desk, page] = [await another(makeUser("technician", account)), await another(makeUser("manager", account))];
  addTree(account, KEY);
  await startWalk(desk);
  await expect(link(desk, "Suggest a change to this step")).toHaveCount(0);
  runInstalled(["account", "set", account, "--takes-proposals", "true"]);
  await desk.reload();
  await expect(step(desk)).toBeVisible();

  // What does not fit stays, with the reason beside it.
  await press(desk, link(desk, "Suggest a change to this step"));
  await title(desk).fill("w".repeat(201));
  await desk.getByLabel("Instructions").fill("Ask the person who called.");
  await desk.getByLabel("Why").fill("Two callers did not know what “user” means here.");
  expect((await submit(desk, button(desk, "Suggest this change"))).status()).toBe(422);
  await expect(desk.getByText("Title is 201 characters long; at most 200 fit")).toBeVisible();
  await expect(desk.getByLabel("Instructions")).toHaveValue("Ask the person who called.");
  await expect(desk.getByLabel("Why")).toHaveValue("Two callers did not know what “user” means here.");
  await look(desk, "a refused suggestion");
  await title(desk).fill("Who cannot connect?");
  await press(desk, button(desk, "Suggest this change"));
  await said(desk, "Suggested. The authors of the tree see it at its step; what becomes of it stands here.");
  await look(desk, "a suggestion of one's own");

  // The author is told, and sees it at its step, which somebody has changed meanwhile.
  await page.goto("/trees");
  await expect(page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: /^Trees/ })).toHaveText(/1\s*thing waits for authors/);
  await press(page, link(page, "For authors: 1 suggested change"));
  await look(page, "what waits for authors");
  await page.goto(`/trees/${KEY}`);
  await press(page, button(page, "Edit"));
  const outline = page.getByRole("region", { name: "Outline" });
  await expect(outline.getByText("1 suggestion", { exact: true })).toBeVisible();
  await press(page, outline.getByRole("link", { name: /^1\. / }).first());
  await title(page).fill("Who is it?");
  // The script of the editor saves without leaving the page.
  await button(page, "Save step").click();
  await (hasScript() ? isSaved(page) : said(page, "Saved."));
  await press(page, page.getByRole("group", { name: "From walks of this step" }).getByRole("link", { name: /^Look at it/ }));

  // Both texts stand beside each other until one is chosen.
  const dispute = page.getByRole("group", { name: /^The title of step/ });
  await expect(dispute.getByText("Who is it?")).toBeVisible();
  await look(page, "a suggestion that was disputed");
  await dispute.getByLabel("Take what is suggested").check();
  await press(page, button(page, "Take it"));
  await said(page, "The suggestion is in the draft, where Undo takes out what it changed.");
  await expect(title(page)).toHaveValue("Who cannot connect?");
  await expect(page.getByLabel("Instructions")).toHaveValue("Ask the person who called.");
  await desk.goto("/proposals/mine");
  await expect(desk.getByText("Taken into a draft")).toBeVisible();
  await button(page, /^Undo/).click();
  await expect(title(page)).toHaveValue("Who is it?");
  await desk.reload();
  await expect(desk.getByText("Waiting", { exact: true })).toBeVisible();
  await button(page, /^Redo/).click();
  await expect(title(page)).toHaveValue("Who cannot connect?");
  await page.goto(`${new URL(page.url()).pathname}/publish`);
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, button(page, "Publish version 2"));
  await desk.reload();
  await expect(desk.getByText("Published in version 2")).toBeVisible();
  await page.goto(`/trees/${KEY}/versions`);
  await expect(page.getByRole("region", { name: "All versions" }).getByRole("listitem").first()).toContainText(/Test manager.*Test technician/);
});

test("A suggestion is declined with a reason, and another one withdrawn", { tag: "@plain" }, async ({ another }) => {
  const account = ownAccount();
  const [desk, page] = [await another(makeUser("technician", account)), await another(makeUser("manager", account))];
  addTree(account, KEY);
  runInstalled(["account", "set", account, "--takes-proposals", "true"]);
  const session = await startWalk(desk);
  await suggests(desk, "Who is it?", "Shorter.");
  await desk.goto(`/sessions/${session}`);
  await press(desk, link(desk, "Suggest a change to a step"));
  await title(desk).fill("Who calls?");
  await desk.getByLabel("Why").fill("Even shorter.");
  await press(desk, button(desk, "Suggest this change"));
  await press(desk, button(desk, "Withdraw this suggestion"));
  await said(desk, "Withdrawn. The authors do not see it any longer.");

  await page.goto("/proposals");
  const waiting = page.getByRole("region", { name: "Suggested changes" });
  await expect(waiting.getByRole("listitem")).toHaveCount(1);
  await press(page, waiting.getByRole("link").first());
  await page.getByLabel("Reason").fill("It may be several people.");
  await press(page, button(page, "Decline"));
  await said(page, "Declined. Who suggested it sees your reason.");
  await expect(page.getByText("Nothing waits")).toBeVisible();
  await desk.goto("/proposals/mine");
  await expect(desk.getByText("It may be several people.")).toBeVisible();
  await look(desk, "my suggestions");
});
