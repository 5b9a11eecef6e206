// The timers count from the clocks, not by ticks: a reload, a frozen tab and a clock that jumps do not make them wrong.
import { type Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { goBack, press, saved } from "../support/page";
import { holdCommands } from "../support/player";
import { elapsedSeconds, seconds, stored } from "../support/session";
import { choose, clockSeconds, expectTimerRight, hydrated, shownSeconds, startWalk, stepTimer } from "../support/walk";

test("The timer ticks every second", async ({ desk }) => {
  await desk.clock.install();
  const id = await startWalk(desk);
  await hydrated(desk);
  await expectTimerRight(desk, id);
  // From here on the browser's clock stands, but for the seconds that it is told to run.
  await desk.clock.pauseAt(Date.now() + 60_000);
  const first = await shownSeconds(desk);
  for (const second of [1, 2, 3]) {
    await desk.clock.runFor(1_000);
    expect(await shownSeconds(desk)).toBe(first + second);
  }
});

test("Step, total, trail and the pill in the bar run together", async ({ desk }) => {
  await startWalk(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(2);
  await choose(desk, "Users everywhere");
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(1);
  const texts = () =>
    desk.evaluate(() => {
      const text = (selector: string) => document.querySelector(selector)?.textContent ?? "";
      const [here, total] = [text(".walk-clock:nth-of-type(1) [role=timer]"), text(".walk-clock:nth-of-type(2) [role=timer]")];
      return { here, total, pill: text("header a [data-since]"), trail: text("[aria-current=step] [role=timer]") };
    });
  // Each is written for itself, so for a moment one can be a second ahead.
  await expect
    .poll(async () => {
      const { here, total, pill, trail } = await texts();
      return trail === here && pill === total;
    })
    .toBe(true);
  const { here, total } = await texts();
  expect(clockSeconds(total)).toBeGreaterThanOrEqual(clockSeconds(here) + 2);
});

test("Where the browser was wrong about when a step began, the trail says what the server says", async ({ desk }) => {
  // The question how the walk stands takes long to arrive, so that the browser takes the server's clock to be ahead of what it is.
  const id = await startWalk(desk);
  const letGo = await holdCommands(desk);
  await desk.reload();
  const asked = await elapsedSeconds(desk, id);
  await expect.poll(() => elapsedSeconds(desk, id)).toBeGreaterThanOrEqual(asked + 5);
  letGo();
  await hydrated(desk);
  await choose(desk, "Users everywhere");
  await saved(desk);
  await expectTimerRight(desk, id);
  const { steps } = await stored(desk, id);
  const trail = desk.getByRole("navigation", { name: "Trail" });
  await expect(trail.getByRole("listitem").first()).toContainText(`${steps[0]!.duration_seconds} s`);
  await expect
    .poll(async () => clockSeconds(await trail.getByRole("timer").innerText()) - (await shownSeconds(desk)))
    .toBe(0);
});

test("After a reload the timer is right", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(2);
  await desk.reload();
  await expectTimerRight(desk, id);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(4);
  await expectTimerRight(desk, id);
});

test("After the tab was frozen the timer is right", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(1);
  const devtools = await desk.context().newCDPSession(desk);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  const at = await elapsedSeconds(desk, id);
  await expect.poll(() => elapsedSeconds(desk, id)).toBeGreaterThanOrEqual(at + 4);
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(at + 4);
  await expectTimerRight(desk, id);
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
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(2);
  await expectTimerRight(desk, id);
});

test("A page that the browser kept shows the present time", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(1);
  await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
  const at = await elapsedSeconds(desk, id);
  await expect.poll(() => elapsedSeconds(desk, id)).toBeGreaterThanOrEqual(at + 2);
  await goBack(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(at + 2);
  await expectTimerRight(desk, id);
});

test("A parked session's clock stands", async ({ desk }) => {
  const id = await startWalk(desk);
  await expect.poll(() => shownSeconds(desk)).toBeGreaterThanOrEqual(2);
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
