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
    theme: "dark",
    idle_minutes: "99",
    login_idle_hours: "1",
    login_days: "1",
    reading: "own",
    ticket_link: "https://evil.example/{ticket}",
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
