// What the player kept on this computer and the server refused later: no page calls it done, and none hides it.
import type { Page } from "@playwright/test";
import { type User, expect, test } from "../support/fixtures";
import { press, saved } from "../support/page";
import { crash, go, notSaved, offline, status, way } from "../support/player";
import { stored } from "../support/session";
import { ask, card, choose, complete, hydrated, notes, startWalk, step } from "../support/walk";

/** Completes the walk on a page without a network. */
async function completeOffline(page: Page): Promise<void> {
  await ask(page);
  await card(page, "Resolved").check();
  await page.getByLabel("Outcome notes").fill("It was the switch.");
  await page.getByRole("button", { name: "Complete session" }).last().click();
  await expect(step(page)).toHaveText("Session completed: Resolved");
}

async function phoneAt(id: string, technician: User, another: (user: User) => Promise<Page>): Promise<Page> {
  const phone = await another(technician);
  await phone.goto(`/sessions/${id}/walk`);
  await hydrated(phone);
  return phone;
}

/** The way back to the running session, in the top bar. */
function pill(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /VPN does not connect/ });
}

/** What every page says of steps that only this computer has. */
function notice(page: Page) {
  return page.getByRole("main").getByText(/^Not saved: \d steps? of a walk, kept on this computer/);
}

test("Completed without a network while the other went a step ahead: back online the page asks again, with what was typed", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneAt(id, technician, another);
  await desk.context().setOffline(true);
  await completeOffline(desk);
  await choose(phone, "Users everywhere");
  await desk.context().setOffline(false);
  await expect(desk.getByRole("dialog")).toContainText("This session went on elsewhere in the meantime. Nothing was changed");
  await expect(card(desk, "Resolved")).toBeChecked();
  await expect(desk.getByLabel("Outcome notes")).toHaveValue("It was the switch.");
  await desk.getByRole("button", { name: "Keep walking" }).click();
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await expect(desk).toHaveTitle(/^Test the gateway from outside/);
  await expect(pill(desk)).toBeVisible();
  await complete(desk, "Unresolved");
  expect((await stored(desk, id)).session.outcome).toBe("unresolved");
});

test("A walk tab whose session ended elsewhere says one thing", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneAt(id, technician, another);
  await complete(phone, "Escalated");
  await desk.getByRole("button", { name: "Only this user" }).click();
  await expect(step(desk)).toHaveText("Session completed: Escalated");
  await expect(notSaved(desk)).toContainText("Not saved: 1 step");
  await expect(notSaved(desk)).toContainText("This session has ended: Escalated.");
  await expect(status(desk)).toHaveText("Saved but for 1 step.");
  await expect(pill(desk)).toBeHidden();
  await expect(desk.getByRole("timer")).toHaveCount(0);
  await expect(desk).toHaveTitle(/^Session completed: Escalated/);
  await notSaved(desk).getByText("Discard", { exact: true }).click();
  await notSaved(desk).getByRole("button", { name: "Discard 1 step for good" }).click();
  await expect(status(desk)).toHaveText("Everything of this session is saved.");
});

test("Whoever comes back to a walk tab whose session ended elsewhere finds it ended", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneAt(id, technician, another);
  await complete(phone, "Workaround");
  await desk.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(step(desk)).toHaveText("Session completed: Workaround");
  await expect(status(desk)).toHaveText("Everything of this session is saved.");
  await expect(pill(desk)).toBeHidden();
});

test("What was queued without a network and is refused after the page was left, the next page says so", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneAt(id, technician, another);
  await desk.context().setOffline(true);
  await notes(desk).fill("She has no cable.");
  await completeOffline(desk);
  await expect(status(desk)).toHaveText(/^Offline: \d steps? kept on this computer\.$/);
  await complete(phone, "Escalated");
  const page = await desk.context().newPage();
  await crash(desk);
  await page.context().setOffline(false);

  // The walk leads to the session, which has the other's outcome.
  await page.goto(`/sessions/${id}/walk`);
  await expect(page.getByRole("region", { name: "Escalated" })).toBeVisible();
  await expect(notice(page)).toBeVisible();
  await page.goto("/sessions");
  await expect(notice(page)).toBeVisible();
  await page.getByRole("link", { name: "Look at what was not saved" }).click();
  await expect(step(page)).toHaveText("Session completed: Escalated");
  await expect(notSaved(page)).toContainText("It was the switch.");
  await expect(notSaved(page)).toContainText("She has no cable.");
  await expect(page.getByText("Everything of this session is saved.")).toHaveCount(0);
  await page.goto("/trees");
  await expect(notice(page)).toBeVisible();
  await page.getByRole("link", { name: "Look at what was not saved" }).click();
  await notSaved(page).getByText("Discard", { exact: true }).click();
  await notSaved(page).getByRole("button", { name: /^Discard \d steps? for good$/ }).click();
  await expect(notSaved(page)).toHaveCount(0);
  await page.goto("/trees");
  await expect(step(page)).toBeVisible();
  await expect(notice(page)).toBeHidden();
  expect((await stored(page, id)).session).toMatchObject({ outcome: "escalated" });
});

test("What was queued without a network and can still be saved is sent from where the next page leads", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await completeOffline(desk);
  await expect(status(desk)).toHaveText(`${offline(1)}.`);
  const page = await desk.context().newPage();
  await crash(desk);
  await page.context().setOffline(false);
  await page.goto(`/sessions/${id}`);
  await expect(notice(page)).toBeVisible();
  await page.getByRole("link", { name: "Look at what was not saved" }).click();
  await expect(step(page)).toHaveText("Session completed: Resolved");
  await expect(status(page)).toHaveText("Everything of this session is saved.");
  await page.getByRole("link", { name: "Read the session" }).click();
  await expect(page.getByRole("region", { name: "Resolved" })).toBeVisible();
  await expect(notice(page)).toBeHidden();
  expect((await stored(page, id)).session).toMatchObject({ outcome: "resolved", outcome_notes: "It was the switch." });
});

test("Given to somebody else while its former holder was offline, the former holder's steps are shown and never sent", async ({ desk, manager, another, technician }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(1));
  const boss = await another(manager);
  await boss.goto(`/sessions/${id}`);
  await boss.getByText("Reassign", { exact: true }).click();
  await boss.getByLabel("New holder").selectOption({ label: manager.name });
  await press(boss, boss.getByRole("button", { name: "Reassign session" }));
  await desk.context().setOffline(false);
  await expect(step(desk)).toHaveText("Somebody else holds this session now");
  await expect(notSaved(desk)).toContainText("Somebody else holds this session now.");
  await expect(notSaved(desk)).toContainText("Only this user");
  await press(boss, boss.getByRole("button", { name: "Resume" }));
  await desk.reload();
  await expect(notice(desk)).toBeVisible();
  await expect(step(desk)).toHaveText(`${manager.name} holds this session`);
  expect((await stored(boss, id)).session.technicians).toEqual([technician.name, manager.name]);
});

test("A walk that is parked without a network is not left before the server has it", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneAt(id, technician, another);
  await desk.context().setOffline(true);
  await desk.getByRole("button", { name: "Park", exact: true }).click();
  await expect(step(desk)).toHaveText("Parked. The clock stands.");
  await expect(pill(desk)).toBeHidden();
  await choose(phone, "Users everywhere");
  await desk.context().setOffline(false);
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await expect(desk.locator("#said")).toContainText("This session went on elsewhere in the meantime. Nothing was changed");
  await saved(desk);
  await press(desk, desk.getByRole("button", { name: "Park", exact: true }));
  await expect(desk).toHaveURL(new RegExp(`/sessions/${id}$`));
});
