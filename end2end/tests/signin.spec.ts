// Signing in and out, and the theme, which needs no login to be right.
import { expect, fillSignIn, makeUser, signIn, test } from "../support/fixtures";
import { goBack, press, submit } from "../support/page";

test("A wrong password and an unknown address are refused in the same words", { tag: "@plain" }, async ({ page, technician }) => {
  const said: string[] = [];
  for (const who of [
    { email: technician.email, password: "wrong" },
    { email: "nobody@test.example", password: technician.password },
    { email: "nobody@test.example", password: "wrong" },
  ]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(who.email);
    await page.getByLabel("Password").fill(who.password);
    const answer = await submit(page, page.getByRole("button", { name: "Sign in" }));
    expect(answer.status()).toBe(401);
    expect(answer.headers()).not.toHaveProperty("set-cookie");
    said.push(await page.getByRole("alert").innerText());
    await expect(page.getByLabel("E-mail")).toHaveValue(who.email);
    await expect(page.getByLabel("Password")).toHaveValue("");
    expect(await answer.text()).not.toContain(who.password === "wrong" ? ">wrong<" : who.password);
  }
  expect(new Set(said)).toEqual(new Set(["The e-mail address or the password is wrong."]));
});

test("Nothing, and far too much, is refused as well", async ({ page }) => {
  await page.goto("/sign-in");
  for (const form of [{}, { email: "", password: "" }, { email: "a@b.c", password: "x".repeat(60_000) }, { email: "\u0000", password: "\u0000" }] as Record<string, string>[]) {
    const answer = await page.request.post("/api/sign_in", { form, headers: { accept: "text/html", referer: page.url() }, maxRedirects: 0 });
    expect(answer.status()).toBe(401);
  }
});

test("The address is signed in with whatever its case, and the password is not", async ({ page, technician }) => {
  await signIn(page, { ...technician, email: technician.email.toUpperCase() });
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await fillSignIn(page, { email: technician.email, password: technician.password.toUpperCase() });
  await expect(page.getByRole("alert")).toBeVisible();
});

test("Signing out ends the login for good", { tag: "@plain" }, async ({ desk, baseURL, playwright }) => {
  await desk.goto("/trees");
  const kept = await desk.context().storageState();
  await desk.getByRole("button", { name: /^Menu of Test technician/ }).click();
  await press(desk, desk.getByRole("button", { name: "Sign out" }));
  await expect(desk).toHaveURL(/\/sign-in$/);
  await desk.goto("/trees");
  await expect(desk).toHaveURL(/\/sign-in\?next=/);
  // The cookie that somebody kept is worth nothing now.
  const thief = await playwright.request.newContext({ baseURL: baseURL!, storageState: kept });
  expect((await thief.get("/trees", { maxRedirects: 0 })).status()).toBe(303);
  await thief.dispose();
  // Back shows nothing of what was there.
  await goBack(desk);
  await expect(desk.getByRole("button", { name: /^Menu of/ })).toHaveCount(0);
});

test("The login is out of reach of scripts and of other sites", async ({ desk }) => {
  const login = (await desk.context().cookies()).find((cookie) => cookie.name.endsWith("login"));
  expect(login).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const before = login!.value;
  await signIn(desk, makeUser("technician"));
  expect((await desk.context().cookies()).find((cookie) => cookie.name.endsWith("login"))!.value).not.toBe(before);
});

test("Signing in leads on to a page of ours and to no other", async ({ page, technician, baseURL }) => {
  for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:window.pwned=1", "/\t/evil.example", " //evil.example"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await fillSignIn(page, technician);
    expect(new URL(page.url()).origin, next).toBe(baseURL);
    await page.context().clearCookies();
  }
  await page.goto(`/sign-in?next=${encodeURIComponent("/sessions?technician=anyone&q=vpn")}`);
  await fillSignIn(page, technician);
  await expect(page).toHaveURL(`${baseURL}/sessions?technician=anyone&q=vpn`);
});

test("A refused sign-in does not forget where somebody wanted to go", { tag: "@plain" }, async ({ page, technician, baseURL }) => {
  await page.goto("/sessions?state=active");
  await fillSignIn(page, { email: technician.email, password: "wrong" });
  await expect(page.getByRole("alert")).toBeVisible();
  await fillSignIn(page, technician);
  await expect(page).toHaveURL(`${baseURL}/sessions?state=active`);
});

test("The theme that was chosen is in the first byte of every page", { tag: "@plain" }, async ({ desk, javaScriptEnabled }) => {
  await desk.goto("/trees");
  const root = desk.locator("html");
  const menu = desk.getByRole("button", { name: /^Menu of/ });
  await expect(root).not.toHaveAttribute("data-theme");
  for (const [word, theme] of [["Dark", "dark"], ["Light", "light"]] as const) {
    await menu.click();
    const choice = desk.getByRole("button", { name: word, exact: true });
    // Without a reload where scripts run, and back on the same page where they do not.
    if (javaScriptEnabled) await choice.click();
    else await press(desk, choice);
    await expect(root).toHaveAttribute("data-theme", theme);
    await expect(desk).toHaveURL(/\/trees$/);
    await desk.reload();
    await expect(root).toHaveAttribute("data-theme", theme);
    for (const path of ["/sessions", "/nowhere"]) {
      const html = await (await desk.request.get(path, { headers: { accept: "text/html" } })).text();
      expect(html, path).toMatch(new RegExp(`<html[^>]* data-theme="${theme}"`));
    }
  }
  const paint = () => desk.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paint();
  await menu.click();
  const system = desk.getByRole("button", { name: "As the system", exact: true });
  if (javaScriptEnabled) await system.click();
  else await press(desk, system);
  await expect(root).not.toHaveAttribute("data-theme");
  await desk.emulateMedia({ colorScheme: "light" });
  expect(await paint()).toBe(light);
  await desk.emulateMedia({ colorScheme: "dark" });
  expect(await paint()).not.toBe(light);
});

test("A theme that nobody offers is ignored", async ({ desk, baseURL }) => {
  await desk.context().addCookies([{ name: "theme", value: "<script>", url: baseURL! }]);
  await desk.goto("/trees");
  await expect(desk.locator("html")).not.toHaveAttribute("data-theme");
  const answer = await desk.request.post("/api/set_theme", { form: { theme: "neon" }, headers: { accept: "text/html", referer: desk.url() }, maxRedirects: 0 });
  expect(answer.status()).toBe(400);
});
