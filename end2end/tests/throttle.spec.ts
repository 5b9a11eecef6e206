// Guessing is slowed down, by who is guessed at and from where; nobody is locked out who is at home. Behind a proxy that is
// trusted, a browser comes from the address that the proxy says.
import type { BrowserContextOptions, Page } from "@playwright/test";
import { type User, expect, fillSignIn, logIn, makeUser, test } from "../support/fixtures";
import { press, send, submit } from "../support/page";
import { openUser, ownPath, shownLink } from "../support/people";
import type { Server } from "../support/server";

const ACCOUNT = "acme";
const TOO_OFTEN = /^That was tried too often\. Nothing is locked: try again in (\d+ s|1 min 00 s|\d+ min \d\d s)\.$/;
const FROM_HOME = "192.0.2.10";
const FROM_ELSEWHERE = "198.51.100.20";

// Each test has a server of its own and waits for dozens of passwords to be hashed.
test.describe.configure({ timeout: 180_000 });

/** A server behind one proxy. */
const BEHIND_A_PROXY = { demo: false, env: { TRUSTED_PROXIES: "1" } };

/** A browser at this address. */
function at(server: Server, address: string): BrowserContextOptions {
  return { baseURL: server.url, extraHTTPHeaders: { "x-forwarded-for": address } };
}

/** Tries a password without looking at the page; the status. */
async function attempt(page: Page, email: string, password: string): Promise<number> {
  const answer = await page.request.post("/api/sign_in", { form: { email, password }, headers: { accept: "text/html" }, maxRedirects: 0 });
  return answer.status();
}

async function attempts(page: Page, email: string, count: number): Promise<void> {
  for (let tried = 0; tried < count; tried += 1) expect(await attempt(page, email, `wrong, for the ${tried}. time`)).toBe(401);
}

/** Whether the page says so, with the time in its answer's head. */
async function expectTooOften(page: Page, user: Pick<User, "email" | "password">): Promise<void> {
  await page.goto("/sign-in?next=/sessions");
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  const answer = await submit(page, page.getByRole("button", { name: "Sign in" }));
  expect(answer.status()).toBe(429);
  expect(answer.headers()).not.toHaveProperty("set-cookie");
  const seconds = Number(answer.headers()["retry-after"]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  await expect(page.getByRole("alert")).toHaveText(TOO_OFTEN);
  await expect(page.getByLabel("E-mail")).toHaveValue(user.email);
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page.getByText("You will go on where you were.")).toBeVisible();
}

/** Tries ten wrong passwords, the last of them on the page. */
async function tryTen(page: Page, email: string): Promise<void> {
  await attempts(page, email, 9);
  await page.goto("/sign-in");
  await fillSignIn(page, { email, password: "the tenth that is wrong" });
  await expect(page.getByRole("alert")).toHaveText("The e-mail address or the password is wrong.");
}

// Each test has tries of one kind alone: after a minute one more fits, and a slow machine takes its time for a password.
test("After ten wrong passwords a stranger is told to wait, and who is at home signs in", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const [victim, other] = [makeUser("admin", ACCOUNT, server.dataDir), makeUser("technician", ACCOUNT, server.dataDir)];
  await logIn(await fresh(at(server, FROM_HOME)), victim);
  const stranger = await fresh(at(server, FROM_ELSEWHERE));
  await tryTen(stranger, victim.email);
  // Whether the password was right this time is not told.
  await expectTooOften(stranger, victim);
  // What an attacker writes before the proxy's word moves nothing.
  await expectTooOften(await fresh(at(server, `${FROM_HOME}, ${FROM_ELSEWHERE}`)), victim);
  await signsIn(await fresh(at(server, FROM_HOME)), victim);
  await signsIn(stranger, other);
});

test("Whether there is such a user is not told by how often passwords are tried", async ({ serve, fresh }) => {
  const stranger = await fresh(at(await serve(BEHIND_A_PROXY), FROM_ELSEWHERE));
  const nobody = { email: "nobody@acme.example", password: "not the one that it is" };
  await tryTen(stranger, nobody.email);
  await expectTooOften(stranger, nobody);
});

test("At home ten wrong passwords are the end for a while, too, and whoever is signed in stays so", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const user = makeUser("technician", ACCOUNT, server.dataDir);
  const home = await fresh(at(server, FROM_HOME));
  await logIn(home, user);
  const typo = await fresh(at(server, FROM_HOME));
  await tryTen(typo, user.email);
  await expectTooOften(typo, user);
  expect((await home.goto("/trees"))!.url()).toMatch(/\/trees$/);
});

async function signsIn(page: Page, user: User): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, user);
  await expect(page.getByRole("button", { name: `Menu of ${user.name}` })).toBeVisible();
}

