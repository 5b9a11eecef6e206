// Filters of the history that answer at once.
import { expect, test } from "../support/fixtures";
import { complete, startWalk, take } from "../support/walk";

test("Typing narrows the list, and takes neither focus nor caret away", async ({ desk }) => {
  for (const ticket of ["gyro-1", "quasar-2"]) {
    await startWalk(desk, { ticket });
    await take(desk, "Users everywhere", "→");
    await complete(desk, "Resolved");
  }
  await desk.goto("/sessions");
  const rows = desk.getByRole("row").filter({ has: desk.getByRole("cell") });
  await expect(rows).toHaveCount(2);
  const search = desk.getByRole("searchbox");
  await search.pressSequentially("gyr", { delay: 30 });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("gyro-1");
  await expect(search).toBeFocused();
  await expect(desk.locator("#history-count")).toHaveText("1 session");
  expect(new URL(desk.url()).searchParams.get("q")).toBe("gyr");
  await search.press("Home");
  await search.pressSequentially("x");
  await expect(search).toHaveValue("xgyr");
  await expect(desk.getByRole("heading", { name: "No session matches" })).toBeVisible();
  await expect(search).toBeFocused();
});

test("An answer that comes late does not take the place of a newer one", async ({ desk }) => {
  await startWalk(desk, { ticket: "gyro-3" });
  await desk.goto("/sessions");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await desk.route(/\/sessions\?.*q=gyro-9/, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const search = desk.getByRole("searchbox");
  await search.fill("gyro-9");
  await desk.waitForRequest(/q=gyro-9/);
  await search.fill("gyro-3");
  const rows = desk.getByRole("row").filter({ has: desk.getByRole("cell") });
  await expect(desk).toHaveURL(/q=gyro-3/);
  release();
  await expect(rows).toHaveCount(1);
  await expect(desk).toHaveURL(/q=gyro-3/);
});

test("A name that is being typed outlives a filter, and is saved with it", async ({ desk }) => {
  await desk.goto("/sessions");
  const view = desk.getByRole("button", { name: "View", exact: true });
  await view.click();
  await desk.getByText("Save this view").click();
  const name = desk.getByLabel("Name of the view");
  await name.fill("Everybody’s");
  await desk.getByLabel("Share with the account").check();
  await desk.getByLabel("Technician", { exact: true }).selectOption({ label: "Everyone’s sessions" });
  await expect(desk).toHaveURL(/technician=anyone/);
  await expect(name).toHaveValue("Everybody’s");
  await expect(desk.getByLabel("Share with the account")).toBeChecked();
  await name.press("Enter");
  await expect(desk.getByText("View saved.")).toBeVisible();
  await view.click();
  const saved = desk.getByRole("navigation", { name: "Saved views" }).getByRole("link", { name: "Everybody’s" }).first();
  await expect(saved).toHaveAttribute("href", "/sessions?technician=anyone");
});

test("Focus stays in what an answer replaces", async ({ desk }) => {
  await desk.goto("/sessions");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await desk.route(/\/sessions\?.*q=gyro/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = desk.waitForRequest(/q=gyro/);
  await desk.getByRole("searchbox").fill("gyro");
  await asked;
  const tab = desk.getByRole("navigation", { name: "Sessions by outcome" }).getByRole("link", { name: /^Escalated/ });
  await tab.focus();
  release();
  await expect(desk).toHaveURL(/q=gyro/);
  await expect(tab).toHaveAttribute("href", /q=gyro/);
  await expect(tab).toBeFocused();
});

test("A choice is a step in the browser's history", async ({ desk }) => {
  await desk.goto("/sessions");
  await desk.getByLabel("Technician", { exact: true }).selectOption({ label: "Everyone’s sessions" });
  await expect(desk).toHaveURL(/technician=anyone/);
  await desk.goBack();
  await expect(desk).not.toHaveURL(/technician/);
  await expect(desk.getByRole("heading", { name: "No sessions of yours yet" })).toBeVisible();
});
