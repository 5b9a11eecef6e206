// How an account works, what its lists are called, and what was done in it.
import type { Locator, Page } from "@playwright/test";
import { type User, addTree, expect, fillSignIn, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { readCsv } from "../support/csv";
import { formTo, hiddenFields, paste, press, reload, said, says, send, submit } from "../support/page";
import { invite, openUser } from "../support/people";
import { endsOfSession } from "../support/routes";
import { stored } from "../support/session";
import { choose, complete, openFold, startWalk, step } from "../support/walk";

interface Account {
  account: string;
  admin: User;
  technician: User;
}

/** An account with two trees, an admin and a technician. */
function someAccount(): Account {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  addTree(account);
  addTree(account, "slow-computer");
  return { account, admin, technician: makeUser("technician", account) };
}

/** Sends a form past what the browser itself would refuse. */
async function sendAnyway(page: Page, action: string, button: Locator) {
  await formTo(page, action).evaluateAll((forms) => forms.forEach((form) => ((form as HTMLFormElement).noValidate = true)));
  return submit(page, button);
}

test("Settings are kept, and count at once", async ({ another }) => {
  const { account, admin, technician } = someAccount();
  const [boss, desk] = [await another(admin), await another(technician)];
  await boss.goto("/admin");
  await expect(boss).toHaveURL(/\/admin\/users$/);
  await press(boss, boss.getByRole("link", { name: "Settings" }));
  await boss.getByLabel("Account name").fill("Ärger & Söhne <IT>");
  await boss.getByLabel("Time zone").fill("Asia/Kolkata");
  await boss.getByLabel("Minutes until an absence is asked about").fill("25");
  await boss.getByLabel("Link to tickets").fill("https://psa.example/tickets/{ticket}?view=1");
  await boss.getByLabel("Hours without input until a login ends").fill("8");
  await boss.getByLabel("Days until a login ends in any case").fill("5");
  await press(boss, boss.getByRole("button", { name: "Save settings" }));
  await said(boss, "Saved.");
  for (const [label, value] of [
    ["Account name", "Ärger & Söhne <IT>"],
    ["Time zone", "Asia/Kolkata"],
    ["Minutes until an absence is asked about", "25"],
    ["Link to tickets", "https://psa.example/tickets/{ticket}?view=1"],
    ["Hours without input until a login ends", "8"],
    ["Days until a login ends in any case", "5"],
  ] as const) {
    await expect(boss.getByLabel(label)).toHaveValue(value);
  }
  const shown = runInstalled(["account", "show", "--account", account]);
  for (const line of [/name +Ärger & Söhne <IT>/, /time zone +Asia\/Kolkata/, /idle threshold +25 min/, /login idle +8 h/, /login lifetime +120 h/, /reading +all/]) {
    expect(shown).toMatch(line);
  }

  const id = await startWalk(desk, { ticket: "a/b?c#d", client: "Acme" });
  await desk.goto(`/sessions/${id}`);
  const ticket = desk.getByRole("region", { name: "Facts" }).getByRole("link", { name: "a/b?c#d" });
  await expect(ticket).toHaveAttribute("href", "https://psa.example/tickets/a%2Fb%3Fc%23d?view=1");
  await expect(ticket).toHaveAttribute("rel", /\bnoopener\b/);
  await expect(desk.getByRole("region", { name: "Facts" }).getByRole("time").first()).toHaveAttribute("title", /\+05:30$/);
  await desk.getByRole("button", { name: /^Menu of/ }).click();
  await expect(desk.getByText("Ärger & Söhne <IT> · technician")).toBeVisible();

  // An empty link is none.
  await boss.getByLabel("Link to tickets").fill("");
  await press(boss, boss.getByRole("button", { name: "Save settings" }));
  await reload(desk);
  await expect(desk.getByRole("region", { name: "Facts" })).toContainText("a/b?c#d");
  await expect(desk.getByRole("region", { name: "Facts" }).getByRole("link", { name: "a/b?c#d" })).toHaveCount(0);
});

/** When weeks begin and how time is charged, as the form has it. */
const CHOSEN = { week_begins: "monday", billing_increment: "15", billing_minimum: "0", billing_rounding: "up", billing_per: "session" };

test("A setting that does not fit is said beside its field, and nothing is lost that was typed", async ({ another }) => {
  const { account, admin } = someAccount();
  const before = runInstalled(["account", "show", "--account", account]);
  const boss = await another(admin);
  await boss.goto("/admin/settings");
  const usual: Record<string, string> = {
    "Account name": "Renamed",
    "Time zone": "Europe/Berlin",
    "Minutes until an absence is asked about": "30",
    "Link to tickets": "https://psa.example/{ticket}",
    "Minutes to round to": "6",
    "Minutes at least": "30",
    "Hours without input until a login ends": "24",
    "Days until a login ends in any case": "7",
  };
  const faults: [string, string, string | RegExp][] = [
    ["Account name", " ", "Account name must not be empty."],
    ["Account name", "x".repeat(500), /^Account name is 500 characters long; at most \d+ fit\.$/],
    ["Time zone", "Middle Earth", /^Time zone /],
    ["Minutes until an absence is asked about", "0", "Minutes until an absence is asked about must be a whole number from 1 to 1440."],
    ["Minutes until an absence is asked about", "1441", "Minutes until an absence is asked about must be a whole number from 1 to 1440."],
    ["Minutes until an absence is asked about", "", "Minutes until an absence is asked about must be a whole number from 1 to 1440."],
    ["Link to tickets", "javascript:alert({ticket})", /^Link to tickets should be an address that begins with https:/],
    ["Link to tickets", "https://psa.example/", /^Link to tickets should be an address that begins with https:/],
    ["Hours without input until a login ends", "721", "Hours without input until a login ends must be a whole number from 1 to 720."],
    ["Hours without input until a login ends", "200", /^Hours without input until a login ends does not fit: the time without input cannot be longer than the time in all\.$/],
    ["Minutes to round to", "0", "Minutes to round to must be a whole number from 1 to 240."],
    ["Minutes at least", "1441", "Minutes at least must be a whole number from 0 to 1440."],
    ["Days until a login ends in any case", "91", "Days until a login ends in any case must be a whole number from 1 to 90."],
  ];
  for (const [label, value, fault] of faults) {
    for (const [other, typed] of Object.entries(usual)) await paste(boss.getByLabel(other), typed);
    await paste(boss.getByLabel(label), value);
    await boss.getByRole("radio", { name: "Only their own and the hand-over queue" }).check();
    const answer = await sendAnyway(boss, "save_settings", boss.getByRole("button", { name: "Save settings" }));
    expect(answer.status(), `${label}: ${value}`).toBe(422);
    await expect(boss.getByRole("alert")).toBeVisible();
    await expect(boss.getByLabel(label), value).toHaveAccessibleDescription(fault);
    await expect(boss.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
    for (const [other, typed] of Object.entries(usual)) await expect(boss.getByLabel(other)).toHaveValue(other === label ? value : typed);
    await expect(boss.getByRole("radio", { name: "Only their own and the hand-over queue" })).toBeChecked();
  }
  const fields = { name: "x", time_zone: "UTC", idle_minutes: "10", login_idle_hours: "1", login_days: "1", ticket_link: "", reading: "none", ...CHOSEN };
  const answer = await send(boss, "save_settings", fields, { referer: `${new URL(boss.url()).origin}/admin/settings` });
  expect(answer.status()).toBe(422);
  expect(await says(answer, "What technicians read is not one of the choices.")).toBe(true);
  expect(runInstalled(["account", "show", "--account", account])).toBe(before);
});

test("Technicians who read only their own find nothing of the others' sessions, but for the queue", async ({ another }) => {
  const { account, admin, technician } = someAccount();
  const [boss, desk] = [await another(admin), await another(technician)];
  const theirs = await startWalk(desk, { ticket: "private-1", client: "Secret Client" });
  await complete(desk, "Resolved");
  const queued = await startWalk(desk, { ticket: "queued-1", client: "Acme" });
  await choose(desk, "Only this user");
  await openFold(desk, "Park or hand over");
  await desk.getByLabel("For someone else to take over").check();
  await press(desk, desk.getByRole("button", { name: "Park now" }));

  const colleague = await another(makeUser("technician", account));
  expect((await colleague.goto(`/sessions/${theirs}`))!.status()).toBe(200);

  await boss.goto("/admin/settings");
  await boss.getByRole("radio", { name: "Only their own and the hand-over queue" }).check();
  await press(boss, boss.getByRole("button", { name: "Save settings" }));
  await said(boss, "Saved.");
  await expect(boss.getByRole("radio", { name: "Only their own and the hand-over queue" })).toBeChecked();

  for (const end of endsOfSession()) {
    expect((await colleague.request.get(`/sessions/${theirs}${end}`)).status(), end).toBe(404);
  }
  expect((await colleague.request.post(`/api/sessions/${theirs}/commands`, { data: { known_revision: 0, commands: [] } })).status()).toBe(404);
  await colleague.goto(`/sessions/${theirs}`);
  await expect(step(colleague)).toHaveText("There is nothing here");
  for (const query of ["technician=anyone&outcome=resolved&tree=vpn-does-not-connect", "technician=anyone&q=private-1", "technician=anyone&outcome=resolved", "q=Secret"]) {
    await colleague.goto(`/sessions?${query}`);
    await expect(colleague.getByRole("main").getByText(/No session/).first()).toBeVisible();
    await expect(colleague.getByRole("link", { name: "VPN does not connect", exact: true })).toHaveCount(0);
    expect(await colleague.content()).not.toContain(theirs);
  }
  await colleague.goto("/sessions");
  await expect(colleague.getByLabel("Technician", { exact: true })).toHaveCount(0);
  await colleague.goto("/start?tree=vpn-does-not-connect");
  await expect(colleague.getByRole("main")).not.toContainText("private-1");

  // What waits for somebody is for everybody to take.
  await press(colleague, colleague.getByRole("link", { name: /waiting$/ }));
  await expect(colleague.getByRole("main")).toContainText("queued-1");
  expect((await colleague.goto(`/sessions/${queued}`))!.status()).toBe(200);
  await press(colleague, colleague.getByRole("button", { name: "Take over" }));
  await said(colleague, "You hold this session now. Resume it when you are ready; its clock stands until then.");

  // One's own stay, also what somebody else went on with; an admin reads everything.
  expect((await desk.goto(`/sessions/${theirs}`))!.status()).toBe(200);
  await boss.goto("/sessions?technician=anyone");
  await expect(boss.getByRole("main")).toContainText("private-1");
});

test("A category is renamed and merged, and files that say the old name follow", async ({ another }) => {
  const { account, admin } = someAccount();
  addTree(account, "wifi-drops");
  const manager = makeUser("manager", account);
  const boss = await another(manager);
  await boss.goto("/admin");
  await expect(boss).toHaveURL(/\/admin\/clients$/);
  await press(boss, boss.getByRole("link", { name: "Categories" }));
  const list = boss.getByRole("list", { name: "Categories" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByRole("link", { name: "2 trees of Network" })).toBeVisible();

  const field = boss.getByLabel("Network", { exact: true });
  for (const [name, fault] of [
    [" ", "The name must not be empty."],
    ["x".repeat(500), /^The name is 500 characters long; at most \d+ fit\.$/],
  ] as const) {
    await paste(field, name);
    expect((await submit(boss, boss.getByRole("button", { name: /^Save ?: Network$/ }))).status()).toBe(422);
    await expect(field).toHaveAccessibleDescription(fault);
    await expect(field).toHaveValue(name);
    await expect(boss.getByLabel("Workstation", { exact: true })).toHaveValue("Workstation");
  }
  await field.fill("Networking");
  await press(boss, boss.getByRole("button", { name: /^Save ?: Network$/ }));
  await said(boss, "Saved.");
  await press(boss, list.getByRole("link", { name: "2 trees of Networking" }));
  await expect(boss.getByRole("link", { name: "VPN does not connect", exact: true })).toBeVisible();
  await expect(boss.getByRole("link", { name: "Slow computer" })).toHaveCount(0);

  // A file that still says the old name.
  addTree(account, "website-or-dns-unreachable");
  await boss.goto("/admin/categories");
  await expect(list.getByRole("link", { name: "3 trees of Networking" })).toBeVisible();

  // The name of another one, in whatever case, merges the two.
  await boss.getByLabel("Workstation", { exact: true }).fill("NETWORKING");
  await press(boss, boss.getByRole("button", { name: /^Save ?: Workstation$/ }));
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list.getByRole("link", { name: "4 trees of Networking" })).toBeVisible();

  expect((await send(boss, "rename_category", { from: "No such thing", name: "x" })).status()).toBe(404);
  const technician = await another(makeUser("technician", account));
  expect((await technician.goto("/admin/categories"))!.status()).toBe(403);
  expect((await send(technician, "rename_category", { from: "Networking", name: "Mine" })).status()).toBe(403);
  await reload(boss);
  await expect(list.getByRole("link", { name: "4 trees of Networking" })).toBeVisible();
  const chief = await another(admin);
  await chief.goto("/admin/audit?action=rename_category");
  await expect(chief.getByRole("row")).toHaveCount(3);
});

test("A client is renamed and merged, and its sessions show the new name", async ({ another }) => {
  const { account, technician } = someAccount();
  const [boss, desk] = [await another(makeUser("manager", account)), await another(technician)];
  const first = await startWalk(desk, { ticket: "c-1", client: "Acme Dental" });
  await complete(desk, "Resolved");
  const second = await startWalk(desk, { ticket: "c-2", client: "acme dentl" });
  const third = await startWalk(desk, { ticket: "c-3", client: "Zephyr Yachts" });

  await boss.goto("/admin/clients");
  const rows = boss.getByRole("row");
  await expect(rows).toHaveCount(4);
  await boss.getByLabel("Search in the names of clients").fill("DENT");
  await press(boss, boss.getByRole("button", { name: "Search" }));
  await expect(rows).toHaveCount(3);
  await press(boss, boss.getByRole("link", { name: "Acme Dental", exact: true }));
  const name = boss.getByLabel("Name", { exact: true });
  const save = boss.getByRole("button", { name: /^Save name$/ });
  for (const [typed, fault] of [
    [" ", "Name must not be empty."],
    ["ZEPHYR yachts", "Name is taken already."],
    ["x".repeat(201), "Name is 201 characters long; at most 200 fit."],
  ] as const) {
    await paste(name, typed);
    expect((await submit(boss, save)).status()).toBe(422);
    await expect(name).toHaveAccessibleDescription(fault);
    await expect(name).toHaveValue(typed);
  }
  await name.fill("Acme Dental Group");
  await press(boss, save);
  await said(boss, "Saved.");
  await expect(step(boss)).toHaveText("Acme Dental Group");
  expect((await stored(desk, first)).session.client).toBe("Acme Dental Group");
  await desk.goto(`/sessions/${first}`);
  await expect(desk.getByRole("region", { name: "Facts" })).toContainText("Acme Dental Group");

  await boss.goto("/admin/clients");
  await press(boss, boss.getByRole("link", { name: "acme dentl" }));
  const gone = new URL(boss.url()).pathname;
  const other = boss.getByLabel("Other client");
  for (const nobody of ["Nobody of that name", "acme dentl"]) {
    await other.fill(nobody);
    expect((await submit(boss, boss.getByRole("button", { name: "Merge into the other client" }))).status()).toBe(422);
    await expect(other).toHaveAccessibleDescription("Other client is not one of the choices.");
    await expect(other).toHaveValue(nobody);
  }
  await other.fill("ACME dental group");
  await press(boss, boss.getByRole("button", { name: "Merge into the other client" }));
  await said(boss, "Merged. The sessions of both are here now.");
  await expect(step(boss)).toHaveText("Acme Dental Group");
  expect((await boss.goto(gone))!.status()).toBe(404);
  expect((await stored(desk, second)).session.client).toBe("Acme Dental Group");
  expect((await stored(desk, third)).session.client).toBe("Zephyr Yachts");
  await desk.goto(`/sessions?q=${encodeURIComponent("dental group")}`);
  await expect(desk.getByRole("row").filter({ hasText: "Acme Dental Group" })).toHaveCount(2);
  await desk.goto(`/sessions?q=dentl`);
  await expect(desk.getByRole("row").filter({ hasText: "c-2" })).toHaveCount(1);
  // Suggested while typing under its new name alone.
  await desk.goto("/start?tree=vpn-does-not-connect");
  await expect(desk.locator("datalist option[value='Acme Dental Group']")).toHaveCount(1);
  await expect(desk.locator("datalist option[value='acme dentl']")).toHaveCount(0);

  const stranger = await another(makeUser("manager", ownAccount()));
  const [client] = gone.split("/").slice(-1);
  expect((await stranger.goto(`/admin/clients/${client}`))!.status()).toBe(404);
  expect((await send(stranger, "rename_client", { client: client!, name: "Mine" })).status()).toBe(404);
});

/** The rows of the trail: who, what was done, to what, and what changed. */
async function trail(page: Page): Promise<{ who: string; address: string; action: string; what: string; changes: string }[]> {
  const rows = page.getByRole("table", { name: /^Audit trail/ }).getByRole("row");
  const read: string[][] = [];
  for (const row of (await rows.all()).slice(1)) {
    await row.locator("summary").evaluateAll((folds) => folds.forEach((fold) => fold.parentElement!.setAttribute("open", "")));
    read.push(await row.getByRole("cell").allInnerTexts());
  }
  return read.map(([, who, address, action, what, changes]) => ({ who: who!, address: address!, action: action!, what: what!, changes: changes! }));
}

test("The audit trail says who did what to which thing, by filters, and as a file", { tag: "@plain" }, async ({ another, fresh, javaScriptEnabled }) => {
  const { account, admin, technician } = someAccount();
  const [boss, desk] = [await another(admin), await another(technician)];
  const formula = '=HYPERLINK("http://evil.example","x"), and, "more"';
  await startWalk(desk, { client: "Acme" });
  await boss.goto("/admin/clients");
  await press(boss, boss.getByRole("link", { name: "Acme" }));
  await boss.getByLabel("Name", { exact: true }).fill(formula);
  await press(boss, boss.getByRole("button", { name: /^Save name$/ }));
  await invite(boss, { name: "@Nora", email: `nora@${account}.example` });
  await openUser(boss, technician.name);
  await boss.getByRole("radio", { name: /^Manager\b/ }).check();
  await press(boss, boss.getByRole("button", { name: "Save", exact: true }));
  const stranger = await fresh();
  await stranger.goto("/sign-in");
  await fillSignIn(stranger, { email: technician.email, password: "not the one that it is" });
  await expect(stranger.getByRole("alert")).toBeVisible();
  runInstalled(["user", "end-logins", technician.email]);

  await boss.goto("/admin/audit");
  const all = await trail(boss);
  const entry = (action: string) => all.filter((row) => row.action === action);
  expect(entry("Renamed a client")).toEqual([expect.objectContaining({ who: admin.name, address: "127.0.0.1", changes: `name: Acme → ${formula}` })]);
  expect(entry("Invited a user")[0]).toMatchObject({ who: admin.name, what: expect.stringMatching(/^@Nora\b/) });
  expect(entry("Changed a user")[0]).toMatchObject({ who: admin.name, changes: expect.stringMatching(/role: technician → manager/) });
  expect(entry("Failed to sign in")[0]).toMatchObject({ who: "Nobody signed in", address: "127.0.0.1", what: expect.stringMatching(new RegExp(`^${technician.name}`)) });
  expect(entry("Ended logins")[0]).toMatchObject({ who: "Command line", address: "" });
  expect(entry("Signed in").map((row) => row.who).sort()).toEqual([admin.name, technician.name].sort());
  expect(entry("Imported a tree")).toHaveLength(2);
  expect(entry("Set the account up")).toHaveLength(1);
  // Newest first.
  expect(all[0]!.action).toBe("Ended logins");

  const choice = async (label: string, option: string) => {
    const select = boss.getByLabel(label, { exact: true });
    await press(boss, select, async () => {
      await select.selectOption({ label: option });
      if (!javaScriptEnabled) await boss.getByRole("button", { name: "Show" }).click();
    });
  };
  await choice("Action", "Signed in");
  expect((await trail(boss)).map((row) => row.action)).toEqual(["Signed in", "Signed in"]);
  await choice("Who", technician.name);
  expect((await trail(boss)).map((row) => row.who)).toEqual([technician.name]);
  const chips = boss.getByRole("list", { name: "Active filters" });
  await press(boss, chips.getByRole("link", { name: /Signed in/ }));
  expect(new Set((await trail(boss)).map((row) => row.who))).toEqual(new Set([technician.name]));
  await press(boss, chips.getByRole("link", { name: "Clear filters" }));
  expect(await trail(boss)).toEqual(all);

  await press(boss, boss.getByRole("link", { name: /^Only this/ }).first());
  expect(new Set((await trail(boss)).map((row) => row.what.split("\n")[0]!.trim()))).toEqual(new Set([technician.name]));
  await boss.goto("/admin/audit?from=2001-01-01&to=2001-12-31");
  await expect(boss.getByRole("heading", { name: "No entry matches" })).toBeVisible();
  await boss.goto("/admin/audit?from=2001-01-01&to=2099-12-31");
  expect(await trail(boss)).toHaveLength(all.length);
  await boss.goto("/admin/audit?action=rename_client");
  const waits = boss.waitForEvent("download");
  await boss.getByRole("link", { name: "Download CSV" }).click();
  const download = await waits;
  expect(download.suggestedFilename()).toMatch(/^audit-trail-\d{4}-\d\d-\d\d\.csv$/);

  const read = async (query: string) => {
    const answer = await boss.request.get(`/admin/audit.csv${query}`);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toBe("text/csv; charset=utf-8");
    return readCsv(await answer.text());
  };
  const file = await read("");
  // The two exports are in it, too.
  expect(file.map((row) => row.action).slice(0, 2)).toEqual(["export_audit", "export_audit"]);
  expect(file).toHaveLength(all.length + 2);
  const renamed = await read("?action=rename_client");
  expect(renamed).toHaveLength(1);
  expect(renamed[0]!.name).toBe(`'${formula}`);
  expect(JSON.parse(renamed[0]!.after!)).toEqual({ name: formula });
  expect(renamed[0]).toMatchObject({ address: "127.0.0.1", kind: "client" });
  expect((await read("?action=invite"))[0]!.name).toBe("'@Nora");
  for (const row of file) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);

  // Nothing of it is a secret, and nobody else reads it.
  const text = JSON.stringify(file);
  for (const secret of [admin.password, technician.password, "not the one that it is"]) expect(text).not.toContain(secret);
  for (const { name, value } of await boss.context().cookies()) expect(text, name).not.toContain(value.split(".").at(-1)!);
  const manager = await another(makeUser("manager", account));
  expect((await manager.request.get("/admin/audit.csv")).status()).toBe(403);
  const other = await another(makeUser("admin", ownAccount()));
  expect(await (await other.request.get("/admin/audit.csv")).text()).not.toContain(formula.slice(0, 10));
});

test("What the trail does not understand it leaves out, and says so; a file of it is refused", async ({ another }) => {
  const boss = await another(makeUser("admin", ownAccount()));
  await boss.goto("/admin/audit?by=me&subject=x&from=soon&to=2026-13-01&after=nonsense&action=paint_the_shed");
  await expect(boss.getByText("Ignored unknown filters: by “me”, subject “x”, from “soon”, to “2026-13-01”.")).toBeVisible();
  await expect(boss.getByRole("heading", { name: "No entry matches" })).toBeVisible();
  expect((await boss.request.get("/admin/audit.csv?by=me&from=soon")).status()).toBe(400);
  const fields = await hiddenFields(boss.getByRole("search", { name: "Filters" }));
  expect(fields).toEqual({});
});
