// Find and replace in a draft.
import { look } from "../support/axe";
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said } from "../support/page";

test("A text is found everywhere, replaced where it is ticked, and brought back by one Undo", { tag: "@plain" }, async ({ another, javaScriptEnabled }) => {
  const account = ownAccount();
  const page = await another(makeUser("manager", account));
  addTree(account, "vpn-does-not-connect");
  await page.goto("/trees/vpn-does-not-connect");
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  await press(page, page.getByRole("link", { name: "Find and replace" }));
  await page.getByLabel("Find", { exact: true }).fill("VPN");
  await page.getByLabel("Replace with").first().fill("tunnel");
  await page.getByLabel("Whole words only").check();
  await press(page, page.getByRole("button", { name: "Find", exact: true }));
  const found = page.getByRole("heading", { name: /^Found in \d+ places$/ });
  const count = Number(/\d+/.exec(await found.innerText())![0]);
  const places = page.locator("#hits").getByRole("listitem");
  await expect(places).toHaveCount(count);
  await expect(places.first()).toContainText("The tree, name");
  if (javaScriptEnabled) await look(page, "what was found");

  await press(page, page.getByRole("link", { name: "Tick none" }));
  await press(page, page.getByRole("button", { name: "Replace what is ticked" }));
  await expect(page.getByText("What is to be replaced must be chosen.")).toBeVisible();
  await places.first().getByRole("checkbox").check();
  await places.nth(1).getByRole("checkbox").check();
  await press(page, page.getByRole("button", { name: "Replace what is ticked" }));
  await said(page, "Replaced. Undo takes all of it back.");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("tunnel");
  await expect(page.getByRole("heading", { name: `Found in ${count - 2} places` })).toBeVisible();

  await press(page, page.getByRole("button", { name: /^Undo/ }));
  await expect(page.getByText("Nothing is changed yet.")).toBeVisible();

  await press(page, page.getByRole("button", { name: "Duplicate" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Copy of /);
  await expect(page.getByText("Draft of a new tree")).toBeVisible();
});
