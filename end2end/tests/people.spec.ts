// The people of an account: inviting, one-time links, roles, deactivating. What an admin does counts at once in the other browsers.
import type { Page } from "@playwright/test";
import { type User, expect, fillSignIn, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { formTo, hiddenFields, paste, press, reload, said, says, send, submit } from "../support/page";
import { WORD, fillInvitation, invite, openUser, shownLink, tokenOf } from "../support/people";
import { stored } from "../support/session";
import { startWalk, step } from "../support/walk";

/** Somebody new, with an address of their own. */
function newcomer(account: string): User {
  return { name: "Nora Newcomer", email: `nora@${account}.example`, password: "nora's kettle sings at dawn" };
}

/** What the sign-in page says about how it came to this. */
async function expectSignedOut(page: Page, words: string): Promise<void> {
  await page.goto("/trees");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Ftrees$/);
  await said(page, words);
}

/** Opens a link that works no longer. */
async function expectDead(page: Page, link: string): Promise<void> {
  const answer = await page.goto(link);
  expect(answer!.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  await expect(page.getByLabel("Password")).toHaveCount(0);
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password").fill(password);
  await press(page, page.getByRole("button", { name: "Save and sign in" }));
}

test("Somebody is invited by a link that is shown once and works once", async ({ another, fresh, baseURL }) => {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  const nora = newcomer(account);
  const boss = await another(admin);
  const link = await invite(boss, { ...nora, role: "manager" });
  expect(link).toMatch(new RegExp(`^${baseURL}/link\\?link=[^&]+$`));
  const shown = boss.url();
  await said(boss, "Invited. They choose a password with the link below.");
  await expect(boss.getByText("it is shown only now and works once")).toBeVisible();

  // Another browser of the same admin is not shown it at the same address, and neither is this one without its cookie.
  const elsewhere = await another(admin);
  await elsewhere.goto(shown);
  await expect(elsewhere.getByText("It cannot be shown again.")).toBeVisible();
  await expect(elsewhere.getByRole("textbox", { name: "Link" })).toHaveCount(0);
  expect(await elsewhere.content()).not.toContain(tokenOf(link));
  await reload(boss);
  expect(await shownLink(boss)).toBe(link);
  await boss.context().clearCookies({ name: "link" });
  await reload(boss);
  await expect(boss.getByText("It cannot be shown again.")).toBeVisible();
  expect(await boss.content()).not.toContain(tokenOf(link));
  await boss.goto("/admin/users");
  await expect(boss.getByRole("row").filter({ hasText: nora.email })).toContainText("Invited");

  const page = await fresh();
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome to ${account}`);
  await expect(page.getByLabel("E-mail")).toHaveValue(nora.email);
  await expect(page.getByLabel("E-mail")).not.toBeEditable();
  const password = page.getByLabel("Password");
  for (const [weak, fault] of [
    ["nora in May", "Password must be at least 12 characters long."],
    ["password1234", /^Password is easy to guess: it is one of those that are tried first\./],
    [nora.email, /^Password is easy to guess/],
    ["y".repeat(257), /^Password is 257 characters long; at most 256 fit\.$/],
  ] as const) {
    await password.fill(weak);
    const answer = await submit(page, page.getByRole("button", { name: "Save and sign in" }));
    expect(answer.status()).toBe(422);
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(password).toHaveAccessibleDescription(fault);
    await expect(password).toHaveValue("");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome to ${account}`);
    if (weak !== nora.email) expect(await answer.text()).not.toContain(weak);
  }
  await choosePassword(page, nora.password);
  await expect(page).toHaveURL(/\/trees$/);
  await expect(page.getByRole("button", { name: `Menu of ${nora.name}` })).toBeVisible();
  await expect(page.getByRole("link", { name: "Admin" }).first()).toBeVisible();

  await expectDead(await fresh(), link);
  const late = await fresh();
  await late.goto("/sign-in");
  const again = await send(late, "use_link", { link: tokenOf(link), password: "the kettle sings no more" });
  expect(again.status()).toBe(404);
  expect(again.headers()).not.toHaveProperty("set-cookie");
  await fillSignIn(late, nora);
  await expect(late).toHaveURL(/\/trees$/);

  await openUser(boss, nora.name);
  await expect(boss.getByRole("heading", { name: "Password" })).toBeVisible();
  await expect(boss.getByRole("button", { name: "Make a link for a new password" })).toBeVisible();
  await expect(boss.getByText("Active", { exact: true })).toBeVisible();
});

