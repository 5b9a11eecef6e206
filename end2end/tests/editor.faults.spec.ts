// The editor while something fails: afterwards nothing that was typed is lost, and what is shown is true.
import type { Locator, Page } from "@playwright/test";
import { begin, instructions, isKept, isSaved, rows, state, text, title, type } from "../support/editor";
import { addTree, expect, logIn, makeUser, ownAccount, signIn, test } from "../support/fixtures";
import { press } from "../support/page";

test("The server is killed while somebody types, and started again", async ({ serve, browser }) => {
  test.setTimeout(120_000);
  const server = await serve({ demo: false });
  const account = ownAccount();
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(page, makeUser("manager", account, server.dataDir));
  await begin(page, "Printer");
  await type(instructions(page), "Look at the lamp.");
  await isSaved(page);
  await server.kill();
  await page.keyboard.type(" Is it on?");
  await isKept(page);
  await page.keyboard.type(" Then press it.");
  await title(page).fill("Is the lamp on?");
  await isKept(page);
  await server.launch();
  await isSaved(page);
  expect(await text(page)).toContain("] Is the lamp on?\n\nLook at the lamp. Is it on? Then press it.\n");

  // The page is loaded anew while it is away: it goes on from what this browser has kept.
  await server.kill();
  await page.keyboard.type(" At all?");
  await isKept(page);
  await instructions(page).fill("Press it.");
  await expect.poll(() => kept(page)).toContain("Press it.");
  const address = page.url();
  await page.close();
  await server.launch();
  const again = await page.context().newPage();
  await again.goto(address);
  await isSaved(again);
  await expect(instructions(again)).toHaveValue("Press it.");
  expect(await text(again)).toContain("] Is the lamp on? At all?\n\nPress it.\n");
  expect(await kept(again)).toEqual("[]");
  await again.context().close();
});

/** What the browser keeps of drafts. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((done) => {
        const open = indexedDB.open("resolutionflow-drafts", 1);
        open.onsuccess = () => {
          const rows = open.result.transaction("batches").objectStore("batches").getAll();
          rows.onsuccess = () => {
            open.result.close();
            done(JSON.stringify(rows.result));
          };
        };
      }),
  );
}

/** Lets another tab write into the storage for long, so that pages wait before they know what it has; ends that. */
async function holdStorage(page: Page): Promise<() => Promise<void>> {
  const busy = await page.context().newPage();
  await busy.goto("/trees");
  await busy.evaluate(
    () =>
      new Promise<void>((done) => {
        const open = indexedDB.open("resolutionflow-drafts", 1);
        open.onsuccess = () => {
          const rows = open.result.transaction("batches", "readwrite").objectStore("batches");
          const write = (): void => {
            done();
            if (document.title !== "done") rows.count().onsuccess = write;
          };
          write();
        };
      }),
  );
  return async () => {
    await busy.evaluate(() => (document.title = "done"));
    await busy.close();
  };
}

test("What is chosen while the browser's storage is slow is not said to be saved before it is", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  const free = await holdStorage(page);
  await page.goto(page.url());
  await page.getByLabel("Type", { exact: true }).selectOption("solution");
  await expect(state(page)).toHaveText("Not saved yet.");
  expect(await text(page)).not.toContain("\n=>\n");
  await free();
  await isSaved(page);
  expect(await text(page)).toContain("\n=>\n");
});

test("What is typed before the browser knows what it has kept stays, and so does what was kept", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  const address = await begin(page, "Printer");
  await page.context().setOffline(true);
  await type(title(page), " One");
  await isKept(page);
  await page.context().setOffline(false);
  // The row is not sent before the page is gone.
  await page.route("**/api/save_step", (route) => route.abort());
  const free = await holdStorage(page);
  await page.goto(address);
  await page.unroute("**/api/save_step");
  await type(instructions(page), "Two");
  await free();
  await isSaved(page);
  await page.keyboard.type(" more");
  await isSaved(page);
  expect(await text(page)).toContain("] What is the problem? One\n\nTwo more\n");

  await page.context().setOffline(true);
  await type(title(page), " Three");
  await isKept(page);
  await page.route("**/api/save_step", (route) => route.abort());
  await page.context().setOffline(false);
  const again = await holdStorage(page);
  await page.goto(address);
  await page.unroute("**/api/save_step");
  await title(page).fill("Another one");
  await again();
  await isSaved(page);
  await expect(page.getByText("No longer in the draft:")).toContainText("What is the problem? One Three");
  expect(await text(page)).toContain("] Another one\n");
});

test("Another step is opened in the moment in which the line breaks: what was typed is kept first", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  const address = await begin(page, "Printer");
  const free = await holdStorage(page);
  await page.context().setOffline(true);
  await type(title(page), " Now?");
  await page.getByRole("link", { name: "Changes", exact: true }).click();
  // Nothing leads away while the browser has not written it down.
  await expect(title(page)).toHaveValue("What is the problem? Now?");
  const gone = page.waitForEvent("framenavigated");
  await free();
  await gone;
  await page.context().setOffline(false);
  await page.goto(address.replace(/\?.*/, "/changes"));
  await expect(state(page)).toHaveText(/^$|Show it/);
  await expect.poll(() => text(page, address)).toContain("What is the problem? Now?");
});

