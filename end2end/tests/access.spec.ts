// Who may do what: another technician, another account, a login that has ended, another site, and addresses of nothing.
import type { APIRequestContext } from "@playwright/test";
import { expect, makeUser, signIn, test, fillSignIn } from "../support/fixtures";
import { commandId, formTo, hiddenFields, press, says, send, stepForm, submit } from "../support/page";
import { type Who, endsOfSession, pages } from "../support/routes";
import { stored } from "../support/session";
import { complete, notes, startWalk, step } from "../support/walk";

test("Another technician's session can be read and not walked", async ({ desk, technician, another }) => {
  const id = await startWalk(desk, { ticket: "mine" });
  const fields = await stepForm(desk, id);
  const colleague = await another(makeUser("technician"));
  await colleague.goto(`/sessions/${id}/walk`);
  await expect(step(colleague)).toHaveText(`${technician.name} holds this session`);
  await expect(colleague.getByRole("button", { name: "Users everywhere" })).toHaveCount(0);

  const forms: [string, Record<string, string>][] = [
    ["take_step", { act: "choose:everywhere" }],
    ["take_step", { act: "park" }],
    ["take_step", { act: "save", notes: "not mine" }],
    ["complete_walk", { outcome: "resolved" }],
    ["leave_tree", {}],
    ["leave_tree", { tree: "slow-computer" }],
    ["close_session", { outcome: "resolved" }],
    ["edit_facts", { ticket: "theirs" }],
    ["edit_notes", { visit: fields.visit!, notes: "not mine" }],
    ["reassign_session", { holder: id }],
  ];
  for (const [action, values] of forms) {
    await colleague.goto(/^(take_step|complete_walk|leave_tree)$/.test(action) ? `/sessions/${id}/walk` : `/sessions/${id}`);
    const answer = await send(colleague, action, { ...fields, command_id: commandId(), ...values });
    expect(answer.status(), action).toBe(403);
    expect(await says(answer, "Another technician holds this session."), action).toBe(true);
  }
  const { session, decisions } = await stored(desk, id);
  expect(session).toMatchObject({ state: "active", ticket: "mine" });
  expect(decisions).toEqual([]);
  await desk.reload();
  await expect(notes(desk)).toHaveValue("");

  await complete(desk, "Resolved");
  const late = await hiddenFields(formTo(desk, "correct_outcome"));
  const answer = await send(colleague, "correct_outcome", { ...late, command_id: commandId(), outcome: "unresolved", reason: "No." });
  expect(answer.status()).toBe(403);
  expect((await stored(desk, id)).session.outcome).toBe("resolved");
});

test("Another account's session is as if it did not exist", async ({ desk, another }) => {
  const id = await startWalk(desk);
  const fields = await stepForm(desk, id);
  const stranger = await another(makeUser("manager", "contoso-msp"));
  const nobodys = "0192f0c1-2345-7abc-8def-0123456789ab";
  for (const end of endsOfSession()) {
    const theirs = await stranger.goto(`/sessions/${id}${end}`);
    expect(theirs!.status(), end).toBe(404);
    await expect(step(stranger)).toHaveText("There is nothing here");
    const none = await stranger.goto(`/sessions/${nobodys}${end}`);
    expect(none!.status(), end).toBe(404);
    await expect(step(stranger)).toHaveText("There is nothing here");
  }
  const forms: [string, Record<string, string>][] = [
    ["take_step", { act: "choose:everywhere" }],
    ["complete_walk", { outcome: "resolved" }],
    ["close_session", { outcome: "resolved" }],
    ["edit_facts", { ticket: "theirs" }],
    ["leave_tree", {}],
  ];
  await stranger.goto("/sessions");
  for (const [action, values] of forms) {
    expect((await send(stranger, action, { ...fields, command_id: commandId(), ...values })).status(), action).toBe(404);
  }
  const { session, decisions } = await stored(desk, id);
  expect(session.state).toBe("active");
  expect(decisions).toEqual([]);

  await stranger.goto("/sessions?technician=anyone&q=VPN");
  await expect(stranger.getByRole("link", { name: "VPN does not connect" })).toHaveCount(0);
  expect((await stranger.goto("/trees/vpn-does-not-connect"))!.status()).toBe(404);
});

