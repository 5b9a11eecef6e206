// What a page elsewhere, in the same browser, can make of somebody being signed in here: nothing.
import type { Page } from "@playwright/test";
import { addTree, expect, logIn, makeUser, test } from "../support/fixtures";
import { commandId, formTo, hiddenFields, send, stepForm } from "../support/page";
import { openUser } from "../support/people";
import { calls, documents } from "../support/routes";
import type { Server } from "../support/server";
import { staff, stageAccount, stageWalks } from "../support/stage";
import { stored } from "../support/session";
import { startWalk } from "../support/walk";

interface Victim {
  page: Page;
  /** Fields with which every server function would do what it does. */
  fields: Record<string, string>;
  session: string;
  /** How everything stands that could be changed. */
  standing: () => Promise<string>;
}

const ACCOUNT = "acme";

/** An admin who is signed in on a server of their own, at work, and has a page open. */
async function victim(server: Server, page: Page): Promise<Victim> {
  const admin = makeUser("admin", ACCOUNT, server.dataDir);
  const colleague = makeUser("technician", ACCOUNT, server.dataDir);
  addTree(ACCOUNT, undefined, server.dataDir);
  await logIn(page, admin);
  const session = await startWalk(page, { ticket: "mine", client: "Acme Dental" });
  const step = await stepForm(page, session);
  await openUser(page, colleague.name);
  const { user } = await hiddenFields(formTo(page, "change_user"));
  await page.goto("/admin/clients");
  const client = (await page.getByRole("link", { name: "Acme Dental" }).getAttribute("href"))!.split("/").at(-1)!;
  await page.goto("/account");
  const fields = {
    ...step,
    act: "park",
    outcome: "resolved",
    reason: "Because.",
    minutes: "1",
    holder: user!,
    notes: "pwned",
    ticket: "pwned",
    tree: "vpn-does-not-connect",
    key: "vpn-does-not-connect",
    archived: "true",
    report: commandId(),
    user: user!,
    login: "0192f0c1-2345-7abc-8def-0123456789ab",
    client,
    into: "Somebody",
    from: "Network",
    name: "pwned",
    email: admin.email,
    role: "admin",
    password: admin.password,
    current_password: admin.password,
    link: "x",
    account: "pwned",
    time_zone: "UTC",
    week_begins: "saturday",
    theme: "dark",
    idle_minutes: "99",
    login_idle_hours: "1",
    login_days: "1",
    reading: "own",
    ticket_link: "https://evil.example/{ticket}",
    billing_increment: "240",
    billing_minimum: "1440",
    billing_rounding: "up",
    billing_per: "session",
    shown: "yes",
  };
  const standing = async () => {
    const { session: facts, steps, decisions } = await stored(page, session);
    const { as_of: _, total_seconds: __, active_seconds: ___, ...rest } = facts;
    const answer = await page.request.get("/account");
    const logins = (await answer.text()).match(/<li\b[\s\S]*?Signed in/g)?.length;
    const told = [["account", "show"], ["user", "list"], ["client", "list"], ["category", "list"]].map((args) => server.command([...args, "--account", ACCOUNT]));
    // Whatever an attack had done would be in the audit trail, which looking at it and exporting the session add to.
    const trail = server.command(["audit", "--account", ACCOUNT]).split("\n").filter((line) => !/"action":"export/.test(line));
    const cookies = (await page.context().cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).sort();
    return JSON.stringify([rest, steps.length, decisions, logins, told, trail, cookies], null, 1);
  };
  return { page, fields, session, standing };
}

/** Every address at which something can be changed. */
function targets(session: string): string[] {
  const commands = documents().filter((route) => route.path.endsWith("/commands"));
  expect(commands).toHaveLength(1);
  return [...calls(), ...commands].map((route) => route.path.replace(":id", session));
}

/** Sends a form, in the place of the page or unseen in a frame. Runs in the attacker's page. */
function post({ action, enctype, fields, unseen }: { action: string; enctype: string; fields: Record<string, string>; unseen?: boolean }): void {
  const form = Object.assign(document.createElement("form"), { method: "post", action, enctype });
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(form);
  if (unseen) {
    form.target = `frame-${document.querySelectorAll("iframe").length}`;
    document.body.append(Object.assign(document.createElement("iframe"), { name: form.target }));
  }
  form.submit();
}

test("Forms and scripts of another site change nothing", async ({ serve, fresh, elsewhere }) => {
  test.setTimeout(180_000);
  const server = await serve({ demo: false });
  const page = await fresh({ baseURL: server.url });
  const { fields, session, standing } = await victim(server, page);
  const before = await standing();
  const attack = await page.context().newPage();
  const answers: [string, number][] = [];
  const carried = new Set<boolean>();
  page.context().on("response", (response) => {
    if (response.request().method() === "POST" && response.frame().page() === attack) answers.push([new URL(response.url()).pathname, response.status()]);
  });
  page.context().on("requestfinished", async (request) => {
    if (request.method() === "POST" && request.frame().page() === attack) carried.add((await request.allHeaders()).cookie?.includes("login=") ?? false);
  });
  const everything = targets(session);
  const usual = "application/x-www-form-urlencoded";
  const forms = [
    ...everything.map((target) => [target, usual] as const),
    ...["text/plain", "multipart/form-data"].flatMap((enctype) => ["/api/upload_tree", "/api/take_step", "/api/end_other_logins"].map((target) => [target, enctype] as const)),
  ];

  for (const origin of [elsewhere.nextDoor, elsewhere.abroad]) {
    // In the place of the page, where the victim sees what comes of it.
    for (const target of ["/api/take_step", "/api/save_settings", "/api/sign_out"]) {
      await attack.goto(origin);
      const answered = attack.waitForResponse((response) => response.request().method() === "POST");
      await attack.evaluate(post, { action: server.url + target, enctype: usual, fields });
      expect((await answered).status(), `${target} from ${origin}`).toBe(403);
      await attack.waitForURL(server.url + target);
      await expect(attack.getByRole("heading", { level: 1 })).toHaveText("This was refused");
    }
    // Unseen, to every address.
    await attack.goto(origin);
    const known = answers.length;
    for (const [target, enctype] of forms) await attack.evaluate(post, { action: server.url + target, enctype, fields, unseen: true });
    await expect.poll(() => answers.length - known, { timeout: 60_000 }).toBe(forms.length);
    // As scripts send it.
    await attack.goto(origin);
    const read = await attack.evaluate(
      async ([base, targets, fields]) => {
        const said: string[] = [];
        const attempt = async (what: string, init: RequestInit, target: string) => {
          const outcome = await fetch(base + target, { method: "POST", credentials: "include", ...init }).then(
            (answer) => `${answer.type} ${answer.status}`,
            () => "failed",
          );
          said.push(`${what}: ${outcome}`);
        };
        const form = () => new URLSearchParams(fields);
        const attack = async (target: string) => {
          navigator.sendBeacon(base + target, form());
          new Image().src = `${base}${target}?${form()}`;
          await attempt("simple", { mode: "no-cors", body: form() }, target);
          await attempt("plain", { mode: "no-cors", body: JSON.stringify(fields), headers: { "content-type": "text/plain" } }, target);
          await attempt("readable", { mode: "cors", body: form() }, target);
          // These ask first whether they may.
          await attempt("json", { body: JSON.stringify(fields), headers: { "content-type": "application/json" } }, target);
          await attempt("accepting", { body: form(), headers: { accept: "application/json", "x-requested-with": "XMLHttpRequest" } }, target);
          for (const method of ["PUT", "PATCH", "DELETE"]) await attempt("method", { method, body: form() }, target);
        };
        await Promise.all(targets.map(attack));
        return [...new Set(said)].sort();
      },
      [server.url, everything, fields] as const,
    );
    expect(read.filter((outcome) => !/: (failed|opaque 0)$/.test(outcome)), origin).toEqual([]);
  }
  expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
  expect(new Set(answers.map(([target]) => target))).toEqual(new Set(everything));
  // Next door the browser sent the victim's cookie along, so it was not for want of it.
  expect(carried).toEqual(new Set([true, false]));
  await attack.close();
  expect(await standing()).toBe(before);

  // From our own page the same fields are not refused for where they come from.
  await page.goto("/trees");
  const last = ["/api/sign_out"];
  for (const target of [...calls().map((route) => route.path).filter((path) => !last.includes(path)), ...last]) {
    const answer = await send(page, target.replace("/api/", ""), { ...fields, command_id: commandId() }, { origin: server.url, "sec-fetch-site": "same-origin" });
    expect(answer.status(), target).not.toBe(403);
  }
  expect(await standing().catch(() => "signed out")).not.toBe(before);
});

/** Pages and documents that say something about somebody. */
function worthReading(session: string): string[] {
  const exports = ["html", "json"].map((extension) => `/sessions/${session}/export.${extension}?inline=1`);
  return ["/trees", "/account", "/sessions", `/sessions/${session}/walk`, ...exports, "/admin/users", "/sign-in"];
}

test("No other page shows one of ours in a frame", async ({ admin, another, elsewhere, baseURL }) => {
  const desk = await another(admin);
  const session = await startWalk(desk, { ticket: "secret-48213" });
  const attack = await desk.context().newPage();
  for (const origin of [elsewhere.nextDoor, elsewhere.abroad]) {
    for (const path of [...worthReading(session), "/nowhere", "/favicon.svg", "/script.js"]) {
      for (const tag of origin === elsewhere.nextDoor ? ["iframe", "object"] : ["iframe"]) {
        await attack.goto(origin);
        const asked = attack.waitForRequest(baseURL + path);
        await attack.evaluate(
          ([tag, url]) =>
            new Promise((settle) => {
              const frame = document.createElement(tag);
              for (const event of ["load", "error"]) frame.addEventListener(event, settle);
              frame.setAttribute(tag === "object" ? "data" : "src", url);
              document.body.append(frame);
            }),
          [tag, baseURL + path] as const,
        );
        await asked;
        if (tag === "object") {
          // It gives way to what stands in it, which is nothing.
          await expect.poll(() => attack.frames().length, `${tag} of ${path} at ${origin}`).toBe(1);
          continue;
        }
        const [, frame] = attack.frames();
        await expect.poll(() => frame!.url(), `${tag} of ${path} at ${origin}`).toMatch(/^chrome-error:/);
        const text = await frame!.evaluate(() => document.documentElement.innerHTML);
        for (const ours of ["ResolutionFlow", "secret-48213", "Sign in"]) expect(text, `${tag} of ${path} at ${origin}`).not.toContain(ours);
      }
    }
  }
  await attack.close();
});

test("No other page reads what we answer, or learns from how it is loaded", async ({ admin, another, elsewhere, baseURL }) => {
  const desk = await another(admin);
  const session = await startWalk(desk);
  const attack = await desk.context().newPage();
  const paths = [...worthReading(session), "/admin/audit.csv", `/sessions/${session}/export.md`, "/", "/script.js", "/favicon.svg", "/healthz"];
  for (const origin of [elsewhere.nextDoor, elsewhere.abroad]) {
    await attack.goto(origin);
    const learned = await attack.evaluate(
      async ([base, paths]) => {
        const learned: string[] = [];
        const loads = (element: HTMLElement & { src?: string }, attribute: string, url: string) =>
          new Promise<boolean>((resolve) => {
            element.onload = () => resolve(true);
            element.onerror = () => resolve(false);
            element.setAttribute(attribute, url);
            document.head.append(element);
          });
        for (const path of paths) {
          for (const mode of ["cors", "no-cors"] as const) {
            for (const credentials of ["include", "omit"] as const) {
              const read = await fetch(base + path, { mode, credentials }).then((answer) => `${answer.type}`, () => undefined);
              if (read) learned.push(`${path}: fetch, ${mode}, ${credentials}: ${read}`);
            }
          }
          const style = Object.assign(document.createElement("link"), { rel: "stylesheet" });
          if (await loads(document.createElement("script"), "src", base + path)) learned.push(`${path} as a script`);
          if (await loads(style, "href", base + path)) learned.push(`${path} as a style sheet`);
          if (await loads(new Image(), "src", base + path)) learned.push(`${path} as an image`);
        }
        return learned;
      },
      [baseURL!, paths] as const,
    );
    expect(learned, origin).toEqual([]);
  }
  await attack.close();
});

test("A window that another page opened of ours is out of its reach", async ({ desk, elsewhere, baseURL }) => {
  const attack = await desk.context().newPage();
  for (const origin of [elsewhere.nextDoor, elsewhere.abroad]) {
    await attack.goto(origin);
    const opened = desk.context().waitForEvent("page");
    await attack.evaluate((url) => void Object.assign(window, { victim: window.open(url) }), `${baseURL}/trees`);
    const ours = await opened;
    await ours.waitForLoadState();
    await expect(ours.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await ours.evaluate(() => window.opener)).toBeNull();
    // To the page that opened it, it is gone.
    await expect.poll(() => attack.evaluate(() => (window as unknown as { victim: Window }).victim.closed)).toBe(true);
    await ours.close();
  }
  await attack.close();
});

test("What gets into a page does not run, load or send", async ({ desk, elsewhere, baseURL }) => {
  const session = await startWalk(desk);
  for (const path of ["/sign-in", "/trees", `/sessions/${session}/walk`, "/account", "/nowhere"]) {
    await desk.goto(path);
    const { ran, violations } = await desk.evaluate(
      async ([evil, self]) => {
        const violations: string[] = [];
        const told = (expected: number) =>
          new Promise<void>((resolve) => {
            const look = () => violations.length >= expected && resolve();
            document.addEventListener("securitypolicyviolation", (event) => {
              violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
              look();
            });
          });
        const all = told(11);
        const add = (tag: string, attributes: Record<string, string>, text = "") => {
          const element = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          element.textContent = text;
          document.body.append(element);
          return element;
        };
        const nonce = document.querySelector("script[nonce]")?.getAttribute("nonce") ?? "";
        add("script", {}, "window.pwned = 1");
        // The nonce of a page cannot be read out of it.
        add("script", { nonce }, "window.pwned = 1");
        add("script", { src: `${evil}/x.js` });
        add("button", { onclick: "window.pwned = 1" }).click();
        add("style", {}, "body { display: none }");
        add("img", { src: `${evil}/x.png` });
        add("iframe", { src: `${evil}/x.html` });
        add("link", { rel: "stylesheet", href: `${evil}/x.css` });
        add("base", { href: `${evil}/` });
        const form = add("form", { action: `${evil}/form`, method: "post" }) as HTMLFormElement;
        form.submit();
        await fetch(`${evil}/fetch`, { mode: "no-cors" }).catch(() => undefined);
        await all;
        return { ran: "pwned" in window || document.baseURI !== self || getComputedStyle(document.body).display === "none", violations };
      },
      [elsewhere.abroad, baseURL + path] as const,
    );
    expect(ran, path).toBe(false);
    const directives = violations.map((violation) => violation.split(" ")[0]!).sort();
    expect(directives, path).toEqual(
      ["base-uri", "connect-src", "form-action", "frame-src", "img-src", "script-src-attr", "script-src-elem", "script-src-elem", "script-src-elem", "style-src-elem", "style-src-elem"].sort(),
    );
    // Out of a timer: what devtools run themselves is not held to the policy.
    const evaluated = await desk.evaluate(
      () =>
        new Promise<string>((resolve) =>
          setTimeout(() => {
            try {
              resolve(String(eval("1")));
            } catch {
              resolve("refused");
            }
          }),
        ),
    );
    expect(evaluated, path).toBe("refused");
  }
  expect(elsewhere.asked.filter((address) => address !== "/favicon.ico")).toEqual([]);
});

test("No page asks another host for anything, and every answer says how careful browsers shall be", async ({ page: nobody, another, baseURL }) => {
  test.setTimeout(120_000);
  const people = staff();
  const [boss, desk] = [await another(people.admin), await another(people.technician)];
  const walks = await stageWalks(boss, people.account);
  const account = await stageAccount(boss, desk, people);
  const asked = new Set<string>();
  const nonces = new Set<string>();
  let shown = 0;
  for (const { what, address, by } of [...walks, ...account]) {
    const eye = by === "nobody" ? nobody : by ? desk : boss;
    eye.removeAllListeners("request");
    eye.on("request", (request) => asked.add(request.url().startsWith("data:") ? "data:" : new URL(request.url()).origin));
    const answer = (await eye.goto(address))!;
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, what).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[^']+' 'wasm-unsafe-eval'; style-src 'self'; /);
    for (const rule of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "connect-src 'self'"]) expect(policy, what).toContain(rule);
    expect(headers, what).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    nonces.add(/'nonce-([^']+)'/.exec(policy)![1]!);
    shown += 1;
    // Nothing inline but what carries the nonce.
    const inline = await eye.evaluate(() => [...document.querySelectorAll("script:not([src])")].filter((script) => !(script as HTMLElement).nonce).length);
    expect(inline, what).toBe(0);
  }
  expect([...asked].sort()).toEqual([baseURL!]);
  expect(nonces.size, "every page has a nonce of its own").toBe(shown);
});
