// Two browsers on one session, a phone and a desktop: a command that leads away from a page is refused where the other browser was faster.
// The page stays, says why, and has what was typed. The player and the plain forms say it in words of their own.
import type { Page } from "@playwright/test";
import { type User, addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { hasPlayer, press, pressInVain, submit } from "../support/page";
import { notSaved } from "../support/player";
import { stored } from "../support/session";
import { answer, ask, card, choose, complete, notes, openFold, sessionOf, startWalk, step, take } from "../support/walk";

type Another = (user: User) => Promise<Page>;

/** The same walk in another browser of its technician. */
async function phoneOf(desk: Page, another: Another, technician: User): Promise<Page> {
  const phone = await another(technician);
  await phone.goto(`/sessions/${sessionOf(desk)}/walk`);
  await hasPlayer(phone);
  return phone;
}

/** Answers the question at the end of the walk, and does not confirm it. */
async function fillOutcome(page: Page): Promise<void> {
  await ask(page);
  await card(page, "Resolved").check();
  await page.getByLabel("Outcome notes").fill("It was the switch.");
  await page.getByLabel("Next steps").fill("Order another one.");
}

async function expectRefused(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole("alert").filter({ hasText: words }).first()).toBeVisible();
  await expect(page.getByText("The documentation is ready to copy.")).toHaveCount(0);
}

test("Complete, while the other is a step ahead: the answer stands in its fields, and completes when it is sent again", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  await fillOutcome(desk);
  const phone = await phoneOf(desk, another, technician);
  await choose(phone, "Users everywhere");
  await pressInVain(desk, desk.getByRole("button", { name: "Complete session" }).last());
  await expectRefused(desk, "Nothing was changed");
  expect((await stored(desk, id)).session.state).toBe("active");
  await expect(desk.getByRole("heading", { name: "Did this resolve the issue?" })).toBeVisible();
  await expect(card(desk, "Resolved")).toBeChecked();
  await expect(desk.getByLabel("Outcome notes")).toHaveValue("It was the switch.");
  await expect(desk.getByLabel("Next steps")).toHaveValue("Order another one.");
  await expect(notSaved(desk)).toHaveCount(0);

  await answer(desk, "Resolved", { notes: "It was the switch after all.", nextSteps: "Order another one." });
  const { session, decisions } = await stored(desk, id);
  expect(session).toMatchObject({ outcome: "resolved", outcome_notes: "It was the switch after all.", next_steps: "Order another one." });
  expect(decisions.map((record) => record.node_id)).toEqual(["scope", "gw-test"]);
  await expect(desk.getByText(/^Not saved/)).toBeHidden();
});

test("Complete, after the other completed with another outcome: that one stands, and what was typed is shown", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  await fillOutcome(desk);
  const phone = await phoneOf(desk, another, technician);
  await complete(phone, "Escalated", { notes: "To the network team." });
  await pressInVain(desk, desk.getByRole("button", { name: "Complete session" }).last());
  await expectRefused(desk, /This session has ended: Escalated\.|Nothing was changed/);
  const player = await hasPlayer(desk);
  await expect(step(desk)).toHaveText(player ? "Session completed: Escalated" : "This session is completed");
  await expect(desk.getByText("It was the switch.").first()).toBeVisible();
  await expect(desk.getByText("Order another one.").first()).toBeVisible();
  await expect(desk.getByText("Everything of this session is saved.")).toHaveCount(0);
  expect((await stored(desk, id)).session).toMatchObject({ outcome: "escalated", outcome_notes: "To the network team." });
});

test("Hand over, while the other is a step ahead: the reason stands in its field, and hands over when it is sent again", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneOf(desk, another, technician);
  await openFold(desk, "Park or hand over");
  await desk.getByLabel("Why").fill("End of my shift");
  await desk.getByLabel("For someone else to take over").check();
  await choose(phone, "Users everywhere");
  await pressInVain(desk, desk.getByRole("button", { name: "Park now" }));
  await expectRefused(desk, "Nothing was changed");
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await expect(desk.getByLabel("Why")).toBeVisible();
  await expect(desk.getByLabel("Why")).toHaveValue("End of my shift");
  await expect(desk.getByLabel("For someone else to take over")).toBeChecked();
  await press(desk, desk.getByRole("button", { name: "Park now" }));
  await expect(desk).toHaveURL(new RegExp(`/sessions/${id}$`));
  await expect(desk.getByText("Because: End of my shift")).toBeVisible();
  await expect(desk.getByRole("heading", { name: "This session waits for someone to take it over" })).toBeVisible();
});

