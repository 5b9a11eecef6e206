// The walk player where the session goes on elsewhere too: in another browser, in another tab.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { press, saved } from "../support/page";
import { crash, expectTaken, go, notSaved, offline, status, way, withoutNetwork } from "../support/player";
import { stored } from "../support/session";
import { choose, hydrated, notes, startWalk, step, typeOutput } from "../support/walk";

/** Takes two steps on a page, the second with a note, while another browser takes the walk elsewhere. */
async function overtaken(desk: Page, late: Page): Promise<string> {
  const id = await startWalk(desk);
  await late.goto(`/sessions/${id}/walk`);
  await hydrated(late);
  await withoutNetwork(late.context(), async () => {
    await go(late, way(1));
    await notes(late).fill("She has no cable.");
    await go(late, way(2).slice(1));
    await choose(desk, "Users everywhere");
  });
  // A note that saved itself on the way counts as well.
  await expect(notSaved(late)).toContainText(/Not saved: [23] steps/);
  return id;
}

test("The second of two browsers is shown how the walk stands and what it did in vain, and continues there", async ({ desk, technician, another }) => {
  const late = await another(technician);
  const id = await overtaken(desk, late);
  await expect(step(late)).toHaveText("Test the gateway from outside");
  const told = notSaved(late).getByRole("listitem");
  await expect(told.first()).toHaveText("“Is it one user or several?”: Only this user");
  await expect(told.last()).toHaveText("“Does the user have working internet?”: No, or a guest sign-in page appears. Noted: She has no cable.");
  await expect(notes(late)).toHaveValue("");
  await notes(late).fill("Typed here.");

  await late.getByRole("button", { name: "Continue there" }).click();
  await expect(notSaved(late)).toHaveCount(0);
  const noted = /^Typed here\.\n“Is it one user or several\?”: Only this user\n[^]+: No, or a guest sign-in page appears\. Noted: She has no cable\.$/;
  await expect(notes(late)).toHaveValue(noted);
  await saved(late);
  const { decisions, steps } = await stored(desk, id);
  expect(decisions.map((record) => record.option_id)).toEqual(["everywhere"]);
  expect(steps.at(-1)).toMatchObject({ in_progress: true, notes: expect.stringMatching(noted) });

  // And the note goes with the step.
  await choose(late, "Continue");
  expect((await stored(desk, id)).decisions[1]).toMatchObject({ node_id: "gw-test", notes: expect.stringMatching(noted) });
  await late.reload();
  await hydrated(late);
  await expect(notSaved(late)).toHaveCount(0);
});

test("What was done in vain stays until somebody throws it away, which takes two clicks", async ({ desk, technician, another }) => {
  const late = await another(technician);
  const id = await overtaken(desk, late);
  await late.reload();
  await hydrated(late);
  const discard = late.getByRole("button", { name: /^Discard \d steps for good$/ });
  await expect(notSaved(late)).toContainText("She has no cable.");
  await expect(discard).toBeHidden();
  await notSaved(late).getByText("Discard", { exact: true }).click();
  await expect(notSaved(late)).toContainText("She has no cable.");
  await discard.click();
  await expect(notSaved(late)).toHaveCount(0);
  await late.reload();
  await hydrated(late);
  await expect(step(late)).toHaveText("Test the gateway from outside");
  await expect(notSaved(late)).toHaveCount(0);
  const { decisions, steps } = await stored(desk, id);
  expect(decisions.map((record) => record.option_id)).toEqual(["everywhere"]);
  expect(steps.at(-1)!.notes ?? "").toBe("");
});

test("Steps after one that was refused are saved, also if the browser goes on before that is settled", async ({ desk, technician, another }) => {
  const late = await another(technician);
  const id = await overtaken(desk, late);
  await late.context().setOffline(true);
  await late.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(step(late)).toHaveText("Does the gateway answer?");
  await expect(status(late)).toHaveText(offline(1));
  // As after a crash: what was refused and what was not are both still on this computer.
  const again = await late.context().newPage();
  await crash(late);
  await again.context().setOffline(false);
  await again.goto(`/sessions/${id}/walk`);
  await hydrated(again);
  await expect(step(again)).toHaveText("Does the gateway answer?");
  await expect(notSaved(again)).toContainText("She has no cable.");
  await expect(status(again)).toHaveText(/^Saved but for [23] steps$/);
  expect((await stored(desk, id)).decisions.map((record) => record.node_id)).toEqual(["scope", "gw-test"]);
});