test("Steps that the player would send are taken from the holder alone", async ({ desk, another, playwright, baseURL }) => {
  const id = await startWalk(desk);
  const { base_revision } = await stepForm(desk, id);
  const data = { known_revision: 0, commands: [{ id: commandId(), base_revision: Number(base_revision), action: { park: {} } }] };
  const send = (request: APIRequestContext, headers: Record<string, string> = {}) => request.post(`/api/sessions/${id}/commands`, { data, headers });
  const colleague = await send((await another(makeUser("technician"))).request);
  expect([colleague.status(), (await colleague.json()).done]).toEqual([403, 0]);
  expect((await (await send((await another(makeUser("manager"))).request)).json()).done).toBe(0);
  expect((await send((await another(makeUser("manager", "contoso-msp"))).request)).status()).toBe(404);
  const nobody = await playwright.request.newContext({ baseURL: baseURL! });
  expect((await send(nobody)).status()).toBe(401);
  await nobody.dispose();
  expect((await send(desk.request, { origin: "https://evil.example" })).status()).toBe(403);
  expect((await stored(desk, id)).decisions).toEqual([]);
  // The holder's is taken, so it was not refused for anything else.
  expect((await (await send(desk.request)).json()).done).toBe(1);
});

test("Another account's session is not followed up", async ({ desk, another }) => {
  const id = await startWalk(desk);
  const stranger = await another(makeUser("manager", "contoso-msp"));
  await stranger.goto(`/start?tree=account-locked-out&follows=${id}`);
  await expect(step(stranger)).toHaveText("Start a walk");
  const fields = { ...(await hiddenFields(formTo(stranger, "start_walk"))), follows: id };
  expect((await send(stranger, "start_walk", fields)).status()).toBe(404);
});

test("Whoever is not signed in is sent to sign in, with the way to where they wanted to go", async ({ page, technician }) => {
  for (const path of ["/", "/trees", "/sessions?state=active", "/start?tree=vpn-does-not-connect&ticket=48+213", "/nowhere"]) {
    const answer = await page.request.get(path, { maxRedirects: 0, headers: { accept: "text/html" } });
    expect(answer.status(), path).toBe(303);
    const location = new URL(answer.headers().location!, "http://here");
    expect(location.pathname, path).toBe("/sign-in");
    expect(location.searchParams.get("next") ?? "/", path).toBe(path);
  }
  const refused = await page.request.post("/api/take_step", { form: { act: "park" }, headers: { accept: "application/json" } });
  expect(refused.status()).toBe(401);

  await page.goto("/start?tree=vpn-does-not-connect&ticket=48213");
  await fillSignIn(page, technician);
  await expect(page.getByLabel("Ticket")).toHaveValue("48213");
});

