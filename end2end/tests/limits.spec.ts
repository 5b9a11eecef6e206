// Every limit, through the form that it belongs to: 422, the fault beside the field, and what was typed still there.
import { type Locator, type Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { fillBeyondLimit, press, submit } from "../support/page";
import { stored } from "../support/session";
import { card, complete, notes, startWalk } from "../support/walk";

/** Sends a text that is too long with this button, and then one that just fits. */
async function tooLong(page: Page, field: () => Locator, button: () => Locator, limit: number, label: string): Promise<void> {
  const text = "x".repeat(limit + 1);
  await fillBeyondLimit(field(), text);
  const answer = await submit(page, button());
  expect(answer.status()).toBe(422);
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(field()).toHaveAccessibleDescription(`${label} is ${limit + 1} characters long; at most ${limit} fit.`);
  await expect(field()).toHaveAttribute("aria-invalid", "true");
  await expect(field()).toHaveValue(text);
  await field().fill("x".repeat(limit));
  const again = await submit(page, button());
  expect(again.status()).toBe(303);
}

for (const [label, limit] of [
  ["Ticket", 64],
  ["Client", 200],
] as const) {
  test(`${label}: ${limit} characters fit when a walk is started`, async ({ desk }) => {
    await desk.goto("/start?tree=vpn-does-not-connect");
    const other = label === "Ticket" ? "Client" : "Ticket";
    await desk.getByLabel(other).fill("kept");
    await tooLong(desk, () => desk.getByLabel(label), () => desk.getByRole("button", { name: "Start walk" }), limit, label);
    await expect(desk).toHaveURL(/\/walk$/);
    await expect(desk.getByRole("main")).toContainText("x".repeat(limit));
    await expect(desk.getByRole("main")).toContainText("kept");
  });

  test(`${label}: ${limit} characters fit when facts are edited`, async ({ desk }) => {
    const id = await startWalk(desk, { ticket: "before", client: "before" });
    await desk.goto(`/sessions/${id}?edit=facts`);
    await tooLong(desk, () => desk.getByLabel(label), () => desk.getByRole("button", { name: "Save facts" }), limit, label);
    expect((await stored(desk, id)).session).toMatchObject({ [label.toLowerCase()]: "x".repeat(limit) });
  });
}

test("Notes for a step: 8,000 characters fit", async ({ desk }) => {
  const id = await startWalk(desk);
  await tooLong(desk, () => notes(desk), () => desk.getByRole("button", { name: "Save notes" }), 8_000, "Notes for this step");
  expect((await stored(desk, id)).decisions).toEqual([]);
  await expect(notes(desk)).toHaveValue("x".repeat(8_000));
});

test("A step is not taken with notes that do not fit", async ({ desk }) => {
  const id = await startWalk(desk);
  await fillBeyondLimit(notes(desk), "x".repeat(8_001));
  const answer = await submit(desk, desk.getByRole("button", { name: "Users everywhere" }));
  expect(answer.status()).toBe(422);
  await expect(notes(desk)).toHaveValue("x".repeat(8_001));
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("Notes of a finished step: 8,000 characters fit", async ({ desk }) => {
  const id = await startWalk(desk);
  await complete(desk, "Resolved");
  const open = desk.getByText("Add notes");
  const field = desk.getByLabel("Notes", { exact: true });
  await open.click();
  await tooLong(desk, () => field, () => desk.getByRole("button", { name: "Save notes" }), 8_000, "Notes");
  expect((await stored(desk, id)).decisions[0]!.notes).toBe("x".repeat(8_000));
});

test("Command output: 64 KB fit", async ({ desk }) => {
  await startWalk(desk);
  await desk.getByText("Command output", { exact: true }).click();
  const field = desk.getByLabel("What the commands printed");
  // Two bytes a character: fewer characters than the limit, more bytes.
  const text = `${"ä".repeat(32_768)}!`;
  await fillBeyondLimit(field, text);
  const answer = await submit(desk, desk.getByRole("button", { name: "Save notes" }));
  expect(answer.status()).toBe(422);
  await expect(field).toHaveAccessibleDescription(/65537.*at most 65536 fit\.$/);
  await expect(field).toHaveValue(text);
  await field.fill("ä".repeat(32_768));
  expect((await submit(desk, desk.getByRole("button", { name: "Save notes" }))).status()).toBe(303);
});

for (const label of ["Outcome notes", "Next steps"]) {
  test(`${label}: 4,000 characters fit at the end`, async ({ desk }) => {
    const id = await startWalk(desk);
    await desk.getByRole("button", { name: "Complete session" }).click();
    await card(desk, "Escalated").check();
    await tooLong(desk, () => desk.getByLabel(label), () => desk.getByRole("button", { name: "Complete session" }).last(), 4_000, label);
    expect((await stored(desk, id)).session.outcome).toBe("escalated");
  });

  test(`${label}: 4,000 characters fit when facts are edited`, async ({ desk }) => {
    const id = await startWalk(desk);
    await complete(desk, "Resolved");
    await press(desk, desk.getByRole("link", { name: "Edit facts" }));
    await tooLong(desk, () => desk.getByLabel(label), () => desk.getByRole("button", { name: "Save facts" }), 4_000, label);
    await expect(desk.getByRole("region", { name: "Resolved" })).toContainText("x".repeat(4_000));
    expect((await stored(desk, id)).session.outcome).toBe("resolved");
  });
}

test("The reason of a correction: 500 characters fit, and none is too little", async ({ desk }) => {
  const id = await startWalk(desk);
  await complete(desk, "Resolved");
  const button = desk.getByRole("button", { name: "Correct outcome" });
  const field = desk.getByLabel("Reason");
  await desk.getByText("Correct outcome", { exact: true }).first().click();
  await card(desk, "Unresolved").check();
  // A blank passes the browser's own check.
  await field.fill(" ");
  expect((await submit(desk, button)).status()).toBe(422);
  await expect(field).toHaveAccessibleDescription("Reason must not be empty.");
  await expect(card(desk, "Unresolved")).toBeChecked();
  expect((await stored(desk, id)).session.outcome).toBe("resolved");
  await tooLong(desk, () => field, () => button, 500, "Reason");
  expect((await stored(desk, id)).session.outcome).toBe("unresolved");
});

test("A form of more than a megabyte is refused in words", async ({ desk }) => {
  const id = await startWalk(desk);
  await fillBeyondLimit(notes(desk), "x".repeat(1024 * 1024));
  const answer = await submit(desk, desk.getByRole("button", { name: "Users everywhere" }));
  expect(answer.status()).toBe(413);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("That is more than fits");
  expect((await stored(desk, id)).decisions).toEqual([]);
});
