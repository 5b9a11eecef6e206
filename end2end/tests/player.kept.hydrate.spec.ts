// What the walk player keeps on this computer until the server has it, and what it says where it cannot.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type Page, chromium } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { saved } from "../support/page";
import { crash, expectTaken, go, holdCommands, loseAnswers, offline, status, way, withoutNetwork } from "../support/player";
import { stored } from "../support/session";
import { hydrated, notes, startWalk, step } from "../support/walk";

test("What an earlier page could not send is not called saved before it is", async ({ desk }) => {
  const id = await startWalk(desk);
  const enough = await loseAnswers(desk);
  await go(desk, way(2));
  await expect(status(desk)).toHaveText(offline(2));
  desk.on("dialog", (dialog) => void dialog.accept());
  await enough();
  // The new page asks how the walk stands, and then sends what it finds on this computer.
  const letGo = await holdCommands(desk, 1);
  await desk.reload();
  await hydrated(desk);
  await expect(status(desk)).toHaveText("Saving");
  letGo();
  await saved(desk);
  expectTaken(await stored(desk, id), way(2));
});

test("Where the disk is full the player says so, and sends", async ({ desk, baseURL }) => {
  const id = await startWalk(desk);
  const devtools = await desk.context().newCDPSession(desk);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: baseURL!, quotaSize: 1 });
  await withoutNetwork(desk.context(), async () => {
    await go(desk, way(2));
    await expect(status(desk)).toHaveText("Offline: 2 steps only on this page: this browser keeps nothing");
  });
  await saved(desk);
  await go(desk, way(3).slice(2));
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});

test("Where the browser keeps nothing the player says so, and sends", async ({ desk }) => {
  await desk.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not in this window", "SecurityError");
    };
  });
  const id = await startWalk(desk);
  await withoutNetwork(desk.context(), async () => {
    await go(desk, way(2));
    await expect(status(desk)).toHaveText("Offline: 2 steps only on this page: this browser keeps nothing");
  });
  await saved(desk);
  const letGo = await holdCommands(desk);
  await go(desk, way(3).slice(2));
  await expect(status(desk)).toHaveText("Saving");
  letGo();
  await saved(desk);
  expectTaken(await stored(desk, id), way(3));
});

test("The browser is killed after each step, once it is kept, and sends it when it is opened again", async ({ technician, baseURL, launchOptions, playwright }) => {
  const folder = mkdtempSync(join(tmpdir(), "resolutionflow-browser-"));
  const login = await playwright.request.newContext({ baseURL: baseURL! });
  await login.post("/api/sign_in", { form: { email: technician.email, password: technician.password }, headers: { accept: "text/html" }, maxRedirects: 0 });
  // A browser may take half a minute to write a cookie down; how long the login lives is not what this is about.
  const { cookies } = await login.storageState();
  await login.dispose();
  const open = async (): Promise<[BrowserContext, Page]> => {
    const context = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: baseURL! });
    await context.addCookies(cookies);
    return [context, context.pages()[0] ?? (await context.newPage())];
  };
  let [context, page] = await open();
  try {
    const id = await startWalk(page);
    for (const [index, turn] of way(4).entries()) {
      await context.setOffline(true);
      await go(page, [turn]);
      await notes(page).fill(`Typed after step ${index + 1}.`);
      await expect(status(page)).toHaveText(offline(2));
      await killBrowser(context, folder);
      [context, page] = await open();
      await page.goto(`/sessions/${id}/walk`);
      await hydrated(page);
      await expect(step(page)).toHaveText(turn.to);
      await saved(page);
      await expect(notes(page)).toHaveValue(`Typed after step ${index + 1}.`);
      expectTaken(await stored(page, id), way(index + 1));
    }
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Kills the browser as a power cut would. */
async function killBrowser(context: BrowserContext, folder: string): Promise<void> {
  const gone = context.waitForEvent("close");
  process.kill(browserProcess(folder), "SIGKILL");
  await gone;
}

/** The browser of a folder: its other processes say of which type they are, and a script may have started it. */
function browserProcess(folder: string): number {
  const commandLine = (id: string) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, "utf8");
    } catch {
      return ""; // It has ended meanwhile.
    }
  };
  const id = readdirSync("/proc").find((id) => {
    const words = /^\d+$/.test(id) ? commandLine(id) : "";
    return /^[^\0]*chrom/.test(words) && words.includes(`--user-data-dir=${folder}`) && !words.includes("--type=");
  });
  if (!id) throw new Error("no browser has this folder");
  return Number(id);
}

test("A note that was typed just before the tab was closed is saved", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  await notes(desk).pressSequentially("Half a sentence");
  await desk.close({ runBeforeUnload: false });
  const page = await desk.context().newPage();
  await expect.poll(async () => (await stored(page, id)).steps[0]?.notes).toBe("Half a sentence");
});

test("A note that was typed without a network just before the tab was closed is there when it is opened again", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  await desk.context().setOffline(true);
  await notes(desk).pressSequentially("Typed offline");
  await desk.close({ runBeforeUnload: false });
  const page = await desk.context().newPage();
  await desk.context().setOffline(false);
  await page.goto(`/sessions/${id}/walk`);
  await hydrated(page);
  await expect(notes(page)).toHaveValue("Typed offline");
  await saved(page);
});

test("What is typed is copied at once when the page goes out of sight, before the disk has it", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  await desk.context().setOffline(true);
  const isCopied = await desk.evaluate(() => {
    const notes = document.querySelector<HTMLTextAreaElement>("[name=notes]")!;
    notes.value = "Out of sight";
    notes.dispatchEvent(new Event("input", { bubbles: true }));
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    return Object.entries(localStorage).some(([name, text]) => name.startsWith("copy of ") && text.includes("Out of sight"));
  });
  expect(isCopied).toBe(true);
  await expect(status(desk)).toHaveText(offline(1));
  await desk.evaluate(emptyDisk);
  await crash(desk);
  const again = await desk.context().newPage();
  await again.context().setOffline(false);
  await again.goto(`/sessions/${id}/walk`);
  await hydrated(again);
  await expect(notes(again)).toHaveValue("Out of sight");
  await saved(again);
  expect((await stored(again, id)).steps[0]!.notes).toBe("Out of sight");
  expect(await again.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("copy of ")))).toEqual([]);
});

/** Takes everything from the browser's disk, as if the write had not ended. */
function emptyDisk(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opened = indexedDB.open("resolutionflow");
    opened.onerror = reject;
    opened.onsuccess = () => {
      const emptying = opened.result.transaction("commands", "readwrite");
      emptying.oncomplete = () => {
        opened.result.close();
        resolve();
      };
      emptying.objectStore("commands").clear();
    };
  });
}
