// Every page of the route table with something real in it, for tests that look at pages rather than use them.
import type { Page } from "@playwright/test";
import { SHARED, type User, addTree, makeUser, ownAccount, runInstalled } from "./fixtures";
import { commandId, press, send } from "./page";
import { invite, openUser, printedInvitation, printedLink } from "./people";
import { pages } from "./routes";
import { INSIDE, PUBLIC, share } from "./share";
import { choose, complete, notes, startWalk, take, typeOutput } from "./walk";

/** A page to look at: what it shows, and its address. */
export interface Scene {
  what: string;
  address: string;
  /** Whether somebody looks at it who has nothing, who may not, or who is not signed in. */
  by?: "newcomer" | "colleague" | "nobody";
}

const LONG = "Nobody at this branch can reach anything, and the person who knows the firewall is on leave until Monday. ".repeat(3);
const LONG_NAME = "Bartholomew Featherstonehaugh-Cholmondeley von und zu Hohenzollern-Sigmaringen, deputy head of second-level support";
const LONG_WORD = "w".repeat(200);

/** The pages about walks, and those about who somebody is and what they look after. */
function halves(): { walking: string[]; looking: string[] } {
  const paths = pages().map((route) => route.path);
  const looking = paths.filter((path) => /^\/(admin|account|link|set-up|insights\/clients)\b/.test(path));
  return { walking: paths.filter((path) => !looking.includes(path)), looking };
}

function filled(scenes: Scene[]): Scene[] {
  if (scenes.some((scene) => scene.address.includes(":"))) throw new Error("a parameter of the route table is not filled");
  return scenes;
}

