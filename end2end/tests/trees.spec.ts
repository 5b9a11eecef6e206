// The library, a tree's page, the address that starts a walk, and trees coming and going.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { formTo, goBack, hiddenFields, press, send, submit } from "../support/page";
import { stored } from "../support/session";
import { complete, startWalk, step, take } from "../support/walk";

const fixture = (name: string) => join(import.meta.dirname, "../fixtures", name);

function shelf(page: Page): Locator {
  return page.getByRole("list", { name: "Trees" }).getByRole("listitem").filter({ has: page.getByRole("heading") });
}

/** Chooses in a list that applies at once where scripts run, and with the button where they do not. */
async function filter(page: Page, select: Locator, choice: string, scripts: boolean): Promise<void> {
  await press(page, select, async () => {
    await select.selectOption(choice);
    if (!scripts) await page.getByRole("button", { name: "Search" }).click();
  });
}

async function upload(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  await page.goto("/trees/upload");
  await page.getByLabel("Tree file").setInputFiles(file);
  return submit(page, page.getByRole("button", { name: "Upload" }));
}

test("The library is searched in names, steps and commands, and the search is the address", { tag: "@plain" }, async ({ desk }) => {
  await desk.goto("/trees");
  await expect(shelf(desk)).toHaveCount(8);
  for (const [words, found] of [
    ["Wi-Fi drops", "Wi-Fi drops"],
    ["hotspot", "VPN does not connect"],
    ["Test-NetConnection", "VPN does not connect"],
  ] as const) {
    await desk.getByLabel("Search in names, steps and commands").fill(words);
    await press(desk, desk.getByRole("button", { name: "Search" }));
    expect(new URL(desk.url()).searchParams.get("q")).toBe(words);
    await expect(shelf(desk).filter({ hasText: found })).toHaveCount(1);
    expect(await shelf(desk).count()).toBeLessThan(8);
  }
  await desk.reload();
  await expect(desk.getByLabel("Search in names, steps and commands")).toHaveValue("Test-NetConnection");
  await press(desk, desk.getByRole("link", { name: /Remove the filter.*Test-NetConnection/ }));
  await expect(shelf(desk)).toHaveCount(8);
  await desk.goto("/trees?q=xyzzy");
  await expect(desk.getByRole("heading", { name: "No tree matches" })).toBeVisible();
  await press(desk, desk.getByRole("link", { name: "Clear filters" }).last());
  await expect(shelf(desk)).toHaveCount(8);
});

test("The library is narrowed to a category, and the category is the address", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  await desk.goto("/trees");
  const all = await shelf(desk).count();
  await filter(desk, desk.getByLabel("Category"), "Network", !!javaScriptEnabled);
  expect(new URL(desk.url()).searchParams.get("category")).toBe("Network");
  await expect(shelf(desk).filter({ hasText: "VPN does not connect" })).toHaveCount(1);
  const some = await shelf(desk).count();
  expect(some).toBeLessThan(all);
  for (const row of await shelf(desk).all()) await expect(row).toContainText("Network");
  await desk.getByLabel("Search in names, steps and commands").fill("vpn");
  await press(desk, desk.getByRole("button", { name: "Search" }));
  expect(Object.fromEntries(new URL(desk.url()).searchParams)).toEqual({ q: "vpn", category: "Network" });
  await goBack(desk);
  await expect(shelf(desk)).toHaveCount(some);
  await expect(desk.getByLabel("Category")).toHaveValue("Network");
});

test("A tree's page shows every node, what to do there and where it leads", async ({ desk }) => {
  const document = JSON.parse(await (await desk.request.get("/trees/vpn-does-not-connect/tree.json")).text()) as { nodes: { title: string }[] };
  await desk.goto("/trees/vpn-does-not-connect");
  const outline = desk.getByRole("region", { name: "Outline" });
  const titles = await outline.getByRole("heading", { level: 3 }).allInnerTexts();
  expect([...titles].sort()).toEqual(document.nodes.map((node) => node.title).sort());
  expect(titles[0]).toBe("Is it one user or several?");
  const node = outline.getByRole("listitem").filter({ has: desk.getByRole("heading", { name: "Test the path from the laptop" }) });
  await expect(node.locator("pre").first()).toBeHidden();
  await node.getByRole("heading").click();
  await expect(node.locator("pre").first()).toBeVisible();
  await outline.getByRole("link", { name: "“Does it connect over a phone hotspot?”" }).first().click();
  await expect(outline.getByRole("heading", { name: "Does it connect over a phone hotspot?" })).toBeInViewport();
});

