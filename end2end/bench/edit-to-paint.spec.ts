// How long it takes from a key in the editor until what it does is painted, at a round trip of 50 ms.
import type { Page } from "@playwright/test";
import { instructions, isSaved, rows } from "../support/editor";
import { addTree, expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press } from "../support/page";

const ROUND_TRIP = 50;
const TIMES = 30;

interface Timed {
  /** Milliseconds from the key to after the frame in which the part has changed; 0 until then. */
  ms: number;
}

/** Presses a key, and waits until a part of the page is painted in another way than before. */
async function timed(page: Page, part: string, key: string): Promise<number> {
  await page.evaluate((part) => {
    const timed: Timed = { ms: 0 };
    Object.assign(window, { timed });
    const shown = (): string => {
      const element = document.querySelector(part);
      return element instanceof HTMLTextAreaElement ? element.value : (element?.outerHTML ?? "");
    };
    const before = shown();
    const look = (began: number): void => {
      // A message comes after what this frame paints.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (shown() !== before ? (timed.ms = performance.now() - began) : requestAnimationFrame(() => look(began)));
      port2.postMessage(null);
    };
    addEventListener("keydown", (event) => requestAnimationFrame(() => look(event.timeStamp)), { capture: true, once: true });
  }, part);
  await page.keyboard.press(key);
  await expect.poll(() => page.evaluate(() => (window as unknown as { timed: Timed }).timed.ms)).toBeGreaterThan(0);
  const ms = await page.evaluate(() => (window as unknown as { timed: Timed }).timed.ms);
  await isSaved(page);
  return ms;
}

function told(what: string, times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const within = (share: number): string => sorted[Math.ceil(sorted.length * share) - 1]!.toFixed(1).padStart(8);
  return `${what.padEnd(44)} ${String(sorted.length).padStart(5)} ${within(0.5)} ${within(0.95)}`;
}

test("edit to paint", async ({ another }) => {
  const account = ownAccount();
  const page = await another(makeUser("manager", account));
  addTree(account);
  await page.goto("/trees/vpn-does-not-connect");
  await press(page, page.getByRole("button", { name: "Edit", exact: true }));
  // A decision that stands beside another step below a decision.
  const groups = await page.locator(".outline-node").evaluateAll((all) => all.map((row) => [row.getAttribute("data-group"), !!row.querySelector(".folds")] as const));
  const at = groups.findIndex(([group, folds], at) => group && folds && groups.slice(at + 1).some(([other]) => other === group));
  await press(page, rows(page).nth(at));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: ROUND_TRIP, downloadThroughput: -1, uploadThroughput: -1 });
  const chosen = page.locator(".outline-node[data-chosen] .outline-title > a");
  const measure = async (part: string, keys: [string, string], focus: () => Promise<void>): Promise<number[]> => {
    const times = [];
    for (let time = 0; time < TIMES; time += 1) {
      await focus();
      times.push(await timed(page, part, keys[time % 2]!));
    }
    return times;
  };
  const row = (): Promise<void> => chosen.focus();
  const lines = [`${`edit to paint, ${ROUND_TRIP} ms to the server and back`.padEnd(44)} edits   p50 ms   p95 ms`];
  lines.push(told("a letter typed", await measure("#form-body", ["x", "Backspace"], () => instructions(page).focus())));
  lines.push(told("steps below folded, unfolded", await measure("#outline", ["ArrowLeft", "ArrowRight"], row)));
  lines.push(told("step moved past its neighbour", await measure("#outline", ["Alt+ArrowDown", "Alt+ArrowUp"], row)));
  lines.push(told("another type", await measure("#outline", ["Alt+2", "Alt+1"], row)));
  const deleted = [];
  for (let time = 0; time < TIMES / 3; time += 1) {
    await rows(page).nth(3).focus();
    deleted.push(await timed(page, "#outline", "Delete"));
    await page.keyboard.press("Control+z");
    await isSaved(page);
  }
  lines.push(told("step deleted", deleted));
  console.log(`\n${lines.join("\n")}\n`);
});
