// Values in commands: filled in, quoted, or refused with the place and the character.
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { hydrated, startWalk } from "../support/walk";
import { press, submit } from "../support/page";

const FIXTURE = join(import.meta.dirname, "../fixtures/commands.json");

/** Begins a walk of the tree in which each command stands for a kind of place. */
async function begin(another: (user: ReturnType<typeof makeUser>) => Promise<Page>): Promise<Page> {
  const account = ownAccount();
  const desk = await another(makeUser("technician", account));
  const told = runInstalled(["tree", "import", FIXTURE, "--account", account]);
  expect(told).toContain(": warning: Node “a”: The command “Where a command begins”: {{host}} stands where a command would begin");
  expect(told).not.toContain("N plain, the control");
  await startWalk(desk, { tree: "commands" });
  return desk;
}

function block(desk: Page, label: string): Locator {
  return desk.getByRole("figure").filter({ hasText: label });
}

async function type(desk: Page, value: string): Promise<void> {
  await desk.getByRole("textbox", { name: /^host/ }).fill(value);
  await press(desk, desk.getByRole("button", { name: "Save notes" }).last());
}

const copy = (command: Locator) => command.getByRole("button", { name: "Copy the command" });

test("A plain value goes into every command but where one begins", { tag: "@plain" }, async ({ page, another, javaScriptEnabled }) => {
  await page.close();
  const desk = await begin(another);
  await type(desk, "srv01.müller.local");
  for (const [label, text] of [
    ["A block comment", "<# don't run this on a DC #>\nGet-ADUser srv01.müller.local"],
    ["B subexpression", 'Write-Host "User: $(Get-ADUser srv01.müller.local)"'],
    ["E powershell inside", 'powershell -Command "Test-Connection srv01.müller.local"'],
    ["M placeholder with spaces", "ping srv01.müller.local"],
    ["Alone in quotes", 'Get-Printer -Name "srv01.müller.local"'],
    ["No placeholder", "docker inspect -f '{{.State.Status}}' web"],
  ] as const) {
    await expect(block(desk, label).locator("pre")).toHaveText(text, { useInnerText: true });
    if (javaScriptEnabled) await expect(copy(block(desk, label))).toBeVisible();
  }
  const begins = block(desk, "Where a command begins");
  await expect(begins.locator("pre")).toHaveText("sudo {{host}}");
  await expect(begins.locator("mark")).toHaveText("{{host}}");
  await expect(begins.getByText("a value of “host” would be run as a command here")).toBeVisible();
  await expect(copy(begins)).toBeHidden();
});

test("A value that could be obeyed is refused with its character, and quoted where that is sure to hold", { tag: "@plain" }, async ({ page, another }) => {
  await page.close();
  const desk = await begin(another);
  await type(desk, "x; Restart-Computer");
  for (const label of ["A block comment", "B subexpression", "D typographic", "E powershell inside", "F $() in"]) {
    const refused = block(desk, label);
    await expect(refused.locator("mark")).toHaveText("{{host}}");
    await expect(refused.getByText(/Not to be copied: “;” in “host” could be obeyed here|would be run/)).toBeVisible();
    await expect(refused.locator("pre")).not.toContainText("Restart-Computer");
    await expect(copy(refused)).toBeHidden();
  }
  await expect(block(desk, "M placeholder with spaces").locator("pre")).toHaveText('ping "x; Restart-Computer"');
  await expect(block(desk, "N plain").locator("pre")).toHaveText("ping -c 1 'x; Restart-Computer'");
  await expect(block(desk, "Alone in quotes").locator("pre")).toHaveText("Get-Printer -Name 'x; Restart-Computer'");
});

test("The field takes a value as it is typed, and signs of word processors are pointed out", async ({ page, another }) => {
  await page.close();
  const desk = await begin(another);
  await hydrated(desk);
  const field = desk.getByRole("textbox", { name: /^host/ });
  for (const [name, value] of [["autocomplete", "off"], ["autocapitalize", "off"], ["autocorrect", "off"], ["spellcheck", "false"]] as const) {
    await expect(field).toHaveAttribute(name, value);
  }
  await field.fill("Chef’s");
  await expect(desk.getByText("“’” is not the plain sign on the keyboard.")).toBeVisible();
  await expect(block(desk, "N plain").locator("pre")).toHaveText("ping -c 1 'Chef'\\’'s'");
  await field.fill("Chefs");
  await expect(desk.getByText("is not the plain sign on the keyboard.")).toHaveCount(0);
  await expect(block(desk, "N plain").locator("pre")).toHaveText("ping -c 1 Chefs");
  // The browser reads letters by the same rule as the server.
  for (const [value, plain] of [["Ёлка", true], ["你好", true], ["٣٤", true], ["aʼb", false], ["xǀy", false], ["a b", false]] as const) {
    await field.fill(value);
    await expect(block(desk, "B subexpression").locator("mark")).toHaveText(plain ? "" : "{{host}}");
  }
  await desk.getByRole("heading", { level: 1 }).focus();
});

test("An author is warned of places that refuse values before a tree is published, and after", { tag: "@plain" }, async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  await boss.goto("/trees/upload");
  await boss.getByLabel("Tree file").setInputFiles(FIXTURE);
  await submit(boss, boss.getByRole("button", { name: "Check and preview" }));
  const warned = boss.getByRole("group").filter({ hasText: "in commands that cannot take every value" });
  const first = warned.getByText(/“Where a command begins”: {{host}} stands where a command would begin/);
  await warned.locator("summary").click();
  await expect(first).toBeVisible();
  await submit(boss, boss.getByRole("button", { name: "Publish" }));
  await warned.locator("summary").click();
  await expect(first).toBeVisible();
  await expect(warned).not.toContainText("N plain, the control");
});

test("A placeholder with label, example and default asks by them, and what another program's template has stays", { tag: "@plain" }, async ({ page, another, javaScriptEnabled }) => {
  await page.close();
  const account = ownAccount();
  const desk = await another(makeUser("technician", account));
  const told = runInstalled(["tree", "import", join(import.meta.dirname, "../fixtures/asks.tree.md"), "--account", account]);
  expect(told).not.toContain("warning: Node “look”: {{computer");
  await startWalk(desk, { tree: "asks" });
  const computer = desk.getByRole("textbox", { name: /^Name of the PC/ });
  await expect(desk.getByText("For example NB-0123")).toBeVisible();
  await expect(computer).toHaveValue("");
  await expect(desk.getByRole("textbox", { name: /^Name server/ })).toHaveValue("dns1.acme.local");
  await expect(desk.getByRole("textbox", { name: /inventory/ })).toHaveCount(0);
  await expect(block(desk, "Look up its name").locator("pre")).toHaveText("dig {{computer}} @dns1.acme.local");
  await computer.fill("NB-0007");
  await press(desk, desk.getByRole("button", { name: "Save notes" }).last());
  await expect(block(desk, "Look up its name").locator("pre")).toHaveText("dig NB-0007 @dns1.acme.local");
  await expect(block(desk, "Ping it").locator("pre")).toHaveText("ping -c 1 NB-0007");
  await expect(block(desk, "A template").locator("pre")).toContainText("{{ inventory_hostname|upper }}");
  if (javaScriptEnabled) await expect(copy(block(desk, "Look up its name"))).toBeVisible();
});
