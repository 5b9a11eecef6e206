// Insights, as a manager reads them: question, answer, picture, table, and the sessions behind a number.
import { execFileSync } from "node:child_process";
import { readCsv } from "../support/csv";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { press } from "../support/page";

/** Number of sessions that a link names: "These 1,204 sessions". */
function named(words: string | null): number {
  return Number(/([\d,]+) sessions?/.exec(words ?? "")![1]!.replaceAll(",", ""));
}

test("A manager asks whether walks solve the problem, and a technician cannot @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/trees");
  await press(page, page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Insights" }));
  await expect(page).toHaveURL(/\/insights$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Do walks solve the problem?");
  await expect(page.getByText(/decided walks solved the problem|too few to say/)).toBeVisible();
  for (const part of ["How walks ended", "Is it getting better?", "How long does it take?"]) {
    const region = page.getByRole("region", { name: part, exact: true });
    await expect(region.getByRole("img")).toHaveAccessibleName(/.{20}/);
    await expect(region.getByRole("table")).toBeVisible();
  }
  const technician = await another(makeUser("technician"));
  expect((await technician.goto("/insights"))!.status()).toBe(403);
  await technician.goto("/trees");
  await press(technician, technician.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Insights" }));
  await expect(technician).toHaveURL(/\/insights\/trees$/);
  await expect(technician.getByRole("heading", { level: 1 })).toHaveText("Which trees work, and which lose time?");
});

test("Days, a tree and steps are chosen, and the address keeps them @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights");
  await press(page, page.getByRole("link", { name: "This year" }));
  await expect(page).toHaveURL("/insights?period=year");
  await page.getByLabel("Tree", { exact: true }).selectOption("VPN does not connect");
  const show = page.getByRole("button", { name: "Show", exact: true });
  if (await show.isVisible()) await press(page, show);
  await expect(page).toHaveURL(/tree=vpn-does-not-connect/);
  await expect(page).toHaveURL(/period=year/);
  await expect(page.getByText(/VPN does not connect: /)).toBeVisible();
  await press(page, page.getByRole("navigation", { name: "Insights" }).getByRole("link", { name: "Trust" }));
  await expect(page).toHaveURL(/\/insights\/trust\?.*tree=vpn-does-not-connect/);
});

test("Days that end before they begin are refused beside their field, and put right @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights?by=month");
  await page.getByText("Other days").click();
  await page.getByLabel("First day").fill("2026-02-02");
  await page.getByLabel("Last day").fill("2026-02-01");
  const [answer] = await Promise.all([page.waitForResponse(/from=2026-02-02/), page.getByRole("button", { name: "Show these days" }).click()]);
  expect(answer.status()).toBe(422);
  await expect(page.getByLabel("Last day")).toHaveAccessibleDescription(/ends before it begins/);
  await page.getByLabel("Last day").fill("2026-02-10");
  await press(page, page.getByRole("button", { name: "Show these days" }));
  await expect(page.getByText("2 to 10 Feb 2026").first()).toBeVisible();
  await expect(page).toHaveURL(/by=month/);
});

test("A number opens exactly the sessions behind it @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights?period=year");
  const link = page.getByRole("region", { name: "How walks ended" }).getByRole("link", { name: /^These [\d,]+ sessions/ });
  const number = named(await link.textContent());
  await press(page, link);
  const file = await page.request.get(page.url().replace("/sessions?", "/sessions.csv?"));
  expect(readCsv(await file.text())).toHaveLength(number);
});

test("Each table is a file that says the same @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights?period=year");
  const region = page.getByRole("region", { name: "How walks ended", exact: true });
  const download = page.waitForEvent("download");
  await region.getByRole("link", { name: "CSV of How walks ended" }).click();
  const path = await (await download).path();
  const rows = readCsv(execFileSync("cat", [path], { encoding: "utf8" }));
  expect(rows.map((row) => row["Outcome"])).toEqual(["Resolved", "Workaround", "Escalated", "Unresolved", "Resolved externally"]);
  for (const row of rows) {
    const line = region.getByRole("row", { name: new RegExp(`^${row["Outcome"]} `) });
    await expect(line.getByRole("cell").first()).toHaveText(Number(row["Walks"]).toLocaleString("en"));
  }
});

test("Overview is read in the order in which a person would say it, and folds out by keyboard", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights");
  const text = await page.getByRole("article").ariaSnapshot();
  const order = ["heading \"Do walks solve the problem?\"", "This month", "heading \"How walks ended\"", "img", "table", "How this is counted"];
  const places = order.map((words) => text.indexOf(words));
  expect(places, text).toEqual([...places].sort((one, other) => one - other));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  const region = page.getByRole("region", { name: "How walks ended", exact: true });
  const summary = region.getByText("How this is counted");
  await summary.focus();
  await page.keyboard.press("Enter");
  await expect(region.getByText("sessions that ended in the period", { exact: false })).toBeVisible();
  const table = region.getByRole("region", { name: "Walks by outcome" });
  await table.focus();
  await expect(table).toBeFocused();
});

test("A manager finds a client, reads what was done for it, and takes a PDF for it @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights/clients?period=year");
  const first = page.getByRole("region", { name: "Table: Clients" }).getByRole("rowheader").first();
  const name = (await first.textContent())!.trim();
  await page.getByLabel("Name of a client").fill(name);
  await press(page, page.getByRole("button", { name: "Show client" }));
  await expect(page).toHaveURL(/\/insights\/clients\/[0-9a-f-]{36}\?period=year$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`What did we do for ${name}?`);
  const link = page.getByRole("region", { name: "How walks ended" }).getByRole("link", { name: /^(These|This) / });
  const words = (await link.textContent())!;
  const number = words.startsWith("This") ? 1 : named(words);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "PDF for the client" }).click();
  const text = execFileSync("pdftotext", ["-layout", await (await download).path(), "-"], { encoding: "utf8" });
  for (const said of [name, "How sessions ended", "How this is counted"]) expect(text).toContain(said);
  await press(page, link);
  const file = await page.request.get(page.url().replace("/sessions?", "/sessions.csv?"));
  expect(readCsv(await file.text())).toHaveLength(number);
});

