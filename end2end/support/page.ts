// Pressing things that lead to another page, and sending forms past the browser.
import { randomBytes } from "node:crypto";
import { type APIResponse, type Locator, type Page, type Response, expect, test } from "@playwright/test";
import { waysOut } from "./routes";

const WAYS_OUT = waysOut();

/** Whether the walk player is at work on the page. It takes over from the plain form a moment after the page has arrived. */
export async function hasPlayer(page: Page): Promise<boolean> {
  if (test.info().project.name !== "javascript") return false;
  await page.waitForLoadState("domcontentloaded");
  if ((await page.locator("[data-player]").count()) === 0) return false;
  await page.locator("form[data-player-form]").waitFor();
  return true;
}

/** Waits until the player says that the server has everything. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
}

/** Whether the player stays on the page with this button of its form. */
async function stays(button: Locator): Promise<boolean> {
  const [name, verb] = [await button.getAttribute("name"), await button.getAttribute("value")];
  return name === "act" && !WAYS_OUT.includes((verb ?? "").split(":")[0]!);
}

/** Presses something and waits until the page that it leads to has taken over, or the player has done it and it is saved. */
export async function press(page: Page, target: Locator, how: () => Promise<void> = () => target.click()): Promise<void> {
  if ((await hasPlayer(page)) && (await stays(target))) {
    await how();
    await saved(page);
    return;
  }
  await Promise.all([page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame()), how()]);
  await hasPlayer(page);
}

/** Presses something that leads away and is refused: the page stays, or a plain form is shown again. */
export async function pressInVain(page: Page, target: Locator): Promise<void> {
  if (await hasPlayer(page)) await target.click();
  else await press(page, target);
}

/** Loads the page anew once it has arrived: what takes over from another page meanwhile would come between. */
export async function reload(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.goto(page.url());
}

/** Goes back from a page that has arrived: while one takes over from another, the browser has no way back. */
export async function goBack(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.goBack();
}

/** Presses a form's button; answers what the server said to the form itself. */
export async function submit(page: Page, button: Locator): Promise<Response> {
  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST" && response.request().isNavigationRequest()),
    press(page, button),
  ]);
  return response;
}

/** Waits until the page says this where it says what was done. */
export async function said(page: Page, words: string): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: words })).toHaveText(words);
}

/** What a form carries unseen. */
export async function hiddenFields(form: Locator): Promise<Record<string, string>> {
  const pairs = await form
    .locator("input[type=hidden]")
    .evaluateAll((inputs) => inputs.map((input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""] as const));
  return Object.fromEntries(pairs);
}

/** What the plain form around a walk's open step carries unseen, in whose place the player may be by now. */
export async function stepForm(page: Page, session: string): Promise<Record<string, string>> {
  const html = await (await page.request.get(`/sessions/${session}/walk`, { headers: { accept: "text/html" } })).text();
  return page.evaluate((html) => {
    const inputs = new DOMParser().parseFromString(html, "text/html").querySelectorAll("form[action='/api/take_step'] input[type=hidden]");
    return Object.fromEntries([...inputs].map((input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""]));
  }, html);
}

/** The form of the page that goes to a server function. */
export function formTo(page: Page, action: string): Locator {
  return page.locator(`form[action="/api/${action}"]`);
}

/** Sends a form as the page's browser would, and does not follow where the answer leads. */
export function send(page: Page, action: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<APIResponse> {
  const usual = { accept: "text/html", referer: page.url() };
  return page.request.post(`/api/${action}`, { form, maxRedirects: 0, headers: { ...usual, ...headers } });
}

/** Whether a page that was answered to a form says this. */
export async function says(answer: APIResponse, words: string): Promise<boolean> {
  return (await answer.text()).includes(words);
}

/** Puts a text in the place of what stands in a field, as a person does: from the clipboard. No text deletes what stands there. */
export async function paste(field: Locator, text: string): Promise<void> {
  if (text === "") {
    await field.press("ControlOrMeta+A");
    await field.press("Delete");
    return;
  }
  // Beside the field, because a dialog leaves the rest of the page inert.
  await field.evaluate((element, text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    element.after(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("not copied");
  }, text);
  await field.press("ControlOrMeta+A");
  await field.press("ControlOrMeta+V");
}

/** A fresh id for a command, ordered by time as RFC 9562 says (version 7). */
export function commandId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
