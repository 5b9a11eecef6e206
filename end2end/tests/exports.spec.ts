// What a session's documents show is chosen, looked at, changed and taken away; a ticket's sessions are charged together.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, addTree, runInstalled, test } from "../support/fixtures";
import { press } from "../support/page";
import { choose, complete, notes, startWalk, stay, take, typeOutput } from "../support/walk";

const editor = (page: Page) => page.getByLabel("Change it before you take it");

/** What a press on "Download" saves. */
async function saved(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("region", { name: "Ticket note" }).getByRole("button", { name: "Download" }).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

async function walked(desk: Page): Promise<string> {
  const id = await startWalk(desk, { ticket: "48213", client: "Acme Dental" });
  await notes(desk).fill("Mailed ann@acme.example, password: hunter2000");
  await typeOutput(desk, "Reply from 10.20.30.40");
  await take(desk, "Users everywhere");
  await complete(desk, "Resolved", { notes: "Line replaced." });
  return id;
}

test("A ticket note is looked at, narrowed, changed and downloaded, and the trail keeps that it was", { tag: "@plain" }, async ({ desk, manager, another, javaScriptEnabled }) => {
  const id = await walked(desk);
  await desk.goto(`/sessions/${id}`);
  await desk.getByRole("region", { name: "Exports" }).getByRole("link", { name: "Ticket note" }).click();
  await expect(editor(desk)).toHaveValue(/Reply from 10\.20\.30\.40/);
  const update = async (change: () => Promise<unknown>) => {
    await change();
    if (!javaScriptEnabled) await press(desk, desk.getByRole("button", { name: "Update preview" }));
  };
  await update(() => desk.getByLabel("Output", { exact: true }).uncheck());
  await expect(editor(desk)).not.toHaveValue(/Reply from/);
  await update(() => desk.getByLabel("Redact addresses and secrets").check());
  await expect(desk.getByText("Redacted: 1 e-mail address, 1 password", { exact: true })).toBeVisible();
  await expect(editor(desk)).not.toHaveValue(/ann@acme|hunter2000/);
  await expect(desk.getByRole("region", { name: "What its readers will see" }).locator("mark")).toHaveText(["[e-mail]", "[password]"]);
  await expect(desk).toHaveURL(/output=0/);
  await expect(desk).toHaveURL(/redact=1/);

  // What is typed into it is redacted like the rest.
  await editor(desk).fill("Call ben@acme.example back.");
  if (javaScriptEnabled) {
    // What would replace it waits.
    await expect(desk.getByLabel("Output", { exact: true })).toBeDisabled();
    await expect(desk.getByRole("link", { name: "Discard the changes" })).toHaveAttribute("href", `/sessions/${id}?export=note&output=0&redact=1#export`);
  }
  const { name, text } = await saved(desk);
  expect(name).toMatch(/^48213_vpn-does-not-connect_\d{4}-\d\d-\d\d_note\.txt$/);
  expect(text.trim()).toBe("Call [e-mail] back.");

  const trail = await another(makeUser("admin"));
  await trail.goto(`/admin/audit?action=export&subject=${id}`);
  await expect(trail.getByRole("table")).toContainText("Exported a session");
});

test("Every format of a demo-like session says the same total and can be opened", async ({ desk }) => {
  const id = await walked(desk);
  for (const [word, ending, begins] of [["PDF", "pdf", "%PDF-"], ["JSON", "json", "{"], ["HTML", "html", "<!doctype html>"]] as const) {
    await desk.goto(`/sessions/${id}`);
    await desk.getByRole("region", { name: "Exports" }).getByRole("link", { name: word }).click();
    const [download] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("link", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^48213_vpn-does-not-connect_.*\\.${ending}$`));
    expect(readFileSync(await download.path(), "latin1").startsWith(begins), word).toBe(true);
  }
});

test("An option that nobody knows lets nothing out", async ({ desk }) => {
  const id = await walked(desk);
  await desk.goto(`/sessions/${id}?export=note&redact=please`);
  await expect(desk.getByText("This address asks for redact as no export has it")).toBeVisible();
  await expect(editor(desk)).toHaveCount(0);
  expect((await desk.request.get(`/sessions/${id}/export.note.txt?redact=please`)).status()).toBe(400);
});

test("The time of a ticket's sessions is rounded together where the account says so", async ({ another }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  addTree(account);
  runInstalled(["account", "set", account, "--billing-increment", "6", "--billing-minimum", "12", "--billing-per", "ticket"]);
  const desk = await another(technician);
  await startWalk(desk, { ticket: "T-9" });
  // Two walks within the same second have no time to charge, and nothing is charged for none.
  await stay(desk, 2, true);
  await choose(desk, "Users everywhere");
  await complete(desk, "Workaround");
  const second = await startWalk(desk, { ticket: "T-9" });
  await choose(desk, "Users everywhere");
  await complete(desk, "Resolved");
  await desk.goto(`/sessions/${second}`);
  const bill = desk.getByRole("region", { name: "Billable time" });
  await expect(bill).toContainText("Rounded up to 6 minutes, at least 12 minutes, per ticket, all its sessions together.");
  await expect(bill.getByRole("row", { name: "Ticket T-9" })).toContainText("12 min 00 s");
  await expect(bill.getByRole("row")).toHaveCount(4);
});

test("The start form says what happened before for the same client", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  const id = await walked(desk);
  await desk.goto("/start?tree=vpn-does-not-connect");
  await desk.getByLabel("Client").fill("Acme Dental");
  if (javaScriptEnabled) await desk.getByLabel("Ticket").focus();
  else await press(desk, desk.getByRole("button", { name: "Look for earlier walks" }));
  const before = desk.getByRole("region", { name: "Recurring" });
  await expect(before).toContainText("Resolved");
  await expect(before.locator(`a[href="/sessions/${id}"]`)).toBeVisible();
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
});
