// The walk player while something fails: the network, the server, the answers on their way. Afterwards what is stored is what was
// done: nothing lost, nothing twice.
import { expect, makeUser, signIn, test } from "../support/fixtures";
import { saved } from "../support/page";
import { expectTaken, go, holdCommands, loseAnswers, offline, status, way, withoutNetwork } from "../support/player";
import { Server } from "../support/server";
import { stored } from "../support/session";
import { complete, hydrated, notes, startWalk, step, typeOutput } from "../support/walk";

test("Ten steps are taken while the network is off, and each is stored once when it is back", async ({ desk }) => {
  const id = await startWalk(desk);
  await withoutNetwork(desk.context(), async () => {
    await go(desk, way(10));
    await expect(status(desk)).toHaveText(offline(10));
    await expect(desk.getByRole("navigation", { name: "Trail" }).getByRole("listitem")).toHaveCount(11);
  });
  await saved(desk);
  expectTaken(await stored(desk, id), way(10));
});

test("While the network is off every step is counted, and none is said to be on its way", async ({ desk }) => {
  await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(1));
  await expect(status(desk)).toHaveText(offline(1));
  const said = await status(desk).evaluateHandle((element) => {
    const said: (string | null)[] = [];
    new MutationObserver(() => said.push(element.textContent)).observe(element, { subtree: true, childList: true, characterData: true });
    return said;
  });
  for (const [index, turn] of way(5).slice(1).entries()) {
    await go(desk, [turn]);
    await expect(status(desk)).toHaveText(offline(index + 2));
  }
  expect(await said.jsonValue()).not.toContain("Saving");
  await desk.context().setOffline(false);
  await saved(desk);
});

test("A walk is completed without a network, and is there when it is back", async ({ desk }) => {
  const id = await startWalk(desk);
  await desk.context().setOffline(true);
  await go(desk, way(2));
  await notes(desk).fill("From the cellar.");
  const completed = complete(desk, "Workaround", { notes: "No signal down here." });
  await expect(step(desk)).toHaveText("Session completed: Workaround");
  await expect(status(desk)).toHaveText(/^Offline: \d steps kept on this computer\.$/);
  await desk.context().setOffline(false);
  // It leads to the session once the server has it.
  await completed;
  const { session, decisions } = await stored(desk, id);
  expect(session).toMatchObject({ outcome: "workaround", outcome_notes: "No signal down here." });
  expect(decisions.map((record) => record.notes)).toEqual(["", "", "From the cellar."]);
});

test("More than fits into one request is sent in several", async ({ desk }) => {
  const id = await startWalk(desk);
  const output = "x".repeat(65_000);
  await withoutNetwork(desk.context(), async () => {
    for (const turn of way(17)) {
      await typeOutput(desk, output);
      await go(desk, [turn]);
    }
  });
  await saved(desk);
  const document = await stored(desk, id);
  expectTaken(document, way(17));
  expect(document.steps.slice(0, 17).every((step) => step.output === output)).toBe(true);
});

test("The server is killed in the middle of a walk, which goes on, and nothing is lost", async ({ browser }) => {
  const server = await Server.start();
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(page, makeUser("technician", "northwind-it", server.dataDir));
    const id = await startWalk(page);
    await go(page, way(2));
    await saved(page);
    // This one is on its way to the server when it dies.
    await Promise.all([go(page, way(3).slice(2)), server.kill()]);
    await go(page, way(6).slice(3));
    await notes(page).fill("While it was down.");
    await expect(status(page)).toHaveText(/^Offline: \d steps kept on this computer$/);
    await server.launch();
    await saved(page);
    const document = await stored(page, id);
    expectTaken(document, way(6));
    expect(document.steps.at(-1)).toMatchObject({ in_progress: true, notes: "While it was down." });
    await page.context().close();
  } finally {
    await server.stop();
  }
});

test("Answers are lost after the server did what it was sent, and it does nothing twice", async ({ desk }) => {
  const id = await startWalk(desk);
  const enough = await loseAnswers(desk);
  await go(desk, way(5));
  await expect(status(desk)).toHaveText(offline(5));
  // It has some of them, and the player does not know.
  await expect.poll(async () => (await stored(desk, id)).decisions.length).toBeGreaterThan(0);
  await go(desk, way(7).slice(5));
  await enough();
  await saved(desk);
  expectTaken(await stored(desk, id), way(7));
});

test("What the server did and could not say so is not done again after a reload either", async ({ desk }) => {
  const id = await startWalk(desk);
  const enough = await loseAnswers(desk);
  await go(desk, way(3));
  await expect.poll(async () => (await stored(desk, id)).decisions.length).toBeGreaterThan(0);
  desk.on("dialog", (dialog) => void dialog.accept());
  await enough();
  await desk.reload();
  await hydrated(desk);
  await expect(step(desk)).toHaveText("Does the user have working internet?");
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});

test("The steps come without waiting for an answer", async ({ desk }) => {
  const id = await startWalk(desk);
  const letGo = await holdCommands(desk);
  await go(desk, way(5));
  await expect(status(desk)).toHaveText("Saving");
  letGo();
  await saved(desk);
  expectTaken(await stored(desk, id), way(5));
});

test("What was done before the page was frozen is sent when it runs again", async ({ desk }) => {
  const id = await startWalk(desk);
  const devtools = await desk.context().newCDPSession(desk);
  await desk.context().setOffline(true);
  await go(desk, way(2));
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  await desk.context().setOffline(false);
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await saved(desk);
  await go(desk, way(3).slice(2));
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});
