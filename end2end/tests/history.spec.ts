// The history: every filter in the address, paging, and what is done from the list.
import { type Page } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { hasPlayer, press } from "../support/page";
import { seconds, stored } from "../support/session";
import { OUTCOMES, complete, notes, startWalk, stay, take } from "../support/walk";

function rows(page: Page) {
  return page.getByRole("row").filter({ has: page.getByRole("cell") });
}

/** Ids and starts of the sessions on the page, in the order in which they stand there. */
async function listed(page: Page): Promise<{ id: string; started: number }[]> {
  return Promise.all(
    (await rows(page).all()).map(async (row) => ({
      id: (await row.getByRole("link").first().getAttribute("href"))!,
      started: seconds((await row.locator("time").getAttribute("datetime"))!),
    })),
  );
}

test("Without sessions the history says what will be here", async ({ desk }) => {
  await desk.goto("/sessions");
  await expect(desk.getByRole("heading", { name: "No sessions of yours yet" })).toBeVisible();
  await press(desk, desk.getByRole("link", { name: "Look at everyone’s" }));
  expect(new URL(desk.url()).searchParams.get("technician")).toBe("anyone");
  await expect(rows(desk)).toHaveCount(50);
});

test("A filter by outcome and by state, in the address", { tag: "@plain" }, async ({ desk }) => {
  for (const outcome of OUTCOMES) {
    await startWalk(desk, { ticket: `T-${outcome}` });
    await complete(desk, outcome);
  }
  const parked = await startWalk(desk, { ticket: "T-parked" });
  await press(desk, desk.getByRole("button", { name: "Park" }));
  const running = await startWalk(desk, { ticket: "T-running" });

  const tabs = desk.getByRole("navigation", { name: "Sessions by outcome" });
  // Each says how many there are.
  const tab = (word: string) => tabs.getByRole("link", { name: new RegExp(`^${word} [\\d,]+\\+?$`) });
  await desk.goto("/sessions");
  for (const outcome of OUTCOMES) {
    await press(desk, tab(outcome));
    expect(new URL(desk.url()).searchParams.get("outcome")).toBe(outcome.toLowerCase());
    await expect(rows(desk)).toHaveCount(1);
    await expect(rows(desk)).toContainText(`T-${outcome}`);
    await expect(tab(outcome)).toHaveAttribute("aria-current", "page");
  }
  await press(desk, tab("Cancelled"));
  await expect(desk.getByRole("heading", { name: "No session matches" })).toBeVisible();
  await press(desk, tab("In progress"));
  await expect(rows(desk)).toHaveCount(2);
  const stand = desk.getByRole("navigation", { name: "How they stand" });
  for (const [word, state, id] of [["Parked", "parked", parked], ["Running", "running", running]] as const) {
    await press(desk, stand.getByRole("link", { name: word }));
    expect(new URL(desk.url()).searchParams.get("state")).toBe(state);
    expect((await listed(desk)).map((row) => row.id)).toEqual([`/sessions/${id}`]);
  }
  await desk.goto("/sessions?state=completed");
  await expect(rows(desk)).toHaveCount(4);
  await desk.goto("/sessions?state=active&outcome=resolved");
  await expect(rows(desk)).toHaveCount(0);
  // An old bookmark shows more, never a problem page.
  await desk.goto("/sessions?state=lost&outcome=won&technician=nobody&tree=");
  await expect(rows(desk)).toHaveCount(6);
});

