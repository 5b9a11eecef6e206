// The server is killed in the middle of a walk. Whatever it had acknowledged is there when it comes back.
import { expect, makeUser, signIn, test } from "../support/fixtures";
import { press, send, stepForm } from "../support/page";
import { Server } from "../support/server";
import { seconds, stored } from "../support/session";
import { notes, shownSeconds, startWalk, step, take } from "../support/walk";

test("Killed in the middle of a walk and started again, the server has every acknowledged step and the right clock", async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await Server.start();
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    const technician = makeUser("technician", "northwind-it", server.dataDir);
    await signIn(page, technician);
    const id = await startWalk(page, { ticket: "crash" });
    await notes(page).fill("Written before the crash.");
    await take(page, "Only this user", "Yes", "Adapter error, or the client hangs", "→");
    await notes(page).fill("Saved, not answered.");
    await press(page, page.getByRole("button", { name: "Save notes" }));
    const before = await stored(page, id);
    expect(before.decisions).toHaveLength(4);

    await server.kill();
    await expect(page.goto("/trees")).rejects.toThrow();
    await server.launch();

    // The same login, the same step, the same notes; the clock has gone on meanwhile.
    const entered = seconds(before.decisions.at(-1)!.exited_at);
    const atLeast = Date.now() / 1000 - entered;
    await page.goto(`/sessions/${id}/walk`);
    await expect(step(page)).toHaveText("Does the VPN connect now?");
    await expect(notes(page)).toHaveValue("Saved, not answered.");
    const shown = await shownSeconds(page);
    expect(shown).toBeGreaterThanOrEqual(atLeast - 2);
    expect(shown).toBeLessThanOrEqual(Date.now() / 1000 - entered + 2);
    expect((await stored(page, id)).decisions).toEqual(before.decisions);

    // Again, this time while steps are being taken as fast as they are answered.
    let acknowledged = before.decisions.length;
    let killed: Promise<void> | undefined;
    for (const act of Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? "choose:no-traffic" : "back"))) {
      const fields = { ...(await stepForm(page, id)), notes: "", output: "", act };
      const sent = send(page, "take_step", fields).then(
        (answer) => answer.status(),
        () => undefined,
      );
      if (acknowledged === 10) killed = server.kill();
      const status = await sent;
      if (status === 303) acknowledged += 1;
      if (killed) break;
      expect(status).toBe(303);
    }
    await killed;
    expect(acknowledged).toBeGreaterThanOrEqual(10);
    await server.launch();

    const { session, decisions } = await stored(page, id);
    // The step that was under way is there whole or not at all.
    expect([acknowledged, acknowledged + 1]).toContain(decisions.length);
    expect(decisions.slice(0, 3)).toEqual(before.decisions.slice(0, 3));
    expect(session.total_seconds).toBe(seconds(session.as_of!) - seconds(session.started_at));
    for (const [index, record] of decisions.slice(1).entries()) expect(record.entered_at).toBe(decisions[index]!.exited_at);
    await page.goto(`/sessions/${id}/walk`);
    await expect(step(page)).toHaveText(decisions.at(-1)!.left_by === "back" ? "Does the VPN connect now?" : "Test through the tunnel");
    await page.context().close();
  } finally {
    await server.stop();
  }
});
