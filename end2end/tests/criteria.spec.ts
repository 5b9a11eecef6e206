// The acceptance criteria of the request, word for word.
import { expect, test } from "../support/fixtures";
import { durationSeconds, papers } from "../support/exports";
import { press } from "../support/page";
import { seconds, stored } from "../support/session";
import { OUTCOMES, card, choose, complete, hydrated, sessionOf, startWalk, stay, step, take } from "../support/walk";

test("Each decision record includes entered_at, exited_at, duration_seconds", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const id = await startWalk(desk);
  await stay(desk, 2, !!javaScriptEnabled);
  await take(desk, "Only this user", "No, or a guest sign-in page appears", "→");
  await complete(desk, "Unresolved");

  const { session, decisions } = await stored(desk, id);
  expect(decisions.map((record) => record.node_id)).toEqual(["scope", "user-internet", "fix-internet", "user-internet"]);
  for (const record of decisions) {
    expect(record.entered_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record.exited_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record.duration_seconds).toBe(seconds(record.exited_at) - seconds(record.entered_at));
  }
  expect(decisions[0]!.duration_seconds).toBeGreaterThanOrEqual(2);
  expect(decisions[0]!.entered_at).toBe(session.started_at);
  for (const [index, record] of decisions.slice(1).entries()) expect(record.entered_at).toBe(decisions[index]!.exited_at);
  expect(decisions.at(-1)!.exited_at).toBe(session.completed_at);
});

test("Session completion shows outcome selection modal", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  await startWalk(desk);
  const opener = desk.getByRole("button", { name: "Complete session" });

  if (javaScriptEnabled) {
    await hydrated(desk);
    const dialog = desk.getByRole("dialog", { name: "Did this resolve the issue?" });
    const confirm = dialog.getByRole("button", { name: "Complete session" });
    await opener.click();
    await expect(dialog).toBeVisible();
    await expect(dialog.locator(":focus")).toHaveCount(1);
    await expect(confirm).toBeDisabled();
    for (const outcome of OUTCOMES) await expect(card(dialog, outcome)).not.toBeChecked();

    // The focus stays inside; what lies between the last field and the first is the browser's own.
    for (let presses = 0; presses < 12; presses += 1) {
      await desk.keyboard.press("Tab");
      const outside = await dialog.evaluate((dialog) => document.activeElement !== document.body && !dialog.contains(document.activeElement));
      expect(outside, `after ${presses + 1} times Tab`).toBe(false);
    }

    await desk.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();

    await opener.click();
    await card(dialog, "Escalated").check();
    await expect(confirm).toBeEnabled();
    await press(desk, confirm);
  } else {
    await press(desk, opener);
    await expect(desk).toHaveURL(/\/complete$/);
    await expect(step(desk)).toHaveText("Did this resolve the issue?");
    for (const outcome of OUTCOMES) await expect(card(desk, outcome)).not.toBeChecked();
    // The browser itself asks for a choice.
    await desk.getByRole("button", { name: "Complete session" }).click();
    await expect(desk).toHaveURL(/\/complete$/);
    await expect(card(desk, "Resolved")).toBeFocused();
    await card(desk, "Escalated").check();
    await press(desk, desk.getByRole("button", { name: "Complete session" }));
  }

  await expect(desk.getByRole("region", { name: "Escalated" })).toBeVisible();
  expect((await stored(desk, sessionOf(desk))).session.outcome).toBe("escalated");
});

test("Outcome stored in session record", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: "48213", client: "Acme Dental" });
  await choose(desk, "Users everywhere");
  const before = await stored(desk, id);
  expect(before.session).not.toHaveProperty("outcome");
  expect(before.session).not.toHaveProperty("completed_at");

  await complete(desk, "Workaround", { notes: "Works over the hotspot.", nextSteps: "Call the ISP tomorrow." });
  expect((await stored(desk, id)).session).toMatchObject({
    state: "completed",
    outcome: "workaround",
    outcome_notes: "Works over the hotspot.",
    next_steps: "Call the ISP tomorrow.",
    ticket: "48213",
    client: "Acme Dental",
  });
  const outcome = desk.getByRole("region", { name: "Workaround" });
  await expect(outcome).toContainText("Works over the hotspot.");
  await expect(outcome).toContainText("Call the ISP tomorrow.");
});

test("Per-step timing and total duration in all export formats", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const id = await startWalk(desk);
  await stay(desk, 2, !!javaScriptEnabled);
  await take(desk, "Only this user", "No, and the repair did not help");
  await complete(desk, "Workaround");

  const { session, steps } = await stored(desk, id);
  expect(steps.map((step) => step.title)).toEqual(["Is it one user or several?", "Does the user have working internet?", "Workaround: use a phone hotspot"]);
  const durations = steps.map((step) => step.duration_seconds);
  expect(durations.reduce((sum, duration) => sum + duration)).toBe(session.total_seconds);
  expect(session.total_seconds).toBeGreaterThanOrEqual(2);
  for (const [format, paper] of Object.entries(await papers(desk, id))) {
    expect(durationSeconds(paper.head.Total), format).toBe(session.total_seconds);
    expect(paper.steps.map((step) => durationSeconds(step.facts.Duration)), format).toEqual(durations);
    expect(paper.head.Outcome, format).toBe("Workaround");
  }
});

test("Session history page shows outcome badges", async ({ desk }) => {
  for (const outcome of OUTCOMES) {
    await startWalk(desk, { ticket: `T-${outcome}` });
    await complete(desk, outcome);
  }
  await startWalk(desk, { ticket: "T-In progress" });
  await desk.goto("/sessions");
  for (const state of [...OUTCOMES, "In progress"]) {
    const badge = desk.getByRole("row").filter({ hasText: `T-${state}` }).getByRole("cell").nth(1);
    await expect(badge).toHaveText(state);
    await expect(badge.locator("svg")).toHaveCount(1);
  }
  await expect(desk.getByRole("row")).toHaveCount(6);
});
