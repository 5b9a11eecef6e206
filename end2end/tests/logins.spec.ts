// One's own password and logins: where one is signed in, ending that, and what the cookie is worth.
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, fillSignIn, makeUser, signIn, test } from "../support/fixtures";
import { formTo, hiddenFields, press, reload, said, send, submit } from "../support/page";
import { startWalk } from "../support/walk";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1";

function logins(page: Page) {
  return page.getByRole("list", { name: "Logins" }).getByRole("listitem");
}

/** The login cookie of the page's browser. */
async function cookie(page: Page) {
  return (await page.context().cookies()).find((cookie) => cookie.name === "login");
}

/** Whether somebody who has this cookie is somebody. */
async function isWorth(request: APIRequestContext, value: string): Promise<boolean> {
  const answer = await request.get("/trees", { headers: { cookie: `login=${value}` }, maxRedirects: 0 });
  expect([200, 303]).toContain(answer.status());
  return answer.status() === 200;
}

/** What the next click in a browser leads to whose login has ended. */
async function nextClickSays(page: Page, words: string): Promise<void> {
  await press(page, page.getByRole("link", { name: "Sessions" }).first());
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsessions$/);
  await said(page, words);
  await expect(page.getByText("You will go on where you were.")).toBeVisible();
}

test("Each browser is listed, and one of them is ended", async ({ desk, technician, another }) => {
  await desk.goto("/account");
  await expect(logins(desk)).toHaveCount(1);
  await expect(desk.getByText("You have no other logins.")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);

  const [other, third] = [await another(technician, { userAgent: FIREFOX }), await another(technician, { userAgent: SAFARI })];
  await other.goto("/trees");
  await reload(desk);
  await expect(logins(desk)).toHaveCount(3);
  await expect(logins(desk).first()).toContainText("This browser");
  await expect(logins(desk).first()).toContainText("127.0.0.1");
  await expect(logins(desk).filter({ hasText: "This browser" })).toHaveCount(1);
  await expect(logins(desk).filter({ hasText: "Safari on iPhone" })).toBeVisible();

  await press(desk, logins(desk).filter({ hasText: "Firefox on Windows" }).getByRole("button", { name: /^End/ }));
  await said(desk, "Login ended.");
  await expect(logins(desk)).toHaveCount(2);
  await nextClickSays(other, "You were signed out because your login was ended from another browser of yours.");
  expect((await third.goto("/trees"))!.url()).toMatch(/\/trees$/);
  await fillSignIn(other, technician);
  await expect(other).toHaveURL(/\/sessions$/);
});

test("All the other browsers are signed out at once, and this one stays", async ({ desk, technician, another }) => {
  const others = [await another(technician, { userAgent: FIREFOX }), await another(technician, { userAgent: SAFARI })];
  for (const other of others) await other.goto("/trees");
  await desk.goto("/account");
  await press(desk, desk.getByRole("button", { name: "Sign out everywhere else" }));
  await said(desk, "Signed out everywhere else.");
  await expect(logins(desk)).toHaveCount(1);
  for (const other of others) await nextClickSays(other, "You were signed out because your login was ended from another browser of yours.");
  await reload(desk);
  await expect(logins(desk)).toHaveCount(1);
});

test("This browser is signed out from the list, and is not told why", async ({ desk, technician, another }) => {
  const other = await another(technician);
  await desk.goto("/account");
  await press(desk, logins(desk).filter({ hasText: "This browser" }).getByRole("button", { name: "Sign out" }));
  await expect(desk).toHaveURL(/\/sign-in$/);
  await expect(desk.getByText("You were signed out")).toHaveCount(0);
  await other.goto("/account");
  await expect(logins(other)).toHaveCount(1);
});

test("Nobody ends the login of somebody else", async ({ desk, technician, another }) => {
  await another(technician, { userAgent: FIREFOX });
  await desk.goto("/account");
  const theirs = await hiddenFields(formTo(desk, "end_login"));
  const colleague = await another(makeUser("technician"));
  await colleague.goto("/account");
  expect((await send(colleague, "end_login", theirs)).status()).toBe(404);
  const stranger = await another(makeUser("admin", "contoso-msp"));
  await stranger.goto("/account");
  expect((await send(stranger, "end_login", theirs)).status()).toBe(404);
  await reload(desk);
  await expect(logins(desk)).toHaveCount(2);
});

