// The form around the open step, where no script takes its place: sent twice, at once, too late, with nothing that fits, or after
// the login has ended. One change or none, the right status, clear words, and nothing lost that was typed.
import { type Page } from "@playwright/test";
import { expect, fillSignIn, test } from "../support/fixtures";
import { commandId, formTo, goBack, hiddenFields, paste, press, says, send, submit } from "../support/page";
import { stored } from "../support/session";
import { complete, notes, sessionOf, startWalk, step } from "../support/walk";

/** What the form around the open step would send if `act` were pressed. */
async function stepFields(page: Page, act: string, typed: Record<string, string> = {}): Promise<Record<string, string>> {
  return { ...(await hiddenFields(formTo(page, "take_step"))), notes: "", output: "", act, ...typed };
}

test("The same form sent twice is answered the same and changes one thing", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = await stepFields(desk, "choose:everywhere", { notes: "Everybody called." });
  const first = await send(desk, "take_step", fields);
  const after = await stored(desk, id);
  const second = await send(desk, "take_step", fields);
  expect([first.status(), second.status()]).toEqual([303, 303]);
  expect(second.headers().location).toBe(first.headers().location);
  const { as_of: _, ...session } = after.session;
  const again = await stored(desk, id);
  expect(again.decisions).toEqual(after.decisions);
  expect(again.session).toMatchObject({ id: session.id, state: "active" });
  expect(again.decisions).toHaveLength(1);
  expect(again.decisions[0]!.notes).toBe("Everybody called.");
});

test("Both of two that are sent at the same moment are answered, and one step is taken", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = await stepFields(desk, "choose:everywhere");
  const answers = await Promise.all([1, 2, 3, 4].map(() => send(desk, "take_step", fields)));
  expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303, 303]);
  expect((await stored(desk, id)).decisions).toHaveLength(1);
});

test("The same form with another answer is refused", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = await stepFields(desk, "choose:everywhere");
  expect((await send(desk, "take_step", fields)).status()).toBe(303);
  const other = await send(desk, "take_step", { ...fields, act: "choose:one" });
  expect(other.status()).toBe(409);
  expect(await says(other, "This form was already sent with a different answer. Nothing was changed.")).toBe(true);
  expect((await stored(desk, id)).decisions.map((record) => record.option_id)).toEqual(["everywhere"]);
});

test("The second of two browsers on one session is told that it has moved on", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  const late = await another(technician);
  await late.goto(desk.url());
  await press(desk, desk.getByRole("button", { name: "Users everywhere" }));

  await notes(late).fill("Typed beside the first step.");
  const answer = await submit(late, late.getByRole("button", { name: "Only this user" }));
  expect(answer.status()).toBe(409);
  await expect(late.getByRole("alert")).toContainText("This session has moved on since this page was loaded. Nothing was changed.");
  // The page shows how it stands now, and what was typed is not lost.
  await expect(step(late)).toHaveText("Test the gateway from outside");
  await expect(late.getByRole("region", { name: "What you typed" })).toContainText("Typed beside the first step.");
  await expect(notes(late)).toHaveValue("");
  const { decisions } = await stored(desk, id);
  expect(decisions.map((record) => [record.option_id, record.notes])).toEqual([["everywhere", ""]]);

  // From there it goes on.
  await press(late, late.getByRole("button", { name: "Continue" }));
  await expect(step(late)).toHaveText("Does the gateway answer?");
});

test("A completed session refuses a form that knows its latest revision", async ({ desk }) => {
  const id = await startWalk(desk);
  const walk = desk.url();
  const fields = await stepFields(desk, "choose:one");
  await complete(desk, "Resolved");
  const before = await stored(desk, id);
  // The session page's own form knows the revision.
  const { base_revision } = await hiddenFields(formTo(desk, "correct_outcome"));
  const answer = await send(desk, "take_step", { ...fields, command_id: commandId(), base_revision: base_revision! }, { referer: walk });
  expect(answer.status()).toBe(409);
  expect(await says(answer, "This session is already completed.")).toBe(true);
  expect(await stored(desk, id)).toEqual(before);
});