test("The link that was just made is copied by its button", { tag: "@plain" }, async ({ another, javaScriptEnabled }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const link = await invite(boss, newcomer(account));
  const button = boss.getByRole("button", { name: /^Copy/ });
  if (javaScriptEnabled) {
    await button.click();
    await said(boss, "Copied");
    expect(await boss.evaluate(() => navigator.clipboard.readText())).toBe(link);
  } else {
    await expect(button).toBeHidden();
  }
});

test("An invitation that cannot be is refused, and nothing is lost that was typed", async ({ another }) => {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  const boss = await another(admin);
  const stranger = makeUser("technician");
  const [email, name] = [boss.getByLabel("E-mail"), boss.getByLabel("Name", { exact: true })];
  const button = boss.getByRole("button", { name: "Make invitation link" });
  // Whether an address is taken by another account is not told in other words than by one's own.
  for (const taken of [admin.email, stranger.email.toUpperCase()]) {
    await fillInvitation(boss, { name: "Nora Newcomer", email: taken, role: "manager" });
    expect((await submit(boss, button)).status()).toBe(422);
    await expect(email).toHaveAccessibleDescription("E-mail is taken already.");
    await expect(email).toHaveValue(taken);
    await expect(name).toHaveValue("Nora Newcomer");
    await expect(boss.getByRole("radio", { name: /^Manager\b/ })).toBeChecked();
  }
  await email.fill(`nora@${account}.example`);
  await paste(name, "x".repeat(201));
  expect((await submit(boss, button)).status()).toBe(422);
  await expect(name).toHaveAccessibleDescription(/characters long; at most \d+ fit\.$/);
  await expect(name).toHaveValue("x".repeat(201));
  for (const [form, said] of [
    [{ email: "nora", name: "Nora", role: "technician" }, "E-mail is not an e-mail address."],
    [{ email: `nora@${account}.example`, name: " ", role: "technician" }, "Name must not be empty."],
    [{ email: `nora@${account}.example`, name: "Nora", role: "" }, "A role must be chosen."],
    [{ email: `nora@${account}.example`, name: "Nora", role: "owner" }, "A role is not one of the choices."],
  ] as const) {
    const answer = await send(boss, "invite_user", form, { referer: `${new URL(boss.url()).origin}/admin/users` });
    expect(answer.status(), said).toBe(422);
    expect(await says(answer, said), said).toBe(true);
  }
  await boss.goto("/admin/users");
  await expect(boss.getByRole("row")).toHaveCount(2);
  await expect(boss.getByText("No other users yet.")).toBeVisible();
});

test("Another role ends the other browser's login, which says so, and counts at once", async ({ another }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const technician = makeUser("technician", account);
  const desk = await another(technician);
  await desk.goto("/trees");
  await expect(desk.getByRole("link", { name: "Admin" })).toHaveCount(0);

  // A new name alone ends nothing.
  await openUser(boss, technician.name);
  await boss.getByLabel("Name", { exact: true }).fill("Tess Renamed");
  await press(boss, boss.getByRole("button", { name: "Save", exact: true }));
  await expect(boss.getByRole("heading", { level: 1 })).toHaveText("Tess Renamed");
  await desk.goto("/trees");
  await expect(desk.getByRole("button", { name: "Menu of Tess Renamed" })).toBeVisible();

  await boss.getByRole("radio", { name: /^Manager\b/ }).check();
  await press(boss, boss.getByRole("button", { name: "Save", exact: true }));
  await expect(boss.getByText("Signed in nowhere.")).toBeVisible();
  // The next click, not only a new address.
  await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
  await expect(desk).toHaveURL(/\/sign-in\?next=%2Fsessions$/);
  await said(desk, "You were signed out because your role was changed.");
  await fillSignIn(desk, technician);
  await expect(desk).toHaveURL(/\/sessions$/);
  await expect(desk.getByRole("link", { name: "Admin" }).first()).toBeVisible();
  expect((await desk.goto("/admin/clients"))!.status()).toBe(200);
  expect((await desk.goto("/admin/users"))!.status()).toBe(403);
});

