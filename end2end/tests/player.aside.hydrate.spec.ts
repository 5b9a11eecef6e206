// What the walk player does beside the tree: absences, values as they are typed, two tabs, ad-hoc steps without a network.
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { saved } from "../support/page";
import { go, offline, status, way, withoutNetwork } from "../support/player";
import { stored } from "../support/session";
import { choose, complete, hydrated, notes, openFold, startWalk, step, take } from "../support/walk";

test("Whoever comes back after a long absence is asked whether it counts, and elapsed time stays as it is", async ({ page }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  runInstalled(["tree", "import", "../server/demo/trees/vpn-does-not-connect.tree.md", "--account", account]);
  runInstalled(["account", "set", account, "--idle-threshold", "3"]);
  await signIn(page, technician);
  const id = await startWalk(page);
  await hydrated(page);
  const question = page.getByRole("region", { name: /^You were away from this page for/ });
  await expect(question).toHaveCount(0);
  await expect(page.getByRole("main").getByText("this step").getByRole("timer")).toHaveText(/0:0[5-9]/);
  // The first thing that is done again is to answer the step: the question is about the one before.
  await go(page, way(1));
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Until I left" }).click();
  await expect(question).toHaveCount(0);
  await saved(page);
  const { decisions } = await stored(page, id);
  expect(decisions[0]!.duration_seconds).toBeGreaterThanOrEqual(5);
  expect(decisions[0]!.duration_seconds - decisions[0]!.active_seconds).toBeGreaterThanOrEqual(4);

  await expect(page.getByRole("main").getByText("this step").getByRole("timer")).toHaveText(/0:0[5-9]/);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "All of it (I was working elsewhere)" }).click();
  await expect(question).toHaveCount(0);

  // The fields say how long it was: what is shown counts as it stands, and any part of it in minutes and seconds.
  await go(page, [way(2)[1]!]);
  await expect(page.getByRole("main").getByText("this step").getByRole("timer")).toHaveText(/0:0[5-9]/);
  await page.mouse.move(220, 220);
  await page.mouse.move(230, 230);
  await expect(question.getByLabel("Minutes")).toHaveValue("0");
  const away = Number(await question.getByLabel("Seconds").inputValue());
  expect(await question.getByRole("heading").textContent()).toContain(` ${away} s. `);
  await question.getByLabel("Seconds").fill("");
  await question.getByRole("button", { name: "Count these" }).click();
  await expect(question.getByLabel("Seconds")).toBeFocused();
  await question.getByLabel("Seconds").fill("2");
  await question.getByRole("button", { name: "Count these" }).click();
  await expect(question).toHaveCount(0);
  await complete(page, "Resolved");
  const { session, decisions: all } = await stored(page, id);
  expect(all[1]!.active_seconds).toBe(all[1]!.duration_seconds);
  expect(all[2]!.duration_seconds - all[2]!.active_seconds).toBe(away - 2);
  expect(session.total_seconds).toBe(all.reduce((sum, record) => sum + record.duration_seconds, 0));
  expect(session.active_seconds).toBe(all.reduce((sum, record) => sum + record.active_seconds, 0));
});

test("Commands follow what is typed into their fields, and are copied once they are whole", async ({ desk }) => {
  await startWalk(desk, { tree: "account-locked-out" });
  await take(desk, "→", "Yes, confirmed", '"Locked" or "wrong password" in Windows');
  await expect(desk.getByText("Fill in to copy").first()).toBeVisible();
  await desk.getByRole("heading", { level: 1 }).focus();
  await desk.keyboard.press("c");
  await expect(desk.getByLabel("user", { exact: true })).toBeFocused();
  await desk.keyboard.type("o'hara");
  await expect(desk.locator("#command-1")).toContainText("Get-ADUser 'o''hara' -Server");
  await expect(desk.getByText("Fill in to copy").first()).toBeHidden();
  await desk.getByRole("button", { name: "Copy the command" }).first().click();
  await expect(desk.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  expect(await desk.evaluate(() => navigator.clipboard.readText())).toContain("Get-ADUser 'o''hara' -Server");
  await saved(desk);
  await desk.reload();
  await hydrated(desk);
  await expect(desk.getByLabel("user", { exact: true })).toHaveValue("o'hara");
});

test("An ad-hoc step, the scratchpad and a report are kept without a network and sent after it", async ({ desk }) => {
  const id = await startWalk(desk);
  await withoutNetwork(desk.context(), async () => {
    await openFold(desk, "Not in the tree");
    await desk.getByLabel("What you do").fill("Swapped the cable");
    await desk.getByRole("button", { name: "Begin this step" }).click();
    await expect(step(desk)).toHaveText("Swapped the cable");
    await openFold(desk, "Scratchpad");
    await desk.getByLabel("Jotted down, of no step in particular").fill("Blue cable");
    await desk.getByRole("button", { name: "Back to the tree" }).click();
    await expect(step(desk)).not.toHaveText("Swapped the cable");
    await openFold(desk, "Report a problem with this step");
    await desk.getByLabel("What is wrong").fill("Mentions a menu that is gone.");
    await desk.getByRole("button", { name: "Report the problem" }).click();
    await expect(status(desk)).toHaveText(offline(3));
  });
  await saved(desk);
  const { session, decisions } = await stored(desk, id);
  expect(decisions.map((record) => record.title)).toContain("Swapped the cable");
  expect(session.scratchpad).toBe("Blue cable");
});

test("A fold whose text does not fit says so at its field until it is looked at again", async ({ desk }) => {
  await startWalk(desk);
  await hydrated(desk);
  await openFold(desk, "Not in the tree");
  const field = desk.getByLabel("What you do");
  await desk.getByRole("button", { name: "Begin this step" }).click();
  await expect(desk.getByText("What you do must not be empty.").first()).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toBeFocused();
  await field.fill("Swapped the cable");
  await field.press("Enter");
  await expect(step(desk)).toHaveText("Swapped the cable");
  await expect(field).not.toHaveAttribute("aria-invalid");
});

test("What is typed without a network waits as one change, however long it takes", async ({ desk }) => {
  const id = await startWalk(desk);
  await withoutNetwork(desk.context(), async () => {
    for (const text of ["Reb", "Rebooted", "Rebooted twice"]) {
      await notes(desk).fill(text);
      await expect.poll(() => keptHere(desk)).toContain(`"notes":"${text}"`);
    }
    await expect(status(desk)).toHaveText(offline(1));
  });
  await saved(desk);
  await choose(desk, "Only this user");
  expect((await stored(desk, id)).decisions[0]!.notes).toBe("Rebooted twice");
});

/** What the browser keeps of the walk, as text. */
function keptHere(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opened = indexedDB.open("resolutionflow");
        opened.onerror = reject;
        opened.onsuccess = () => {
          const rows = opened.result.transaction("commands").objectStore("commands").getAll();
          rows.onerror = reject;
          rows.onsuccess = () => {
            opened.result.close();
            resolve(rows.result.join("\n"));
          };
        };
      }),
  );
}