test("A technician reads their own figures, and follows them to their own sessions @plain", async ({ another }) => {
  const page = await another(makeUser("technician"));
  await page.goto("/insights/trees");
  const pages = page.getByRole("navigation", { name: "Insights" });
  await expect(pages.getByRole("link")).toHaveText(["Trees", "Mine"]);
  await press(page, pages.getByRole("link", { name: "Mine" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How do your own walks end?");
  await expect(page.getByText("No walk of yours ended in these days")).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  test(`Overview prints and saves as a PDF, black on white, with its formulas, in the ${theme} theme`, async ({ another }) => {
    const page = await another(makeUser("manager"));
    await page.emulateMedia({ media: "print", colorScheme: theme });
    await page.goto("/insights?period=year");
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    for (const away of ["navigation", "banner", "button", "textbox", "combobox"] as const) await expect(page.getByRole(away), away).toHaveCount(0);
    const inks = await page.evaluate(() => {
      const seen = (element: Element) => element.getClientRects().length > 0 && element.textContent!.trim() !== "";
      const texts = [...document.querySelectorAll("main :is(h1, h2, p, span, dt, dd, td, th, a, summary)")].filter(seen);
      return [...new Set(texts.map((element) => getComputedStyle(element).color))];
    });
    expect(inks).toEqual(["rgb(0, 0, 0)"]);
    const pdf = await page.pdf({ format: "A4", tagged: true });
    const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });
    for (const words of ["Do walks solve the problem?", "How walks ended", "How this is counted", "÷"]) expect(text).toContain(words);
    expect(text).not.toMatch(/Skip to content|This quarter|CSV/);
  });
}

test("Insights fit a phone: nothing but tables is wider than it", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ["/insights", "/insights?period=year", "/insights/trust", "/insights/clients", "/insights/mine", "/insights?from=2026-02-02&to=2026-02-01"]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
  await expect(page.getByRole("navigation", { name: "Main, below" }).getByRole("link", { name: "Insights" })).toBeVisible();
});

test("Now says what is going on, as of when, to managers alone @plain", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.goto("/insights");
  await press(page, page.getByRole("navigation", { name: "Insights" }).getByRole("link", { name: "Now", exact: true }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is going on right now?");
  await expect(page.getByText(/^As of \d/)).toBeVisible();
  await expect(page.getByText(/is running|are running|Nobody is walking/).first()).toBeVisible();
  const technician = await another(makeUser("technician"));
  expect((await technician.goto("/insights/now"))!.status()).toBe(403);
});

test("The map of a tree leads to its steps, by keyboard, too @plain", async ({ another }) => {
  const page = await another(makeUser("technician"));
  await page.goto("/insights/trees/vpn-does-not-connect?period=year");
  await press(page, page.getByRole("link", { name: "Map", exact: true }));
  const map = page.getByRole("region", { name: /^Map of version/ });
  await expect(map).toBeVisible();
  const steps = map.getByRole("link");
  expect(await steps.count()).toBeGreaterThan(5);
  await steps.first().focus();
  await press(page, steps.first(), () => page.keyboard.press("Enter"));
  await expect(page).toHaveURL(/\/insights\/trees\/vpn-does-not-connect\?period=year#node-1$/);
  await expect(page.locator("#node-1")).toBeInViewport();
});

test("Now and the map fit a phone", async ({ another }) => {
  const page = await another(makeUser("manager"));
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ["/insights/now", "/insights/trees", "/insights/trees/vpn-does-not-connect?period=year&view=map"]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
});

test("An admin turns figures per person on, and everybody in the account can see that @plain", async ({ another }) => {
  const account = ownAccount();
  const boss = await another(makeUser("admin", account));
  const [lead, desk] = [await another(makeUser("manager", account)), await another(makeUser("technician", account))];
  await lead.goto("/insights/people");
  await expect(lead.getByRole("heading", { name: "Figures per person are off" })).toBeVisible();
  await expect(lead.getByRole("link", { name: "What turning them on means…" })).toHaveCount(0);
  await boss.goto("/insights/people");
  await press(boss, boss.getByRole("link", { name: "What turning them on means…" }));
  await expect(boss.getByText("Works council", { exact: true })).toBeVisible();
  await press(boss, boss.getByRole("button", { name: "Turn figures per person on" }));
  await expect(boss).toHaveURL(/\/admin\/settings\?done=people-on/);
  await expect(boss.getByText("Figures per person are on.")).toBeVisible();
  await lead.goto("/insights");
  await press(lead, lead.getByRole("navigation", { name: "Insights" }).getByRole("link", { name: "People" }));
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText("Are results spread as one would expect?");
  await expect(lead.getByRole("heading", { name: "Too few people" })).toBeVisible();
  await desk.goto("/account");
  await expect(desk.getByText(/Managers can see figures per person since \d+ \w+ \d{4}\./)).toBeVisible();
  expect((await desk.goto("/insights/people"))!.status()).toBe(403);
  await boss.goto("/admin/audit?action=read_people");
  await expect(boss.getByText("Looked at figures per person").last()).toBeVisible();
});