test("Park, after the other completed: the walk is not shown as parked, and the reason is not gone", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneOf(desk, another, technician);
  await openFold(desk, "Park or hand over");
  await desk.getByLabel("Why").fill("Waiting for a spare part");
  await complete(phone, "Workaround");
  await pressInVain(desk, desk.getByRole("button", { name: "Park now" }));
  await expectRefused(desk, /This session has ended: Workaround\.|Nothing was changed/);
  await expect(desk.getByText(/Waiting for a spare part/).first()).toBeVisible();
  await expect(desk.getByRole("heading", { name: /parked/i })).toHaveCount(0);
  expect((await stored(desk, id)).decisions.map((record) => record.left_by)).toEqual(["completed"]);
});

test("Wrong tree, while the other is a step ahead: the walk page stays, with what was typed beside the earlier step", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneOf(desk, another, technician);
  await choose(phone, "Users everywhere");
  await notes(desk).fill("Nothing to do with the VPN.");
  await pressInVain(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await expectRefused(desk, /Nothing was changed|went on elsewhere/);
  await expect(desk.getByText(/Nothing to do with the VPN\./).first()).toBeVisible();
  expect((await stored(desk, id)).steps.map((each) => each.notes ?? "")).toEqual(["", ""]);
  await press(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await expect(step(desk)).toHaveText("Wrong tree?");
});

for (const [what, button] of [
  ["Cancel", "Cancel this walk"],
  ["Switch", /Switch.*Wi-Fi/],
] as const) {
  test(`${what}, while the other is a step ahead, and after it completed: the walk is neither cancelled nor left`, { tag: "@plain" }, async ({ desk, technician, another }) => {
    const id = await startWalk(desk);
    const phone = await phoneOf(desk, another, technician);
    await desk.goto(`/sessions/${id}/wrong-tree`);
    await choose(phone, "Users everywhere");
    expect((await submit(desk, desk.getByRole("button", { name: button }))).status()).toBe(409);
    await expectRefused(desk, "This session has moved on since this page was loaded. Nothing was changed.");
    await expect(step(desk)).toHaveText("Wrong tree?");
    expect((await stored(desk, id)).session.state).toBe("active");

    await complete(phone, "Escalated");
    expect((await submit(desk, desk.getByRole("button", { name: button }))).status()).toBe(409);
    await expectRefused(desk, "This session has moved on since this page was loaded. Nothing was changed.");
    await expect(step(desk)).toHaveText("This session is completed");
    expect((await stored(desk, id)).session.outcome).toBe("escalated");
  });
}

test("The session's page: resume, complete, close and reassign are refused where the other was faster, and say so", async ({ desk, technician, manager, another }) => {
  const id = await startWalk(desk);
  await press(desk, desk.getByRole("button", { name: "Park" }));
  const phone = await another(technician);
  await phone.goto(`/sessions/${id}`);
  const boss = await another(manager);
  await boss.goto(`/sessions/${id}`);

  await press(phone, phone.getByRole("button", { name: "Resume" }));
  expect((await submit(desk, desk.getByRole("button", { name: "Resume" }))).status()).toBe(409);
  await expectRefused(desk, "Nothing was changed");
  await expect(desk.getByRole("heading", { name: "You are walking this session" })).toBeVisible();

  await boss.getByText("Close with an outcome", { exact: true }).click();
  await card(boss, "Unresolved").check();
  expect((await submit(boss, boss.getByRole("button", { name: "Close session" }))).status()).toBe(409);
  await expectRefused(boss, "Nothing was changed");
  await expect(card(boss, "Unresolved")).toBeChecked();

  await complete(phone, "Resolved");
  await boss.getByText("Reassign", { exact: true }).click();
  await boss.getByLabel("New holder").selectOption({ label: manager.name });
  expect((await submit(boss, boss.getByRole("button", { name: "Reassign session" }))).status()).toBe(409);
  await expectRefused(boss, "This session has moved on since this page was loaded. Nothing was changed.");
  expect((await stored(boss, id)).session).toMatchObject({ outcome: "resolved", technicians: [technician.name] });
});

test("The list: a session that the other completed is not closed with another outcome", async ({ desk, technician, another }) => {
  const id = await startWalk(desk, { ticket: "INC-77" });
  const phone = await phoneOf(desk, another, technician);
  await desk.goto("/sessions");
  await complete(phone, "Escalated");
  await desk.getByRole("button", { name: "Actions for VPN does not connect, INC-77" }).click();
  const menu = desk.getByRole("group", { name: "Actions for VPN does not connect, INC-77" });
  expect((await submit(desk, menu.getByRole("button", { name: /^Resolved externally/ }))).status()).toBe(409);
  await expectRefused(desk, "This session has moved on since this page was loaded. Nothing was changed.");
  expect((await stored(desk, id)).session.outcome).toBe("escalated");
});

test("Take over, after a colleague was faster: it stays theirs", async ({ desk, another }) => {
  const id = await startWalk(desk);
  await openFold(desk, "Park or hand over");
  await desk.getByLabel("For someone else to take over").check();
  await press(desk, desk.getByRole("button", { name: "Park now" }));
  const [first, second] = [await another(makeUser("technician")), await another(makeUser("technician"))];
  for (const page of [first, second]) await page.goto(`/sessions/${id}`);
  await press(first, first.getByRole("button", { name: "Take over" }));
  expect((await submit(second, second.getByRole("button", { name: "Take over" }))).status()).toBeGreaterThanOrEqual(403);
  await expect(second.getByRole("alert").first()).toBeVisible();
  await expect(second.getByText("You hold this session now.")).toHaveCount(0);
});

test("Follow-up, after its tree was archived: the start form stays and says so", { tag: "@plain" }, async ({ another }) => {
  const account = ownAccount();
  const manager = makeUser("manager", account);
  const [boss, phone] = [await another(manager), await another(manager)];
  addTree(account);
  const id = await startWalk(boss, { ticket: "55120", client: "Acme Dental" });
  await complete(boss, "Workaround");
  await press(boss, boss.getByRole("button", { name: "The client called back" }));
  await boss.getByLabel("Ticket").fill("55121");
  await phone.goto("/trees/vpn-does-not-connect");
  await press(phone, phone.getByRole("button", { name: "Archive" }));
  expect((await submit(boss, boss.getByRole("button", { name: "Start walk" }))).status()).toBe(422);
  await expect(boss.getByRole("alert").first()).toBeVisible();
  expect((await stored(boss, id)).session.outcome).toBe("workaround");
});

test("What the other noted at the same step is not overwritten by a page that never saw it", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  await fillOutcome(desk);
  const phone = await phoneOf(desk, another, technician);
  await notes(phone).fill("The router blinks red.");
  await press(phone, phone.getByRole("button", { name: "Save notes" }));
  await pressInVain(desk, desk.getByRole("button", { name: "Complete session" }).last());
  await expectRefused(desk, "Nothing was changed");
  await answer(desk, "Resolved");
  expect((await stored(desk, id)).decisions.at(-1)!.notes).toBe("The router blinks red.");
});

test("What both noted at the same step is kept of both", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const phone = await phoneOf(desk, another, technician);
  await notes(phone).fill("The router blinks red.");
  await press(phone, phone.getByRole("button", { name: "Save notes" }));
  await notes(desk).fill("She moved her desk.");
  await pressInVain(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await expectRefused(desk, "Nothing was changed");
  await expect(notes(desk)).toHaveValue("The router blinks red.\nShe moved her desk.");
  await expect.poll(async () => (await stored(desk, id)).steps[0]!.notes).toBe("The router blinks red.\nShe moved her desk.");
  await expect(notSaved(desk)).toHaveCount(0);
  await take(desk, "Only this user");
});
