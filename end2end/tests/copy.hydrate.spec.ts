// Copying, and what the browser's part of the walk page adds: it says what is saved and holds back whoever would lose text.
import { expect, test } from "../support/fixtures";
import { download } from "../support/exports";
import { press } from "../support/page";
import { choose, complete, hydrated, notes, startWalk } from "../support/walk";

test("The documentation is copied for the ticket", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: "48213" });
  await complete(desk, "Resolved", { notes: "Done." });
  await desk.getByRole("link", { name: "Copy for ticket" }).click();
  await expect(desk.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  const copied = await desk.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((await download(desk, id, "txt")).trimEnd());
});

test("A command is copied as it stands", async ({ desk }) => {
  await startWalk(desk);
  await choose(desk, "Users everywhere");
  const command = desk.getByRole("figure").first();
  await command.getByRole("button", { name: "Copy the command" }).click();
  await expect(desk.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  expect(await desk.evaluate(() => navigator.clipboard.readText())).toBe(await command.locator("pre").innerText());
});

test("What was typed and not saved is not lost by leaving the page", async ({ desk }) => {
  await startWalk(desk);
  await hydrated(desk);
  await notes(desk).fill("Not saved.");
  await expect(desk.getByRole("status").filter({ hasText: "Not saved yet" })).toBeVisible();
  const asked = desk.waitForEvent("dialog");
  const leaving = desk.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await leaving;

  // Saved, nobody is held back.
  await hydrated(desk);
  await notes(desk).fill("Saved.");
  await press(desk, desk.getByRole("button", { name: "Save notes" }));
  await hydrated(desk);
  let held = false;
  desk.on("dialog", (dialog) => {
    held = true;
    void dialog.accept();
  });
  await desk.reload();
  await expect(notes(desk)).toHaveValue("Saved.");
  expect(held).toBe(false);
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
