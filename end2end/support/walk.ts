// Walking a tree as a technician does.
import { type Locator, type Page, expect } from "@playwright/test";
import { commandId, hasPlayer, press, reload, send } from "./page";
import { elapsedSeconds } from "./session";

export const VPN = { key: "vpn-does-not-connect", name: "VPN does not connect" };

export interface Start {
  tree?: string;
  ticket?: string;
  client?: string;
}

/** Starts a walk as the form of the start page does, and opens its page; answers the session's id. The form itself has tests of its own. */
export async function startWalk(page: Page, start: Start = {}): Promise<string> {
  const id = await postStart(page, start);
  await page.goto(`/sessions/${id}/walk`);
  await hasPlayer(page);
  return id;
}

/** Starts a walk without opening a page; answers the session's id. */
async function postStart(page: Page, { tree = VPN.key, ticket = "", client = "" }: Start): Promise<string> {
  const id = commandId();
  const answer = await send(page, "start_walk", { command_id: id, tree, ticket, client });
  expect(answer.status()).toBe(303);
  return id;
}

/** The session that the page's address names. */
export function sessionOf(page: Page): string {
  const id = /\/sessions\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  if (!id) throw new Error(`${page.url()} names no session`);
  return id;
}

/** The title of the open step. */
export function step(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

export async function choose(page: Page, answer: string): Promise<void> {
  await press(page, page.getByRole("button", { name: answer, exact: true }));
}

/** Takes answers one after the other; "→" presses Continue. */
export async function take(page: Page, ...answers: string[]): Promise<void> {
  for (const answer of answers) await choose(page, answer === "→" ? "Continue" : answer);
}

export function notes(page: Page): Locator {
  return page.getByLabel("Notes for this step");
}

/** Unfolds something beside the step. */
export async function openFold(page: Page, name: string): Promise<void> {
  await page.getByRole("region", { name: "Beside this step" }).getByText(name, { exact: true }).click();
}

export async function typeOutput(page: Page, output: string): Promise<void> {
  await openFold(page, "Command output");
  await page.getByLabel("What the commands printed").fill(output);
}

export const OUTCOMES = ["Resolved", "Workaround", "Escalated", "Unresolved"] as const;
export type Outcome = (typeof OUTCOMES)[number] | "Cancelled" | "Resolved externally";

/** The card of an outcome: its word, perhaps a mark that it is suggested, and what it means in a sentence. */
export function card(within: Page | Locator, outcome: Outcome): Locator {
  return within.getByRole("radio", { name: new RegExp(`^${outcome}\\s+(Suggested\\s+)?[A-Z]`) });
}

export interface Ending {
  notes?: string;
  nextSteps?: string;
}

/** Presses "Complete session" and waits for the question, in the dialog or on the page that stands in for it. */
export async function ask(page: Page): Promise<void> {
  await hasPlayer(page);
  await page.getByRole("button", { name: "Complete session" }).click();
  await expect(page.getByRole("heading", { name: "Did this resolve the issue?" })).toBeVisible();
}

/** Answers the question. */
export async function answer(page: Page, outcome: Outcome, { notes = "", nextSteps = "" }: Ending = {}): Promise<void> {
  await card(page, outcome).check();
  await page.getByLabel("Outcome notes").fill(notes);
  await page.getByLabel("Next steps").fill(nextSteps);
  await press(page, page.getByRole("button", { name: "Complete session" }).last());
  await expect(page).toHaveURL(/\/sessions\/[^/]+\?done=completed$/);
}

export async function complete(page: Page, outcome: Outcome, ending: Ending = {}): Promise<void> {
  await ask(page);
  await answer(page, outcome, ending);
}

/** Waits until the player is at work. */
export async function hydrated(page: Page): Promise<void> {
  expect(await hasPlayer(page)).toBe(true);
}

/** The seconds that a timer of the form 0:42 or 1:05:09 shows. */
export function clockSeconds(text: string): number {
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The timer of the open step. */
export function stepTimer(page: Page): Locator {
  return page.getByRole("main").getByText("this step", { exact: false }).getByRole("timer");
}

/** The seconds that the timer of the open step shows. */
export async function shownSeconds(page: Page): Promise<number> {
  return clockSeconds(await stepTimer(page).innerText());
}

/** What is shown comes to lie between what the server says before and after it, with the second that both cut off. */
export async function expectTimerRight(page: Page, id: string): Promise<void> {
  await expect
    .poll(async () => {
      const before = await elapsedSeconds(page, id);
      const now = await shownSeconds(page);
      const after = await elapsedSeconds(page, id);
      return now >= before - 1 && now <= after + 1 ? "right" : `${now} s, by the server ${before} to ${after} s`;
    })
    .toBe("right");
}

/** Stays at the open step until its timer shows at least so many seconds. */
export async function stay(page: Page, seconds: number, ticks: boolean): Promise<void> {
  await expect
    .poll(async () => {
      if (!ticks) await reload(page);
      return shownSeconds(page);
    })
    .toBeGreaterThanOrEqual(seconds);
}
