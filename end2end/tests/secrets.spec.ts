// What is typed and what lets somebody in stands in no log, whatever is logged.
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { addTree, expect, fillSignIn, logIn, test } from "../support/fixtures";
import { paste, press, said, submit } from "../support/page";
import { invite, tokenOf } from "../support/people";
import { exportEndings } from "../support/routes";
import type { Server } from "../support/server";
import { card, choose, complete, notes, openFold, startWalk, typeOutput } from "../support/walk";

/** Words that can stand nowhere by chance. */
function secret(what: string): string {
  return `${what} ${randomUUID()}`;
}

/** Every secret part of the cookies of a browser. */
async function tokens(page: Page): Promise<string[]> {
  const cookies = await page.context().cookies();
  return cookies.flatMap(({ name, value }) => (name === "login" || name === "link" ? [value.split(".").at(-1)!] : []));
}

test("The log holds nothing that was typed, and nothing that lets somebody in", { tag: "@plain" }, async ({ serve, fresh, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const server: Server = await serve({ demo: false, args: ["--log", "debug"] });
  const secrets: Record<string, string> = {};
  const know = (what: string) => (secrets[what] = secret(what));
  const keep = async (what: string, page: Page) => (await tokens(page)).forEach((token, index) => (secrets[`${what}, cookie ${index}`] = token));

  // Set-up, with a password that is refused first.
  const setUp = await server.setUpLink();
  secrets["the set-up link"] = tokenOf(setUp);
  const page = await fresh({ baseURL: server.url });
  await page.goto(setUp);
  const password = know("the admin's password");
  for (const [label, text] of [["Account name", "Wagtail IT"], ["Time zone", "UTC"], ["Your name", "Wanda Wren"], ["E-mail", "wanda@wagtail.example"]] as const) {
    await page.getByLabel(label).fill(text);
  }
  const tooLong = know("a password that is too long").repeat(8);
  await page.getByLabel("Password").fill(tooLong);
  expect((await submit(page, page.getByRole("button", { name: "Set up and sign in" }))).status()).toBe(422);
  await page.getByLabel("Password").fill(password);
  await press(page, page.getByRole("button", { name: "Set up and sign in" }));
  await expect(page).toHaveURL(/\/admin\/users$/);
  await keep("set-up", page);

  // An invitation, seen, refused and used; the link again.
  const link = await invite(page, { name: "Nora Newcomer", email: "nora@wagtail.example", role: "manager" });
  secrets["the invitation"] = tokenOf(link).split(".").at(-1)!;
  await keep("invitation", page);
  const desk = await fresh({ baseURL: server.url });
  await desk.goto(link);
  await desk.getByLabel("Password").fill(know("a refused password").repeat(8));
  expect((await submit(desk, desk.getByRole("button", { name: "Save and sign in" }))).status()).toBe(422);
  const theirs = know("the technician's password");
  await desk.getByLabel("Password").fill(theirs);
  await press(desk, desk.getByRole("button", { name: "Save and sign in" }));
  await expect(desk).toHaveURL(/\/trees$/);
  await keep("link", desk);
  expect((await (await fresh({ baseURL: server.url })).goto(link))!.status()).toBe(404);

  // Signing in, wrong and right; another password.
  const other = await fresh({ baseURL: server.url });
  await other.goto("/sign-in");
  await fillSignIn(other, { email: "nora@wagtail.example", password: know("a wrong password") });
  await expect(other.getByRole("alert")).toBeVisible();
  await fillSignIn(other, { email: know("no-such-person@").replace(" ", "") + ".example", password: know("a password of nobody") });
  await expect(other.getByRole("alert")).toBeVisible();
  await fillSignIn(other, { email: "nora@wagtail.example", password: theirs });
  await expect(other).toHaveURL(/\/trees$/);
  await keep("sign-in", other);
  await other.goto("/account");
  await other.getByLabel("Current password").fill(know("a wrong present password"));
  await other.getByLabel("New password").fill(know("a password that is not taken"));
  expect((await submit(other, other.getByRole("button", { name: "Change password" }))).status()).toBe(422);
  await other.getByLabel("Current password").fill(theirs);
  const changed = know("the changed password");
  await other.getByLabel("New password").fill(changed);
  await press(other, other.getByRole("button", { name: "Change password" }));
  await said(other, "Password changed. Your other logins have ended.");
  await keep("changed password", other);

  // A walk, with everything that can be typed beside it.
  addTree("wagtail-it", undefined, server.dataDir);
  await logIn(desk, { name: "Nora", email: "nora@wagtail.example", password: changed });
  await keep("second sign-in", desk);
  const id = await startWalk(desk, { ticket: know("ticket").slice(-36), client: know("client") });
  secrets["ticket"] = secrets["ticket"]!.slice(-36);
  await notes(desk).fill(know("notes"));
  await typeOutput(desk, know("output"));
  await openFold(desk, "Scratchpad");
  await desk.getByLabel("Jotted down, of no step in particular").fill(know("scratchpad"));
  await choose(desk, "Only this user");
  await openFold(desk, "Report a problem with this step");
  await desk.getByLabel("What is wrong").fill(know("problem"));
  await press(desk, desk.getByRole("button", { name: "Report the problem" }));
  if (!javaScriptEnabled) {
    // Where the player is at work it does not send what does not fit.
    await paste(notes(desk), know("notes that do not fit").padEnd(8_001, "x"));
    expect((await submit(desk, desk.getByRole("button", { name: "Save notes" }))).status()).toBe(422);
    await notes(desk).fill("");
  }
  await complete(desk, "Workaround", { notes: know("outcome notes"), nextSteps: know("next steps") });
  await desk.locator("summary", { hasText: "Correct outcome" }).click();
  await card(desk, "Resolved").check();
  await desk.getByLabel("Reason").fill(know("reason"));
  await press(desk, desk.getByRole("button", { name: "Correct outcome" }));
  for (const ending of exportEndings()) expect((await desk.request.get(`/sessions/${id}/export.${ending}`)).status()).toBe(200);

  // Searches, a refused form, a form of another site, addresses of nothing.
  for (const list of ["/sessions", "/trees", "/admin/clients"]) await desk.goto(`${list}?q=${encodeURIComponent(know(`search in ${list}`))}`);
  await desk.goto("/start?tree=vpn-does-not-connect");
  await paste(desk.getByLabel("Client"), know("a client that does not fit").padEnd(201, "x"));
  expect((await submit(desk, desk.getByRole("button", { name: "Start walk" }))).status()).toBe(422);
  const foreign = await desk.request.post("/api/take_step", { form: { notes: know("notes from another site") }, headers: { origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  expect((await desk.request.post("/api/take_step", { data: know("no form at all"), headers: { "content-type": "text/plain" } })).status()).toBe(400);
  expect((await desk.goto(`/nowhere?q=${encodeURIComponent(know("a query of nothing"))}`))!.status()).toBe(404);
  expect((await desk.request.get("/trees", { headers: { cookie: `login=${know("no cookie of ours").replaceAll(" ", "")}` }, maxRedirects: 0 })).status()).toBe(303);
  secrets["no cookie of ours"] = secrets["no cookie of ours"]!.slice(-36);
  const kept = await tokens(desk);
  await desk.getByRole("button", { name: /^Menu of/ }).click();
  await press(desk, desk.getByRole("button", { name: "Sign out" }));
  await expect(desk).toHaveURL(/\/sign-in$/);
  expect(kept).toHaveLength(1);

  await server.halt();
  // It was a log of all that: each request has its line.
  for (const path of ["/api/sign_in", "/api/use_link", "/api/set_up", "/api/change_password", "/api/complete_walk", `/sessions/${id}/export.md`, "/nowhere", "/set-up", "/link"]) {
    if (path === "/api/complete_walk" && javaScriptEnabled) continue;
    expect(server.log, path).toContain(`path="${path}"`);
  }
  expect(server.log).toContain("DEBUG");
  expect(server.log).not.toMatch(/ERROR|panicked/);
  expect(Object.keys(secrets).length).toBeGreaterThan(25);
  for (const [what, text] of Object.entries(secrets)) {
    // As it is, as forms and as addresses have it, and its one part that is like nothing else.
    const marks = new Set([text, encodeURIComponent(text), text.replaceAll(" ", "+"), text.slice(-36)]);
    for (const mark of marks) {
      expect(server.log.includes(mark), `${what} is in the log`).toBe(false);
      if (what !== "the set-up link") expect(server.printed.includes(mark), `${what} is on standard output`).toBe(false);
    }
  }
  // The link that is for whoever looks at the start is printed, once.
  expect(server.printed.split(secrets["the set-up link"]!)).toHaveLength(2);
});