test("A filter by tree, by technician and by text, in the address", { tag: "@plain" }, async ({ desk, technician, another, javaScriptEnabled }) => {
  await startWalk(desk, { ticket: "INC-77", client: "Zephyr Yachts" });
  await notes(desk).fill("The gyroscope hums.");
  await take(desk, "Users everywhere", "→");
  await complete(desk, "Escalated", { notes: "Quasar reset the tunnel." });
  await startWalk(desk, { tree: "slow-computer", ticket: "INC-78" });
  await press(desk, desk.getByRole("button", { name: "Park" }));

  const colleague = await another(makeUser("technician"));
  await colleague.goto("/sessions?technician=anyone");
  const apply = async (label: string, choice: string) => {
    const filter = colleague.getByLabel(label, { exact: true });
    await press(colleague, filter, async () => {
      await filter.selectOption({ label: choice });
      if (!javaScriptEnabled) await colleague.getByRole("button", { name: "Search" }).click();
    });
  };
  await apply("Technician", technician.name);
  await expect(rows(colleague)).toHaveCount(2);
  await apply("Tree", "VPN does not connect");
  await expect(rows(colleague)).toHaveCount(1);
  await expect(rows(colleague)).toContainText("INC-77");
  const asked = new URL(colleague.url()).searchParams;
  expect(asked.get("tree")).toBe("vpn-does-not-connect");
  expect(asked.get("technician")).toMatch(/^[0-9a-f-]{36}$/);
  const chips = colleague.getByRole("list", { name: "Active filters" });
  await expect(chips.getByRole("link", { name: /^Remove the filter/ })).toHaveCount(2);
  await press(colleague, chips.getByRole("link", { name: /Tree: VPN does not connect/ }));
  await expect(rows(colleague)).toHaveCount(2);

  const search = colleague.getByLabel("Search in tickets, clients, trees, notes, answers and outputs");
  for (const words of ["INC-77", "zephyr yachts", "gyroscope", "quasar tunnel", "Users everywhere"]) {
    await search.fill(words);
    await press(colleague, colleague.getByRole("button", { name: "Search" }));
    expect(new URL(colleague.url()).searchParams.get("q")).toBe(words);
    await expect(rows(colleague), words).toHaveCount(1);
    await expect(rows(colleague), words).toContainText("INC-77");
  }
  for (const odd of ["'", "\"", "\\", "& | !", ":*", "%", "(", "-- ;", "x".repeat(5_000)]) {
    await colleague.goto(`/sessions?technician=anyone&q=${encodeURIComponent(odd)}`);
    await expect(search, odd).toHaveValue(odd);
  }
});

test("More than fifty sessions are paged, newest first, each once", async ({ desk }) => {
  await desk.goto("/sessions?technician=anyone&state=completed");
  const all: { id: string; started: number }[] = [];
  let pages = 1;
  for (; ; pages += 1) {
    all.push(...(await listed(desk)));
    const older = desk.getByRole("link", { name: "Older sessions" });
    if ((await older.count()) === 0) break;
    await press(desk, older);
    expect(new URL(desk.url()).searchParams.get("after")).not.toBeNull();
    expect(new URL(desk.url()).searchParams.get("technician")).toBe("anyone");
  }
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
  const starts = all.map((row) => row.started);
  expect(starts).toEqual([...starts].sort((left, right) => right - left));
  const last = await listed(desk);
  await press(desk, desk.getByRole("link", { name: "Newer sessions" }));
  expect((await listed(desk)).map((row) => row.id)).toEqual(all.slice(-last.length - 50, -last.length).map((row) => row.id));
  await press(desk, desk.getByRole("link", { name: "Newest sessions" }));
  expect((await listed(desk)).at(0)!.started).toBeGreaterThanOrEqual(all[0]!.started);
  expect((await desk.goto("/sessions?technician=anyone&after=nonsense"))!.status()).toBeLessThan(500);
});

test("A session is closed in place, as of its last activity, and that is undone", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const id = await startWalk(desk, { ticket: "INC-9" });
  await take(desk, "Users everywhere");
  const before = await stored(desk, id);
  await stay(desk, 2, !!javaScriptEnabled);
  await desk.goto("/sessions?state=active");
  await desk.getByRole("button", { name: "Actions for VPN does not connect, INC-9" }).click();
  const menu = desk.getByRole("group", { name: "Actions for VPN does not connect, INC-9" });
  await expect(menu.getByRole("button")).toHaveText([/^Resolved/, /^Workaround/, /^Escalated/, /^Unresolved/, /^Cancelled/, /^Resolved externally/]);
  await press(desk, menu.getByRole("button", { name: /^Resolved externally/ }));

  await expect(desk.getByRole("status").filter({ hasText: "Session closed. You can take this back for ten minutes." })).toBeVisible();
  // Back on the same list, with the filter still on: it is no longer in progress.
  expect(new URL(desk.url()).searchParams.get("state")).toBe("active");
  await expect(rows(desk)).toHaveCount(0);
  const closed = await stored(desk, id);
  expect(closed.session.outcome).toBe("resolved_externally");
  expect(closed.decisions.at(-1)).toMatchObject({ left_by: "closed", duration_seconds: 0 });
  expect(closed.session.completed_at).toBe(before.decisions.at(-1)!.exited_at);

  await desk.goto("/sessions");
  const row = rows(desk).filter({ hasText: "INC-9" });
  await expect(row.getByRole("cell").nth(1)).toHaveText("Resolved externally");
  await press(desk, row.getByRole("button", { name: "Undo close" }));
  await expect(desk.getByRole("status").filter({ hasText: "Session reopened. It is parked." })).toBeVisible();
  await expect(row.getByRole("cell").nth(1)).toHaveText("Parked");
  const reopened = await stored(desk, id);
  expect(reopened.session).not.toHaveProperty("outcome");
  expect(reopened.session).not.toHaveProperty("completed_at");

  await desk.goto(`/sessions/${id}`);
  await press(desk, desk.getByRole("button", { name: "Resume" }));
  await take(desk, "→");
  await complete(desk, "Resolved");
  const { session } = await stored(desk, id);
  expect(session.total_seconds + session.parked_seconds).toBe(seconds(session.completed_at!) - seconds(session.started_at));
  expect(session.parked_seconds).toBeGreaterThanOrEqual(2);
});

