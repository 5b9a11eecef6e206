// Now keeps itself up to date while it is looked at, and says when it is not.
import type { Page } from "@playwright/test";
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { startWalk, take } from "../support/walk";

const PART = "/api/insights/now";

/** Who belongs to an account of which nobody else opens sessions. */
function staff() {
  const account = ownAccount();
  const manager = makeUser("manager", account);
  addTree(account);
  return { manager, technician: makeUser("technician", account) };
}

/** The next answer to the page that it is not told of by name, with its status. */
function answered(page: Page, status: number) {
  return page.waitForResponse((response) => response.url().endsWith(PART) && response.status() === status);
}

/** The page, with its clock in the test's hands: it stands until the test moves it. */
async function openByHand(page: Page): Promise<void> {
  const time = Date.now();
  await page.clock.install({ time });
  await page.clock.pauseAt(time + 1_000);
  await page.goto("/insights/now");
  await expect(page.getByRole("button", { name: "Pause updates" })).toBeVisible();
}

/** Lets the page ask once more by doing something, and waits until it has taken the answer in. */
async function asks(page: Page, status: number, how: () => Promise<unknown>): Promise<void> {
  const taken = page.evaluate(() => new Promise<void>((done) => document.addEventListener("refreshed", () => done(), { once: true })));
  await Promise.all([answered(page, status), taken, how()]);
}

/** Lets the page ask once more, after its five seconds. */
async function again(page: Page, status: number): Promise<void> {
  await asks(page, status, () => page.clock.runFor(5_000));
}

test("A step that a technician takes shows on the manager's page by itself", async ({ another }) => {
  const { manager, technician } = staff();
  const [page, desk] = [await another(manager), await another(technician)];
  await page.goto("/insights/now");
  await expect(page.getByText("Nobody is walking a tree, and no session is parked.")).toBeVisible();
  await page.evaluate(() => ((window as { mark?: string }).mark = "the same page"));
  await startWalk(desk, { ticket: "T-now", client: "Acme Dental" });
  const row = page.getByRole("row").filter({ hasText: "T-now" });
  await expect(row).toContainText("Is it one user");
  await expect(row).toContainText(technician.name);
  await expect(page.getByText("1 session is running.")).toBeVisible();
  await expect(page.locator("[data-now-says]")).toHaveText("1 running, 0 parked, 0 in the queue");
  const timer = row.locator("[data-since]");
  const first = await timer.textContent();
  await expect(timer).not.toHaveText(first!);
  await take(desk, "Only this user");
  await expect(row).not.toContainText("Is it one user");
  expect(await page.evaluate(() => (window as { mark?: string }).mark)).toBe("the same page");
});

test("While nothing happens the server says so, and sends nothing", async ({ another }) => {
  const { manager, technician } = staff();
  const [page, desk] = [await another(manager), await another(technician)];
  await startWalk(desk, { ticket: "T-now" });
  await openByHand(page);
  await again(page, 200);
  const fresh = page.locator("[data-now-fresh]");
  await again(page, 304);
  const before = await fresh.textContent();
  await again(page, 304);
  await expect(fresh).not.toHaveText(before!);
  await expect(page.locator("[data-now-says]")).toBeEmpty();
});

test("A page that is not looked at asks for nothing, and again once it is", async ({ another }) => {
  const page = await another(staff().manager);
  await openByHand(page);
  await again(page, 200);
  const look = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith(PART))));
  await look(true);
  await page.clock.runFor(120_000);
  expect(asked).toBe(0);
  await asks(page, 304, () => look(false));
  await again(page, 304);
  expect(asked).toBe(2);
});

test("Updates are paused, timers with them, and go on", async ({ another }) => {
  const { manager, technician } = staff();
  const [page, desk] = [await another(manager), await another(technician)];
  await startWalk(desk, { ticket: "T-now" });
  await openByHand(page);
  await again(page, 200);
  await page.getByRole("button", { name: "Pause updates" }).click();
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith(PART))));
  const timer = page.locator("#now [data-since]");
  const stands = await timer.textContent();
  await page.clock.runFor(60_000);
  expect(asked).toBe(0);
  await expect(timer).toHaveText(stands!);
  await asks(page, 304, () => page.getByRole("button", { name: "Go on updating" }).click());
  await page.clock.runFor(1_000);
  await expect(timer).not.toHaveText(stands!);
});

test("A server that does not answer is told of, asked less often, and found again", async ({ another }) => {
  const page = await another(staff().manager);
  await openByHand(page);
  await again(page, 200);
  await page.route(`**${PART}`, (route) => route.fulfill({ status: 503, body: '"Busy"' }));
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith(PART))));
  await again(page, 503);
  const late = page.getByText(/Not updated since \d\d:\d\d:\d\d\. The server does not answer\./);
  await expect(late).toBeVisible();
  // After 10 s, not 5.
  await page.clock.runFor(9_000);
  expect(asked).toBe(1);
  await asks(page, 503, () => page.clock.runFor(1_500));
  await page.unroute(`**${PART}`);
  await asks(page, 304, () => page.clock.runFor(20_000));
  await expect(late).toBeHidden();
  await page.context().setOffline(true);
  await page.clock.runFor(5_000);
  await expect(late).toBeVisible();
  await asks(page, 304, () => page.context().setOffline(false));
  await expect(late).toBeHidden();
});

test("Signing out ends it, and the page says so", async ({ another }) => {
  const page = await another(staff().manager);
  await openByHand(page);
  await again(page, 200);
  await page.context().clearCookies();
  await again(page, 401);
  await expect(page.getByRole("alert").filter({ hasText: "You are signed out." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause updates" })).toBeHidden();
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith(PART))));
  await page.clock.runFor(120_000);
  expect(asked).toBe(0);
});

test("What has the focus keeps it, and text that is selected stays", async ({ another }) => {
  const { manager, technician } = staff();
  const [page, desk] = [await another(manager), await another(technician)];
  await startWalk(desk, { ticket: "T-now" });
  await openByHand(page);
  await again(page, 200);
  const link = page.getByRole("link", { name: "T-now" });
  await link.focus();
  await take(desk, "Only this user");
  await again(page, 200);
  await expect(page.getByRole("row").filter({ hasText: "T-now" })).not.toContainText("Is it one user");
  await expect(link).toBeFocused();
  await link.evaluate((element) => getSelection()!.selectAllChildren(element));
  await take(desk, "Yes");
  await again(page, 200);
  await expect(page.getByText("Text is selected.")).toBeVisible();
  expect(await page.evaluate(() => getSelection()!.toString())).toBe("T-now");
  await page.evaluate(() => getSelection()!.removeAllRanges());
  await again(page, 200);
  await expect(page.getByText("Text is selected.")).toBeHidden();
});
