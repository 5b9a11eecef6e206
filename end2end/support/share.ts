// Making read-only links on the page of a session.
import type { Page } from "@playwright/test";
import { press, said } from "./page";
import { shownLink } from "./people";

/** Who may open a link, as the form offers it. */
export const PUBLIC = /^Anyone with the link, redacted/;
export const WHOLE = /^Anyone with the link, not redacted/;
export const INSIDE = /^People of /;

/** Asks for a link, up to the page that shows what its readers will see. */
export async function askForLink(page: Page, session: string, offer: RegExp, days = "7 days", output = false): Promise<void> {
  await page.goto(`/sessions/${session}`);
  await page.getByText("Make a link", { exact: true }).click();
  await page.getByRole("radio", { name: offer }).check();
  await page.getByLabel("Works for", { exact: true }).selectOption(days);
  if (output) await page.getByLabel("Show the output of commands to anyone, too").check();
  await press(page, page.getByRole("button", { name: "See what it shows" }));
}

/** Makes a link; answers its address. */
export async function share(page: Page, session: string, offer: RegExp, days = "7 days", output = false): Promise<string> {
  await askForLink(page, session, offer, days, output);
  await press(page, page.getByRole("button", { name: "Make link" }));
  await said(page, "Link made. Copy it now: it is not shown again.");
  return shownLink(page);
}
