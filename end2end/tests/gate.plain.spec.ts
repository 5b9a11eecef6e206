// The gate of a draft: published through it, past a version of somebody else's, compared and restored.
import type { Page } from "@playwright/test";
import { expect, addTree, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said, submit } from "../support/page";

const KEY = "vpn-does-not-connect";

async function retitle(page: Page, number: number, title: string): Promise<void> {
  await press(page, page.getByRole("region", { name: "Outline" }).getByRole("link", { name: new RegExp(`^${number}\\. `) }).first());
  await page.getByLabel("Title", { exact: true }).fill(title);
  await press(page, page.getByRole("button", { name: "Save step", exact: true }));
  await said(page, "Saved.");
}

/** Publishes the tree's file with another description, as somebody else does meanwhile. */
async function publishPast(page: Page, description: string): Promise<void> {
  const file = JSON.parse(await (await page.request.get(`/trees/${KEY}/tree.json`)).text());
  const buffer = Buffer.from(JSON.stringify({ ...file, description }));
  await page.goto("/trees/upload");
  await page.getByLabel("Tree file").setInputFiles({ name: "vpn.json", mimeType: "application/json", buffer });
  await submit(page, page.getByRole("button", { name: "Upload" }));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("A draft passes the gate past somebody else's version, and versions are compared and restored", async ({ another }) => {
  test.setTimeout(120_000);
  const account = ownAccount();
  const page = await another(makeUser("manager", account));
  addTree(account, KEY);
  const other = await another(makeUser("manager", account));
  await page.goto(`/trees/${KEY}`);
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  await retitle(page, 1, "Who cannot connect?");
  await retitle(page, 2, "Is there a way to the internet?");
  await press(page, page.getByRole("button", { name: "Publish…", exact: true }));

  // The last change is not wanted after all.
  await expect(page.getByRole("heading", { name: "2 changes since version 1" })).toBeVisible();
  await press(page, page.getByRole("button", { name: /^Take this change back/ }).first());
  await said(page, "Taken back. Under Changes it stays with everything that was done.");
  await expect(page.getByRole("heading", { name: "1 change since version 1" })).toBeVisible();

  const note = page.getByLabel("What changed and why");
  await note.fill("People asked who “one” is.");
  await press(page, page.getByRole("button", { name: "Save note" }));
  await said(page, "Saved.");
  await expect(note).toHaveValue("People asked who “one” is.");

  await publishPast(other, "For all offices.");
  await note.fill("People asked who “one” is. Twice.");
  await page.getByLabel("I have looked at the changes above").check();
  expect((await submit(page, page.getByRole("button", { name: "Publish version 2" }))).status()).toBe(409);
  await expect(page.getByRole("alert")).toContainText("Version 2 of this tree was published meanwhile. The draft stands on it now");
  await expect(note).toHaveValue("People asked who “one” is. Twice.");
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, page.getByRole("button", { name: "Publish version 3" }));
  await said(page, "Version 3 is published. Walks that are under way go on in the version that they were started on.");
  await expect(page.getByText("For all offices.")).toBeVisible();

  await press(page, page.getByRole("link", { name: "Versions", exact: true }));
  const versions = page.getByRole("region", { name: "All versions" }).getByRole("listitem");
  await expect(versions).toHaveCount(3);
  await expect(versions.first()).toContainText("People asked who “one” is. Twice.");
  await page.getByLabel("From", { exact: true }).selectOption("1");
  await page.getByLabel("To", { exact: true }).selectOption("3");
  await press(page, page.getByRole("button", { name: "Compare" }));
  const compared = page.getByRole("region", { name: "From version 1 to version 3" });
  await expect(compared.getByText("is called “Who cannot connect?” now.")).toBeVisible();
  await expect(compared.getByText("Changed: Who cannot connect?")).toBeVisible();

  await press(page, page.getByRole("button", { name: "Restore as a draft from version 1" }));
  await expect(page.getByText("Draft on version 3")).toBeVisible();
  await press(page, page.getByRole("button", { name: "Publish…", exact: true }));
  await expect(page.getByRole("heading", { name: "2 changes since version 3" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish version 4" })).toBeVisible();
});

test("A draft waits for a second person where the account wants one", async ({ another }) => {
  const account = ownAccount();
  const admin = await another(makeUser("admin", account));
  addTree(account, KEY);
  await admin.goto("/admin/settings");
  await admin.getByLabel("Publishing a draft").selectOption("needed");
  await press(admin, admin.getByRole("button", { name: "Save settings" }));
  const page = await another(makeUser("manager", account));
  await page.goto(`/trees/${KEY}`);
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  await retitle(page, 1, "Who cannot connect?");
  await press(page, page.getByRole("button", { name: "Publish…", exact: true }));
  await expect(page.getByRole("button", { name: /^Publish version/ })).toHaveCount(0);
  await press(page, page.getByRole("button", { name: "Ask for approval" }));
  await said(page, "Others see here that this draft waits for an approval.");
  const gate = new URL(page.url()).pathname;

  await admin.goto(gate);
  await expect(admin.getByRole("region", { name: "Approval by a second person" })).toContainText("asked for an approval");
  await press(admin, admin.getByRole("button", { name: "Approve this draft" }));
  await said(admin, "Approved as it stands. A change makes the approval void.");

  await page.goto(gate);
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, page.getByRole("button", { name: "Publish version 2" }));
  await said(page, "Version 2 is published. Walks that are under way go on in the version that they were started on.");
});