test("What is typed in the moment in which the page is closed stays, while the server is away", async ({ serve, browser }) => {
  test.setTimeout(120_000);
  const server = await serve({ demo: false });
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(page, makeUser("manager", ownAccount(), server.dataDir));
  await begin(page, "Printer");
  await server.kill();
  await type(instructions(page), "Look at the lamp.");
  await isKept(page);
  const address = page.url();
  await page.keyboard.type(" Is it on?");
  await page.goto("about:blank");
  await server.launch();
  await page.goto(address);
  await isSaved(page);
  await expect(instructions(page)).toHaveValue("Look at the lamp. Is it on?");
  expect(await text(page)).toContain("\n\nLook at the lamp. Is it on?\n");
  await page.context().close();
});

test("An answer that is lost after the change was stored is asked for again, and nothing is made twice", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  await begin(page, "Printer");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/save_step", requestStage: "Response" }] });
  let lost = 0;
  devtools.on("Fetch.requestPaused", ({ requestId }) => {
    lost += 1;
    if (lost > 2) devtools.send("Fetch.continueRequest", { requestId }).catch(() => undefined);
    else devtools.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" }).catch(() => undefined);
  });
  await page.getByLabel("Words").first().pressSequentially("Yes");
  await isKept(page);
  await page.keyboard.type(" and no");
  await isSaved(page);
  expect(lost).toBeGreaterThan(2);
  expect((await text(page)).match(/^\+ .*$/gm)).toEqual(["+ [yes] Yes and no ->"]);
});