test("An answer that the step does not have is refused", async ({ desk }) => {
  const id = await startWalk(desk);
  for (const [act, status] of [
    ["choose:nowhere", 422],
    ["continue", 409],
    ["back", 409],
    ["resume", 409],
    ["jump:0192f0c1-2345-7abc-8def-0123456789ab", 409],
    ["jump:there", 400],
    ["fly", 400],
  ] as const) {
    const answer = await send(desk, "take_step", await stepFields(desk, act));
    expect(answer.status(), act).toBe(status);
    expect(await says(answer, status === 400 ? "The form could not be read" : 'role="alert"'), act).toBe(true);
  }
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("A parked session takes no step before it is resumed", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = await stepFields(desk, "choose:one");
  await press(desk, desk.getByRole("button", { name: "Park" }));
  const { base_revision } = await hiddenFields(formTo(desk, "take_step"));
  const answer = await send(desk, "take_step", { ...fields, command_id: commandId(), base_revision: base_revision! });
  expect(answer.status()).toBe(409);
  expect(await says(answer, "This session is parked. Resume it first.")).toBe(true);
  expect((await stored(desk, id)).decisions).toHaveLength(1);
});

test("A form that is refused again and again keeps its page and what was typed", async ({ desk }) => {
  await startWalk(desk);
  for (const extra of [1, 2, 3]) {
    await paste(notes(desk), "x".repeat(8_000 + extra));
    const answer = await submit(desk, desk.getByRole("button", { name: "Users everywhere" }));
    expect(answer.status()).toBe(422);
    await expect(notes(desk)).toHaveValue("x".repeat(8_000 + extra));
  }
  await notes(desk).fill("Short.");
  await press(desk, desk.getByRole("button", { name: "Users everywhere" }));
  await expect(step(desk)).toHaveText("Test the gateway from outside");
});

test("Back and forward in the browser do not take a step twice", async ({ desk }) => {
  const id = await startWalk(desk);
  await press(desk, desk.getByRole("button", { name: "Users everywhere" }));
  await goBack(desk);
  const answer = await submit(desk, desk.getByRole("button", { name: /^(Only this user|Continue)$/ }));
  // A page that the browser kept is out of date and says so; one that it asked for anew is the present step.
  expect([303, 409]).toContain(answer.status());
  const { decisions } = await stored(desk, id);
  expect(decisions[0]!.option_id).toBe("everywhere");
  expect(decisions.filter((record) => record.node_id === "scope")).toHaveLength(1);
  expect(sessionOf(desk)).toBe(id);
});

test("A login that has ended leads to the sign-in page and back, and nothing is half-written", async ({ desk, technician, playwright }) => {
  const id = await startWalk(desk);
  const address = desk.url();
  const elsewhere = await playwright.request.newContext({ baseURL: new URL(address).origin, storageState: await desk.context().storageState() });
  await elsewhere.post("/api/sign_out");
  await elsewhere.dispose();

  const answer = await submit(desk, desk.getByRole("button", { name: "Users everywhere" }));
  expect(answer.status()).toBe(303);
  await expect(desk).toHaveURL(`/sign-in?next=${encodeURIComponent(`/sessions/${id}/walk`)}`);
  await expect(desk.getByText("You will go on where you were.")).toBeVisible();
  await fillSignIn(desk, technician);
  await expect(desk).toHaveURL(address);
  await expect(step(desk)).toHaveText("Is it one user or several?");
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("A form of more than a megabyte is refused and keeps what was typed", async ({ desk }) => {
  const id = await startWalk(desk);
  const long = "x".repeat(1024 * 1024);
  // Sent past the browser, which takes most of a minute to lay out a word of this length.
  const answer = await send(desk, "take_step", { ...(await stepFields(desk, "choose:everywhere")), notes: long });
  expect(answer.status()).toBe(422);
  expect(await says(answer, "1048576 characters long; at most 8000 fit")).toBe(true);
  expect(await says(answer, `>\n${long}</textarea>`)).toBe(true);
  expect((await stored(desk, id)).decisions).toEqual([]);
});
