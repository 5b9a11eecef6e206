// Trees that need somebody's eyes: owners, reviews, and reported problems that a version settles.
import type { Page } from "@playwright/test";
import { look } from "../support/axe";
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { complete, openFold, startWalk } from "../support/walk";

const KEY = "wifi-drops";

async function reports(page: Page, problem: string): Promise<void> {
  await startWalk(page, { tree: KEY });
  await openFold(page, "Report a problem with this step");
  await page.getByLabel("What is wrong").fill(problem);
  await press(page, page.getByRole("button", { name: "Report the problem" }));
  await complete(page, "Escalated");
}

test("A tree gets an owner and a review, its problems are settled by a version, and a review ends what it saw", { tag: "@plain" }, async ({ another, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const account = ownAccount();
  const manager = makeUser("manager", account);
  const [page, desk] = [await another(manager), await another(makeUser("technician", account))];
  addTree(account, KEY);
  await reports(desk, "There is no such menu.");
  await reports(desk, "The lamp is not green.");

  await page.goto("/trees");
  await press(page, page.getByRole("link", { name: "Needs eyes", exact: true }));
  const trees = page.getByRole("list", { name: "Trees that need eyes" });
  await expect(trees).toContainText("Technicians reported 2 problems that nobody has settled.");
  await expect(trees).toContainText("Nobody owns it.");
  if (javaScriptEnabled) await look(page, "trees that need eyes");

  await press(page, trees.getByRole("link", { name: "Choose an owner" }));
  await page.getByText("Set owner and review").click();
  await page.getByLabel("Owner", { exact: true }).selectOption(manager.name);
  await page.getByLabel("Next review").fill("2020-01-31");
  await press(page, page.getByRole("button", { name: "Save owner and review" }));
  await expect(page.getByText("Next review must be from today on, and at most five years away.")).toBeVisible();
  await expect(page.getByLabel("Owner", { exact: true })).toHaveValue(/.+/);
  const soon = new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await page.getByLabel("Next review").fill(soon);
  await press(page, page.getByRole("button", { name: "Save owner and review" }));
  await said(page, "Saved.");
  await expect(page.locator("#care")).toContainText(`Owner: ${manager.name}`);

  // One of the problems is settled by the next version; a refusal keeps the tick.
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  await press(page, page.getByRole("region", { name: "Outline" }).getByRole("link", { name: /^1\. / }).first());
  await page.getByLabel("Title", { exact: true }).fill("Where does it drop?");
  await press(page, page.getByRole("button", { name: "Publish…", exact: true }));
  const settles = page.getByRole("region", { name: "Reported problems that this version settles" });
  await settles.getByLabel("There is no such menu.").check();
  await page.getByLabel("What changed and why").fill("The menu is called otherwise.");
  await press(page, page.getByRole("button", { name: "Save note" }));
  await said(page, "Saved.");
  await expect(settles.getByLabel("There is no such menu.")).toBeChecked();
  await expect(settles.getByLabel("The lamp is not green.")).not.toBeChecked();
  if (javaScriptEnabled) await look(page, "a gate with problems to settle");
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, page.getByRole("button", { name: "Publish version 2" }));
  await expect(page.getByText("The lamp is not green.")).toBeVisible();
  await expect(page.getByText("There is no such menu.")).toHaveCount(0);
  await press(page, page.getByRole("link", { name: "Versions", exact: true }));
  await expect(page.getByText("Settled 1 reported problem.")).toBeVisible();

  await page.goto("/needs-eyes");
  await press(page, page.getByRole("link", { name: "Mine", exact: true }));
  await expect(trees).toContainText(/The review is due in [45] days\./);
  await expect(trees).toContainText("Technicians reported 1 problem that nobody has settled.");
  await page.getByText("Reviewed", { exact: false }).first().click();
  await page.getByLabel("What you found, if anything").fill("The menus are right now.");
  await press(page, page.getByRole("button", { name: /^Save review/ }));
  await said(page, "Review saved.");
  await expect(trees).not.toContainText("The review is due");
  await press(page, trees.getByRole("link", { name: "Read them" }));
  await expect(page.locator("#care")).toContainText("The menus are right now.");
  await press(page, page.getByRole("button", { name: /^Seen to/ }));
  await page.goto("/needs-eyes?owner=me");
  await expect(page.getByText("None of your trees needs you")).toBeVisible();
  if (javaScriptEnabled) await look(page, "nothing that needs eyes");
});