test("Two authors write in different places of one step, then in the same", async ({ another }) => {
  const account = ownAccount();
  const [one, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  const address = await begin(one, "Printer");
  await instructions(one).fill("First.\n\nSecond.\n\nThird.");
  await isSaved(one);
  await other.goto(address);
  await type(instructions(other), " Theirs.");
  await isSaved(other);
  await title(one).fill("Is it on?");
  await isSaved(one);
  await expect(instructions(one)).toHaveValue("First.\n\nSecond.\n\nThird. Theirs.");
  // The other's page has not heard of the title yet: it does with its next change.
  await other.keyboard.type(" More.");
  await isSaved(other);
  await expect(title(other)).toHaveValue("Is it on?");

  await title(one).fill("Is it off?");
  await isSaved(one);
  await title(other).fill("Is it broken?");
  await expect(other.getByRole("heading", { name: "Yours and theirs" })).toBeVisible();
  await isKept(other);
  await expect(title(other)).toHaveValue("Is it broken?");
  // Undecided it stays, also after the page is loaded anew; nothing of it is sent.
  await other.goto(address);
  await expect(title(other)).toHaveValue("Is it broken?");
  await expect(other.getByRole("heading", { name: "Yours and theirs" })).toBeVisible();
  expect(await text(one)).toContain("Is it off?");
  await other.getByRole("button", { name: "Keep mine" }).click();
  await isSaved(other);
  expect(await text(one)).toContain("Is it broken?");

  await title(one).fill("Is it gone?");
  await expect(one.getByRole("heading", { name: "Yours and theirs" })).toBeVisible();
  await one.getByRole("button", { name: "Take theirs" }).click();
  await isSaved(one);
  await expect(title(one)).toHaveValue("Is it broken?");
});

test("One author writes in two tabs", async ({ another }) => {
  const one = await another(makeUser("manager", ownAccount()));
  const address = await begin(one, "Printer");
  const other = await one.context().newPage();
  await other.goto(address);
  await type(title(one), " One");
  await type(instructions(other), "Other");
  await isSaved(one);
  await isSaved(other);
  expect(await text(one)).toContain("What is the problem? One\n\nOther\n");
});

test("A login ends while somebody types: it is said, kept, and saved after they have signed in", async ({ another }) => {
  const user = makeUser("manager", ownAccount());
  const page = await another(user);
  await begin(page, "Printer");
  const ours = page.context();
  const cookies = await ours.cookies();
  await ours.clearCookies();
  await type(title(page), " Again?");
  await expect(state(page)).toHaveText("You are signed out. Not saved, kept in this browser. Sign in");
  // In another tab: this one goes on by itself.
  await ours.addCookies(cookies);
  await isSaved(page);
  expect(await text(page)).toContain("What is the problem? Again?");

  await ours.clearCookies();
  await type(title(page), " Really?");
  await expect(state(page)).toContainText("You are signed out.");
  await press(page, state(page).getByRole("link", { name: "Sign in" }));
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(title(page)).toHaveValue("What is the problem? Again? Really?");
  await isSaved(page);
  expect(await text(page)).toContain("What is the problem? Again? Really?");
});

/** Puts a long text in the place of another. Chromium's own way takes minutes. */
async function replace(field: Locator, text: string): Promise<void> {
  await field.evaluate((element: HTMLTextAreaElement, text) => {
    element.focus();
    element.value = text;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
}

test("A tree of 4 MB is pasted into the Text tab", async ({ another }) => {
  test.setTimeout(180_000);
  const user = makeUser("manager", ownAccount());
  const page = await another(user);
  const address = await begin(page, "Printer");
  await page.goto(address.replace(/\?.*/, "/text"));
  const field = page.getByLabel("Tree text");
  const steps = Array.from({ length: 4_600 }, (_, at) => `## [s${at}] Step ${at}\n\n${"Look at the lamp. ".repeat(50).trim()}\n\n-> s${at + 1}\n`);
  const whole = `${await field.inputValue()}\n${steps.join("\n")}`.slice(0, 3_900_000);
  await replace(field, whole);
  // Its end is half a step: it is kept, and no part of the draft.
  await page.getByRole("button", { name: "Save text" }).click();
  await expect(page.getByText("This text cannot be read as a tree yet.")).toBeVisible({ timeout: 60_000 });
  expect((await field.inputValue()) === whole).toBe(true);
  await page.goto(page.url());
  expect((await field.inputValue()) === whole).toBe(true);
  // On another computer, too, and neither says that it is in the draft.
  const elsewhere = await another(user);
  await elsewhere.goto(page.url());
  await expect(state(elsewhere)).toHaveText("Kept for you alone, not in the draft yet.");
  await elsewhere.close();
  // Corrected at once, while the browser still reads what it has kept.
  const end = whole.lastIndexOf("\n## ");
  await replace(field, `${whole.slice(0, end)}\n`);
  await page.keyboard.press("Control+s");
  await expect(state(page)).toHaveText(/^Saved \d+:\d\d$/, { timeout: 80_000 });
  expect(await text(page)).toContain(whole.slice(end - 40, end).trim());
});

test("A text that is half written when the line breaks is there when the page is opened again", async ({ another }) => {
  const page = await another(makeUser("manager", ownAccount()));
  const address = (await begin(page, "Printer")).replace(/\?.*/, "/text");
  await page.goto(address);
  const field = page.getByLabel("Tree text");
  await type(field, "\n## [end] It");
  await isKept(page);
  await page.context().setOffline(true);
  await page.keyboard.type(" prints");
  await page.keyboard.press("Tab");
  await expect.poll(() => kept(page)).toContain("It prints");
  await isKept(page);
  await page.close();
  const again = await page.context().newPage();
  await again.context().setOffline(false);
  await again.goto(address);
  await expect(again.getByLabel("Tree text")).toHaveValue(/## \[end\] It prints$/);
  // It is no tree yet, and is told so.
  await expect(again.getByText("This text cannot be read as a tree yet.")).toBeVisible();
  await type(again.getByLabel("Tree text"), "\n\n=> resolved");
  await again.keyboard.press("Control+s");
  await isSaved(again);
  expect(await text(again)).toContain("## [end] It prints\n\n=> resolved\n");
});

test("A draft that is discarded meanwhile keeps what is typed on the page", async ({ another }) => {
  const account = ownAccount();
  const [one, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  const address = await begin(one, "Printer");
  await other.goto(address);
  await other.getByRole("button", { name: /^Discard/ }).click();
  await expect(other).toHaveURL(/\/trees\?/);
  await type(title(one), " Still?");
  await expect(state(one)).toContainText("Not saved");
  await expect(title(one)).toHaveValue("What is the problem? Still?");
  await other.locator("summary", { hasText: "iscarded" }).click();
  await press(other, other.getByRole("button", { name: /^Bring back/ }));
  await title(one).press("Control+S");
  await isSaved(one);
  expect(await text(one)).toContain("What is the problem? Still?");
});

test("A step that somebody else deletes leaves what was typed to be copied", async ({ another }) => {
  const account = ownAccount();
  const [one, other] = [await another(makeUser("manager", account)), await another(makeUser("manager", account))];
  await begin(one, "Printer");
  await one.getByLabel("Title of a new step below").fill("Second");
  await one.keyboard.press("Enter");
  await expect(title(one)).toHaveValue("Second");
  await other.goto(one.url());
  await other.getByRole("button", { name: "Delete step" }).click();
  await expect(rows(other)).toHaveCount(1);
  await type(instructions(one), "Of great use.");
  await expect(one.getByText("Of great use.")).toBeVisible();
  await expect(state(one)).toContainText("Not saved");
});

test("A tree that is archived meanwhile is written on", async ({ another }) => {
  const account = ownAccount();
  const manager = makeUser("manager", account);
  addTree(account);
  const page = await another(manager);
  await page.goto("/trees/vpn-does-not-connect");
  await press(page, page.getByRole("button", { name: "Edit" }));
  await press(page, rows(page).first());
  const admin = await another(makeUser("manager", account));
  await logIn(admin, manager);
  await admin.goto("/trees/vpn-does-not-connect");
  await press(admin, admin.getByRole("button", { name: /^Archive/ }));
  await type(title(page), " Now?");
  await isSaved(page);
  expect(await text(page)).toContain(" Now?\n");
});
