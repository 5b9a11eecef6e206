// Doing things twice, at once, too late or with nothing chosen: one change or none, the right status and clear words.
import { expect, test } from "../support/fixtures";
import { formTo, hiddenFields, press, says, send, submit } from "../support/page";
import { stored } from "../support/session";
import { card, complete, startWalk, step } from "../support/walk";

test("A double click takes one step", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.getByRole("button", { name: "Users everywhere" }).dblclick();
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  await desk.reload();
  await expect(step(desk)).toHaveText("Test the gateway from outside");
  expect((await stored(desk, id)).decisions).toHaveLength(1);
});

test("A double click starts one walk", { tag: "@plain" }, async ({ desk }) => {
  await desk.goto("/start?tree=vpn-does-not-connect&ticket=once");
  await desk.getByRole("button", { name: "Start walk" }).dblclick();
  await expect(desk).toHaveURL(/\/walk$/);
  await desk.goto("/sessions");
  await expect(desk.getByRole("row").filter({ hasText: "once" })).toHaveCount(1);
});

test("Completing twice is refused and changes nothing", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const late = await another(technician);
  await late.goto(`/sessions/${id}/complete`);
  await complete(desk, "Resolved", { notes: "First." });
  const before = await stored(desk, id);

  await card(late, "Unresolved").check();
  await late.getByLabel("Outcome notes").fill("Second.");
  const answer = await submit(late, late.getByRole("button", { name: "Complete session" }));
  expect(answer.status()).toBe(409);
  await expect(late.getByRole("alert")).toContainText("Nothing was changed.");
  await expect(step(late)).toHaveText("This session is completed");
  await expect(late.getByRole("region", { name: "What you typed" })).toContainText("Second.");
  expect(await stored(desk, id)).toEqual(before);
});

test("Completing needs an outcome, one of the four", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.goto(`/sessions/${id}/complete`);
  const fields = { ...(await hiddenFields(formTo(desk, "complete_walk"))), outcome_notes: "Typed already.", next_steps: "" };
  for (const [outcome, said] of [
    [{}, "An outcome must be chosen."],
    [{ outcome: "" }, "An outcome must be chosen."],
    [{ outcome: "solved" }, "An outcome is not one of the choices."],
    [{ outcome: "cancelled" }, "A walk ends as resolved, workaround, escalated or unresolved."],
  ] as const) {
    const answer = await send(desk, "complete_walk", { ...fields, ...outcome });
    expect(answer.status(), said).toBe(422);
    expect(await says(answer, said), said).toBe(true);
    expect(await says(answer, "Typed already."), said).toBe(true);
  }
  const { session, decisions } = await stored(desk, id);
  expect(session.state).toBe("active");
  expect(session).not.toHaveProperty("outcome_notes");
  expect(decisions).toEqual([]);
});

test("Closing needs an outcome that exists", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.goto(`/sessions/${id}`);
  const fields = await hiddenFields(formTo(desk, "close_session"));
  for (const outcome of ["", "solved"]) {
    expect((await send(desk, "close_session", { ...fields, outcome })).status()).toBe(422);
  }
  expect((await stored(desk, id)).session.state).toBe("active");
});

test("Resuming twice is told that it has moved on", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  await press(desk, desk.getByRole("button", { name: "Park" }));
  const late = await another(technician);
  await late.goto(`/sessions/${id}`);
  await press(desk, desk.getByRole("button", { name: "Resume" }));
  const answer = await submit(late, late.getByRole("button", { name: "Resume" }));
  expect(answer.status()).toBe(409);
  await expect(late.getByRole("alert")).toContainText("This session has moved on since this page was loaded. Nothing was changed.");
  await expect(late.getByRole("heading", { name: "You are walking this session" })).toBeVisible();
  expect((await stored(desk, id)).decisions).toHaveLength(1);
});
