// The size of a session: the walk says that it is nearly full, refuses what does not fit, loses nothing that was typed, and can be
// completed.
import { randomUUID } from "node:crypto";
import { type Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { hasPlayer, press, saved, submit } from "../support/page";
import { stored } from "../support/session";
import { complete, notes, startWalk } from "../support/walk";

/** Goes to and fro in a walk that has just begun, with 16,000 bytes of notes at each step. */
async function fill(page: Page, id: string, steps: number): Promise<void> {
  const step = (number: number) => ({
    id: randomUUID(),
    base_revision: number,
    draft: { visit_id: null, notes: "ä".repeat(8_000), output: "" },
    action: number % 2 ? "back" : { choose: { option_id: "one" } },
  });
  for (let done = 0; done < steps; done += 20) {
    const commands = Array.from({ length: Math.min(20, steps - done) }, (_, index) => step(done + index));
    const answer = await page.request.post(`/api/sessions/${id}/commands`, { data: { known_revision: done, commands } });
    expect(await answer.json()).toMatchObject({ done: commands.length, refused: null });
  }
}

test("A walk says that it is nearly full before it is", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  // With a phone, so that the open page knows nothing of it.
  await fill(desk, id, 131);
  await desk.goto(`/sessions/${id}/walk`);
  const warning = desk.getByText("This session is nearly full: 1 KB of 2 MB are left for notes.");
  await expect(warning).toBeVisible();

  const long = "x".repeat(1_200);
  const save = desk.getByRole("button", { name: "Save notes" });
  if (await hasPlayer(desk)) {
    await notes(desk).fill(long);
    await save.click();
  } else {
    await notes(desk).fill(long);
    expect((await submit(desk, save)).status()).toBe(422);
  }
  await expect(desk.getByRole("main").getByRole("alert")).toContainText("This does not fit: a session holds 2 MB of notes");
  await expect(notes(desk)).toHaveValue(long);

  await notes(desk).fill("short");
  await press(desk, save);
  if (await hasPlayer(desk)) await saved(desk);
  await complete(desk, "Resolved");
  expect((await stored(desk, id)).decisions.at(-1)!.notes).toBe("short");
});
