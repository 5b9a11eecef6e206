// Copying, and what was typed in a dialog that was closed.
import { expect, test } from "../support/fixtures";
import { download } from "../support/exports";
import { choose, complete, hydrated, startWalk } from "../support/walk";

test("The documentation is copied for the ticket", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: "48213" });
  await complete(desk, "Resolved", { notes: "Done." });
  await desk.getByRole("link", { name: "Copy for ticket" }).click();
  await expect(desk.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  const copied = await desk.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((await download(desk, id, "note.txt")).trimEnd());
});

test("A command is copied as it stands", async ({ desk }) => {
  await startWalk(desk);
  await choose(desk, "Users everywhere");
  const command = desk.getByRole("figure").first();
  await command.getByRole("button", { name: "Copy the command" }).click();
  await expect(desk.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  expect(await desk.evaluate(() => navigator.clipboard.readText())).toBe(await command.locator("pre").innerText());
});

test("What was typed in the outcome dialog is still there when it opens again", async ({ desk }) => {
  await startWalk(desk);
  await hydrated(desk);
  const opener = desk.getByRole("button", { name: "Complete session" });
  const dialog = desk.getByRole("dialog", { name: "Did this resolve the issue?" });
  await opener.click();
  await dialog.getByLabel("Outcome notes").fill("Half a sentence");
  await dialog.getByRole("button", { name: "Keep walking" }).click();
  await expect(dialog).toBeHidden();
  await opener.click();
  await expect(dialog.getByLabel("Outcome notes")).toHaveValue("Half a sentence");
});
