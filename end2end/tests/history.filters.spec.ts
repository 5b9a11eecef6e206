// The history beyond its everyday filters: order, columns, files, saved views. All of it with and without JavaScript.
import { type Page } from "@playwright/test";
import { readCsv } from "../support/csv";
import { expect, makeUser, test } from "../support/fixtures";
import { press, said } from "../support/page";
import { complete, notes, startWalk, take } from "../support/walk";

function rows(page: Page) {
  return page.getByRole("row").filter({ has: page.getByRole("cell") });
}

/** Presses the form's button, which without JavaScript is what applies a filter. */
async function apply(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: "Search" }));
}

/** Opens the menu of the view, unless it stands open. */
async function openView(page: Page): Promise<void> {
  if (!(await page.getByRole("group", { name: "View", exact: true }).isVisible())) await page.getByRole("button", { name: "View", exact: true }).click();
}

test.beforeEach(async ({ desk }) => {
  for (const [ticket, outcome] of [["INC-1", "Resolved"], ["inc-2", "Escalated"], ["REQ-3", "Resolved"]] as const) {
    await startWalk(desk, { ticket, client: "Zephyr Yachts" });
    if (ticket === "inc-2") await notes(desk).fill("The gyroscope hums.");
    await take(desk, "Users everywhere", "→");
    await complete(desk, outcome);
  }
  await desk.goto("/sessions");
});

test("The extra filters narrow the list, show as chips, and stay unfolded while one is on", { tag: "@plain" }, async ({ desk }) => {
  const more = desk.getByText("Filters", { exact: true });
  await expect(desk.getByLabel("Ticket begins with")).toBeHidden();
  await more.click();
  await desk.getByLabel("Ticket begins with").fill("INC-");
  await apply(desk);
  await expect(rows(desk)).toHaveCount(2);
  await expect(desk.getByLabel("Ticket begins with")).toBeVisible();
  const note = desk.getByLabel("with notes");
  if (!(await note.isChecked())) await note.check();
  await apply(desk);
  await expect(rows(desk)).toHaveCount(1);
  const asked = new URL(desk.url()).searchParams;
  expect([asked.get("ticket"), asked.get("notes"), asked.get("q") ?? ""]).toEqual(["INC-", "yes", ""]);
  const chips = desk.getByRole("list", { name: "Active filters" });
  await press(desk, chips.getByRole("link", { name: /With notes/ }));
  await expect(rows(desk)).toHaveCount(2);
  await expect(desk.getByText("2 sessions", { exact: true })).toBeVisible();
});

test("Heads of columns put the list in order, and say so", { tag: "@plain" }, async ({ desk }) => {
  const head = (name: string) => desk.getByRole("columnheader", { name });
  await expect(head("Started")).toHaveAttribute("aria-sort", "descending");
  await press(desk, head("Outcome").getByRole("link"));
  await expect(head("Outcome")).toHaveAttribute("aria-sort", "ascending");
  await expect(rows(desk).last()).toContainText("inc-2");
  await press(desk, head("Outcome").getByRole("link"));
  await expect(head("Outcome")).toHaveAttribute("aria-sort", "descending");
  await expect(rows(desk).first()).toContainText("inc-2");
  await press(desk, head("Total").getByRole("link"));
  expect(new URL(desk.url()).searchParams.get("sort")).toBe("longest");
});

test("Columns are chosen, and files have them", { tag: "@plain" }, async ({ desk }) => {
  await openView(desk);
  const columns = desk.getByRole("group", { name: "Columns" });
  await columns.getByLabel("Steps", { exact: true }).uncheck();
  await columns.getByLabel("Category").check();
  await press(desk, desk.getByRole("button", { name: "Show these" }));
  await expect(desk.getByRole("columnheader", { name: "Category" })).toHaveCount(1);
  await expect(desk.getByRole("columnheader", { name: "Steps" })).toHaveCount(0);
  await desk.getByRole("button", { name: "Download" }).click();
  const link = desk.getByRole("link", { name: /^Download CSV/ });
  const csv = await (await desk.request.get((await link.getAttribute("href"))!)).text();
  const rows = readCsv(csv);
  expect(Object.keys(rows[0]!)).toContain("category");
  expect(Object.keys(rows[0]!)).not.toContain("steps");
  expect(rows).toHaveLength(3);
});

test("A view is saved, shared, opened by somebody else, changed and deleted", { tag: "@plain" }, async ({ desk, another }) => {
  await desk.goto("/sessions?outcome=escalated&sort=longest");
  await openView(desk);
  await desk.getByText("Save this view").click();
  await desk.getByLabel("Name of the view").fill("Long escalations");
  await desk.getByLabel("Share with the account").check();
  await press(desk, desk.getByRole("button", { name: "Save view" }));
  await said(desk, "View saved.");
  const views = (page: Page) => page.getByRole("navigation", { name: "Saved views" });
  await openView(desk);
  await expect(views(desk).getByRole("link", { name: "Long escalations" })).toHaveAttribute("aria-current", "true");

  const colleague = await another(makeUser("technician"));
  await colleague.goto("/sessions");
  await openView(colleague);
  await press(colleague, views(colleague).getByRole("link", { name: /Long escalations/ }).first());
  const asked = new URL(colleague.url()).searchParams;
  expect([asked.get("outcome"), asked.get("sort")]).toEqual(["escalated", "longest"]);

  await desk.getByText("Save this view").click();
  await desk.getByLabel("Name of the view").fill("long ESCALATIONS");
  await press(desk, desk.getByRole("button", { name: "Save view" }));
  await expect(desk.getByLabel("Name of the view")).toHaveValue("long ESCALATIONS");
  await expect(desk.getByText("Name of the view is taken already.")).toBeVisible();

  await desk.goto("/sessions?outcome=resolved");
  await openView(desk);
  await desk.getByText("Change views").click();
  await desk.getByLabel("Name of Long escalations").fill("Resolved ones");
  await press(desk, desk.getByRole("button", { name: "Save with the present filters" }));
  await openView(desk);
  await expect(views(desk).getByRole("link", { name: "Resolved ones" })).toHaveAttribute("aria-current", "true");
  await desk.getByText("Change views").click();
  await desk.getByRole("button", { name: "Delete Resolved ones" }).click();
  await press(desk, desk.getByRole("button", { name: "Delete view" }));
  await said(desk, "View deleted.");
  await openView(desk);
  await expect(views(desk).getByRole("link", { name: "Resolved ones" })).toHaveCount(0);
});
