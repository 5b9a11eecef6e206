// A whole walk by the clock: what is stored, what is exported and what the test's own clock saw are one story.
import { expect, test } from "../support/fixtures";
import { type Paper, asPaper, durationSeconds, papers } from "../support/exports";
import { press } from "../support/page";
import { seconds, stored } from "../support/session";
import { notes, startWalk, stay, step, typeOutput } from "../support/walk";
import { Watch } from "../support/watch";

test("A walk with back, jump, park, resume and complete agrees in its records, its exports and by the clock", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const watch = new Watch(desk);
  const ticks = !!javaScriptEnabled;
  let id = "";
  await watch.around(async () => {
    id = await startWalk(desk, { ticket: "48213", client: "Acme Dental" });
  });
  await stay(desk, 2, ticks);
  await notes(desk).fill("Only the front desk.\nHer laptop is new.");
  await watch.press("Only this user");
  await watch.press("Yes");
  await expect(step(desk)).toHaveText("What does the client say?");
  await watch.press("Gateway not reachable, or timeout");
  await expect(step(desk)).toHaveText("Test the path from the laptop");
  await stay(desk, 2, ticks);
  await typeOutput(desk, "TcpTestSucceeded : True\n  indented | with a pipe");
  await watch.press("Back");
  await expect(step(desk)).toHaveText("What does the client say?");
  await watch.press("Certificate error");
  await watch.press("Change answer of step 2, Does the user have working internet?");
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await stay(desk, 3, ticks);
  await watch.press("Yes");
  await notes(desk).fill("Before lunch.");
  await watch.press("Park");
  await expect(desk.getByRole("heading", { name: "This session is parked. Its clock stands" })).toBeVisible();
  await expect.poll(async () => sinceLastExit(await stored(desk, id))).toBeGreaterThanOrEqual(2);
  await watch.press("Resume");
  await expect(step(desk)).toHaveText("What does the client say?");
  await stay(desk, 3, ticks);
  await notes(desk).fill("After lunch.");
  await watch.press("Adapter error, or the client hangs");
  await watch.press("Continue");
  await watch.press("Yes, and internal pages open");
  await expect(step(desk)).toHaveText("Fixed: the VPN connects");
  await watch.complete("Resolved", { notes: "Driver reset.", nextSteps: "Order a new dock." });

  const { session, steps, decisions } = await stored(desk, id);

  // What was done, in order, with what was left for another answer marked.
  expect(decisions.map(({ node_id, left_by, superseded }) => [node_id, left_by, superseded])).toEqual([
    ["scope", "answered", false],
    ["user-internet", "answered", true],
    ["what-error", "answered", true],
    ["port-test", "back", true],
    ["what-error", "answered", true],
    ["cert-finding", "jumped", true],
    ["user-internet", "answered", false],
    ["what-error", "parked", false],
    ["what-error", "answered", false],
    ["reset-client", "continued", false],
    ["verify-one", "answered", false],
    ["sol-connected", "completed", false],
  ]);

  // By the clock of the test.
  watch.check(decisions);

  // The records among themselves.
  expect(session.started_at).toBe(decisions[0]!.entered_at);
  expect(session.completed_at).toBe(decisions.at(-1)!.exited_at);
  for (const record of decisions) expect(record.duration_seconds).toBe(seconds(record.exited_at) - seconds(record.entered_at));
  const gaps = decisions.slice(1).map((record, index) => seconds(record.entered_at) - seconds(decisions[index]!.exited_at));
  expect(gaps.map((gap) => gap > 0)).toEqual(gaps.map((_, index) => index === 7));
  const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);
  expect(session.total_seconds).toBe(sum(decisions.map((record) => record.duration_seconds)));
  expect(session.active_seconds).toBe(session.total_seconds);
  expect(session.parked_seconds).toBe(sum(gaps));
  expect(session.parked_seconds).toBeGreaterThanOrEqual(2);
  expect(session.total_seconds + session.parked_seconds).toBe(seconds(session.completed_at!) - seconds(session.started_at));

  // The steps that people read: the two visits around the break are one.
  const merged = decisions.flatMap((record, index) =>
    index === 8 ? [] : [record.duration_seconds + (index === 7 ? decisions[8]!.duration_seconds : 0)],
  );
  expect(steps.map((step) => step.duration_seconds)).toEqual(merged);
  expect(steps.map((step) => step.superseded)).toEqual([false, true, true, true, true, true, false, false, false, false, false]);
  expect(steps[0]).toMatchObject({ answer: "Only this user", notes: "Only the front desk.\nHer laptop is new." });
  expect(steps[3]).toMatchObject({ output: "TcpTestSucceeded : True\n  indented | with a pipe" });
  expect(steps[7]).toMatchObject({ answer: "Adapter error, or the client hangs", notes: "Before lunch.\nAfter lunch." });

  // Every format says the same.
  const json = asPaper({ format: "", session, steps, decisions });
  for (const [format, paper] of Object.entries(await papers(desk, id)) as [string, Paper][]) {
    expect(paper.steps, format).toEqual(json.steps);
    expect(durationSeconds(paper.head.Total), format).toBe(session.total_seconds);
    expect(durationSeconds(paper.head.Parked), format).toBe(session.parked_seconds);
    expect(paper.head, format).not.toHaveProperty("Active");
    expect(paper.head, format).toMatchObject({
      Tree: "VPN does not connect, version 2",
      Ticket: "48213",
      Client: "Acme Dental",
      Outcome: "Resolved",
      "Outcome notes": "Driver reset.",
      "Next steps": "Order a new dock.",
    });
    expect(seconds(paper.head.Started!), format).toBe(seconds(session.started_at));
    expect(seconds(paper.head.Completed!), format).toBe(seconds(session.completed_at!));
  }
});

