// Servers of one release are replaced by those of the next, one after the other, behind HAProxy, while people walk.
import { execFileSync } from "node:child_process";
import { type Page, expect, test } from "@playwright/test";
import { fillSignIn } from "../support/fixtures";
import { balance } from "../support/balancer";
import { hasPlayer, saved } from "../support/page";
import { expectTaken, go, way } from "../support/player";
import { Server, type Starting, answers, end, freePort, program } from "../support/server";
import { stored } from "../support/session";
import { startWalk } from "../support/walk";

/** Program and site of the release before. */
const [BEFORE, BEFORE_SITE] = [process.env.BEFORE!, process.env.BEFORE_SITE!];
const TECHNICIAN = /technician, .*?\s(\S+@\S+)\s+(\S+)$/m;

/** Somebody who walks and walks, until it is enough. */
class Walking {
  taken = 0;
  private enough = false;
  private ended?: Promise<void>;

  private constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  static async begin(page: Page, ticket: string): Promise<Walking> {
    const walking = new Walking(page, await startWalk(page, { ticket }));
    walking.ended = walking.walk();
    walking.ended.catch(() => undefined);
    return walking;
  }

  private async walk(): Promise<void> {
    for (; !this.enough; this.taken += 1) await go(this.page, way(this.taken + 1).slice(this.taken));
  }

  /** Waits until so many more steps are taken. */
  async takes(steps: number): Promise<void> {
    const goal = this.taken + steps;
    await Promise.race([expect.poll(() => this.taken, { timeout: 60_000 }).toBeGreaterThanOrEqual(goal), this.ended?.then(() => undefined)]);
  }

  async ends(): Promise<void> {
    this.enough = true;
    await this.ended;
  }
}

test("Servers are upgraded one after the other while people walk, and nothing is lost", async ({ browser }) => {
  test.setTimeout(300_000);
  const old: Starting = { program: BEFORE, env: { LEPTOS_SITE_ROOT: BEFORE_SITE } };
  // It runs the database, and answers nobody.
  const keeper = await Server.start(old);
  const database = keeper.database;
  const port = await freePort();
  const behind = { PUBLIC_URL: `http://127.0.0.1:${port}`, TRUSTED_PROXIES: "1" };
  const before: Starting = { ...old, database, env: { ...old.env, ...behind } };
  const after: Starting = { database, env: behind };
  const servers = [await Server.start(before), await Server.start(before)];
  const replace = async (at: number, by: Starting): Promise<void> => {
    await servers[at]!.halt();
    servers[at] = await Server.start({ ...by, port: servers[at]!.port });
  };
  const balancer = balance(
    keeper.dataDir,
    port,
    servers.map((server) => server.port),
  );
  try {
    await answers(behind.PUBLIC_URL);
    const [, email, password] = TECHNICIAN.exec(keeper.printed)!;
    const page = await (await browser.newContext({ baseURL: behind.PUBLIC_URL })).newPage();
    await page.goto("/sign-in");
    await fillSignIn(page, { email: email!, password: password! });
    await expect(page).toHaveURL(/\/trees$/);
    const walking = await Walking.begin(page, "upgraded");
    await walking.takes(5);

    const owner = database.replace("resolutionflow_app", "resolutionflow_owner");
    execFileSync(program, ["migrate"], { env: { ...process.env, DATABASE_URL: database, DATABASE_OWNER_URL: owner }, stdio: "ignore" });
    await walking.takes(5);
    // The release before on the new schema: it goes on, and starts again.
    await replace(0, before);
    await walking.takes(5);
    await replace(1, after);
    await walking.takes(10);
    // Whichever of the two makes the page, its files are there.
    for (let load = 0; load < 4; load += 1) {
      const tab = await page.context().newPage();
      await tab.goto(`/sessions/${walking.id}/walk`);
      expect(await hasPlayer(tab)).toBe(true);
      await tab.close();
    }
    await replace(0, after);
    await walking.takes(10);
    await walking.ends();
    await saved(page);
    expectTaken(await stored(page, walking.id), way(walking.taken));

    // The same page goes on after it is loaded anew.
    await page.reload();
    await go(page, way(walking.taken + 1).slice(walking.taken));
    await saved(page);
    for (const server of [...servers, keeper]) expect(server.log).not.toMatch(/ERROR|panicked/);
  } finally {
    await end(balancer, "SIGTERM", "exit");
    for (const server of [...servers, keeper]) await server.stop();
  }
});
