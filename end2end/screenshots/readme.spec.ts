import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";

const folder = join(import.meta.dirname, "../../docs/screenshots");

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

test("README's pictures", async ({ browser }) => {
  const page = await browser.newPage({ baseURL: process.env.E2E_URL, viewport: { width: 1280, height: 800 } });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("tess@northwind.example");
  await page.getByLabel("Password").fill("demo-walk-the-tree");
  await page.getByRole("button", { name: "Sign in" }).click();

  await page.goto("/sessions?technician=anyone");
  await picture(page, "history");

  await page.goto("/start?tree=vpn-does-not-connect&ticket=48213&client=Acme%20Dental");
  await page.getByRole("button", { name: "Start walk" }).click();
  for (const answer of ["Only this user", "Yes", "User name or password refused"]) {
    await page.getByRole("button", { name: answer, exact: false }).first().click();
  }
  await page.getByLabel("user", { exact: true }).fill("d.meyer");
  await page.getByLabel("Notes for this step").fill("Rang Dana at the front desk: it began after the holiday.");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await picture(page, "walk");

  await page.getByRole("button", { name: "Continue" }).click();
  const finish = page.getByRole("button", { name: "Complete session" });
  await expect(finish).toHaveAttribute("aria-haspopup", "dialog");
  await finish.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Resolved/ }).check();
  await dialog.getByLabel("Outcome notes").fill("The password had expired. Reset it, VPN connects.");
  await picture(page, "outcome");

  await dialog.getByRole("button", { name: "Complete session" }).click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await picture(page, "session");

  await page.getByRole("button", { name: "Menu of Tess Tanaka" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").fill("mara@northwind.example");
  await page.getByLabel("Password").fill("demo-walk-the-tree");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto("/insights");
  await picture(page, "overview");
  await page.goto("/insights/trees/slow-computer?period=year&view=map");
  await page.getByRole("region", { name: /^Map of version/ }).evaluate((map) => map.scrollIntoView({ block: "center" }));
  await picture(page, "tree");

  await page.context().addCookies([{ name: "theme", value: "dark", url: process.env.E2E_URL ?? "" }]);
  await page.goto("/trees");
  await picture(page, "trees-dark");
});
