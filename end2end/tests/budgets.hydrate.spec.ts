// Budgets that run out while the page is open: said once, quietly, and nothing moves.
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { send } from "../support/page";
import { hydrated, startWalk, VPN } from "../support/walk";

test("When session and step are past their budgets the walk says so, and nothing moves or is blocked", async ({ another }) => {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  addTree(account);
  const boss = await another(admin);
  await boss.goto(`/trees/${VPN.key}/budgets`);
  const budget = { key: VPN.key, target: "90" };
  await send(boss, "set_session_budget", { ...budget, minutes: "2", clock: "active" });
  await send(boss, "set_step_budget", { ...budget, step: "scope", minutes: "1", clock: "elapsed" });

  const desk = await another(makeUser("technician", account));
  await desk.clock.install();
  await startWalk(desk);
  await hydrated(desk);
  const [session, here] = [desk.locator(".walk-budget:visible"), desk.locator(".step-budget:visible")];
  await expect(session).toHaveText("Session budget: 2 min of active time.");
  await expect(here).toHaveText("Step budget: 1 min of elapsed time.");
  await expect(here).toHaveRole("status");
  const foot = desk.getByRole("button", { name: "Complete session" });
  const before = await foot.boundingBox();
  await desk.clock.runFor(62_000);
  await expect(here).toHaveText("Past the step budget of 1 min of elapsed time.");
  await expect(session).toHaveText("Session budget: 2 min of active time.");
  await desk.clock.runFor(60_000);
  await expect(session).toHaveText("Past the session budget of 2 min of active time.");
  expect(await foot.boundingBox()).toEqual(before);
  await expect(foot).toBeEnabled();
});