test("An admin who takes another role stays in this browser and leaves the other one", async ({ another }) => {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  makeUser("admin", account);
  const [boss, elsewhere] = [await another(admin), await another(admin)];
  await openUser(boss, admin.name);
  await expect(boss.getByText("You cannot deactivate yourself.")).toBeVisible();
  await boss.getByRole("radio", { name: /^Manager\b/ }).check();
  await press(boss, boss.getByRole("button", { name: "Save", exact: true }));
  await boss.goto("/admin");
  await expect(boss).toHaveURL(/\/admin\/clients$/);
  await expectSignedOut(elsewhere, "You were signed out because your role was changed.");
});

test("Whoever is deactivated is out at once, and what they have running is parked", async ({ another, admin, technician, fresh }) => {
  const [boss, desk] = [await another(admin), await another(technician)];
  const id = await startWalk(desk, { ticket: "left behind" });
  await openUser(boss, technician.name);
  await expect(boss.getByRole("list", { name: "Logins" }).getByRole("listitem")).toHaveCount(1);
  await press(boss, boss.getByRole("button", { name: "Deactivate" }));
  await said(boss, "Deactivated. Their logins have ended.");
  await expect(boss.getByText("They cannot sign in.")).toBeVisible();
  await expect(boss.getByRole("button", { name: /^Make a/ })).toHaveCount(0);

  await expectSignedOut(desk, "You were signed out because your access was deactivated. Ask an admin of your account.");
  await fillSignIn(desk, technician);
  await expect(desk.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");

  const { session, decisions } = await stored(boss, id);
  expect(session.state).toBe("active");
  expect(decisions.map((record) => record.left_by)).toEqual(["parked"]);
  await boss.goto(`/sessions/${id}`);
  await expect(boss.getByRole("main")).toContainText("Parked");
  await boss.getByText("Reassign", { exact: true }).click();
  await expect(boss.getByLabel("New holder").getByRole("option", { name: technician.name })).toHaveCount(0);

  await openUser(boss, technician.name);
  await press(boss, boss.getByRole("button", { name: "Reactivate" }));
  await said(boss, "Reactivated. They can sign in again.");
  const back = await fresh();
  await signIn(back, technician);
  await back.goto(`/sessions/${id}`);
  await press(back, back.getByRole("button", { name: "Resume" }));
  await expect(step(back)).toHaveText("Is it one user or several?");
  // The old cookie stays worth nothing.
  expect((await desk.request.get("/trees", { maxRedirects: 0 })).status()).toBe(303);
});

test("An account keeps an admin", async ({ another }) => {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  const boss = await another(admin);
  await openUser(boss, admin.name);
  await expect(boss.getByText("An account needs an admin. Make another user an admin to change this.")).toBeVisible();
  await expect(boss.getByText("An account needs an admin. Make another user an admin before you deactivate this one.")).toBeVisible();
  await expect(boss.getByRole("radio")).toHaveCount(0);
  await expect(boss.getByRole("button", { name: "Deactivate" })).toHaveCount(0);

  const { user } = await hiddenFields(formTo(boss, "change_user"));
  const last = { user: user!, name: admin.name };
  for (const [action, form] of [
    ["change_user", { ...last, role: "technician" }],
    ["deactivate_user", { user: user! }],
  ] as const) {
    const answer = await send(boss, action, form);
    expect(answer.status(), action).toBe(409);
    expect(await says(answer, "An account needs an admin. Make another user an admin first."), action).toBe(true);
  }
  // One who was only invited, or is deactivated, looks after nothing.
  await invite(boss, { ...newcomer(account), role: "admin" });
  const former = makeUser("admin", account);
  runInstalled(["user", "deactivate", former.email]);
  expect((await send(boss, "change_user", { ...last, role: "manager" })).status()).toBe(409);

  const second = makeUser("admin", account);
  await openUser(boss, second.name);
  await boss.getByRole("radio", { name: /^Technician\b/ }).check();
  await press(boss, boss.getByRole("button", { name: "Save", exact: true }));
  await said(boss, "Saved.");
  await openUser(boss, admin.name);
  await expect(boss.getByRole("radio")).toHaveCount(0);
});

test("Somebody who forgot their password chooses a new one by a link, which ends their logins", async ({ another, fresh }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const technician = makeUser("technician", account);
  const desk = await another(technician);
  await openUser(boss, technician.name);
  await press(boss, boss.getByRole("button", { name: "Make a link for a new password" }));
  await said(boss, "Link made. Earlier ones do not work any longer.");
  const link = await shownLink(boss);

  // Until it is used, nothing is different.
  expect((await desk.goto("/trees"))!.status()).toBe(200);
  const page = await fresh();
  await signIn(page, technician);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a new password");
  const changed = { ...technician, password: "seven llamas and a lamp" };
  await choosePassword(page, changed.password);
  await expect(page).toHaveURL(/\/trees$/);

  await expectSignedOut(desk, "You were signed out because your password was changed.");
  await fillSignIn(desk, technician);
  await expect(desk.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");
  await fillSignIn(desk, changed);
  await expect(desk).toHaveURL(/\/trees$/);
  await page.goto("/account");
  await expect(page.getByRole("list", { name: "Logins" }).getByRole("listitem")).toHaveCount(2);
});

test("A link that was taken back, or made anew, works no longer", async ({ another, fresh }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const nora = newcomer(account);
  const first = await invite(boss, nora);
  await boss.goto(new URL(boss.url()).pathname);
  await press(boss, boss.getByRole("button", { name: "Make a new link" }));
  const second = await shownLink(boss);
  expect(second).not.toBe(first);
  const page = await fresh();
  await expectDead(page, first);
  await page.goto(second);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome to ${account}`);

  // The form is open already when the link is taken back.
  await press(boss, boss.getByRole("button", { name: /^Take it back/ }));
  await said(boss, "Link taken back. It does not work any longer.");
  await expect(boss.getByText("The invitation was not used, and its link does not work any longer.")).toBeVisible();
  await page.getByLabel("Password").fill(nora.password);
  const answer = await submit(page, page.getByRole("button", { name: "Save and sign in" }));
  expect(answer.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  expect((await page.context().cookies()).filter((cookie) => cookie.name === "login")).toEqual([]);
});

test("An admin ends one login of somebody, or all of them", async ({ another }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const technician = makeUser("technician", account);
  const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
  const [one, other, third] = [await another(technician), await another(technician, { userAgent: firefox }), await another(technician)];
  await openUser(boss, technician.name);
  const logins = boss.getByRole("list", { name: "Logins" }).getByRole("listitem");
  await expect(logins).toHaveCount(3);
  await press(boss, logins.filter({ hasText: "Firefox on Windows" }).getByRole("button", { name: /^End/ }));
  await expect(logins).toHaveCount(2);
  await expectSignedOut(other, "You were signed out because an admin ended your login.");
  expect((await one.goto("/trees"))!.url()).toMatch(/\/trees$/);

  await press(boss, boss.getByRole("button", { name: "End all logins" }));
  await expect(boss.getByText("Signed in nowhere.")).toBeVisible();
  for (const page of [one, third]) await expectSignedOut(page, "You were signed out because an admin ended your login.");
});

test("Managers and technicians look after nobody, and nobody looks after another account's people", async ({ another }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  const boss = await another(makeUser("admin", account));
  await openUser(boss, technician.name);
  const path = new URL(boss.url()).pathname;
  const user = path.split("/").at(-1)!;
  const forms: [string, Record<string, string>][] = [
    ["invite_user", { email: `x@${account}.example`, name: "X", role: "admin" }],
    ["make_link", { user }],
    ["revoke_link", { user }],
    ["change_user", { user, name: "X", role: "admin" }],
    ["deactivate_user", { user }],
    ["reactivate_user", { user }],
    ["end_logins_of", { user }],
  ];
  for (const role of ["technician", "manager"] as const) {
    const page = await another(makeUser(role, account));
    for (const address of ["/admin/users", path, "/admin/settings", "/admin/audit"]) {
      expect((await page.goto(address))!.status(), `${address} as ${WORD[role]}`).toBe(403);
      await expect(step(page)).toHaveText("You may not do this");
      expect(await page.content()).not.toContain(technician.email);
    }
    for (const [action, form] of forms) {
      const answer = await send(page, action, form);
      expect(answer.status(), `${action} as ${WORD[role]}`).toBe(403);
      expect(answer.headers(), action).not.toHaveProperty("set-cookie");
    }
  }
  const stranger = await another(makeUser("admin", ownAccount()));
  expect((await stranger.goto(path))!.status()).toBe(404);
  for (const [action, form] of forms.slice(1)) expect((await send(stranger, action, form)).status(), action).toBe(404);

  await boss.goto(path);
  await expect(step(boss)).toHaveText(technician.name);
  await expect(boss.getByRole("radio", { name: /^Technician\b/ })).toBeChecked();
  await expect(boss.getByText("Active", { exact: true })).toBeVisible();
});
