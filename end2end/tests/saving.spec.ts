// Does it save time: baselines, ranges, and measurements that draw tickets.
import type { Page } from "@playwright/test";
import { type User, addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press, said, submit } from "../support/page";
import { VPN, ask, card, choose, sessionOf, step } from "../support/walk";

interface Account {
  account: string;
  manager: User;
  technician: User;
}

/** An account with a tree, a manager and a technician. */
function someAccount(): Account {
  const account = ownAccount();
  const manager = makeUser("manager", account);
  addTree(account);
  return { account, manager, technician: makeUser("technician", account) };
}

async function fillBaseline(page: Page, low: string, high: string, source: string): Promise<void> {
  await page.getByLabel("Minutes at least").fill(low);
  await page.getByLabel("Minutes at most").fill(high);
  await page.getByLabel("Source").fill(source);
  await page.getByLabel("Measured from").fill("2026-03-02");
  await page.getByLabel("Measured to").fill("2026-03-31");
}

test("A baseline is entered, changed and removed, and the earlier ones stay", { tag: "@plain" }, async ({ another }) => {
  const { manager } = someAccount();
  const boss = await another(manager);
  await boss.goto("/insights/saving");
  await expect(boss.getByRole("heading", { level: 1 })).toHaveText("Does it save time?");
  await boss.getByText("Enter a baseline").click();
  await boss.getByLabel("Tree or category").selectOption(VPN.name);
  await fillBaseline(boss, "30", "20", "12 tickets timed in March");
  const refused = await submit(boss, boss.getByRole("button", { name: "Save baseline" }));
  expect(refused.status()).toBe(422);
  await expect(boss.getByLabel("Minutes at most")).toHaveAccessibleDescription(/must not be less than the minutes before it/);
  await expect(boss.getByLabel("Source")).toHaveValue("12 tickets timed in March");
  await boss.getByLabel("Minutes at most").fill("40");
  await press(boss, boss.getByRole("button", { name: "Save baseline" }));
  await said(boss, "Baseline saved. The figures use it from now on.");
  const list = boss.getByRole("list", { name: "Baselines", exact: true });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list).toContainText(`${VPN.name}: 30 to 40 min`);
  await expect(list).toContainText("12 tickets timed in March, measured 2 Mar 2026 to 31 Mar 2026");

  await press(boss, boss.getByRole("link", { name: `Change : ${VPN.name}` }));
  await expect(boss.getByLabel("Minutes at least")).toHaveValue("30");
  await boss.getByLabel("Minutes at least").fill("25");
  await press(boss, boss.getByRole("button", { name: "Save baseline" }));
  await expect(list).toContainText("25 to 40 min");
  await press(boss, boss.getByRole("button", { name: `Remove : ${VPN.name}` }));
  await said(boss, "Baseline removed. It stays in the list of earlier ones.");
  await expect(list).toHaveCount(0);
  await boss.getByText("Earlier baselines").click();
  await expect(boss.getByRole("list", { name: "Earlier baselines" }).getByRole("listitem")).toHaveCount(2);
});

test("An hourly rate is kept, and what is none is refused beside its field", { tag: "@plain" }, async ({ another }) => {
  const boss = await another(someAccount().manager);
  await boss.goto("/insights/saving");
  await boss.getByLabel("Amount per hour").fill("eighty");
  await boss.getByLabel("Currency").fill("EUR");
  expect((await submit(boss, boss.getByRole("button", { name: "Save hourly rate" }))).status()).toBe(422);
  await expect(boss.getByLabel("Amount per hour")).toHaveAccessibleDescription(/must be an amount/);
  await boss.getByLabel("Amount per hour").fill("85,5");
  await press(boss, boss.getByRole("button", { name: "Save hourly rate" }));
  await said(boss, "Saved.");
  await expect(boss.getByLabel("Amount per hour")).toHaveValue("85.50");
});

