// The timers count from the clocks, not by ticks: a reload, a frozen tab and a clock that jumps do not make them wrong.
import { type Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { goBack, press } from "../support/page";
import { seconds, stored } from "../support/session";
import { choose, clockSeconds, hydrated, startWalk, stepTimer } from "../support/walk";

/** How long the open step has been going on by the server's clock. */
async function elapsed(page: Page, id: string): Promise<number> {
  const { steps } = await stored(page, id);
  return steps.at(-1)!.duration_seconds;
}

async function shown(page: Page): Promise<number> {
  return clockSeconds(await stepTimer(page).innerText());
}

/** What is shown lies between what the server says before and after it, with the second that both cut off. */
async function expectRight(page: Page, id: string): Promise<void> {
  const before = await elapsed(page, id);
  const now = await shown(page);
  const after = await elapsed(page, id);
  expect(now).toBeGreaterThanOrEqual(before - 1);
  expect(now).toBeLessThanOrEqual(after + 1);
}

test("The timer ticks every second", async ({ desk }) => {
  const id = await startWalk(desk);
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      seen.add(await stepTimer(desk).innerText());
      return seen.size;
    }, { intervals: [100] })
    .toBeGreaterThanOrEqual(4);
  const values = [...seen].map(clockSeconds);
  expect(values).toEqual(values.map((_, index) => values[0]! + index));
  await expectRight(desk, id);
});

test("Step, total, trail and the pill in the bar run together", async ({ desk }) => {
  await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(2);
  await choose(desk, "Users everywhere");
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(1);
  const [here, total, pill, trail] = await desk.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? "";
    return [text(".walk-clock:nth-of-type(1) [role=timer]"), text(".walk-clock:nth-of-type(2) [role=timer]"), text("header a [data-since]"), text("[aria-current=step] [role=timer]")] as const;
  });
  expect(trail).toBe(here);
  expect(pill).toBe(total);
  expect(clockSeconds(total)).toBeGreaterThanOrEqual(clockSeconds(here) + 2);
});

test("After a reload the timer is right", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(2);
  await desk.reload();
  await expectRight(desk, id);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(4);
  await expectRight(desk, id);
});

test("After the tab was frozen the timer is right at once", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(1);
  const devtools = await desk.context().newCDPSession(desk);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  const at = await elapsed(desk, id);
  await expect.poll(() => elapsed(desk, id)).toBeGreaterThanOrEqual(at + 4);
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await expect.poll(() => shown(desk), { timeout: 2_000 }).toBeGreaterThanOrEqual(at + 4);
  await expectRight(desk, id);
});

test("A laptop that slept for an hour shows the hour", async ({ desk }) => {
  await desk.clock.install();
  await startWalk(desk);
  await hydrated(desk);
  await desk.clock.fastForward("01:05:00");
  await expect(stepTimer(desk)).toHaveText(/^1:05:\d\d$/);
  // On the server no time has passed: loaded anew, the page takes its clock, however wrong the browser's is.
  await desk.reload();
  await expect(stepTimer(desk)).toHaveText(/^0:\d\d$/);
});

test("A browser whose clock is wrong by hours shows the right time", async ({ desk }) => {
  await desk.clock.install({ time: Date.now() - 5 * 3600 * 1000 });
  const id = await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(2);
  await expectRight(desk, id);
});

test("A page that the browser kept shows the present time", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(1);
  await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
  const at = await elapsed(desk, id);
  await expect.poll(() => elapsed(desk, id)).toBeGreaterThanOrEqual(at + 2);
  await goBack(desk);
  await expect.poll(() => shown(desk), { timeout: 2_000 }).toBeGreaterThanOrEqual(at + 2);
  await expectRight(desk, id);
});

test("A parked session's clock stands", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shown(desk)).toBeGreaterThanOrEqual(2);
  await press(desk, desk.getByRole("button", { name: "Park" }));
  await expect(desk.getByRole("timer")).toHaveCount(0);
  const { session, decisions } = await stored(desk, id);
  await expect.poll(async () => seconds((await stored(desk, id)).session.as_of!) - seconds(decisions.at(-1)!.exited_at)).toBeGreaterThanOrEqual(2);
  await desk.reload();
  await expect(desk.getByRole("region", { name: "This session is parked" })).toContainText(`${session.total_seconds} s total`);
});

test("WebAssembly comes with the walk and with no other page", async ({ desk, baseURL }) => {
  const loaded: string[] = [];
  desk.on("request", (request) => {
    if (/\.wasm(\?|$)|\/pkg\/.*\.js/.test(request.url())) loaded.push(request.url());
  });
  const quiet = async (path: string) => {
    await desk.goto(path, { waitUntil: "networkidle" });
    expect(loaded, path).toEqual([]);
    expect(await desk.locator("link[href*='.wasm'], link[rel=modulepreload]").count(), path).toBe(0);
  };
  for (const path of ["/trees", "/trees/vpn-does-not-connect", "/start?tree=vpn-does-not-connect", "/sessions", "/nowhere"]) await quiet(path);
  const id = await startWalk(desk);
  await hydrated(desk);
  expect(loaded.filter((url) => url.includes(".wasm"))).toHaveLength(1);
  expect(new URL(loaded[0]!).origin).toBe(baseURL);
  loaded.length = 0;
  for (const path of [`/sessions/${id}`, `/sessions/${id}/complete`, `/sessions/${id}/wrong-tree`]) await quiet(path);
});

test("Nothing is said in the console and nothing is refused by the content security policy", async ({ desk }) => {
  const said: string[] = [];
  desk.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  desk.on("pageerror", (error) => said.push(error.message));
  const id = await startWalk(desk);
  await hydrated(desk);
  for (const path of ["/trees", "/trees/vpn-does-not-connect", "/sessions", `/sessions/${id}`, `/sessions/${id}?export=html`, `/sessions/${id}/walk`, `/sessions/${id}/complete`]) {
    await desk.goto(path);
  }
  await hydrated(await back(desk, id));
  expect(said).toEqual([]);
});

async function back(page: Page, id: string): Promise<Page> {
  await page.goto(`/sessions/${id}/walk`);
  return page;
}
