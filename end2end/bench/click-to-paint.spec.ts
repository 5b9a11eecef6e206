// How long it takes from a click on an answer until the next step is painted.
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { LARGE, writeLargeTree } from "../support/large";
import { hydrated, startWalk } from "../support/walk";

const STEPS = 120;

interface Click {
  /** Milliseconds from the input to after the frame in which the next step was painted. */
  ms: number;
  /** Whether that was the first frame after the click. */
  sameFrame: boolean;
}

/** Writes down each click on an answer, in the page. */
async function watchClicks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const clicks: { ms: number; sameFrame: boolean }[] = [];
    Object.assign(window, { clicks });
    const open = () => document.querySelector("nav.trail [aria-current]")?.querySelector(".trail-number")?.textContent;
    document.addEventListener(
      "click",
      (event) => {
        if (!(event.target as Element).closest(".option, .step-continue")) return;
        const before = open();
        let frames = 0;
        const look = () => {
          frames += 1;
          const changed = open() !== before;
          // A message comes after what this frame paints.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => (changed ? clicks.push({ ms: performance.now() - event.timeStamp, sameFrame: frames === 1 }) : requestAnimationFrame(look));
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
}

async function measure(page: Page, answers: string[]): Promise<Click[]> {
  await watchClicks(page);
  for (let number = 0; number < STEPS; number += 1) {
    await page.getByRole("button", { name: answers[number % answers.length]!, exact: true }).click();
    await expect.poll(() => page.evaluate(() => (window as unknown as { clicks: Click[] }).clicks.length)).toBe(number + 1);
  }
  return page.evaluate(() => (window as unknown as { clicks: Click[] }).clicks);
}

function told(what: string, clicks: Click[]): string {
  const sorted = clicks.map((click) => click.ms).sort((a, b) => a - b);
  const within = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!.toFixed(1).padStart(7);
  const same = Math.round((100 * clicks.filter((click) => click.sameFrame).length) / clicks.length);
  return `${what.padEnd(44)} ${String(clicks.length).padStart(5)} ${within(0.5)} ${within(0.95)} ${String(same).padStart(8)} %`;
}

test("click to paint", async ({ page }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  runInstalled(["tree", "import", "../server/demo/trees/vpn-does-not-connect.tree.md", "--account", account]);
  runInstalled(["tree", "import", writeLargeTree(test.info().outputPath("tree.json")), "--account", account]);
  await signIn(page, technician);
  const devtools = await page.context().newCDPSession(page);
  const lines = [`${"click to paint".padEnd(44)} clicks  p50 ms  p95 ms  same frame`];
  for (const [name, tree, answers, first] of [
    ["a tree of 40 nodes", "vpn-does-not-connect", ["No, or a guest sign-in page appears", "Continue"], "Only this user"],
    ["a tree of 10,000 nodes", LARGE.key, ["Continue", "Next part"], "Next part"],
  ] as const) {
    for (const slower of [1, 4]) {
      await startWalk(page, { tree });
      await hydrated(page);
      await page.getByRole("button", { name: first, exact: true }).click();
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
      lines.push(told(`${name}${slower > 1 ? `, processor ${slower} times slower` : ""}`, await measure(page, [...answers])));
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    }
  }
  console.log(`\n${lines.join("\n")}\n`);
});