test("A new password signs the other browsers out, and this one stays", async ({ desk, technician, another, fresh }) => {
  const other = await another(technician);
  await other.goto("/trees");
  await desk.goto("/account");
  const before = (await cookie(desk))!.value;
  const [current, next, button] = [desk.getByLabel("Current password"), desk.getByLabel("New password"), desk.getByRole("button", { name: "Change password" })];
  const chosen = "a walrus in the waiting room";
  for (const [typed, field, fault] of [
    [["not the one that it is", chosen], current, "Current password is not the one that you sign in with."],
    [[technician.password, "short"], next, "New password must be at least 12 characters long."],
    [[technician.password, "qwertyuiop12"], next, /^New password is easy to guess: it is one of those that are tried first\./],
  ] as const) {
    await current.fill(typed[0]);
    await next.fill(typed[1]);
    const answer = await submit(desk, button);
    expect(answer.status()).toBe(422);
    await expect(desk.getByRole("alert")).toBeVisible();
    await expect(field).toHaveAccessibleDescription(fault);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    // Passwords are never sent back, and there is nothing else to lose.
    for (const empty of [current, next]) await expect(empty).toHaveValue("");
    for (const password of typed) expect(await answer.text()).not.toContain(password === "short" ? `"${password}"` : password);
    await expect(logins(desk)).toHaveCount(2);
  }
  expect((await cookie(desk))!.value).toBe(before);

  await current.fill(technician.password);
  await next.fill(chosen);
  await press(desk, button);
  await said(desk, "Password changed. Your other logins have ended.");
  await expect(logins(desk)).toHaveCount(1);
  await expect(logins(desk)).toContainText("This browser");
  await nextClickSays(other, "You were signed out because your password was changed.");

  // What this browser had before is worth nothing either: whoever took it is out.
  const page = await fresh();
  expect(await isWorth(page.request, before)).toBe(false);
  expect(await isWorth(page.request, (await cookie(desk))!.value)).toBe(true);
  await page.goto("/sign-in");
  await fillSignIn(page, technician);
  await expect(page.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");
  await signIn(page, { ...technician, password: chosen });
});

test("The cookie is out of reach, new at each sign-in, and worth nothing afterwards", async ({ page, technician, fresh }) => {
  const thief = (await fresh()).request;
  await signIn(page, technician);
  const first = (await cookie(page))!;
  expect(first).toMatchObject({ httpOnly: true, sameSite: "Lax", secure: false, path: "/", domain: "127.0.0.1" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("login");
  expect(await isWorth(thief, first.value)).toBe(true);

  await signIn(page, technician);
  const second = (await cookie(page))!;
  expect(second.value).not.toBe(first.value);
  expect(await isWorth(thief, first.value)).toBe(false);
  await page.goto("/account");
  await expect(logins(page)).toHaveCount(1);

  // Another role of the same person, another person: nothing of the one before is left.
  const other = makeUser("manager", "contoso-msp");
  await signIn(page, other);
  expect(await isWorth(thief, second.value)).toBe(false);
  const third = (await cookie(page))!.value;
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await cookie(page)).toBeUndefined();
  expect(await isWorth(thief, third)).toBe(false);
});

test("A cookie that somebody else put into the browser is not what it is signed in with", async ({ page, technician, another, fresh, baseURL }) => {
  // The attacker's own login, and one that nobody gave out.
  const attacker = await another(makeUser("technician"));
  const theirs = (await cookie(attacker))!.value;
  for (const planted of [theirs, "00000000-0000-0000-0000-000000000000.00000000-0000-0000-0000-000000000000." + "ab".repeat(32), "x"]) {
    await page.context().clearCookies();
    await page.context().addCookies([{ name: "login", value: planted, url: baseURL! }]);
    await page.goto("/sign-in");
    await fillSignIn(page, technician);
    await expect(page.getByRole("button", { name: `Menu of ${technician.name}` })).toBeVisible();
    const value = (await cookie(page))!.value;
    expect(value).not.toBe(planted);
    // Who planted it is not signed in as the victim, and where it was their own, not at all any longer.
    expect(await isWorth((await fresh()).request, planted)).toBe(false);
  }
});

test("Nothing but the whole cookie is worth anything", async ({ desk, another, fresh }) => {
  const stranger = await another(makeUser("technician", "contoso-msp"));
  const [value, theirs] = [(await cookie(desk))!.value, (await cookie(stranger))!.value];
  const [account, login, secret] = value.split(".") as [string, string, string];
  const [otherAccount, otherLogin, otherSecret] = theirs.split(".") as [string, string, string];
  const flipped = secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
  const thief = (await fresh()).request;
  for (const forged of [
    `${account}.${login}.${flipped}`,
    `${account}.${login}.${otherSecret}`,
    `${otherAccount}.${login}.${secret}`,
    `${account}.${otherLogin}.${otherSecret}`,
    `${otherAccount}.${login}.${otherSecret}`,
    `${account}.${login}.`,
    `${account}.${login}`,
    `${account}.${login}.${secret}.${secret}`,
    secret,
  ]) {
    expect(await isWorth(thief, forged), forged).toBe(false);
  }
  expect(await isWorth(thief, value)).toBe(true);
});

test("Whoever goes on in a browser whose login has ended is told why, and their text is kept", async ({ desk, technician, another }) => {
  await startWalk(desk, { ticket: "kept" });
  await desk.goto(`${new URL(desk.url()).pathname.replace(/\/walk$/, "")}?edit=facts`);
  await desk.getByLabel("Outcome notes").fill("Typed while the other browser ended this login.");
  const other = await another(technician, { userAgent: FIREFOX });
  await other.goto("/account");
  await press(other, other.getByRole("button", { name: "Sign out everywhere else" }));
  const answer = await submit(desk, desk.getByRole("button", { name: "Save facts" }));
  expect(answer.status()).toBe(401);
  await said(desk, "You were signed out because your login was ended from another browser of yours.");
  await expect(desk.getByRole("alert")).toContainText("Your login has ended, so this was not saved.");
  await expect(desk.getByRole("region", { name: "What you typed" })).toContainText("Typed while the other browser ended this login.");
  await fillSignIn(desk, technician);
  await expect(desk).toHaveURL(/\?edit=facts$/);
});

test("Without a script, staying signed in leads back to the page; who is not signed in is asked to", { tag: "@plain" }, async ({ desk, fresh }) => {
  await desk.goto("/sessions?state=active");
  const answer = await send(desk, "stay_signed_in", {});
  expect([answer.status(), answer.headers().location]).toEqual([303, "/sessions?state=active"]);
  const nobody = await fresh();
  await nobody.goto("/sign-in");
  const refused = await send(nobody, "stay_signed_in", {}, { referer: desk.url() });
  expect([refused.status(), refused.headers().location]).toEqual([303, "/sign-in?next=%2Fsessions%3Fstate%3Dactive"]);
  expect((await nobody.request.post("/api/stay_signed_in", { headers: { accept: "application/json" } })).status()).toBe(401);
});