test("The address of a ticket system opens the start form filled in", async ({ desk }) => {
  await desk.goto("/start?tree=vpn-does-not-connect&ticket=48+213%26x&client=Acme+%26+S%C3%B6hne");
  await expect(desk.getByRole("heading", { name: "VPN does not connect" })).toBeVisible();
  await expect(desk.getByLabel("Ticket")).toHaveValue("48 213&x");
  await expect(desk.getByLabel("Client")).toHaveValue("Acme & Söhne");
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  expect((await stored(desk, desk.url().split("/").at(-2)!)).session).toMatchObject({ ticket: "48 213&x", client: "Acme & Söhne" });
});

test("Ticket and client are kept while another tree is chosen", async ({ desk }) => {
  await desk.goto("/start?tree=no-such-tree&ticket=48213&client=Acme");
  await expect(desk.getByRole("alert")).toContainText("There is no tree “no-such-tree”");
  await desk.getByLabel("Search in names, steps and commands").fill("printer");
  await press(desk, desk.getByRole("button", { name: "Search" }));
  await press(desk, desk.getByRole("link", { name: "Printer does not print" }));
  await expect(desk.getByLabel("Ticket")).toHaveValue("48213");
  await expect(desk.getByLabel("Client")).toHaveValue("Acme");
});

