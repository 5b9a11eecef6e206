// The search of the history as somebody types it: accents, scripts without spaces, addresses, tickets, and words cut short.
import { type Page } from "@playwright/test";
import { expect, logIn, test } from "../support/fixtures";
import { press } from "../support/page";
import { notes, startWalk, take } from "../support/walk";

function rows(page: Page) {
  return page.getByRole("row").filter({ has: page.getByRole("cell") });
}

/** Replaces what stands in the search by what is typed key by key, and waits for its answer. */
async function type(page: Page, text: string): Promise<void> {
  const search = page.getByRole("searchbox");
  await search.press("ControlOrMeta+a");
  await search.pressSequentially(text);
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(text);
}

const NOTES = [
  ["INC-48213", "Müller: the user’s laptop has 192.168.1.10"],
  ["#7", "error 0x80070005 at 10.1.168.192"],
  ["T-1", "会議室のプリンターが印刷できない"],
  ["T-2", "The printer jammed, Exchange\u200bServer restarted"],
] as const;

async function write(page: Page): Promise<void> {
  for (const [ticket, written] of NOTES) {
    await startWalk(page, { ticket });
    await notes(page).fill(written);
    await take(page, "Users everywhere");
  }
  await page.goto("/sessions");
  await expect(rows(page)).toHaveCount(NOTES.length);
}

test("What people type finds what was written, and is marked", async ({ desk }) => {
  // Four walks and eight searches.
  test.setTimeout(180_000);
  await write(desk);
  for (const [typed, ticket, marked] of [
    ["muller", "INC-48213", "Müller"],
    ["8213", "INC-48213", "8213"],
    ["inc48213", "INC-48213", "INC-48213"],
    ["192.168", "INC-48213", "192.168.1.10"],
    ["80070005", "#7", "80070005"],
    ["プリンター", "T-1", "プリンター"],
    ["exchangeserv", "T-2", "Exchange\u200bServer"],
  ] as const) {
    await type(desk, typed);
    await expect(rows(desk), typed).toHaveCount(1);
    await expect(rows(desk), typed).toContainText(ticket);
    await expect(rows(desk).locator("mark").first(), typed).toHaveText(marked);
  }
  await type(desk, "168.192");
  await expect(desk.getByRole("heading", { name: "No session matches" })).toBeVisible();
});

test("Results stay while somebody types on, and a sentence says that beginnings count", async ({ desk }) => {
  // Four walks.
  test.setTimeout(180_000);
  await write(desk);
  await type(desk, "prin");
  await expect(rows(desk)).toHaveCount(1);
  const sentence = desk.getByText("they count as the beginnings of words");
  await expect(sentence).toHaveCount(0);
  await type(desk, "prin jamm");
  await expect(rows(desk)).toHaveCount(1);
  await expect(sentence).toBeVisible();
  await expect(rows(desk).locator("mark")).toHaveText(["printer", "jammed"]);
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await expect(desk.getByRole("link", { name: "Search older sessions, too" }), "there are none").toHaveCount(0);
});

for (const [name, width, height] of [["desktop", 1280, 800], ["phone", 360, 740]] as const) {
  test(`Older sessions are searched by a link, on a ${name}`, async ({ serve, browser }) => {
    test.setTimeout(180_000);
    const server = await serve({ demo: false });
    server.command(["seed", "--sessions", "400", "--accounts", "1"]);
    const context = await browser.newContext({ baseURL: server.url, viewport: { width, height } });
    const page = await context.newPage();
    await logIn(page, { name: "Manager", email: "manager@msp-1.example", password: "demo-walk-the-tree" });
    await page.goto("/sessions?technician=anyone");
    await type(page, "prin answ");
    const older = page.getByRole("link", { name: "Search older sessions, too" });
    await expect(older).toBeVisible();
    await expect(page.getByText("Older sessions not searched")).toBeVisible();
    await expect(rows(page).first().locator("mark").first()).toHaveText("Printer");
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(await fits()).toBe(true);
    const found = async () => Number(/^\d+/.exec((await page.locator("#history-count").textContent()) ?? "")![0]);
    const newest = await found();
    await press(page, older);
    expect(new URL(page.url()).searchParams.get("older")).toBe("yes");
    await expect(older).toHaveCount(0);
    expect(await found()).toBeGreaterThan(newest);
    await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Older sessions, too");
    expect(await fits()).toBe(true);
    // Another word begins with the newest again.
    await type(page, "prin answ doe");
    await expect(older).toBeVisible();
    await context.close();
  });
}
