// Looking after the people of an account, as an admin does in the browser and on the command line.
import { type Page, expect } from "@playwright/test";
import { type Role, runInstalled } from "./fixtures";
import { press } from "./page";

/** Whom to invite. */
export interface Invited {
  name: string;
  email: string;
  role?: Role;
}

/** Roles, as people read and choose them. */
export const WORD: Record<Role, string> = { technician: "Technician", manager: "Manager", admin: "Admin" };

/** Fills the form that invites somebody. */
export async function fillInvitation(page: Page, { name, email, role = "technician" }: Invited): Promise<void> {
  await page.goto("/admin/users");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: new RegExp(`^${WORD[role]}\\b`) }).check();
}

/** Invites somebody; answers the link, and leaves their page open. */
export async function invite(page: Page, invited: Invited): Promise<string> {
  await fillInvitation(page, invited);
  await press(page, page.getByRole("button", { name: "Make invitation link" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(invited.name);
  return shownLink(page);
}

/** The link that an admin is shown. */
export async function shownLink(page: Page): Promise<string> {
  const field = page.getByRole("textbox", { name: "Link" });
  await expect(field).not.toBeEditable();
  return field.inputValue();
}

/** Opens the page of somebody by way of the list. */
export async function openUser(page: Page, name: string): Promise<void> {
  await page.goto("/admin/users");
  await press(page, page.getByRole("link", { name, exact: true }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

/** A link for a new password, made on the command line; its path and query. */
export function printedLink(email: string): string {
  const [address] = runInstalled(["user", "link", email]).split("\n");
  return ownPath(address!);
}

/** Somebody invited on the command line; the path and query of their link. */
export function printedInvitation({ name, email, role = "technician" }: Invited, account: string): string {
  const [address] = runInstalled(["user", "invite", email, "--name", name, "--role", role, "--account", account]).split("\n");
  return ownPath(address!);
}

/** An address without its host. */
export function ownPath(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** What only a link's address has. */
export function tokenOf(address: string): string {
  const token = new URL(address, "http://here").searchParams.get("link");
  if (!token) throw new Error("the address has no link in it");
  return token;
}
