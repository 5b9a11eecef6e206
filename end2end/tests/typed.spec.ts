// What people type and paste: no field cuts it, and nothing of it is lost on the way.
import { type Page } from "@playwright/test";
import { expect, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { goBack, paste, press, saved } from "../support/page";
import { status } from "../support/player";
import { stored } from "../support/session";
import { ask, card, choose, complete, hydrated, notes, openFold, startWalk, take } from "../support/walk";

const PSA = "https://na.myconnectwise.net/v4_6_release/services/system_io/Service/fv_sr100_request.rails";
const LINK = `${PSA}?service_recid=48213&companyName=acme`;

function output(page: Page) {
  return page.getByLabel("What the commands printed");
}

test("A pasted ticket link stays whole, and the reason why it does not fit stands beside it", async ({ desk }) => {
  await desk.goto("/start?tree=vpn-does-not-connect");
  const ticket = desk.getByLabel("Ticket");
  await paste(ticket, LINK);
  await expect(ticket).toHaveValue(LINK);
  await expect(ticket).toHaveAccessibleDescription(/128 characters: 64 too many\. Nothing was cut\./);
  await ticket.fill("48213");
  await expect(ticket).toHaveAccessibleDescription("The number in your ticket system. You can add it later.");
  // 64 emoji fit into 64.
  await paste(ticket, "🖨".repeat(64));
  await expect(ticket).toHaveAccessibleDescription(/64 of 64 characters/);
  await expect(ticket).not.toHaveAttribute("aria-invalid", "true");
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  await expect(desk.getByRole("main")).toContainText("🖨".repeat(64));
});

test("A pasted ticket link becomes its number where the account says how, and the link is kept", async ({ page }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  runInstalled(["tree", "import", "../server/demo/trees/vpn-does-not-connect.tree.md", "--account", account]);
  runInstalled(["account", "set", account, "--ticket-link", `${PSA}?service_recid={ticket}&companyName=acme`]);
  await signIn(page, technician);
  await page.goto("/start?tree=vpn-does-not-connect");
  await paste(page.getByLabel("Ticket"), LINK);
  await expect(page.getByLabel("Ticket")).toHaveValue("48213");
  await press(page, page.getByRole("button", { name: "Start walk" }));
  const id = /sessions\/([^/]+)/.exec(page.url())![1]!;
  await page.goto(`/sessions/${id}`);
  await expect(page.getByRole("main").getByRole("link", { name: "48213", exact: true }).first()).toHaveAttribute("href", LINK);
  // In another order, which the server knows; and from a ticket system that links here.
  await page.goto(`/sessions/${id}?edit=facts`);
  await paste(page.getByLabel("Ticket"), `${PSA}?companyName=acme&service_recid=48214#notes`);
  await press(page, page.getByRole("button", { name: "Save facts" }));
  expect((await stored(page, id)).session.ticket).toBe("48214");
  await page.goto(`/start?tree=vpn-does-not-connect&ticket=${encodeURIComponent(LINK)}`);
  await expect(page.getByLabel("Ticket")).toHaveValue("48213");
});

test("Output that is too long stays, is not called saved, and is cut only as it is asked for", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  const lines = Array.from({ length: 10_600 }, (_, number) => `line ${String(number).padStart(5, "0")} of output`);
  const long = lines.join("\n").slice(0, 211_999).concat("!");
  await openFold(desk, "Command output");
  await paste(output(desk), long);
  await expect(output(desk)).toHaveValue(long);
  await expect(desk.getByText("Not saved: 147 KB too long.")).toBeVisible();
  await expect(status(desk)).toHaveText("Not saved: too long");
  await desk.getByRole("button", { name: "Keep the end" }).click();
  await saved(desk);
  const kept = await output(desk).inputValue();
  expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(65_536);
  expect(kept.startsWith("[… 147 KB left out]\nline ")).toBe(true);
  expect(kept.endsWith(long.slice(-60_000))).toBe(true);
  expect((await stored(desk, id)).steps[0]!.output).toBe(kept);
  await desk.getByRole("button", { name: "Undo" }).click();
  await expect(output(desk)).toHaveValue(long);
  await desk.getByRole("button", { name: "Keep the beginning" }).click();
  await saved(desk);
  expect((await stored(desk, id)).steps[0]!.output!.startsWith(long.slice(0, 60_000))).toBe(true);
});

test("A field says how long its text is when it nears the limit", async ({ desk }) => {
  await startWalk(desk);
  await hydrated(desk);
  await paste(notes(desk), "x".repeat(7_000));
  await expect(notes(desk)).toHaveAccessibleDescription("");
  await paste(notes(desk), "x".repeat(7_412));
  await expect(notes(desk)).toHaveAccessibleDescription("7,412 of 8,000 characters");
  await paste(notes(desk), "x".repeat(8_012));
  await expect(notes(desk)).toHaveAccessibleDescription("8,012 characters: 12 too many. Nothing was cut.");
  await expect(notes(desk)).toHaveAttribute("aria-invalid", "true");
});

