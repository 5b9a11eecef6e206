// The first start of an installation: a link is printed, and whoever opens it makes the first account.
import { look } from "../support/axe";
import { expect, fillSignIn, test } from "../support/fixtures";
import { paste, press, reload, send, submit } from "../support/page";
import { ownPath, tokenOf } from "../support/people";

test("An empty installation is set up once, by the link that it printed", { tag: "@plain" }, async ({ serve, fresh, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const server = await serve({ demo: false });
  const first = await server.setUpLink();
  expect(first).toMatch(new RegExp(`^${server.url}/set-up`));
  expect(server.printed).toContain("Whoever opens this within a day makes the first one, and becomes its admin:");
  expect(server.log).not.toContain(tokenOf(first));

  // Another start prints another link, and the one before works no longer.
  await server.halt();
  await server.launch();
  const link = await server.setUpLink();
  expect(link).not.toBe(first);
  const page = await fresh({ baseURL: server.url });
  for (const dead of [ownPath(first), "/set-up", "/set-up?link=", `/set-up?link=${"0".repeat(64)}`]) {
    expect((await page.goto(dead))!.status(), dead).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work");
  }
  expect((await page.goto("/"))!.url()).toMatch(/\/sign-in$/);

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up ResolutionFlow");
  const typed = { "Account name": "Wagtail & Wren IT", "Time zone": "Europe/Berlin", "Your name": "Wanda Wren", "E-mail": "Wanda@Wagtail.example" };
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  const button = page.getByRole("button", { name: "Set up and sign in" });
  const password = page.getByLabel("Password");
  for (const [label, text, fault] of [
    ["Password", "short", "Password must be at least 12 characters long."],
    ["Password", "wanda@wagtail.example", /^Password is easy to guess/],
    ["Account name", " ", "Account name must not be empty."],
    ["Time zone", "Middle Earth", /^Time zone /],
    ["Your name", "x".repeat(500), /^Your name is 500 characters long; at most \d+ fit\.$/],
    ["E-mail", "wanda@wagtail", "E-mail is not an e-mail address."],
  ] as const) {
    await password.fill("seven llamas and a lamp");
    await paste(page.getByLabel(label), text);
    const answer = await submit(page, button);
    expect(answer.status(), fault.toString()).toBe(422);
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(fault);
    await expect(password).toHaveValue("");
    for (const [other, kept] of Object.entries(typed)) await expect(page.getByLabel(other)).toHaveValue(other === label ? text : kept);
    if (label !== "Password") await page.getByLabel(label).fill(typed[label]);
  }
  // axe is a script.
  if (javaScriptEnabled) {
    await look(page, "the set-up page, refused");
    await page.goto(link);
    await look(page, "the set-up page");
    for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  }
  await password.fill("seven llamas and a lamp");
  await press(page, button);
  await expect(page).toHaveURL(/\/admin\/users$/);
  await expect(page.getByRole("button", { name: "Menu of Wanda Wren" })).toBeVisible();
  await expect(page.getByText("No other users yet.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "wanda@wagtail.example" })).toContainText("Admin");
  await page.goto("/admin/settings");
  await expect(page.getByLabel("Account name")).toHaveValue("Wagtail & Wren IT");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  expect((await page.goto("/trees"))!.status()).toBe(200);

  // Nobody makes a second one, whatever they kept.
  const late = await fresh({ baseURL: server.url });
  expect((await late.goto(link))!.status()).toBe(404);
  const again = { link: tokenOf(link), account: "Mine", time_zone: "UTC", name: "Mallory", email: "mallory@evil.example", password: "seven llamas and a lamp" };
  const answer = await send(late, "set_up", again);
  expect(answer.status()).toBe(404);
  expect(answer.headers()).not.toHaveProperty("set-cookie");
  expect(server.command(["account", "list"]).trim()).toBe("wagtail-wren-it");
  expect(server.command(["user", "list"]).trim().split("\n")).toHaveLength(1);

  await server.halt();
  await server.launch();
  await reload(page);
  await expect(page.getByRole("button", { name: "Menu of Wanda Wren" })).toBeVisible();
  expect(server.printed).toContain(`ResolutionFlow is at ${server.url}`);
  expect(server.printed).not.toContain("link");
  expect((await late.goto(link))!.status()).toBe(404);
  await late.goto("/sign-in");
  await fillSignIn(late, { email: "wanda@wagtail.example", password: "seven llamas and a lamp" });
  await expect(late).toHaveURL(/\/trees$/);
});

test("Two who open the set-up link at once make one account", async ({ serve, fresh }) => {
  const server = await serve({ demo: false });
  const link = tokenOf(await server.setUpLink());
  const pages = [await fresh({ baseURL: server.url }), await fresh({ baseURL: server.url })];
  for (const page of pages) await page.goto(`/set-up?link=${link}`);
  const answers = await Promise.all(
    pages.map((page, index) => {
      const form = { link, account: `Account ${index}`, time_zone: "UTC", name: "Wanda Wren", email: `wanda@${index}.example`, password: "seven llamas and a lamp" };
      return send(page, "set_up", form);
    }),
  );
  expect(answers.map((answer) => answer.status()).sort()).toEqual([303, 404]);
  expect(server.command(["account", "list"]).trim().split("\n")).toHaveLength(1);
  expect(server.command(["user", "list"]).trim().split("\n")).toHaveLength(1);
});

test("Where an account was made on the command line, the link that was printed before works no longer", async ({ serve, fresh }) => {
  const server = await serve({ demo: false });
  const link = await server.setUpLink();
  server.command(["user", "add", "ada@acme.example", "--name", "Ada", "--role", "admin", "--account", "acme", "--password-stdin"], "seven llamas and a lamp");
  const page = await fresh({ baseURL: server.url });
  expect((await page.goto(link))!.status()).toBe(404);
});
