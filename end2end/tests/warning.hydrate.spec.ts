// The warning that a login ends: five minutes before, on whatever page is open, without taking anything from it.
import type { Page } from "@playwright/test";
import { type User, addTree, expect, fillSignIn, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { hydrated, notes, startWalk, step } from "../support/walk";

const IDLE = /^You will be signed out at \d\d:\d\d for want of input\.$/;
const ABSOLUTE = /^You will be signed out at \d\d:\d\d, because a login lasts no longer than your account allows\. Sign in again before then: nothing is lost\.$/;

/** Somebody of an account whose logins last so long. */
function somebody(idleHours: number, days: number): User & { account: string } {
  const account = ownAccount();
  const user = makeUser("technician", account);
  runInstalled(["account", "set", account, "--login-idle", String(idleHours), "--login-lifetime", String(days), "--time-zone", "Asia/Kolkata"]);
  addTree(account);
  return { ...user, account };
}

function warning(page: Page, words: RegExp) {
  return page.getByRole("paragraph").filter({ hasText: words });
}

/** The time that a warning says. */
async function timeSaid(page: Page, words: RegExp): Promise<string> {
  return warning(page, words).getByRole("time").innerText();
}

/** As people of the account read an instant: hours and minutes. */
function clockInKolkata(instant: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Asia/Kolkata" }).format(instant);
}

test("Five minutes before the end of an idle login the page offers to stay, and takes nothing that is typed", async ({ another }) => {
  const desk = await another(somebody(1, 14));
  await startWalk(desk);
  await hydrated(desk);
  await desk.clock.install();
  await desk.goto("/start?tree=vpn-does-not-connect");
  const address = desk.url();
  await desk.getByLabel("Ticket").fill("48213");
  await desk.clock.fastForward("54:00");
  await expect(warning(desk, IDLE)).toBeHidden();
  await desk.clock.fastForward("01:30");
  await expect(warning(desk, IDLE)).toBeVisible();
  await expect(warning(desk, ABSOLUTE)).toBeHidden();
  const first = await timeSaid(desk, IDLE);
  // Whoever does not see it hears it.
  await expect(desk.getByRole("status").filter({ has: warning(desk, IDLE) })).toBeVisible();

  await desk.getByLabel("Client").fill("Acme Dental");
  await desk.getByRole("button", { name: "Stay signed in" }).click();
  await said(desk, "You stay signed in");
  await expect(warning(desk, IDLE)).toBeHidden();
  expect(desk.url()).toBe(address);
  await expect(desk.getByLabel("Ticket")).toHaveValue("48213");
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
  await expect(desk.getByRole("main")).toBeFocused();

  // An hour from then it comes again, and says a later time.
  await desk.clock.fastForward("54:00");
  await expect(warning(desk, IDLE)).toBeHidden();
  await desk.clock.fastForward("01:30");
  await expect(warning(desk, IDLE)).toBeVisible();
  const second = await timeSaid(desk, IDLE);
  expect(second).not.toBe(first);
  const end = (await desk.evaluate(() => Date.now())) + 270_000;
  expect([-60_000, 0, 60_000].map((off) => clockInKolkata(end + off))).toContain(second);
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  await expect(desk.getByRole("main")).toContainText("Acme Dental");
});

test("The walk player goes on while the page warns and stays signed in", async ({ another }) => {
  const desk = await another(somebody(1, 14));
  await startWalk(desk);
  await desk.clock.install();
  await desk.reload();
  await hydrated(desk);
  await notes(desk).fill("Half a sentence");
  await desk.clock.fastForward("56:00");
  await expect(warning(desk, IDLE)).toBeVisible();
  await desk.getByRole("button", { name: "Stay signed in" }).click();
  await said(desk, "You stay signed in");
  await expect(warning(desk, IDLE)).toBeHidden();
  await expect(notes(desk)).toHaveValue("Half a sentence");
  await expect(step(desk)).toHaveText("Is it one user or several?");
  await expect(desk).toHaveURL(/\/walk$/);
});

test("Before the end in any case the page asks to sign in again, in a tab of its own", async ({ another }) => {
  const user = somebody(24, 1);
  const desk = await another(user);
  await desk.clock.install();
  await desk.goto("/start?tree=vpn-does-not-connect&ticket=1");
  await desk.getByLabel("Client").fill("Acme Dental");
  await desk.clock.fastForward("23:54:00");
  await expect(warning(desk, ABSOLUTE)).toBeHidden();
  await desk.clock.fastForward("01:30");
  await expect(warning(desk, ABSOLUTE)).toBeVisible();
  // Both ends are the same here, and input puts none of them off.
  expect.soft(await warning(desk, IDLE).isVisible(), "the other warning").toBe(false);

  const opened = desk.context().waitForEvent("page");
  await desk.getByRole("link", { name: "Sign in again" }).click();
  const tab = await opened;
  await tab.waitForLoadState();
  expect(await tab.evaluate(() => window.opener)).toBeNull();
  await fillSignIn(tab, user);
  await expect(tab).toHaveURL(/\/start\?tree=vpn-does-not-connect&ticket=1$/);
  await expect(tab.getByRole("button", { name: `Menu of ${user.name}` })).toBeVisible();
  // Nothing is lost where it was typed, and it goes on there.
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  await expect(desk.getByRole("main")).toContainText("Acme Dental");
  await expect(warning(desk, ABSOLUTE)).toBeHidden();
});

test("Whoever wants to stay in a login that has ended is told so, and nothing is lost", async ({ another }) => {
  const user = somebody(1, 14);
  const desk = await another(user);
  const id = await startWalk(desk);
  await desk.clock.install();
  await desk.goto(`/sessions/${id}?edit=facts`);
  await desk.getByLabel("Next steps").fill("Call back on Monday.");
  await desk.clock.fastForward("56:00");
  await expect(warning(desk, IDLE)).toBeVisible();
  const button = desk.getByRole("button", { name: "Stay signed in" });

  await desk.context().setOffline(true);
  await button.click();
  await said(desk, "That did not work. Try again");
  await desk.context().setOffline(false);

  runInstalled(["user", "end-logins", user.email]);
  await button.click();
  await said(desk, "Your login has ended");
  await expect(warning(desk, IDLE)).toBeVisible();
  await expect(desk.getByLabel("Next steps")).toHaveValue("Call back on Monday.");
  await press(desk, desk.getByRole("button", { name: "Save facts" }));
  await said(desk, "You were signed out because an admin ended your login.");
  await expect(desk.getByRole("region", { name: "What you typed" })).toContainText("Call back on Monday.");
});

test("A browser whose clock is wrong is warned at the right time", async ({ another }) => {
  const desk = await another(somebody(1, 14));
  await desk.clock.install({ time: Date.now() + 5 * 3_600_000 });
  await desk.goto("/account");
  await desk.clock.fastForward("54:00");
  await expect(warning(desk, IDLE)).toBeHidden();
  await desk.clock.fastForward("02:00");
  await expect(warning(desk, IDLE)).toBeVisible();
});
