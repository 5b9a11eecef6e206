// The walk player from outside, and the faults that it has to live with.
import { type BrowserContext, type Locator, type Page, expect } from "@playwright/test";
import { type SessionDocument, seconds } from "./session";
import { step } from "./walk";

/** What stands by the timer about whether everything is safe. */
export function status(page: Page): Locator {
  // Commands and fields of values have status lines of their own.
  return page.locator("form[data-player-form]").getByRole("status").and(page.locator(":not(.step-refusal, .hint)"));
}

export function offline(steps: number): string {
  return `Offline: ${steps === 1 ? "1 step" : `${steps} steps`} kept on this computer`;
}

export function notSaved(page: Page): Locator {
  return page.getByRole("alert", { name: "Not saved" });
}

interface Turn {
  answer: string;
  to: string;
}

/** A way through "VPN does not connect" from its first step, of as many steps as are asked for: it goes round. */
export function way(count: number): Turn[] {
  const [internet, fix] = ["Does the user have working internet?", "Get the user online"];
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return { answer: "Only this user", to: internet };
    return index % 2 === 1 ? { answer: "No, or a guest sign-in page appears", to: fix } : { answer: "Continue", to: internet };
  });
}

/** Takes steps, and waits for nothing but the step that each leads to. */
export async function go(page: Page, turns: Turn[]): Promise<void> {
  for (const { answer, to } of turns) {
    await page.getByRole("button", { name: answer, exact: true }).click();
    await expect(step(page)).toHaveText(to);
  }
}

/** The records are the steps that were taken: each once, in order, one beginning when the one before it ended. */
export function expectTaken({ session, decisions }: SessionDocument, turns: Turn[]): void {
  expect(decisions.map((record) => record.answer ?? "Continue")).toEqual(turns.map((turn) => turn.answer));
  expect(new Set(decisions.map((record) => record.id)).size).toBe(decisions.length);
  expect(decisions.map((record) => record.entered_at)).toEqual([session.started_at, ...decisions.map((record) => record.exited_at)].slice(0, decisions.length));
  for (const record of decisions) expect(record.duration_seconds).toBe(seconds(record.exited_at) - seconds(record.entered_at));
  if (session.as_of) expect(session.total_seconds).toBe(seconds(session.as_of) - seconds(session.started_at));
}

/**
 * Ends a page as a crash does: it hears nothing of it, and sends nothing. Closing a page ends its emulated lack of a network too, and what the
 * page sends as it goes may then arrive.
 */
export async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  devtools.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
}

/** Cuts the network while something is done. */
export async function withoutNetwork(context: BrowserContext, act: () => Promise<void>): Promise<void> {
  await context.setOffline(true);
  await act();
  await context.setOffline(false);
}

/** From now on the server does what it is sent, and its answers do not arrive. Answers what ends it. */
export async function loseAnswers(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  devtools.on("Fetch.requestPaused", ({ requestId }) => {
    devtools.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" }).catch(() => undefined);
  });
  await devtools.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/sessions/*/commands", requestStage: "Response" }] });
  return () => devtools.detach();
}

/** From now on nothing arrives of what the walk sends, but for so many requests at first. Answers what lets all of it go. */
export async function holdCommands(page: Page, atFirst = 0): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let asked = 0;
  await page.route("**/api/sessions/*/commands", async (route) => {
    asked += 1;
    if (asked > atFirst) await held;
    // The page may have given it up meanwhile.
    await route.continue().catch(() => undefined);
  });
  return letGo;
}

/** Tries to leave the page, and stays when it asks. */
export async function staysWhenAsked(page: Page, leave: () => Promise<unknown>): Promise<void> {
  const asked = page.waitForEvent("dialog");
  const leaving = leave().catch(() => undefined);
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await leaving;
}

/** Puts the browser's clock wrong by so many hours; its steady clock goes on as it is. */
export async function wrongClock(page: Page, hours: number): Promise<void> {
  await page.addInitScript((hours) => {
    const Right = Date;
    let ahead = hours * 3_600_000;
    const now = () => Right.now() + ahead;
    window.Date = new Proxy(Right, {
      construct: (right, given) => (given.length === 0 ? new right(now()) : Reflect.construct(right, given)),
      get: (right, name) => (name === "now" ? now : Reflect.get(right, name)),
    });
    Object.assign(window, { setClock: (hours: number) => (ahead = hours * 3_600_000) });
  }, hours);
}

/** Changes it while the page is open. */
export async function changeClock(page: Page, hours: number): Promise<void> {
  await page.evaluate((hours) => (window as unknown as { setClock: (hours: number) => void }).setClock(hours), hours);
}