test("A manager uploads a tree, and it is walked to its end", async ({ page, another }) => {
  await page.close();
  const account = ownAccount();
  const boss = await another(makeUser("manager", account));
  await boss.goto("/trees");
  await expect(boss.getByRole("heading", { name: "No trees yet" })).toBeVisible();
  expect((await upload(boss, fixture("projector.json"))).status()).toBe(303);
  await expect(boss.getByRole("status").filter({ hasText: "Tree imported." })).toBeVisible();
  await expect(step(boss)).toHaveText("Projector shows no picture");
  await expect(boss.getByText("7 nodes")).toBeVisible();

  await startWalk(boss, { tree: "projector-shows-no-picture", ticket: "room-4" });
  await take(boss, "No, it is dark", "→", "Yes, now it is");
  await expect(boss.getByRole("main").getByText("DisplaySwitch.exe /clone")).toBeVisible();
  // Once round the loop.
  await take(boss, "→", "No, check the lamp once more", "Yes, it is lit", "→", "Yes, there is");
  await expect(step(boss)).toHaveText("The picture is there");
  await complete(boss, "Resolved");
  await expect(boss.getByRole("region", { name: "Timeline" }).getByRole("heading", { level: 3 })).toHaveCount(9);

  // The same again is nothing new; a change is the next version, and the finished session keeps its own.
  await upload(boss, fixture("projector.json"));
  await expect(boss.getByRole("status").filter({ hasText: "Nothing to do" })).toBeVisible();
  await expect(boss.getByText(/^Version 1/)).toBeVisible();
  const changed = JSON.parse(readFileSync(fixture("projector.json"), "utf8")) as { name: string };
  changed.name = "Projector or screen shows no picture";
  await upload(boss, { name: "changed.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(changed)) });
  await expect(step(boss)).toHaveText("Projector or screen shows no picture");
  await expect(boss.getByText(/^Version 2/)).toBeVisible();
  await boss.goto("/sessions");
  await expect(boss.getByRole("row").filter({ hasText: "room-4" })).toContainText("v1");
});

test("A broken file shows every problem with its node and changes nothing", async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  const answer = await upload(boss, fixture("broken.json"));
  expect(answer.status()).toBe(422);
  const said = boss.getByRole("alert");
  await expect(said).toContainText("problems keep this tree from being published. Nothing was changed.");
  const problems = await said.getByRole("listitem").allInnerTexts();
  for (const [node, message] of [
    ["", "The key must be 1 to 120 lower-case letters, digits and hyphens"],
    ["", "The category must not be empty."],
    ["first", "Two options read “to NOTHING”."],
    ["first", "The option “c” has no label."],
    ["first", "It leads to “missing”, but there is no such node."],
    ["loop", "No path from here leads to a solution."],
    ["island", "No path from the root leads here."],
    ["untitled", "Its title must not be empty."],
    ["untitled", "It is a decision with 0 options; it needs 1 to 100."],
    ["end", "It suggests “cancelled”, with which no walk can end."],
    ["end", "Another node has the same id; ids must be unique in the tree."],
  ] as const) {
    const found = problems.filter((problem) => problem.includes(message) && problem.includes(node));
    expect(found, `${node}: ${message}, of ${problems.join(" / ")}`).not.toHaveLength(0);
  }
  expect(problems.length).toBe(Number(/^\d+/.exec(await said.innerText())![0]));
  await boss.goto("/trees");
  await expect(boss.getByRole("heading", { name: "No trees yet" })).toBeVisible();
});

test("What is no tree file is refused in words", async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  const json = (text: string) => ({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
  for (const text of ["", "{", "[]", "null", '{"format":"resolutionflow.tree/1"}', "\u0000", "\ud800"]) {
    const answer = await upload(boss, json(text));
    expect(answer.status(), JSON.stringify(text)).toBe(422);
    await expect(boss.getByRole("alert")).toBeVisible();
  }
  const huge = JSON.stringify({ ...JSON.parse(readFileSync(fixture("projector.json"), "utf8")), description: "x".repeat(4 * 1024 * 1024) });
  expect((await upload(boss, json(huge))).status()).toBe(413);
  await expect(boss.getByText("Too much was sent").first()).toBeVisible();
  const long = JSON.parse(readFileSync(fixture("projector.json"), "utf8")) as { name: string; nodes: { title: string; body?: string; options?: { label: string }[] }[] };
  long.name = "x".repeat(201);
  long.nodes[0]!.body = "x".repeat(20_001);
  long.nodes[0]!.options![0]!.label = "x".repeat(121);
  long.nodes[1]!.title = "x".repeat(201);
  expect((await upload(boss, json(JSON.stringify(long)))).status()).toBe(422);
  await expect(boss.getByRole("alert").getByRole("listitem")).toHaveText([/name is 201 characters long; at most 200 fit/, /body is 20001 characters long; at most 20000 fit/, /label of option “on” is 121 characters long; at most 120 fit/, /title is 201 characters long; at most 200 fit/]);
  await boss.goto("/trees");
  await expect(boss.getByRole("heading", { name: "No trees yet" })).toBeVisible();
});

test("A technician uploads nothing", async ({ desk }) => {
  const answer = await desk.goto("/trees/upload");
  expect(answer!.status()).toBe(403);
  await expect(step(desk)).toHaveText("You may not do this");
  const document = { name: "projector.json", mimeType: "application/json", buffer: readFileSync(fixture("projector.json")) };
  const sent = await desk.request.post("/api/upload_tree", { multipart: { document }, headers: { accept: "text/html" }, maxRedirects: 0 });
  expect(sent.status()).toBe(403);
  expect((await desk.goto("/trees/projector-shows-no-picture"))!.status()).toBe(404);
});

test("An archived tree is read and not started, until it is restored", async ({ page, another }) => {
  await page.close();
  const account = ownAccount();
  const boss = await another(makeUser("manager", account));
  await upload(boss, fixture("projector.json"));
  const id = await startWalk(boss, { tree: "projector-shows-no-picture" });
  await boss.goto("/start?tree=projector-shows-no-picture");
  const late = await hiddenFields(formTo(boss, "start_walk"));

  await boss.goto("/trees/projector-shows-no-picture");
  await press(boss, boss.getByRole("button", { name: "Archive" }));
  await expect(boss.getByRole("status").filter({ hasText: "Tree archived." })).toBeVisible();
  await expect(boss.getByText("This tree is archived.")).toBeVisible();
  await expect(boss.getByRole("main").getByRole("link", { name: "Start walk" })).toHaveCount(0);
  await boss.goto("/start?tree=projector-shows-no-picture&ticket=1");
  await expect(boss.getByText("This tree is archived.")).toBeVisible();
  await expect(boss.getByRole("button", { name: "Start walk" })).toHaveCount(0);
  expect((await send(boss, "start_walk", late)).status()).toBe(422);
  await boss.goto("/trees");
  await expect(shelf(boss)).toHaveCount(0);
  await boss.goto("/trees?archived=1");
  await expect(shelf(boss)).toHaveCount(1);
  const technician = await another(makeUser("technician", account));
  await technician.goto("/trees?archived=1");
  await expect(shelf(technician)).toHaveCount(0);

  // The walk that was under way goes on.
  await boss.goto(`/sessions/${id}/walk`);
  await take(boss, "No, it is dark", "→", "Still dark");
  await complete(boss, "Workaround");

  await boss.goto("/trees/projector-shows-no-picture");
  await press(boss, boss.getByRole("button", { name: "Restore" }));
  await expect(boss.getByRole("status").filter({ hasText: "Tree restored" })).toBeVisible();
  await boss.goto("/trees");
  await expect(shelf(boss)).toHaveCount(1);
  await startWalk(boss, { tree: "projector-shows-no-picture" });
});

test("A tree's file is downloaded as its author wrote it and read back as the same", async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  await upload(boss, fixture("projector.json"));
  const [download] = await Promise.all([boss.waitForEvent("download"), boss.getByRole("link", { name: "Download file" }).click()]);
  expect(download.suggestedFilename()).toBe("projector-shows-no-picture.json");
  await upload(boss, { name: "again.json", mimeType: "application/json", buffer: readFileSync(await download.path()) });
  await expect(boss.getByRole("status").filter({ hasText: "Nothing to do" })).toBeVisible();
});