/** Starts walks of new tickets until one is drawn; leaves its notice open. */
async function untilDrawn(desk: Page, prefix: string): Promise<string> {
  for (let number = 0; ; number++) {
    const ticket = `${prefix}-${number}`;
    await desk.goto(`/start?tree=${VPN.key}`);
    await desk.getByLabel("Ticket").fill(ticket);
    await press(desk, desk.getByRole("button", { name: "Start walk" }));
    if (!desk.url().includes("/walk")) return ticket;
  }
}

test("A ticket that is drawn is worked on as always, and the clock and the outcome are those of every walk", { tag: "@plain" }, async ({ another }) => {
  const { manager, technician } = someAccount();
  const [boss, desk] = [await another(manager), await another(technician)];
  await boss.goto("/insights/saving");
  await boss.getByText("Start a measurement").click();
  await boss.locator("#measured").selectOption({ index: 1 });
  await boss.getByLabel("Percent of tickets").fill("50");
  await press(boss, boss.getByRole("button", { name: "Start measuring" }));
  await said(boss, "Measurement started. Technicians are told when their ticket is drawn.");

  const ticket = await untilDrawn(desk, "a");
  await expect(desk.getByRole("alert")).toContainText("This ticket was drawn for a measurement: work as you always did.");
  await expect(desk.getByText(ticket, { exact: true })).toBeVisible();
  // The form keeps the ticket that was drawn.
  await expect(desk.getByLabel("Ticket")).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "Start walk" })).toHaveCount(0);
  await press(desk, desk.getByRole("button", { name: "Start the stopwatch" }));
  await expect(step(desk)).toHaveText("Work as you always did");
  const session = sessionOf(desk);
  await ask(desk);
  await card(desk, "Resolved").click();
  await press(desk, desk.getByRole("button", { name: "Complete session" }).last());
  await expect(desk).toHaveURL(new RegExp(`/sessions/${session}`));

  const other = await untilDrawn(desk, "b");
  expect(other).not.toBe(ticket);
  await press(desk, desk.getByRole("button", { name: "Decline and walk the tree" }));
  await expect(step(desk)).not.toHaveText("Work as you always did");

  await boss.goto("/insights/saving");
  const groups = boss.getByRole("table", { name: "Groups of measurements" });
  const stopwatch = groups.getByRole("row").filter({ hasText: "Stopwatch" });
  await expect(stopwatch.getByRole("cell")).toContainText(["Stopwatch", "2", "1", "0", "1", "0"]);
  await press(boss, boss.getByRole("button", { name: /^Stop measuring/ }));
  await said(boss, "Measurement stopped. Nothing more is drawn; what was measured stays.");
  await desk.goto(`/start?tree=${VPN.key}`);
  await desk.getByLabel("Ticket").fill(ticket);
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  await expect(desk).toHaveURL(/\/walk$/);
});

test("The stopwatch can be left for a tree", async ({ another }) => {
  const { manager, technician } = someAccount();
  const [boss, desk] = [await another(manager), await another(technician)];
  await boss.goto("/insights/saving");
  await boss.getByText("Start a measurement").click();
  await boss.locator("#measured").selectOption({ index: 1 });
  await boss.getByLabel("Percent of tickets").fill("50");
  await press(boss, boss.getByRole("button", { name: "Start measuring" }));
  await untilDrawn(desk, "c");
  await press(desk, desk.getByRole("button", { name: "Start the stopwatch" }));
  await desk.goto(`/sessions/${sessionOf(desk)}/wrong-tree`);
  await choose(desk, `Switch to this tree ${VPN.name}`);
  await expect(step(desk)).not.toHaveText("Work as you always did");
  await boss.goto("/insights/saving");
  const stopwatch = boss.getByRole("table", { name: "Groups of measurements" }).getByRole("row").filter({ hasText: "Stopwatch" });
  await expect(stopwatch.getByRole("cell")).toContainText(["Stopwatch", "1", "1", "0", "0", "1"]);
});