test("Right passwords use up no tries", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const user = makeUser("technician", ACCOUNT, server.dataDir);
  const page = await fresh(at(server, FROM_HOME));
  for (let time = 0; time < 15; time += 1) expect(await attempt(page, user.email, user.password)).toBe(303);
  await attempts(page, user.email, 9);
  expect(await attempt(page, user.email, user.password)).toBe(303);
  await attempts(page, user.email, 1);
  await expectTooOften(page, user);
});

test("From one address passwords of many people are tried no oftener than fifty times", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const [user, colleague] = [makeUser("technician", ACCOUNT, server.dataDir), makeUser("technician", ACCOUNT, server.dataDir)];
  const sprayer = await fresh(at(server, FROM_ELSEWHERE));
  let tried = 0;
  while ((await attempt(sprayer, `somebody-${tried}@acme.example`, "Summer2026!")) === 401) tried += 1;
  // One more fits every ten seconds.
  expect(tried).toBeGreaterThanOrEqual(50);
  expect(tried).toBeLessThan(60);
  await expectTooOften(sprayer, user);
  await signsIn(await fresh(at(server, FROM_HOME)), colleague);
});

test("Links are guessed no oftener than twenty times, and the page says when to go on", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const user = makeUser("technician", ACCOUNT, server.dataDir);
  const link = ownPath(server.command(["user", "link", user.email]).split("\n")[0]!);
  const guesser = await fresh(at(server, FROM_ELSEWHERE));
  // A link that works uses up nothing.
  for (let time = 0; time < 25; time += 1) expect((await guesser.request.get(link)).status()).toBe(200);
  let tried = 0;
  while ((await guesser.request.get(`/link?link=${tried}`)).status() === 404) tried += 1;
  expect(tried).toBeGreaterThanOrEqual(20);
  expect(tried).toBeLessThan(23);
  for (const path of ["/link?link=x", link, "/set-up?link=x"]) {
    const answer = (await guesser.goto(path))!;
    expect(answer.status(), path).toBe(429);
    expect.soft(Number(answer.headers()["retry-after"]), path).toBeGreaterThan(0);
    await expect(guesser.getByRole("heading", { level: 1 })).toHaveText("Too many attempts");
    await expect(guesser.getByRole("main")).toContainText("That was tried too often. Nothing is locked");
    await expect(guesser.getByRole("link", { name: "Try again" })).toHaveAttribute("href", path);
  }
  const invited = await fresh(at(server, FROM_HOME));
  expect((await invited.goto(link))!.status()).toBe(200);
});

test("The present password is asked no oftener than ten times, and nobody is signed out by it", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const user = makeUser("technician", ACCOUNT, server.dataDir);
  const page = await fresh(at(server, FROM_HOME));
  await logIn(page, user);
  await page.goto("/account");
  const form = { current_password: "not the one that it is", password: "seven llamas and a lamp" };
  for (let tried = 0; tried < 10; tried += 1) expect((await send(page, "change_password", form)).status()).toBe(422);
  await page.getByLabel("Current password").fill(user.password);
  await page.getByLabel("New password").fill(form.password);
  const answer = await submit(page, page.getByRole("button", { name: "Change password" }));
  expect(answer.status()).toBe(429);
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
  await expect(page.getByRole("alert")).toHaveText(TOO_OFTEN);
  await expect(page.getByLabel("Current password")).toHaveValue("");
  expect((await page.goto("/trees"))!.url()).toMatch(/\/trees$/);
  await signsIn(await fresh(at(server, FROM_HOME)), user);
});

test("Links for somebody are made no oftener than ten times, and the last one still works", async ({ serve, fresh }) => {
  const server = await serve(BEHIND_A_PROXY);
  const [admin, user] = [makeUser("admin", ACCOUNT, server.dataDir), makeUser("technician", ACCOUNT, server.dataDir)];
  const boss = await fresh(at(server, FROM_HOME));
  await logIn(boss, admin);
  await openUser(boss, user.name);
  const id = new URL(boss.url()).pathname.split("/").at(-1)!;
  for (let made = 0; made < 9; made += 1) expect((await send(boss, "make_link", { user: id })).status()).toBe(303);
  await boss.goto(new URL(boss.url()).pathname);
  await press(boss, boss.getByRole("button", { name: "Make a new link" }));
  const link = await shownLink(boss);
  await boss.goto(new URL(boss.url()).pathname);
  const answer = await submit(boss, boss.getByRole("button", { name: "Make a new link" }));
  expect(answer.status()).toBe(429);
  await expect(boss.getByRole("alert")).toHaveText(TOO_OFTEN);
  await expect(boss.getByRole("heading", { level: 1 })).toHaveText(user.name);
  const page = await fresh(at(server, FROM_ELSEWHERE));
  expect((await page.goto(link))!.status()).toBe(200);
});
