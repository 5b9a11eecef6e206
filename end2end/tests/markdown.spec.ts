// Instructions as authors write them: before a tree is published, on its page, in the walk, and in a session's documents.
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, submit } from "../support/page";
import { startWalk, step, take } from "../support/walk";

const file = join(import.meta.dirname, "../fixtures/handwritten.json");

/** The instructions of the fixture's first step, with nothing of them missing. */
async function readsWell(prose: Locator): Promise<void> {
  for (const words of [
    "Run net user <username> /active:yes and wait.",
    "<servername>",
    "Open \\\\FILES01\\hr$ and C:\\_install\\setup.exe.",
    "1986. A good year.",
    "Delete *.tmp and *.log in %TEMP%, not __pycache__.",
    "☑ Unplug it",
    "☐ Wait for ten seconds",
    "ping <gateway>",
  ]) {
    await expect(prose).toContainText(words);
  }
  await expect(prose.getByRole("paragraph").filter({ hasText: "Call the client" }).locator("br")).toHaveCount(2);
  await expect(prose.getByRole("columnheader")).toHaveText(["Error", "Fix"]);
  await expect(prose.getByRole("cell")).toHaveText(["691", "wrong password", "809", "UDP 500 open blocked"]);
  await expect(prose.locator("s")).toHaveText("open");
  await expect(prose.getByRole("link", { name: "https://portal.office.com/servicestatus" })).toHaveAttribute("href", "https://portal.office.com/servicestatus");
  await expect(prose.getByRole("link", { name: "servicedesk@acme.example" })).toHaveAttribute("href", "mailto:servicedesk@acme.example");
  await expect(prose.getByRole("link", { name: "Where the WPS button is" })).toHaveAttribute("href", "https://kb.example.com/wps.png");
  await expect(prose.locator("strong")).toHaveText("ten");
}

test("A tree reads as it was written: in the preview, in the walk, and in its document", { tag: "@plain" }, async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  await boss.goto("/trees/upload");
  await boss.getByLabel("Tree file").setInputFiles(file);
  expect((await submit(boss, boss.getByRole("button", { name: "Check and preview" }))).status()).toBe(200);
  const preview = boss.getByRole("region", { name: "As it will read" });
  await readsWell(preview.locator(".prose").first());
  await expect(preview.getByText("Yes → It reads well")).toBeVisible();
  await press(boss, boss.getByRole("button", { name: "Publish" }));
  await expect(boss.getByRole("status").filter({ hasText: "Tree imported." })).toBeVisible();

  await startWalk(boss, { tree: "handwritten", ticket: "48213" });
  await expect(step(boss)).toHaveText("Read every line");
  await readsWell(boss.getByRole("main").locator(".prose"));
  // The player paints the next step by itself.
  await take(boss, "→");
  const table = boss.getByRole("main").locator(".prose");
  await expect(table.getByRole("columnheader")).toHaveText(["Port", "Use"]);
  await expect(table.getByRole("cell")).toHaveText(["<port>", "RDP"]);
});