/** The pages of trees and sessions of an account, in each state that they know. */
export async function stageWalks(page: Page, account = SHARED): Promise<Scene[]> {
  runInstalled(["account", "set", account, "--takes-proposals", "true"]);
  const completed = await startWalk(page, { ticket: "T-completed", client: "Acme Dental" });
  await notes(page).fill(LONG);
  await typeOutput(page, "Name resolution failed\n    at line 2");
  await take(page, "Only this user", "Yes");
  await press(page, page.getByRole("button", { name: "Back" }));
  await choose(page, "Yes");
  await complete(page, "Workaround", { notes: LONG, nextSteps: LONG });

  await share(page, completed, INSIDE);
  await share(page, completed, PUBLIC);

  const parked = await startWalk(page, { tree: "slow-computer", ticket: "T-parked" });
  await press(page, page.getByRole("button", { name: "Park" }));

  const solution = await startWalk(page);
  await take(page, "Only this user", "No, and the repair did not help");
  const action = await startWalk(page);
  await choose(page, "Users everywhere");

  const decision = await startWalk(page, { ticket: "W".repeat(64), client: LONG.slice(0, 200) });
  await notes(page).fill("Begun.");
  await take(page, "Users everywhere", "→");

  const begun = await send(page, "begin_draft", { command_id: commandId(), from: "copy", tree: "vpn-does-not-connect", name: "VPN, rewritten" });
  const draft = begun.headers()["location"]!.replace(/.*\/drafts\//, "");
  const broken = await send(page, "begin_draft", { command_id: commandId(), from: "text", text: `## [a] ${LONG_WORD}\n+ Yes -> nowhere\n\n## [b] ${LONG_WORD}\n->\n` });
  const problems = broken.headers()["location"]!;
  // One preview at its first step, one where nothing is yet.
  for (const of of [draft, problems.replace(/.*\/drafts\//, "")]) await send(page, "begin_preview", { draft: of, command_id: commandId(), from: "" });
  await page.goto(`${problems}/preview`);
  await press(page, page.getByRole("button", { name: "Yes", exact: true }));
  const json = JSON.stringify([{ id: 1, title: LONG_WORD, image: LONG_WORD, options: [{ label: LONG, next: 2 }] }, { id: 2, title: "Done" }]);
  const brought = await send(page, "begin_draft", { command_id: commandId(), from: "text", text: json });

  const proposed = await send(page, "propose_change", {
    session: completed,
    command_id: commandId(),
    step: "scope",
    "form[title]": LONG_WORD.slice(0, 200),
    "form[body]": LONG,
    why: LONG_WORD,
  });
  const proposal = proposed.headers()["location"]!.replace(/.*\/proposals\/([^?]+).*/, "$1");

  // Of each holder only one session runs; these are resumed as they are visited.
  const sessions: [string, string][] = [
    ["a running session", decision],
    ["a parked session", parked],
    ["a completed session", completed],
    ["a session parked at a solution", solution],
    ["a session parked at an action", action],
  ];
  const scenes: Scene[] = [];
  for (const path of halves().walking) {
    if (path === "/sign-in") {
      scenes.push({ what: "sign-in", address: "/sign-in?next=/sessions", by: "nobody" });
    } else if (path.includes(":id")) {
      for (const [what, id] of sessions) scenes.push({ what: `${path}, ${what}`, address: path.replace(":id", id) });
    } else {
      scenes.push({ what: path, address: path.replace(":key", "vpn-does-not-connect").replace(":draft", draft).replace(":proposal", proposal) });
    }
  }
  return filled([
    ...scenes,
    { what: "a draft, a decision", address: `/drafts/${draft}?step=scope` },
    { what: "a draft, a step that is not there", address: `/drafts/${draft}?step=gone` },
    { what: "a draft with problems", address: problems },
    { what: "a draft, a step with problems", address: `${problems}?step=a&done=saved` },
    { what: "a draft, an action", address: `${problems}?step=b` },
    { what: "what a broken draft changes", address: `${problems}/changes` },
    { what: "a draft that cannot be published", address: `${problems}/publish` },
    { what: "places of a text in a draft", address: `/drafts/${draft}/replace?find=e&with=x` },
    { what: "a text that a draft does not have", address: `/drafts/${draft}/replace?find=xyzzy&words=1` },
    { what: "a preview that leads nowhere", address: `${problems}/preview` },
    { what: "a version beside itself", address: "/trees/vpn-does-not-connect/versions?from=1&to=1" },
    { what: "the report of a file of another program", address: brought.headers()["location"]! },
    { what: "the start form", address: "/start?tree=vpn-does-not-connect&ticket=48213" },
    { what: "the start form of a tree that is not there", address: "/start?tree=no-such-tree" },
    { what: "a suggested change to an action", address: `/sessions/${action}/suggest` },
    { what: "trees, none found", address: "/trees?q=xyzzy&category=Network" },
    { what: "history of everyone", address: "/sessions?technician=anyone" },
    { what: "history, filtered", address: "/sessions?technician=anyone&state=active&q=T&tree=slow-computer" },
    { what: "history, nothing found", address: "/sessions?q=xyzzy" },
    { what: "a redacted file of the history, before it is made", address: "/sessions/redacted?technician=anyone" },
    { what: "history, empty", address: "/sessions", by: "newcomer" },
    { what: "facts, edited", address: `/sessions/${completed}?edit=facts` },
    { what: "an export, to be edited", address: `/sessions/${completed}?export=note&redact=1` },
    { what: "an export, previewed", address: `/sessions/${completed}?export=html` },
    { what: "an export that is no text", address: `/sessions/${completed}?export=pdf` },
    { what: "an export asked for as there is none", address: `/sessions/${completed}?export=pdf&redact=please` },
    { what: "a start that recurs", address: "/start?tree=vpn-does-not-connect&client=Acme+Dental" },
    { what: "what was done", address: `/sessions/${completed}?done=completed` },
    { what: "a link that was just made", address: `/sessions/${completed}?done=shared` },
    { what: "the map of a tree", address: "/insights/trees/vpn-does-not-connect?period=year&view=map" },
    { what: "the map of a tree's page, with figures", address: "/trees/vpn-does-not-connect/map?figures=yes" },
    { what: "an end that names another tree", address: `/sessions/${solution}/wrong-tree?tree=slow-computer` },
    { what: "nothing there", address: "/nowhere" },
  ]);
}

/** Who belongs to an account that [`stageAccount`] fills: an admin, and somebody who is at work. */
export function staff(): { admin: User; technician: User; account: string } {
  const account = ownAccount();
  const admin = makeUser("admin", account);
  for (const tree of ["vpn-does-not-connect", "slow-computer"]) addTree(account, tree);
  runInstalled(["account", "set", account, "--ticket-link", "https://psa.example/tickets/{ticket}"]);
  return { admin, technician: makeUser("technician", account), account };
}

/** The pages of an account that has all there is: people in every standing, long names, links, clients and a trail. */
export async function stageAccount(boss: Page, desk: Page, { admin, technician, account }: ReturnType<typeof staff>): Promise<Scene[]> {
  await startWalk(desk, { client: LONG_WORD, ticket: "48213" });
  await startWalk(desk, { client: "Acme Dental" });
  runInstalled(["category", "rename", "Network", `Network ${"and what else there is ".repeat(4)}`.trim(), "--account", account]);
  runInstalled(["client", "rename", "Acme Dental", "Acme Dental Group", "--account", account]);

  const left = makeUser("manager", account);
  runInstalled(["user", "deactivate", left.email]);
  const invited = { name: "Nora Newcomer", email: `nora@${account}.example` };
  const invitation = printedInvitation(invited, account);
  const password = printedLink(technician.email);
  const pageOf = async (name: string) => {
    await openUser(boss, name);
    return new URL(boss.url()).pathname;
  };
  const people: [string, string][] = [
    ["somebody signed in, with a link that waits", await pageOf(technician.name)],
    ["somebody invited", await pageOf(invited.name)],
    ["somebody deactivated", await pageOf(left.name)],
    ["the last admin", await pageOf(admin.name)],
  ];
  await invite(boss, { name: LONG_NAME, email: `${"very.long.".repeat(12)}name@${account}.example`, role: "manager" });
  people.push(["somebody whose link was just made", new URL(boss.url()).pathname + new URL(boss.url()).search]);
  await boss.goto("/admin/settings/people");
  await press(boss, boss.getByRole("button", { name: "Turn figures per person on" }));
  await boss.goto("/admin/clients");
  const client = await boss.getByRole("link", { name: LONG_WORD }).getAttribute("href");

  const scenes: Scene[] = [];
  for (const path of halves().looking) {
    if (path === "/link") {
      scenes.push({ what: "an invitation", address: invitation, by: "nobody" });
      scenes.push({ what: "a link for a new password", address: password, by: "nobody" });
      scenes.push({ what: "a link that does not work", address: "/link?link=x", by: "nobody" });
      scenes.push({ what: "a link that does not work, for somebody who is signed in", address: "/link?link=x", by: "newcomer" });
    } else if (path === "/set-up") {
      scenes.push({ what: "a set-up link that does not work", address: "/set-up?link=x", by: "nobody" });
    } else if (path === "/admin/users/:id") {
      for (const [what, address] of people) scenes.push({ what: `a user: ${what}`, address });
    } else {
      const figures = client!.replace("/admin/", "/insights/");
      scenes.push({ what: path, address: path.replace("/admin/clients/:id", client!).replace("/insights/clients/:id", figures).replace(":key", "vpn-does-not-connect") });
      scenes.push({ what: `${path}, of somebody who has nothing`, address: path.replace(":id", "nonsense").replace(":key", "nonsense"), by: "newcomer" });
    }
  }
  const longest = "subject=0192f0c1-2345-7abc-8def-0123456789ab&by=0192f0c1-2345-7abc-8def-0123456789ab&action=merge_clients&from=2026-01-01&to=2026-02-01";
  return filled([
    ...scenes,
    { what: "clients, none found", address: "/admin/clients?q=xyzzy" },
    { what: "figures of clients, none found", address: "/insights/clients?client=xyzzy" },
    { what: "audit trail, filtered", address: "/admin/audit?action=invite" },
    { what: "audit trail, none found", address: `/admin/audit?${longest}` },
    { what: "audit trail, asked for what nobody knows", address: "/admin/audit?by=me&from=soon" },
    { what: "what was done", address: "/admin/settings?done=saved" },
    { what: "figures per person, of too few people", address: "/insights/people" },
    { what: "a page for admins, seen by a technician", address: "/admin/users", by: "colleague" },
    { what: "a user who is not there", address: "/admin/users/nonsense" },
    { what: "a client that is not there", address: "/admin/clients/nonsense" },
  ]);
}
