// Read-only links to one session: made on its page, shown once, opened by strangers or colleagues alone, taken back.
import type { Page } from "@playwright/test";
import { expect, fillSignIn, makeUser, test } from "../support/fixtures";
import { formTo, hiddenFields, press, reload, said, says, send } from "../support/page";
import { shownLink } from "../support/people";
import { INSIDE, PUBLIC, WHOLE, askForLink, share } from "../support/share";
import { complete, notes, startWalk, take, typeOutput } from "../support/walk";

/** Opens a link as it was passed on; what came back, as it was sent. */
async function open(page: Page, link: string): Promise<{ status: number; html: string; headers: Record<string, string> }> {
  const answer = await page.goto(link);
  return { status: answer!.status(), html: await answer!.text(), headers: answer!.headers() };
}

/** What somebody meets who is let in by no link. */
async function expectNowhere(page: Page, link: string): Promise<void> {
  const { status } = await open(page, link);
  expect(status).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link leads nowhere, or not any longer");
}

test("A public link shows the session to whoever has it, is counted, and ends when it is taken back", async ({ desk, fresh, baseURL }) => {
  const id = await startWalk(desk, { ticket: "48213", client: "Acme Dental" });
  await notes(desk).fill("Mailed to ann@acme.example from 10.20.30.40.");
  await take(desk, "Users everywhere");
  await complete(desk, "Resolved");
  const link = await share(desk, id, PUBLIC);
  expect(link).toMatch(new RegExp(`^${baseURL}/shared/[0-9a-f-]{36}\\.[0-9a-f-]{36}\\.[0-9a-f]{64}$`));
  const links = desk.getByRole("list", { name: "Links that work" });
  await expect(links).toContainText("Anyone with the link");
  await expect(links).toContainText("Redacted");
  await expect(links).toContainText("Not opened yet");

  const stranger = await fresh();
  const shown = await open(stranger, link);
  expect(shown.status).toBe(200);
  expect(shown.html).toContain("48213");
  expect(shown.html).not.toContain("ann@acme.example");
  expect(shown.html).not.toContain("10.20.30.40");
  expect(shown.headers["x-robots-tag"]).toBe("noindex, nofollow");
  expect(shown.headers["referrer-policy"]).toBe("no-referrer");

  // Shown once: neither at the page's own address nor to somebody else.
  await desk.goto(`/sessions/${id}`);
  expect(await desk.content()).not.toContain(new URL(link).pathname);
  await expect(links).toContainText("Opened once");
  await press(desk, links.getByRole("button", { name: /^Take back/ }));
  await said(desk, "Link taken back. It does not work any longer.");
  await expectNowhere(stranger, link);
  await desk.getByText("1 past link").click();
  await expect(desk.getByRole("list", { name: "Past links" })).toContainText("Taken back");

  // Whoever may read the session is told more than strangers are.
  expect((await open(desk, link)).status).toBe(410);
  await press(desk, desk.getByRole("link", { name: "Go to the session" }));
  await expect(desk).toHaveURL(new RegExp(`/sessions/${id}$`));
});

test("Before a public link is made its maker sees what is readable, with what was masked marked, and output only if asked for", { tag: "@plain" }, async ({ desk, fresh }) => {
  const id = await startWalk(desk);
  await notes(desk).fill("The admin password is Hunter22!x on the router.");
  await typeOutput(desk, "Reply from till-7");
  await take(desk, "Users everywhere");
  await askForLink(desk, id, PUBLIC);
  const reading = desk.getByRole("region", { name: "What its readers will see" });
  await expect(reading).toContainText("The admin password is [password] on the router.");
  await expect(reading.locator("mark")).toHaveText(["[password]"]);
  await expect(reading).not.toContainText(/Hunter22|till-7/);
  await press(desk, desk.getByRole("button", { name: "Make link" }));
  const shown = (await open(await fresh(), await shownLink(desk))).html;
  expect(shown).toContain("The admin password is [password] on the router.");
  expect(shown).not.toMatch(/Hunter22|till-7/);
  await desk.goto(`/sessions/${id}`);
  await expect(desk.getByRole("list", { name: "Links that work" })).toContainText("Without output");

  await askForLink(desk, id, PUBLIC, "1 day", true);
  await expect(reading).toContainText("Reply from till-7");
  await press(desk, desk.getByRole("button", { name: "Make link" }));
  expect((await open(await fresh(), await shownLink(desk))).html).toContain("Reply from till-7");
});

test("What is not redacted is shown as it was typed", async ({ desk, fresh }) => {
  const id = await startWalk(desk);
  await notes(desk).fill("Mailed to ann@acme.example.");
  await take(desk, "Users everywhere");
  expect((await open(await fresh(), await share(desk, id, WHOLE, "1 day"))).html).toContain("ann@acme.example");
});

test("A link for the account lets colleagues in once they have signed in, and nobody else", async ({ desk, another, fresh }) => {
  const link = await share(desk, await startWalk(desk, { ticket: "48213" }), INSIDE);
  await expectNowhere(await another(makeUser("manager", "contoso-msp")), link);
  const page = await fresh();
  await expectNowhere(page, link);
  const colleague = makeUser("technician");
  await press(page, page.getByRole("link", { name: "Sign in" }));
  await fillSignIn(page, colleague);
  await expect(page).toHaveURL(link);
  expect(await page.content()).toContain("48213");
});

test("Only the holder and managers share outside the account", async ({ desk, another }) => {
  const id = await startWalk(desk);
  const colleague = await another(makeUser("technician"));
  await colleague.goto(`/sessions/${id}`);
  await colleague.getByText("Make a link", { exact: true }).click();
  await expect(colleague.getByRole("radio", { name: INSIDE })).toBeChecked();
  await expect(colleague.getByRole("radio", { name: PUBLIC })).toHaveCount(0);
  await askForLink(colleague, id, INSIDE);
  const fields = await hiddenFields(formTo(colleague, "share_session"));
  expect((await send(colleague, "share_session", { ...fields, offer: "public", expiry: "7" })).status()).toBe(403);
  const refused = await send(colleague, "share_session", { ...fields, offer: "account", expiry: "3650" });
  expect(refused.status()).toBe(422);
  expect(await says(refused, "is not one of the choices")).toBe(true);
  await share(await another(makeUser("manager")), id, PUBLIC);
});

test("A form sent twice makes one link", async ({ desk }) => {
  const id = await startWalk(desk);
  await askForLink(desk, id, PUBLIC);
  const fields = await hiddenFields(formTo(desk, "share_session"));
  for (let time = 0; time < 2; time += 1) expect((await send(desk, "share_session", fields)).status()).toBe(303);
  await desk.goto(`/sessions/${id}?done=shared`);
  await expect(desk.getByRole("list", { name: "Links that work" }).getByRole("listitem")).toHaveCount(1);
  const link = await shownLink(desk);
  await reload(desk);
  expect(await shownLink(desk)).toBe(link);
  expect((await open(desk, link)).status).toBe(200);
});
