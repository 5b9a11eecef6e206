// Drafts, as several specs go through them.
import type { Page } from "@playwright/test";
import { press } from "./page";

/** Publishes the draft of the page, whose problems are settled; the tree's key. */
export async function publishDraft(page: Page): Promise<string> {
  await press(page, page.getByRole("button", { name: "Publish…" }));
  await page.getByLabel("I have looked at the changes above").check();
  await press(page, page.getByRole("button", { name: /^Publish version \d+$/ }));
  return /\/trees\/([a-z0-9-]+)/.exec(page.url())![1]!;
}
