// Trying a draft: walked with its problems, written on from there, and kept as a test that a later change fails.
import type { Locator, Page } from "@playwright/test";
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { commandId, press, said, send } from "../support/page";
import { openFold, startWalk } from "../support/walk";

const BROKEN = `---
key: no-sound
name: No sound
---

## [muted] Is it muted?

+ [yes] Yes -> unmute
+ [no] No -> Call the maker

## [unmute] Switch it on again

\`\`\`bash Unmute it
amixer -c {{card}} set Master unmute
\`\`\`

-> solved

## [solved] It works again

=> resolved
`;

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });
const title = (page: Page): Locator => page.getByRole("heading", { level: 1 });

test("A broken draft is walked, completed from there, and a walk of it is kept as a test", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  const begun = await send(page, "begin_draft", { command_id: commandId(), from: "text", text: BROKEN });
  const draft = begun.headers()["location"]!.replace(/.*(\/drafts\/[^?]+).*/, "$1");
  await page.goto(draft);

  await press(page, button(page, "Preview"));
  await expect(page.getByText("Preview: nothing is recorded")).toBeVisible();
  await expect(title(page)).toHaveText("Is it muted?");
  await press(page, button(page, /^\d*\s*No$/));
  await expect(title(page)).toHaveText("Leads nowhere yet");
  await expect(page.getByLabel("Title of the step")).toHaveValue("Call the maker");
  await press(page, button(page, "Back"));
  await press(page, button(page, /^\d*\s*No$/));
  await press(page, button(page, "Create step"));
  await said(page, "The step was created. Write it here.");
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Call the maker");
  await page.getByLabel("Suggested outcome").selectOption("escalated");

  // What was typed is saved first.
  await press(page, button(page, "Preview from here"));
  await expect(title(page)).toHaveText("Call the maker");
  await expect(page.getByText("Escalated")).toBeVisible();
  await page.goto(`${draft}/preview`);
  await press(page, page.getByRole("link", { name: "Edit this step" }));
  await press(page, button(page, "Preview"));
  await press(page, button(page, /^\d*\s*Yes$/));
  await page.getByLabel("card").fill("0");
  await press(page, page.getByLabel("card"), () => page.getByLabel("card").press("Enter"));
  await expect(page.getByText("amixer -c 0 set Master unmute")).toBeVisible();
  await press(page, button(page, "Continue"));
  await expect(title(page)).toHaveText("It works again");
  await page.getByLabel("Name of the test").fill("Muted by mistake");
  await press(page, button(page, "Keep as a test"));
  await said(page, "Kept as a test. It is run whenever the changes of the draft are looked at.");

  await page.goto(`${draft}/changes`);
  const tests = page.getByRole("region", { name: "Walk tests" });
  await expect(tests.getByText("The test passes.")).toBeVisible();
  await page.goto(`${draft}?step=unmute`);
  await page.getByLabel("Next step", { exact: true }).fill("Call the maker");
  await press(page, button(page, "Save step"));
  await page.goto(`${draft}/preview`);
  await expect(page.getByText("The draft has changed since this preview began.")).toBeVisible();
  await page.goto(`${draft}/changes`);
  await expect(tests.getByText("It ends at “Call the maker”, not at “It works again”.")).toBeVisible();

  await tests.getByText("Rename or delete").click();
  await tests.getByLabel("Name of the test").fill("Muted on purpose");
  await press(page, button(page, /^Rename/));
  await said(page, "Test renamed.");
  await tests.getByText("Rename or delete").click();
  await press(page, button(page, /^Delete test/));
  await said(page, "Test deleted.");
  await expect(tests.getByText("There is no test yet.")).toBeVisible();
});

test("A problem that a technician reports stands at its step in the draft until it is settled", async ({ another }) => {
  const account = ownAccount();
  const [desk, page] = [await another(makeUser("technician", account)), await another(makeUser("manager", account))];
  addTree(account);
  await startWalk(desk);
  await openFold(desk, "Report a problem with this step");
  await desk.getByLabel("What is wrong").fill("Nobody knows what scope means.");
  await press(desk, button(desk, "Report the problem"));

  await page.goto("/trees/vpn-does-not-connect");
  await press(page, button(page, /^Edit/));
  const outline = page.getByRole("region", { name: "Outline" });
  await expect(outline.getByText("1 report", { exact: true })).toBeVisible();
  await press(page, outline.getByRole("link", { name: /^1\. / }).first());
  const walked = page.getByRole("group", { name: "From walks of this step" });
  await expect(walked.getByText("Nobody knows what scope means.", { exact: true })).toBeVisible();
  // Settling it saves what was typed, as every button does.
  await page.getByLabel("Title", { exact: true }).fill("Who cannot connect?");
  await press(page, walked.getByRole("button", { name: /^Settled/ }));
  await said(page, "Marked as seen to.");
  await expect(walked).toHaveCount(0);
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Who cannot connect?");
});
