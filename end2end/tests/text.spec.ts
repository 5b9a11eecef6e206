// Whatever people type is shown as they typed it, on every page and in every export, and nothing of it runs.
import { join } from "node:path";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { download, papers } from "../support/exports";
import { NASTY, NASTY_LINE, expectHarmless } from "../support/harmless";
import { formTo, goBack, hiddenFields, press, send, stepForm } from "../support/page";
import { exportEndings } from "../support/routes";
import { stored } from "../support/session";
import { choose, complete, notes, startWalk, step, typeOutput } from "../support/walk";

test("Hostile texts of technicians stay texts on every page", { tag: "@plain" }, async ({ desk, manager, another }) => {
  const id = await startWalk(desk, { ticket: NASTY_LINE, client: NASTY_LINE });
  await expectHarmless(desk);
  await expect(desk.getByRole("main")).toContainText(NASTY_LINE);
  await notes(desk).fill(NASTY);
  await typeOutput(desk, NASTY);
  await press(desk, desk.getByRole("button", { name: "Save notes" }));
  await expect(notes(desk)).toHaveValue(NASTY);
  await expect(desk.getByLabel("What the commands printed")).toHaveValue(NASTY);
  await expectHarmless(desk);

  await press(desk, desk.getByRole("button", { name: "Park" }));
  await expectHarmless(desk);
  await desk.goto(`/sessions/${id}/walk`);
  await expectHarmless(desk);
  await desk.goto(`/sessions/${id}/complete`);
  await expectHarmless(desk);
  await desk.goto(`/sessions/${id}/walk`);
  await press(desk, desk.getByRole("button", { name: "Resume" }));
  await expect(desk.getByText("Noted before the break")).toBeVisible();
  await expectHarmless(desk);
  await desk.goto("/start?tree=slow-computer");
  await expect(desk.getByText("will be parked")).toContainText(NASTY_LINE);
  await expectHarmless(desk);
  await desk.goto(`/sessions/${id}/walk`);
  await choose(desk, "Users everywhere");
  await complete(desk, "Escalated", { notes: NASTY, nextSteps: NASTY });

  for (const page of [desk, await another(manager)]) {
    await page.goto(`/sessions/${id}`);
    const outcome = page.getByRole("region", { name: "Escalated" });
    expect((await outcome.getByText("not a heading").allInnerTexts())).toEqual([NASTY, NASTY]);
    await expect(page.getByRole("region", { name: "Facts" })).toContainText(NASTY_LINE);
    const timeline = page.getByRole("region", { name: "Timeline" });
    expect(await timeline.getByRole("paragraph").filter({ hasText: "not a heading" }).innerText()).toBe(NASTY);
    await expectHarmless(page);
    for (const format of ["note", "markdown", "text", "html", "json"]) {
      await page.goto(`/sessions/${id}?export=${format}&detail=full`);
      await expectHarmless(page);
      const preview = page.locator("#preview");
      const isEdited = (await preview.evaluate((element) => element.tagName)) === "TEXTAREA";
      expect(isEdited ? await preview.inputValue() : await preview.innerText(), format).toContain("pwned");
    }
    await page.goto(`/sessions?technician=anyone&q=${encodeURIComponent("</textarea><script>window.pwned=1</script>")}`);
    await expectHarmless(page);
    await expect(page.getByRole("row").filter({ hasText: NASTY_LINE }).first()).toBeVisible();
  }
  await desk.goto(`/sessions/${id}?edit=facts`);
  await expect(desk.getByLabel("Ticket")).toHaveValue(NASTY_LINE);
  await expect(desk.getByLabel("Client")).toHaveValue(NASTY_LINE);
  await expect(desk.getByLabel("Outcome notes")).toHaveValue(NASTY);
  await expect(desk.getByLabel("Next steps")).toHaveValue(NASTY);
  await expectHarmless(desk);
});