test("A form with something typed is offered again after Back and a stray click, and not once it was sent", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: "48213" });
  await desk.goto(`/sessions/${id}?edit=facts`);
  await desk.getByLabel("Client").fill("Acme Dental");
  await desk.getByLabel("Next steps").fill("Order a new router.");
  await desk.getByRole("link", { name: "Sessions" }).first().click();
  await expect(desk).toHaveURL(/\/sessions$/);
  await desk.goto(`/sessions/${id}?edit=facts`);
  const offer = desk.getByRole("region", { name: "What you typed before" });
  await expect(offer).toContainText("Acme Dental");
  await expect(desk.getByLabel("Client")).toHaveValue("");
  await offer.getByRole("button", { name: "Put it back" }).click();
  await expect(offer).toHaveCount(0);
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
  await expect(desk.getByLabel("Next steps")).toHaveValue("Order a new router.");
  await press(desk, desk.getByRole("button", { name: "Save facts" }));
  expect((await stored(desk, id)).session.client).toBe("Acme Dental");
  await desk.goto(`/sessions/${id}?edit=facts`);
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
  await expect(offer).toHaveCount(0);
});

test("What was typed into a fold is offered where it is seen, and put back there", async ({ desk }) => {
  const id = await startWalk(desk);
  await complete(desk, "Resolved");
  await desk.getByText("Correct outcome", { exact: true }).first().click();
  await desk.getByLabel("Reason").fill("It came back.");
  await desk.getByRole("link", { name: "Trees" }).first().click();
  await expect(desk).toHaveURL(/\/trees$/);
  await desk.goto(`/sessions/${id}`);
  const offer = desk.getByRole("region", { name: "What you typed before" });
  await expect(desk.getByLabel("Reason")).toBeHidden();
  await expect(offer).toContainText("It came back.");
  await offer.getByRole("button", { name: "Put it back" }).click();
  await expect(desk.getByLabel("Reason")).toBeVisible();
  await expect(desk.getByLabel("Reason")).toHaveValue("It came back.");
});

test("What was typed into the walk's folds and its last question is offered again, and parked with or discarded", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  await ask(desk);
  await card(desk, "Escalated").check();
  await desk.getByLabel("Outcome notes").fill("Needs somebody on site.");
  await desk.getByRole("button", { name: "Keep walking" }).click();
  await desk.goto(`/sessions/${id}`);
  await goBack(desk);
  await hydrated(desk);
  const offer = desk.getByRole("region", { name: "What you typed before" });
  await expect(offer).toContainText("Needs somebody on site.");
  await offer.getByRole("button", { name: "Put it back" }).click();
  await ask(desk);
  await expect(desk.getByLabel("Outcome notes")).toHaveValue("Needs somebody on site.");
  await expect(card(desk, "Escalated")).toBeChecked();
  await desk.getByRole("button", { name: "Complete session" }).last().click();
  await expect(desk.getByRole("region", { name: "Escalated" })).toContainText("Needs somebody on site.");
});

test("Signing out forgets what was typed, and passwords are never kept", async ({ page }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  await signIn(page, technician);
  await page.goto("/account");
  await page.getByLabel("Current password").fill("a password that is mine");
  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(await kept()).not.toContain("a password that is mine");
  await page.goto("/start");
  await page.evaluate(() => sessionStorage.setItem("typed/somebody else/start", "[]"));
  await page.reload();
  expect(await kept()).not.toContain("somebody else");
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  expect(await kept()).not.toContain("typed/");
});

test("Notes from before going back are offered, and what fixed it says what they said", async ({ desk }) => {
  const id = await startWalk(desk);
  await hydrated(desk);
  await notes(desk).fill("Only the front desk.");
  await take(desk, "Only this user");
  await press(desk, desk.getByRole("button", { name: "Back" }));
  await expect(desk.getByText("Your notes from before:")).toBeVisible();
  await notes(desk).fill("Asked again.");
  await desk.getByRole("button", { name: "Take over" }).click();
  await expect(notes(desk)).toHaveValue("Asked again.\nOnly the front desk.");
  await expect(desk.getByText("Your notes from before:")).toBeHidden();
  await choose(desk, "Only this user");
  await saved(desk);
  const { decisions } = await stored(desk, id);
  expect(decisions.filter((record) => !record.superseded).map((record) => record.notes)).toEqual(["Asked again.\nOnly the front desk."]);
});
