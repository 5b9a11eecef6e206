// axe, with every rule it has, on every page of the route table, in every state that the page knows.
import type { Page } from "@playwright/test";
import { look } from "../support/axe";
import { expect, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { paste, press, submit } from "../support/page";
import { fillInvitation, invite, openUser } from "../support/people";
import { changeClock, wrongClock } from "../support/player";
import { type Scene, staff, stageAccount, stageWalks } from "../support/stage";
import { ask, card, hydrated, startWalk, step, take } from "../support/walk";

type Eyes = Record<NonNullable<Scene["by"]> | "desk", Page>;

/** Looks at each scene, each with the eyes of whom it is for. */
async function lookAt(scenes: Scene[], eyes: Eyes): Promise<void> {
  const seen = new Set<string>();
  for (const { what, address, by = "desk" } of scenes) {
    const eye = eyes[by];
    await eye.goto(address);
    // Some addresses lead on to others.
    if (seen.has(by + eye.url())) continue;
    seen.add(by + eye.url());
    await look(eye, what);
  }
}

test("axe finds nothing on the pages of trees and sessions", async ({ page: nobody, admin, another }) => {
  test.setTimeout(480_000);
  const desk = await another(admin);
  const newcomer = await another(makeUser("technician"));
  await lookAt(await stageWalks(desk), { desk, newcomer, nobody, colleague: newcomer });
  await nobody.goto("/shared/x");
  await look(nobody, "a link that leads nowhere");
});

test("axe finds nothing on the pages of an account", async ({ page: nobody, another }) => {
  test.setTimeout(480_000);
  const people = staff();
  const [desk, colleague] = [await another(people.admin), await another(people.technician)];
  const newcomer = await another(makeUser("admin", ownAccount()));
  // One of them is signed in elsewhere, too.
  await another(people.admin);
  await lookAt(await stageAccount(desk, colleague, people), { desk, newcomer, nobody, colleague });
});

test("axe finds nothing in what an account refuses and in what it warns of", async ({ page: nobody, another, fresh }) => {
  test.setTimeout(240_000);
  const people = staff();
  const [boss, desk] = [await another(people.admin), await another(people.technician)];
  const newcomer = await fresh();
  await startWalk(desk, { client: "Acme Dental" });
  const colleague = makeUser("technician", people.account);

  await fillInvitation(boss, { name: "x", email: colleague.email });
  await paste(boss.getByLabel("Name", { exact: true }), "x".repeat(500));
  await submit(boss, boss.getByRole("button", { name: "Make invitation link" }));
  await look(boss, "an invitation, refused");
  await openUser(boss, colleague.name);
  await paste(boss.getByLabel("Name", { exact: true }), "x".repeat(500));
  await submit(boss, boss.getByRole("button", { name: "Save", exact: true }));
  await look(boss, "a user, refused");
  await boss.goto("/admin/settings");
  await boss.getByLabel("Time zone").fill("Middle Earth");
  await submit(boss, boss.getByRole("button", { name: "Save settings" }));
  await look(boss, "settings, refused");
  await boss.goto("/admin/categories");
  await paste(boss.getByLabel("Network", { exact: true }), "x".repeat(500));
  await submit(boss, boss.getByRole("button", { name: /^Save ?: Network$/ }));
  await look(boss, "a category, refused");
  await boss.goto("/admin/clients");
  await press(boss, boss.getByRole("link", { name: "Acme Dental" }));
  await boss.getByLabel("Other client").fill("Nobody of that name");
  await submit(boss, boss.getByRole("button", { name: "Merge into the other client" }));
  await look(boss, "a merge, refused");
  await boss.goto("/admin/audit");
  for (const fold of await boss.locator("summary").all()) await fold.click();
  await look(boss, "the audit trail, unfolded");

  await desk.goto("/account");
  await desk.getByLabel("Current password").fill("not the one that it is");
  await desk.getByLabel("New password").fill("a few words of somebody");
  await submit(desk, desk.getByRole("button", { name: "Change password" }));
  await look(desk, "a change of the password, refused");

  const link = await invite(boss, { name: "Nora", email: `nora@${people.account}.example` });
  await newcomer.goto(link);
  await newcomer.getByLabel("Password").fill("password1234");
  await submit(newcomer, newcomer.getByRole("button", { name: "Save and sign in" }));
  await look(newcomer, "a password that is easy to guess");

  await nobody.goto("/sign-in");
  await nobody.getByLabel("E-mail").fill(colleague.email);
  await nobody.getByLabel("Password").fill("not the one that it is");
  await submit(nobody, nobody.getByRole("button", { name: "Sign in" }));
  await look(nobody, "a sign-in, refused");

  const late = await desk.context().newPage();
  await wrongClock(late, 0);
  for (const [hours, days, words] of [["1", "14", /for want of input/], ["24", "1", /Sign in again before then/]] as const) {
    runInstalled(["account", "set", people.account, "--login-idle", hours, "--login-lifetime", days]);
    await late.goto("/account");
    await expect(late.getByText(words)).toBeHidden();
    await changeClock(late, Number(hours) - 0.05);
    await expect(late.getByText(words)).toBeVisible();
    await look(late, `the warning that a login ends, after ${hours} hours`);
    await changeClock(late, 0);
  }
});

test("axe finds nothing in what opens and in what is refused", async ({ desk, manager, another }) => {
  test.setTimeout(240_000);
  const boss = await another(manager);
  const id = await startWalk(desk);
  await hydrated(desk);

  await ask(desk);
  await expect(desk.getByRole("dialog")).toBeVisible();
  await look(desk, "the outcome dialog");
  await card(desk, "Workaround").check();
  await look(desk, "the outcome dialog, chosen");
  await desk.keyboard.press("Escape");
  await take(desk, "Users everywhere");
  await look(desk, "a walk at an action");
  await desk.getByRole("button", { name: /^Trail of/ }).click();
  await look(desk, "the trail on a phone");
  await desk.keyboard.press("Escape");
  await take(desk, "→", "No answer, the internet line is down");
  await expect(step(desk)).toHaveText("Escalated: the internet line is down");
  await look(desk, "a walk at a solution");
  await desk.getByRole("button", { name: /^Menu of/ }).click();
  await look(desk, "the user menu");

  await desk.goto("/start?tree=vpn-does-not-connect");
  await paste(desk.getByLabel("Ticket"), "x".repeat(65));
  await submit(desk, desk.getByRole("button", { name: "Start walk" }));
  await look(desk, "a refused form");

  await boss.goto(`/sessions/${id}`);
  for (const fold of await boss.locator("summary").all()) await fold.click();
  await look(boss, "a session with everything open");
  await boss.goto("/sessions?technician=anyone&state=parked");
  await boss.getByRole("button", { name: /^Actions for/ }).first().click();
  await look(boss, "the menu of a session");
  await boss.goto("/trees/printer-does-not-print");
  for (const fold of await boss.locator("summary").all()) await fold.click();
  await look(boss, "a tree with everything open");
  await boss.goto("/trees/upload");
  await boss.getByLabel("Tree file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[]") });
  await press(boss, boss.getByRole("button", { name: "Upload" }));
  await expect(boss.getByRole("alert")).toBeVisible();
  await look(boss, "a refused upload");
});