test("A step that another version of the page kept and this one cannot read is told until it is discarded", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(1));
  await expect(status(desk)).toHaveText(offline(1));
  await desk.evaluate(keepUnreadably);
  await crash(desk);
  const again = await desk.context().newPage();
  await again.context().setOffline(false);
  await again.goto(`/sessions/${id}/walk`);
  await hydrated(again);
  await expect(step(again)).toHaveText("Is it one user or several?");
  await expect(notSaved(again)).toContainText("“Is it one user or several?”: Only this user");
  await notSaved(again).getByText("Discard", { exact: true }).click();
  await notSaved(again).getByRole("button", { name: "Discard 1 step for good" }).click();
  await expect(notSaved(again)).toHaveCount(0);
  await again.reload();
  await hydrated(again);
  await expect(notSaved(again)).toHaveCount(0);
});

/** Renames the action of what the browser keeps, as if a later version of the page had made it. */
function keepUnreadably(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opened = indexedDB.open("resolutionflow");
    opened.onerror = reject;
    opened.onsuccess = () => {
      const renaming = opened.result.transaction("commands", "readwrite");
      renaming.oncomplete = () => {
        opened.result.close();
        resolve();
      };
      renaming.objectStore("commands").openCursor().onsuccess = (event) => {
        const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
        cursor?.update((cursor.value as string).replace('"choose"', '"teleport"'));
        cursor?.continue();
      };
    };
  });
}

test("Parked elsewhere, the walk is resumed in the page, and what was done in vain can be kept there", async ({ desk, technician, another }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(1));
  const elsewhere = await another(technician);
  await elsewhere.goto(`/sessions/${id}/walk`);
  await press(elsewhere, elsewhere.getByRole("button", { name: "Park" }));
  await desk.context().setOffline(false);
  await expect(notSaved(desk)).toContainText("Not saved: 1 step");
  await expect(step(desk)).toHaveText("Parked. The clock stands.");
  await desk.getByRole("button", { name: "Resume" }).click();
  await expect(step(desk)).toHaveText("Is it one user or several?");
  await desk.getByRole("button", { name: "Continue there" }).click();
  await saved(desk);
  const { decisions, steps } = await stored(desk, id);
  expect(decisions.map((record) => record.left_by)).toEqual(["parked"]);
  expect(steps.at(-1)!.notes).toBe("“Is it one user or several?”: Only this user");
});

test("Two tabs that have the same unsent steps send each once, and show each other's from then on", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(6));
  const second = await desk.context().newPage();
  await desk.context().setOffline(false);
  await second.goto(`/sessions/${id}/walk`);
  await hydrated(second);
  for (const tab of [desk, second]) {
    await tab.bringToFront();
    await saved(tab);
    await expect(notSaved(tab)).toHaveCount(0);
    await expect(step(tab)).toHaveText("Get the user online");
  }
  expectTaken(await stored(desk, id), way(6));

  await choose(second, "Continue");
  await desk.bringToFront();
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await go(desk, way(8).slice(7));
  await second.bringToFront();
  await expect(step(second)).toHaveText("Get the user online");
  expectTaken(await stored(desk, id), way(8));
});

test("What the commands printed before a step was parked in one browser is not saved once more by the other", async ({ desk, technician, another }) => {
  const late = await another(technician);
  const id = await startWalk(desk);
  await choose(desk, "Only this user");
  await typeOutput(desk, "Reply from 10.20.30.40");
  await press(desk, desk.getByRole("button", { name: "Save notes" }));
  await late.goto(`/sessions/${id}/walk`);
  await hydrated(late);
  await press(desk, desk.getByRole("button", { name: "Park", exact: true }));
  await press(desk, desk.getByRole("button", { name: "Resume" }));
  const answer = late.getByRole("button", { name: "No, or a guest sign-in page appears", exact: true });
  await answer.click();
  await expect(notSaved(late)).toBeVisible();
  await answer.click();
  await expect(step(late)).not.toHaveText("Does the user have working internet?");
  await expect(status(late)).toHaveText("Saved but for 1 step");
  const { steps } = await stored(desk, id);
  expect(steps.map((each) => each.output).filter(Boolean)).toEqual(["Reply from 10.20.30.40"]);
});