test("Hostile texts of technicians stay texts in every export", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: NASTY_LINE, client: NASTY_LINE });
  await notes(desk).fill(NASTY);
  await typeOutput(desk, NASTY);
  await choose(desk, "Users everywhere");
  await complete(desk, "Unresolved", { notes: NASTY, nextSteps: NASTY });

  const json = await stored(desk, id);
  expect(json.session).toMatchObject({ ticket: NASTY_LINE, client: NASTY_LINE, outcome_notes: NASTY, next_steps: NASTY });
  expect(json.decisions[0]!.notes).toBe(NASTY);
  expect(json.steps[0]).toMatchObject({ notes: NASTY, output: NASTY });

  for (const [format, paper] of Object.entries(await papers(desk, id))) {
    // Markdown has no-break spaces for an indentation, which it would drop or take for code.
    const same = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
    expect(paper.head.Ticket, format).toBe(NASTY_LINE);
    expect(paper.head.Client, format).toBe(NASTY_LINE);
    expect(same(paper.head["Outcome notes"]), format).toBe(NASTY);
    expect(same(paper.head["Next steps"]), format).toBe(NASTY);
    expect(paper.steps, format).toHaveLength(2);
    expect(same(paper.steps[0]!.facts.Notes), format).toBe(NASTY);
    expect(paper.steps[0]!.facts.Output, format).toBe(NASTY);
  }

  // The HTML as a browser opens it: from the disk, without our headers.
  const page = await desk.context().newPage();
  await page.setContent(await download(desk, id, "html"));
  await expectHarmless(page);
  await page.close();
  // And as we serve it, it could not run anything even if it had something to run.
  for (const ending of exportEndings()) {
    const headers = (await desk.request.get(`/sessions/${id}/export.${ending}?inline=1`)).headers();
    expect(headers["content-security-policy"], ending).toContain("sandbox");
    expect(headers["x-content-type-options"], ending).toBe("nosniff");
    expect(headers["content-type"], ending).toMatch({ html: /^text\/html/, pdf: /^application\/pdf/ }[ending] ?? /^text\/plain/);
  }
});

test("Each paragraph of a note has its own direction while it is typed", async ({ desk }) => {
  await startWalk(desk);
  await notes(desk).fill("הטלפון אינו עובד\nRestarted the phone");
  await expect(notes(desk)).toHaveCSS("unicode-bidi", "plaintext");
});

test("NUL goes, line ends become one kind, and what one line holds becomes one line", async ({ desk }) => {
  await desk.goto("/start?tree=vpn-does-not-connect");
  const start: Record<string, string> = { ...(await hiddenFields(formTo(desk, "start_walk"))), ticket: "48\u0000213\r\nsecond ", client: "\u0000Acme\nDental\u0000" };
  expect((await send(desk, "start_walk", start)).status()).toBe(303);
  const id = start.command_id!;
  await desk.goto(`/sessions/${id}/walk`);
  const dirty = "one\r\ntwo\rthree\u0000\nfour  \n";
  const fields = { ...(await stepForm(desk, id)), act: "choose:everywhere", notes: dirty, output: dirty };
  expect((await send(desk, "take_step", fields)).status()).toBe(303);
  await desk.goto(`/sessions/${id}/complete`);
  const end = { ...(await hiddenFields(formTo(desk, "complete_walk"))), outcome: "resolved", outcome_notes: dirty, next_steps: dirty };
  expect((await send(desk, "complete_walk", end)).status()).toBe(303);
  await desk.goto(`/sessions/${id}`);
  await expect(desk.getByRole("region", { name: "Facts" })).toContainText("48213 second");

  const clean = "one\ntwo\nthree\nfour";
  const { session, steps } = await stored(desk, id);
  expect(session).toMatchObject({ ticket: "48213 second", client: "Acme Dental", outcome_notes: clean, next_steps: clean });
  expect(steps[0]).toMatchObject({ notes: clean, output: clean });
  for (const [format, paper] of Object.entries(await papers(desk, id))) {
    expect(paper.head, format).toMatchObject({ Ticket: "48213 second", Client: "Acme Dental", "Outcome notes": clean });
    expect(paper.steps[0]!.facts, format).toMatchObject({ Notes: clean, Output: clean });
  }
  // A PDF is no text.
  for (const ending of exportEndings().filter((ending) => ending !== "pdf")) {
    const text = await download(desk, id, ending);
    expect(text, ending).not.toMatch(/\u0000|\\u0000|\r/);
  }
  // A search for what holds NUL finds what does not.
  await desk.goto("/sessions?q=48%00213");
  await expect(desk.getByRole("row").filter({ hasText: "48213 second" })).toBeVisible();
});

