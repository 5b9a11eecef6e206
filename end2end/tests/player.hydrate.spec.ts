// The walk player where nothing goes wrong: steps without waiting, notes that save themselves, and a page that can be left and
// come back to.
import { expect, test } from "../support/fixtures";
import { goBack, press, saved } from "../support/page";
import { expectTaken, go, holdCommands, offline, status, staysWhenAsked, way } from "../support/player";
import { stored } from "../support/session";
import { ask, card, choose, expectTimerRight, hydrated, notes, shownSeconds, startWalk, stay, step, take, typeOutput } from "../support/walk";

test("What is typed is saved without pressing anything", async ({ desk }) => {
  const id = await startWalk(desk);
  await notes(desk).pressSequentially("Rang Dana.");
  await typeOutput(desk, "Media disconnected");
  await expect.poll(async () => (await stored(desk, id)).steps[0]).toMatchObject({ notes: "Rang Dana.", output: "Media disconnected", in_progress: true });
  await saved(desk);
  await desk.reload();
  await hydrated(desk);
  await expect(notes(desk)).toHaveValue("Rang Dana.");
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("What was typed goes with the step, however soon it is taken, and not into the next one", async ({ desk }) => {
  const id = await startWalk(desk);
  await notes(desk).fill("Only the front desk.");
  await typeOutput(desk, "Media disconnected");
  await take(desk, "Only this user");
  await expect(notes(desk)).toHaveValue("");
  await notes(desk).fill("Second.");
  await take(desk, "Yes");
  const { steps } = await stored(desk, id);
  expect(steps.map((step) => [step.notes ?? "", step.output ?? ""])).toEqual([
    ["Only the front desk.", "Media disconnected"],
    ["Second.", ""],
    ["", ""],
  ]);
});

test("The server's word on when a step began takes nothing of what is typed at it, also where the page is out of sight", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  const letGo = await holdCommands(desk);
  await go(desk, way(1));
  await notes(desk).fill("Only the front desk.");
  // The server hears of the step a second late, and says when it began: the step is painted anew.
  await stay(desk, 1, true);
  // A browser has no frames for a page that is out of sight.
  await desk.evaluate(() => Object.assign(window, { requestAnimationFrame: () => 0 }));
  letGo();
  await saved(desk);
  await expect(notes(desk)).toHaveValue("Only the front desk.");
  expect((await stored(desk, id)).steps[1]!.notes).toBe("Only the front desk.");
});

test("What does not fit is not called saved", async ({ desk }) => {
  await startWalk(desk);
  // Fewer characters than 64 KB, more bytes.
  await typeOutput(desk, "ä".repeat(40_000));
  await expect(desk.getByRole("main").getByRole("alert")).toHaveText(/is 15 KB too long; at most 64 KB fit\.$/);
  await expect(status(desk)).not.toHaveText("Saved");
});

test("What was typed before the player was loaded is still there, as it was", async ({ desk }) => {
  let load = () => {};
  const loaded = new Promise<void>((resolve) => (load = resolve));
  await desk.route("**/*.wasm", async (route) => {
    await loaded;
    await route.continue();
  });
  await desk.goto("/start?tree=vpn-does-not-connect");
  await desk.getByRole("button", { name: "Start walk" }).click();
  await typeOutput(desk, "Media disconnected");
  await notes(desk).pressSequentially("Rang Dana.");
  load();
  await hydrated(desk);
  const output = desk.getByLabel("What the commands printed");
  await expect(output).toHaveValue("Media disconnected");
  await expect(notes(desk)).toHaveValue("Rang Dana.");
  await expect.soft(output).toBeVisible();
  await expect.soft(notes(desk)).toBeFocused();
  await desk.keyboard.type(" Twice.");
  await expect(notes(desk)).toHaveValue("Rang Dana. Twice.");
});

test("A reload goes on at the same step with the same notes and the same clock", async ({ desk }) => {
  const id = await startWalk(desk);
  await take(desk, "Only this user", "Yes");
  await notes(desk).fill("Since Monday.");
  await press(desk, desk.getByRole("button", { name: "Save notes" }));
  await stay(desk, 2, true);
  await desk.reload();
  await hydrated(desk);
  await expect(step(desk)).toHaveText("What does the client say?");
  await expect(notes(desk)).toHaveValue("Since Monday.");
  expect(await shownSeconds(desk)).toBeGreaterThanOrEqual(2);
  await expectTimerRight(desk, id);
  expect((await stored(desk, id)).decisions).toHaveLength(2);
});

test("Nobody is held back who has nothing unsaved, and whoever has is asked", async ({ desk }) => {
  const id = await startWalk(desk);
  await go(desk, way(1));
  await saved(desk);
  const asked: string[] = [];
  desk.on("dialog", (dialog) => asked.push(dialog.type()));
  await desk.reload();
  await hydrated(desk);
  expect(asked).toEqual([]);

  await desk.context().setOffline(true);
  await go(desk, way(2).slice(1));
  await expect(status(desk)).toHaveText(offline(1));
  await staysWhenAsked(desk, () => desk.getByRole("link", { name: "Sessions" }).first().click({ noWaitAfter: true }));
  await desk.getByRole("button", { name: /^Menu of/ }).click();
  await staysWhenAsked(desk, () => desk.getByRole("button", { name: "Sign out" }).click({ noWaitAfter: true }));
  await expect(step(desk)).toHaveText("Get the user online");
  await desk.context().setOffline(false);
  await saved(desk);
  expectTaken(await stored(desk, id), way(2));
});

test("Whoever leaves in the middle of a sentence is asked, and finds it there", async ({ desk }) => {
  await startWalk(desk);
  await notes(desk).pressSequentially("Half a sent");
  const asked = desk.waitForEvent("dialog");
  const leaving = desk.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await leaving;
  await hydrated(desk);
  await expect(notes(desk)).toHaveValue("Half a sent");
});

test("Back and forward in the browser lead to the step at which the walk stands", async ({ desk }) => {
  const id = await startWalk(desk);
  await choose(desk, "Users everywhere");
  await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
  await goBack(desk);
  await hydrated(desk);
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await choose(desk, "Continue");
  await desk.goForward();
  await goBack(desk);
  await hydrated(desk);
  await expect(step(desk)).toHaveText("Does the gateway answer?");
  expect((await stored(desk, id)).decisions.map((record) => record.node_id)).toEqual(["scope", "gw-test"]);
});

test("A double click takes one step, also where the next one has an answer in the same place", async ({ desk }) => {
  const id = await startWalk(desk);
  const first = desk.getByRole("button", { name: "Only this user" });
  const place = (await first.boundingBox())!;
  await first.dblclick();
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await saved(desk);
  // Otherwise this shows nothing.
  const next = (await desk.getByRole("button", { name: "Yes", exact: true }).boundingBox())!;
  expect(Math.abs(next.x - place.x) + Math.abs(next.y - place.y)).toBeLessThan(40);
  expectTaken(await stored(desk, id), way(1));
});

test("Choosing an outcome is no step before it is confirmed", async ({ desk }) => {
  await startWalk(desk);
  await desk.context().setOffline(true);
  await ask(desk);
  await card(desk, "Escalated").check();
  await card(desk, "Resolved").check();
  await desk.getByRole("button", { name: "Keep walking" }).click();
  await expect(status(desk)).toHaveText("Saved");
  // A step that is one is counted.
  await go(desk, way(1));
  await expect(status(desk)).toHaveText(offline(1));
});

test("Parked and resumed without a network, the walk goes on where it is", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await desk.getByRole("button", { name: "Park" }).click();
  await expect(step(desk)).toHaveText("Parked. The clock stands.");
  await desk.getByRole("button", { name: "Resume" }).click();
  await go(desk, way(1));
  await desk.context().setOffline(false);
  await saved(desk);
  await go(desk, way(2).slice(1));
  await saved(desk);
  const { decisions } = await stored(desk, id);
  expect(decisions.map((record) => record.left_by)).toEqual(["parked", "answered", "answered"]);
});