test("A walk that goes on is exported as in progress, up to now", async ({ desk }) => {
  const id = await startWalk(desk);
  await press(desk, desk.getByRole("button", { name: "Only this user" }));
  await expect.poll(async () => (await stored(desk, id)).steps[1]!.duration_seconds).toBeGreaterThanOrEqual(2);
  const { session, steps, decisions } = await stored(desk, id);
  expect(session.state).toBe("active");
  expect(session.total_seconds).toBe(seconds(session.as_of!) - seconds(session.started_at));
  expect(decisions).toHaveLength(1);
  expect(steps.map((step) => step.in_progress ?? false)).toEqual([false, true]);
  for (const [format, paper] of Object.entries(await papers(desk, id)) as [string, Paper][]) {
    expect(paper.head.State, format).toMatch(/^IN PROGRESS, as of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/);
    expect(paper.head, format).not.toHaveProperty("Outcome");
    expect(paper.head, format).not.toHaveProperty("Completed");
    expect(paper.steps, format).toHaveLength(2);
  }
});

test("Another browser goes on at the same step with the same clock", { tag: "@plain" }, async ({ desk, technician, another, javaScriptEnabled }) => {
  const id = await startWalk(desk);
  await press(desk, desk.getByRole("button", { name: "Users everywhere" }));
  await stay(desk, 3, !!javaScriptEnabled);
  const elsewhere = await another(technician);
  await elsewhere.goto("/sessions?technician=anyone");
  await press(elsewhere, elsewhere.getByRole("link", { name: /VPN does not connect \d+:\d\d/ }));
  await expect(elsewhere).toHaveURL(new RegExp(`/sessions/${id}/walk$`));
  await expect(step(elsewhere)).toHaveText("Test the gateway from outside");
  await stay(elsewhere, 3, !!javaScriptEnabled);
  await press(elsewhere, elsewhere.getByRole("button", { name: "Continue" }));
  await desk.reload();
  await expect(step(desk)).toHaveText("Does the gateway answer?");
});

test("Starting another walk parks the first", async ({ desk }) => {
  const first = await startWalk(desk, { ticket: "first" });
  await desk.goto("/start?tree=slow-computer");
  await expect(desk.getByText("will be parked")).toContainText("VPN does not connect");
  const second = await startWalk(desk, { tree: "slow-computer", ticket: "second" });
  const { decisions } = await stored(desk, first);
  expect(decisions.map((record) => record.left_by)).toEqual(["parked"]);
  await desk.goto(`/sessions/${first}`);
  await press(desk, desk.getByRole("button", { name: "Resume" }));
  await expect(desk).toHaveURL(new RegExp(`/sessions/${first}/walk$`));
  expect((await stored(desk, second)).decisions.map((record) => record.left_by)).toEqual(["parked"]);
});

test("The wrong tree is left for another with ticket and client, and the first walk ends as cancelled", { tag: "@plain" }, async ({ desk }) => {
  const first = await startWalk(desk, { ticket: "77001", client: "Acme Dental" });
  await notes(desk).fill("Not the VPN at all.");
  await press(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await press(desk, desk.getByRole("button", { name: /Switch to this tree, Wi-Fi drops|Switch.*Wi-Fi/ }));
  await expect(desk).toHaveURL(/\/walk$/);
  await expect(desk.getByRole("main")).toContainText("77001");
  await expect(desk.getByRole("main")).toContainText("Acme Dental");
  const left = await stored(desk, first);
  expect(left.session.outcome).toBe("cancelled");
  expect(left.decisions.at(-1)!.notes).toBe("Not the VPN at all.");

  await press(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await press(desk, desk.getByRole("button", { name: "Cancel this walk" }));
  await expect(desk.getByRole("region", { name: "Cancelled" })).toBeVisible();
  await expect(desk.getByRole("status").filter({ hasText: "Walk cancelled" })).toBeVisible();
});

function sinceLastExit({ session, decisions }: Awaited<ReturnType<typeof stored>>): number {
  return seconds(session.as_of!) - seconds(decisions.at(-1)!.exited_at);
}