test("A form on another site changes nothing", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = { ...(await stepForm(desk, id)), act: "choose:everywhere" };
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    const answer = await send(desk, "take_step", fields, { ...headers, referer: "https://evil.example/" });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
    expect(await says(answer, "sent from another site")).toBe(true);
  }

  // The same in earnest: a page elsewhere whose button posts to us.
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const target = new URL("/api/take_step", desk.url()).href;
  const html = `<!doctype html><form method="post" action="${target}">${inputs.join("")}<button>Win a prize</button></form>`;
  await desk.route("http://evil.localhost/**", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await desk.goto("http://evil.localhost/");
  const answer = await submit(desk, desk.getByRole("button", { name: "Win a prize" }));
  expect(answer.status()).toBe(403);
  await expect(step(desk)).toHaveText("This was refused");
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("Addresses of nothing are told apart from mistakes of ours", async ({ desk }) => {
  for (const path of ["/nowhere", "/sessions/nonsense", "/sessions/nonsense/walk", "/sessions/%00/complete", "/sessions/%F0%28/walk", "/trees/no-such-tree", "/trees/%00", "/sessions/nonsense/export.md", "/trees/no-such-tree/tree.json"]) {
    const answer = await desk.goto(path);
    expect(answer!.status(), path).toBe(404);
    await expect(step(desk), path).toHaveText("There is nothing here");
    await expect(desk.getByRole("main").getByRole("link").first(), path).toBeVisible();
  }
});

test("Forms that no page of ours sends are refused", async ({ desk }) => {
  const id = await startWalk(desk);
  const fields = { ...(await stepForm(desk, id)), act: "choose:everywhere" };
  const mangled: Record<string, string>[] = [
    { ...fields, command_id: "nonsense" },
    { ...fields, session: "nonsense" },
    { ...fields, base_revision: "-1" },
    { ...fields, base_revision: "99999999999999999999" },
    { ...fields, visit: "nonsense" },
    { act: "choose:everywhere" },
    {},
  ];
  for (const form of mangled) {
    const answer = await send(desk, "take_step", form);
    expect(answer.status(), JSON.stringify(form)).toBe(400);
    expect(await says(answer, "The form could not be read")).toBe(true);
  }
  const origin = new URL(desk.url()).origin;
  const raw = (data: string, type: string) =>
    desk.request.post(`${origin}/api/take_step`, { data, headers: { "content-type": type, accept: "text/html" }, maxRedirects: 0 });
  expect((await raw("%%%&&&===", "application/x-www-form-urlencoded")).status()).toBe(400);
  expect((await raw('{"act":"park"}', "application/json")).status()).toBe(400);
  expect((await raw("\u0000\u0001", "application/octet-stream")).status()).toBe(400);
  expect((await desk.request.post(`${origin}/api/no_such_thing`, { form: {} })).status()).toBe(404);
  expect((await desk.request.get(`${origin}/api/take_step?act=park`)).status()).toBe(405);
  expect((await stored(desk, id)).decisions).toEqual([]);
  await desk.reload();
  await expect(step(desk)).toHaveText("Is it one user or several?");
});

test("A technician may not do what a manager may", async ({ desk, another, manager }) => {
  const id = await startWalk(desk);
  await desk.goto(`/sessions/${id}`);
  await expect(desk.getByText("Reassign", { exact: true })).toHaveCount(0);
  const boss = await another(manager);
  await boss.goto(`/sessions/${id}`);
  await boss.getByText("Reassign", { exact: true }).click();
  const holder = await boss.getByLabel("New holder").locator("option").nth(1).getAttribute("value");
  const fields = await hiddenFields(formTo(boss, "reassign_session"));
  const answer = await send(desk, "reassign_session", { ...fields, holder: holder! });
  expect(answer.status()).toBe(403);
  expect((await send(desk, "archive_tree", { key: "vpn-does-not-connect", archived: "true" })).status()).toBe(403);
  expect((await desk.goto("/trees/upload"))!.status()).toBe(403);
  await expect(step(desk)).toHaveText("You may not do this");
  await desk.goto("/trees");
  await expect(desk.getByRole("link", { name: "Upload a tree" })).toHaveCount(0);
  await expect(desk.getByRole("link", { name: "VPN does not connect", exact: true })).toBeVisible();
});

test("Somebody else who signs in in the same browser does not get the first one's walk", async ({ desk }) => {
  const id = await startWalk(desk);
  const address = desk.url();
  const fields = { ...(await stepForm(desk, id)), act: "choose:everywhere" };
  await desk.context().clearCookies();
  await signIn(desk, makeUser("technician"));
  expect((await send(desk, "take_step", fields)).status()).toBe(403);
  await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
  await expect(desk.getByRole("link", { name: "VPN does not connect" })).toHaveCount(0);
  expect((await desk.goto(address))!.status()).toBe(200);
  await expect(desk.getByRole("button", { name: "Users everywhere" })).toHaveCount(0);
  expect((await stored(desk, id)).decisions).toEqual([]);
});

test("Every page is for whom the route table says, and only three are for anyone", async ({ page, another, technician, manager, admin }) => {
  expect(pages().filter((route) => route.who === "Anyone").map((route) => route.path)).toEqual(["/sign-in", "/link", "/set-up"]);
  const rank: Who[] = ["Anyone", "Technician", "Author", "Manager", "Admin"];
  const people: [Who, APIRequestContext][] = [
    ["Anyone", page.request],
    ["Technician", (await another(technician)).request],
    ["Manager", (await another(manager)).request],
    ["Admin", (await another(admin)).request],
  ];
  // Links that do not work are few, so that guessing them is not what this looks like.
  for (const { path, who } of pages().filter((route) => !["/link", "/set-up"].includes(route.path))) {
    const address = path.replace(":key", "vpn-does-not-connect").replace(":id", "nonsense");
    for (const [role, request] of people) {
      const answer = await request.get(address, { maxRedirects: 0, headers: { accept: "text/html" } });
      const location = answer.headers().location ?? "";
      if (rank.indexOf(role) >= rank.indexOf(who)) {
        expect([200, 302, 303, 404], `${path} for ${role}`).toContain(answer.status());
        expect(location, `${path} for ${role}`).not.toMatch(/^\/sign-in/);
      } else if (role === "Anyone") {
        expect([answer.status(), location.split("?")[0]], path).toEqual([303, "/sign-in"]);
      } else {
        expect(answer.status(), `${path} for ${role}`).toBe(403);
      }
    }
  }
});
