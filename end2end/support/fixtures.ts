// Every test has users of its own, so that tests run side by side: a technician has one running session at a time.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type BrowserContextOptions, type Page, test as base, expect } from "@playwright/test";
import { Elsewhere } from "./elsewhere";
import { press } from "./page";
import { Server, type Starting, runCommand } from "./server";
import { remember, rememberCookies } from "./typed";

export interface User {
  name: string;
  email: string;
  password: string;
}

const ROLES = ["technician", "manager", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The demo's account, which most tests share. */
export const SHARED = "northwind-it";
/** How many users of each role are made at once: starting the program costs as much as several users do. */
const BATCH: Record<Role, number> = { technician: 24, manager: 8, admin: 2 };
/** Users of the shared account that no test of this worker has taken yet. */
const ready: Record<Role, User[]> = { technician: [], manager: [], admin: [] };

/** A user whom no other test has. An account whose key is new is made with them. */
export function makeUser(role: Role, account = SHARED, data = dataDir()): User {
  if (account !== SHARED || data !== dataDir()) return addUser(role, account, data);
  if (ready[role].length === 0) importUsers();
  return ready[role].pop()!;
}

function someone(role: Role): User {
  const id = randomUUID().slice(0, 8);
  return { name: `Test ${role} ${id}`, email: `${id}@test.example`, password: `walk-${id}-the-tree` };
}

/** Makes a user on the command line, as an administrator would. */
function addUser(role: Role, account: string, data: string): User {
  const user = someone(role);
  const args = ["user", "add", user.email, "--name", user.name, "--role", role, "--account", account, "--password-stdin"];
  runCommand(data, args, user.password);
  return user;
}

/** Makes a batch of users of every role. */
function importUsers(): void {
  const made = ROLES.flatMap((role) => Array.from({ length: BATCH[role] }, () => ({ role, user: someone(role) })));
  const lines = made.map(({ role, user: { email, name, password } }) => [email, name, role, password].join(","));
  runCommand(dataDir(), ["user", "import", "--account", SHARED], ["email,name,role,password", ...lines].join("\n"));
  for (const { role, user } of made) ready[role].push(user);
}

/** The key of an account that only one test uses. */
export function ownAccount(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

/** Gives an account a tree of the demo. */
export function addTree(account: string, key = "vpn-does-not-connect", data = dataDir()): void {
  runCommand(data, ["tree", "import", join(import.meta.dirname, `../../server/demo/trees/${key}.tree.md`), "--account", account]);
}

/** Runs a subcommand on the data of the server under test. */
export function runInstalled(args: string[]): string {
  return runCommand(dataDir(), args);
}

export function dataDir(): string {
  const dir = process.env.E2E_DATA_DIR;
  if (!dir) throw new Error("global-setup did not run");
  return dir;
}

export async function fillSignIn(page: Page, user: Pick<User, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await press(page, page.getByRole("button", { name: "Sign in" }));
}

export async function signIn(page: Page, user: User): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, user);
  await expect(page).toHaveURL(/\/trees$/);
}

/** Signs in without looking at the pages on the way, which have tests of their own. */
export async function logIn(page: Page, { email, password }: User): Promise<void> {
  const answer = await page.request.post("/api/sign_in", { form: { email, password }, headers: { accept: "text/html" }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

interface Fixtures {
  technician: User;
  manager: User;
  admin: User;
  /** An empty page of a new technician who is signed in. */
  desk: Page;
  /** An empty page in a browser of its own, where this person is signed in. */
  another: (user: User, options?: BrowserContextOptions) => Promise<Page>;
  /** An empty page in a browser of its own, where nobody is signed in. */
  fresh: (options?: BrowserContextOptions) => Promise<Page>;
  /** A server that only this test uses. */
  serve: (starting?: Starting) => Promise<Server>;
  /** A site that is not ours. */
  elsewhere: Elsewhere;
}

export const test = base.extend<Fixtures>({
  // The server's address is known only once global-setup has run.
  baseURL: async ({}, use) => use(process.env.E2E_URL),
  context: async ({ context }, use) => {
    remember(context);
    await use(context);
    await rememberCookies(context);
  },
  technician: async ({}, use) => use(makeUser("technician")),
  manager: async ({}, use) => use(makeUser("manager")),
  admin: async ({}, use) => use(makeUser("admin")),
  desk: async ({ page, technician }, use) => {
    await logIn(page, technician);
    await use(page);
  },
  fresh: async ({ browser }, use) => {
    const opened: Page[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      remember(context);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) {
      await rememberCookies(page.context());
      await page.context().close();
    }
  },
  another: async ({ fresh }, use) => {
    await use(async (user, options) => {
      const page = await fresh(options);
      await logIn(page, user);
      return page;
    });
  },
  serve: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (starting) => {
      const server = await Server.start(starting);
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.stop();
  },
  elsewhere: async ({}, use) => {
    const elsewhere = await Elsewhere.start();
    await use(elsewhere);
    await elsewhere.stop();
  },
});

export { expect };
