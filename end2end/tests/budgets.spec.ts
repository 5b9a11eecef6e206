// Business hours, and time budgets of trees and their steps, as an account sets them and technicians see them.
import { type Page } from "@playwright/test";
import { type User, addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { readCsv } from "../support/csv";
import { formTo, press, said } from "../support/page";
import { choose, openFold, startWalk, step, VPN } from "../support/walk";

interface Account {
  admin: User;
  manager: User;
  technician: User;
}

/** An account with a tree and one of each. */
function someAccount(): Account {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  addTree(account);
  return { admin, manager: makeUser("manager", account), technician: makeUser("technician", account) };
}

/** Sets a budget in one of the two forms of the page. */
async function setBudget(page: Page, form: "set_session_budget" | "set_step_budget", minutes: string, of: string, stepTitle?: string) {
  const fields = formTo(page, form);
  if (stepTitle) await fields.getByLabel("Step", { exact: true }).selectOption({ label: stepTitle });
  await fields.getByLabel("Minutes").fill(minutes);
  await fields.getByLabel("Of", { exact: true }).selectOption({ label: of });
  await press(page, fields.getByRole("button", { name: /^Save budget/ }));
}

test("An admin enters business hours, and what cannot be read is said beside the day", { tag: "@plain" }, async ({ another }) => {
  const { admin } = someAccount();
  const page = await another(admin);
  await page.goto("/admin/users");
  await press(page, page.getByRole("link", { name: "Business hours" }));
  await page.getByLabel("Monday").fill("22:00-06:00");
  await page.getByLabel("Tuesday").fill("9-12, 13-17:30");
  await page.getByLabel("Days on which you are closed").fill("2026-12-25 Christmas Day\n1.1.2027 New Year");
  await press(page, page.getByRole("button", { name: "Save business hours" }));
  await expect(page.getByLabel("Monday")).toHaveValue("22:00-06:00");
  await expect(page.getByText("Monday has a stretch that ends before it begins.")).toBeVisible();
  await expect(page.getByText("line 2 is not")).toBeVisible();
  await page.getByLabel("Monday").fill("22:00-24:00");
  await page.getByLabel("Days on which you are closed").fill("2026-12-25 Christmas Day");
  await press(page, page.getByRole("button", { name: "Save business hours" }));
  await said(page, "Saved.");
  await expect(page.getByLabel("Tuesday")).toHaveValue("09:00–12:00, 13:00–17:30");
  await expect(page.getByLabel("Days on which you are closed")).toHaveValue("2026-12-25 Christmas Day\n");
});

test("A manager sets budgets of a tree, and technicians see them in the walk", { tag: "@plain" }, async ({ another }) => {
  const { manager, technician } = someAccount();
  const boss = await another(manager);
  await boss.goto(`/trees/${VPN.key}`);
  await press(boss, boss.getByRole("link", { name: "Time budgets" }));
  await setBudget(boss, "set_session_budget", "30", "business hours");
  await said(boss, "Saved.");
  await expect(boss.getByText("30 min of business hours, to be kept by 90 %.")).toBeVisible();
  await setBudget(boss, "set_step_budget", "5", "active time", "Is it one user or several?");
  await expect(boss.getByRole("listitem").filter({ hasText: "Is it one user or several?" })).toContainText("5 min of active time");

  const desk = await another(technician);
  await startWalk(desk);
  await expect(desk.getByText("Session budget: 30 min of business hours.")).toBeVisible();
  await expect(desk.getByText("Step budget: 5 min of active time.")).toBeVisible();
  await choose(desk, "Users everywhere");
  await expect(step(desk)).not.toHaveText("Is it one user or several?");
  await expect(desk.getByText("Step budget")).toHaveCount(0);
  await expect(desk.getByText("Session budget: 30 min of business hours.")).toBeVisible();

  await press(boss, boss.getByRole("button", { name: "Remove the budget of Is it one user or several?" }));
  await said(boss, "Time budget removed.");
  await expect(boss.getByText("No step has a budget yet.")).toBeVisible();
});

test("A step that is not in the tree has no budget", async ({ another }) => {
  const { manager, technician } = someAccount();
  const boss = await another(manager);
  await boss.goto(`/trees/${VPN.key}/budgets`);
  await setBudget(boss, "set_step_budget", "5", "elapsed time", "Is it one user or several?");
  const desk = await another(technician);
  await startWalk(desk);
  await expect(desk.getByText("Step budget: 5 min of elapsed time.")).toBeVisible();
  await openFold(desk, "Not in the tree");
  await desk.getByLabel("What you do").fill("Restart the router");
  await press(desk, desk.getByRole("button", { name: "Begin this step" }));
  await expect(desk.getByText("Step budget")).toHaveCount(0);
  await choose(desk, "Back to the tree");
  await expect(desk.getByText("Step budget: 5 min of elapsed time.")).toBeVisible();
});

test("How often budgets are kept is a page with pictures, tables and files", { tag: "@plain" }, async ({ another, manager }) => {
  const page = await another(manager);
  await page.goto("/insights");
  await press(page, page.getByRole("navigation", { name: "Insights" }).getByRole("link", { name: "Time budgets" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Are time budgets kept?");
  await expect(page.locator(".report-answer")).toHaveText(/% of \d+ sessions with a budget were within it\./);
  const part = page.getByRole("region", { name: "Sessions within their budget" });
  await expect(part.getByRole("row", { name: /Slow computer/ })).toContainText(/min of active time, \d+\s%/);
  const href = await part.getByRole("link", { name: /^CSV/ }).getAttribute("href");
  const rows = readCsv(await (await page.request.get(href!)).text());
  expect(Object.keys(rows[0]!).slice(0, 3)).toEqual(["Tree", "Budget", "Sessions judged"]);
  expect(rows).toHaveLength((await part.getByRole("row").count()) - 1);
});