test("A manager closes a technician's session from its page, and takes it back there", async ({ desk, manager, another }) => {
  const id = await startWalk(desk, { ticket: "INC-10" });
  const boss = await another(manager);
  await boss.goto(`/sessions/${id}`);
  await boss.getByText("Close with an outcome").click();
  await boss.getByRole("radio", { name: /^Cancelled/ }).check();
  await press(boss, boss.getByRole("button", { name: "Close session" }));
  await expect(boss.getByRole("region", { name: "Cancelled" })).toBeVisible();
  await expect(boss.getByRole("region", { name: "Facts" })).toContainText(`Closed by${manager.name}`);
  // The technician's page notices at the next press.
  const over = (await hasPlayer(desk)) ? "Session completed: Cancelled" : "This session is completed";
  await desk.getByRole("button", { name: "Users everywhere" }).click();
  await expect(desk.getByRole("heading", { name: over })).toBeVisible();
  await press(boss, boss.getByRole("button", { name: "Undo close" }));
  await expect(boss.getByRole("heading", { name: /holds this session. It is parked$/ })).toBeVisible();
  expect((await stored(boss, id)).session.state).toBe("active");
});

test("A manager reassigns a running session, and its new holder goes on", async ({ desk, manager, another }) => {
  const id = await startWalk(desk, { ticket: "INC-11" });
  await take(desk, "Users everywhere");
  const colleague = makeUser("technician");
  const boss = await another(manager);
  await boss.goto(`/sessions/${id}`);
  await boss.getByText("Reassign", { exact: true }).click();
  await boss.getByLabel("New holder").selectOption({ label: colleague.name });
  await press(boss, boss.getByRole("button", { name: "Reassign session" }));
  await expect(boss.getByRole("status").filter({ hasText: "Session reassigned." })).toBeVisible();
  await expect(boss.getByRole("heading", { name: `${colleague.name} holds this session. It is parked` })).toBeVisible();

  await desk.goto("/sessions");
  await expect(desk.getByRole("heading", { name: "No sessions of yours yet" })).toBeVisible();
  const theirs = await another(colleague);
  await theirs.goto("/sessions?state=parked");
  await press(theirs, rows(theirs).filter({ hasText: "INC-11" }).getByRole("link", { name: "VPN does not connect" }));
  await press(theirs, theirs.getByRole("button", { name: "Resume" }));
  await expect(theirs).toHaveURL(/\/walk$/);
  await take(theirs, "→");
  await complete(theirs, "Resolved");
  const { session } = await stored(theirs, id);
  expect(session.technicians).toHaveLength(2);
  expect(session.technicians!.at(-1)).toBe(colleague.name);
});

test("Untouched for a day are those that nobody has worked on since yesterday", async ({ manager, desk, another }) => {
  const fresh = await startWalk(desk, { ticket: "fresh" });
  const boss = await another(manager);
  await boss.goto("/sessions?technician=anyone&state=active");
  await press(boss, boss.getByRole("navigation", { name: "How they stand" }).getByRole("link", { name: "Untouched for a day" }));
  expect(new URL(boss.url()).searchParams.get("state")).toBe("untouched");
  const found = await listed(boss);
  expect(found.length).toBeGreaterThan(0);
  expect(found.map((row) => row.id)).not.toContain(`/sessions/${fresh}`);
  const yesterday = Date.now() / 1000 - 24 * 3600;
  for (const { id, started } of found) {
    expect(started).toBeLessThanOrEqual(yesterday);
    const { session, decisions } = await stored(boss, id.split("/").at(-1)!);
    expect(session.state).toBe("active");
    expect(seconds(decisions.at(-1)!.exited_at)).toBeLessThanOrEqual(yesterday);
  }
  for (const row of await rows(boss).all()) await expect(row.getByRole("cell").nth(1)).toHaveText(/^(Parked|In progress)$/);
});

test("An account sees its own history and no other", async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  await boss.goto("/sessions?technician=anyone");
  await expect(boss.getByRole("heading", { name: "No sessions yet" })).toBeVisible();
  await expect(boss.getByLabel("Technician", { exact: true }).locator("option")).toHaveCount(3);
  await expect(boss.getByLabel("Tree", { exact: true }).locator("option")).toHaveCount(1);
});