test("A refused form shows hostile texts again, as they were typed", async ({ desk }) => {
  const id = await startWalk(desk);
  const long = NASTY + "x".repeat(8_001);
  const fields = { ...(await stepForm(desk, id)), act: "choose:everywhere", notes: long, output: NASTY };
  const answer = await send(desk, "take_step", fields);
  expect(answer.status()).toBe(422);
  const page = await desk.context().newPage();
  await page.setContent(await answer.text());
  await expect(notes(page)).toHaveValue(long);
  await expect(page.locator("textarea[name=output]")).toHaveValue(NASTY);
  await expectHarmless(page);
  await page.close();
});

test("Hostile texts of a tree stay texts on every page and in every export", async ({ page, another }) => {
  const desk = await another(makeUser("manager", ownAccount()));
  await page.close();
  await desk.goto("/trees/upload");
  await desk.getByLabel("Tree file").setInputFiles(join(import.meta.dirname, "../fixtures/hostile.json"));
  await press(desk, desk.getByRole("button", { name: "Upload" }));
  await expect(step(desk)).toHaveText("</title></textarea><script>window.pwned=1</script> name | of a *tree*");
  await expect(desk).toHaveTitle("</title></textarea><script>window.pwned=1</script> name | of a *tree* · ResolutionFlow");
  for (const fold of await desk.locator("details").all()) await fold.locator("summary").click();
  // Raw HTML in a body is the text that it is.
  await expect(desk.getByRole("main")).toContainText("Raw <script>window.pwned=6</script> and <img src=x onerror=window.pwned=7> stay text.");
  await expectHarmless(desk);
  await desk.goto("/trees");
  await expect(desk.getByRole("main")).toContainText("[d](javascript:window.pwned=4) & &amp;");
  await expectHarmless(desk);
  await desk.goto(`/trees?q=pwned&category=${encodeURIComponent("<script>window.pwned=2</script>")}`);
  await expect(desk.getByRole("list", { name: "Trees" }).getByRole("listitem")).toHaveCount(1);
  await expectHarmless(desk);
  await desk.goto("/start");
  await expectHarmless(desk);

  const id = await startWalk(desk, { tree: "hostile-texts" });
  await expect(step(desk)).toHaveText("</textarea><script>window.pwned=5</script> title | of a _step_");
  await expect(desk.getByRole("main").getByRole("link", { name: "out", exact: true })).toHaveAttribute("href", "https://example.com/ok");
  await expect(desk.getByRole("link", { name: "Click me" })).toHaveCount(0);
  await expectHarmless(desk);
  await choose(desk, `</button><script>window.pwned=13</script> label | "quoted"`);
  await expect(desk.getByRole("main")).toContainText("echo '</pre><script>window.pwned=15</script>' | tee /dev/null");
  await expectHarmless(desk);
  await press(desk, desk.getByRole("button", { name: "Wrong tree?" }));
  await expectHarmless(desk);
  await goBack(desk);
  await choose(desk, "Continue");
  await complete(desk, "Resolved");
  await expectHarmless(desk);
  await desk.goto("/sessions");
  await expectHarmless(desk);

  const json = await stored(desk, id);
  expect(json.decisions.map((record) => record.title)).toEqual([
    "</textarea><script>window.pwned=5</script> title | of a _step_",
    "Run `rm -rf` <b>bold</b>",
    "<svg onload=window.pwned=16> The end",
  ]);
  for (const [format, paper] of Object.entries(await papers(desk, id))) {
    expect(paper.head.Tree, format).toBe("</title></textarea><script>window.pwned=1</script> name | of a *tree*, version 1");
    expect(paper.steps.map((step) => step.title), format).toEqual(json.decisions.map((record) => record.title));
    expect(paper.steps[0]!.facts.Answer, format).toBe(`</button><script>window.pwned=13</script> label | "quoted"`);
  }
});
