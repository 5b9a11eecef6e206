// Every limit, through the form that it belongs to: 422, the fault beside the field, and what was typed still there. The player
// refuses by itself, in the same words.
import { type Locator, type Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { hasPlayer, paste, press, submit } from "../support/page";
import { stored } from "../support/session";
import { ask, card, complete, notes, openFold, startWalk, step } from "../support/walk";

/** Presses this button of the walk page; whether what is wrong is said where it is seen, and nothing is sent. */
async function refuses(page: Page, button: Locator, words: string | RegExp): Promise<void> {
  if (await hasPlayer(page)) {
    await button.click();
    // Behind an open dialog nobody would see it.
    const dialog = page.getByRole("dialog", { name: "Did this resolve the issue?" });
    const seen = (await dialog.isVisible()) ? dialog : page.getByRole("main");
    await expect(seen.getByRole("alert")).toHaveText(words);
  } else {
    expect((await submit(page, button)).status()).toBe(422);
  }
}

/** Sends a text that is too long with this button, and then one that just fits. */
async function tooLong(page: Page, field: () => Locator, button: () => Locator, limit: number, label: string): Promise<void> {
  const text = "x".repeat(limit + 1);
  const fault = `${label} is ${limit + 1} characters long; at most ${limit} fit.`;
  await paste(field(), text);
  const live = await hasPlayer(page);
  await refuses(page, button(), fault);
  if (!live) {
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(field()).toHaveAccessibleDescription(fault);
    await expect(field()).toHaveAttribute("aria-invalid", "true");
  }
  await expect(field()).toHaveValue(text);
  await field().fill("x".repeat(limit));
  if (live) await press(page, button());
  else expect((await submit(page, button())).status()).toBe(303);
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

test("Notes for a step: 8,000 characters fit", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await tooLong(desk, () => notes(desk), () => desk.getByRole("button", { name: "Save notes" }), 8_000, "Notes for this step");
  expect((await stored(desk, id)).decisions).toEqual([]);
  await expect(notes(desk)).toHaveValue("x".repeat(8_000));
});

test("A step is not taken with notes that do not fit", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await paste(notes(desk), "x".repeat(8_001));
  await refuses(desk, desk.getByRole("button", { name: "Users everywhere" }), /8001 characters long; at most 8000 fit\.$/);
  await expect(step(desk)).toHaveText("Is it one user or several?");
  await expect(notes(desk)).toHaveValue("x".repeat(8_001));
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("Notes of a finished step: 8,000 characters fit", async ({ desk }) => {
  const id = await startWalk(desk);
  await complete(desk, "Resolved");
  const field = desk.getByLabel("Notes", { exact: true });
  await press(desk, desk.getByRole("link", { name: "Edit step 1" }));
  await tooLong(desk, () => field, () => desk.getByRole("button", { name: "Save notes" }), 8_000, "Notes");
  expect((await stored(desk, id)).decisions[0]!.notes).toBe("x".repeat(8_000));
});

test("Command output: 64 KB fit", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  const button = desk.getByRole("button", { name: "Save notes" });
  await openFold(desk, "Command output");
  const field = desk.getByLabel("What the commands printed");
  // Two bytes a character: fewer characters than the limit, more bytes.
  const text = `${"ä".repeat(32_768)}!`;
  const fault = /is 1 KB too long; at most 64 KB fit\.$/;
  await paste(field, text);
  await refuses(desk, button, fault);
  if (!(await hasPlayer(desk))) await expect(field).toHaveAccessibleDescription(fault);
  await expect(field).toHaveValue(text);
  await field.fill("ä".repeat(32_768));
  await press(desk, button);
  expect((await stored(desk, id)).steps[0]!.output).toBe("ä".repeat(32_768));
});

for (const label of ["Outcome notes", "Next steps"]) {
  test(`${label}: 4,000 characters fit at the end`, { tag: "@plain" }, async ({ desk }) => {
    const id = await startWalk(desk);
    await ask(desk);
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
