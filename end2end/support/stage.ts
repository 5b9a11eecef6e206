// Sessions in every state, for tests that look at pages rather than walk.
import type { Page } from "@playwright/test";
import { press } from "./page";
import { choose, complete, notes, startWalk, take, typeOutput } from "./walk";

/** A page to look at: what it shows, and its address. */
export interface Scene {
  what: string;
  address: string;
  /** Whether somebody who has nothing looks at it, or somebody who is not signed in. */
  by?: "newcomer" | "nobody";
}

const LONG = "Nobody at this branch can reach anything, and the person who knows the firewall is on leave until Monday. ".repeat(3);

/** Fills every `:param` of the route table with something real, in each state that the page knows. */
export async function stage(page: Page, routes: string[]): Promise<Scene[]> {
  const completed = await startWalk(page, { ticket: "T-completed", client: "Acme Dental" });
  await notes(page).fill(LONG);
  await typeOutput(page, "Name resolution failed\n    at line 2");
  await take(page, "Only this user", "Yes");
  await press(page, page.getByRole("button", { name: "Back" }));
  await choose(page, "Yes");
  await complete(page, "Workaround", { notes: LONG, nextSteps: LONG });

  const parked = await startWalk(page, { tree: "slow-computer", ticket: "T-parked" });
  await press(page, page.getByRole("button", { name: "Park" }));

  const solution = await startWalk(page);
  await take(page, "Only this user", "No, and the repair did not help");
  const action = await startWalk(page);
  await choose(page, "Users everywhere");

  const decision = await startWalk(page, { ticket: "W".repeat(64), client: LONG.slice(0, 200) });
  await notes(page).fill("Begun.");
  await take(page, "Users everywhere", "→");

  // Of each holder only one session runs; these are resumed as they are visited.
  const sessions: [string, string][] = [
    ["a running session", decision],
    ["a parked session", parked],
    ["a completed session", completed],
    ["a session parked at a solution", solution],
    ["a session parked at an action", action],
  ];
  const scenes: Scene[] = [];
  for (const route of routes) {
    if (route === "/sign-in") {
      scenes.push({ what: "sign-in", address: "/sign-in?next=/sessions", by: "nobody" });
    } else if (route.includes(":id")) {
      for (const [what, id] of sessions) scenes.push({ what: `${route}, ${what}`, address: route.replace(":id", id) });
    } else {
      scenes.push({ what: route, address: route.replace(":key", "vpn-does-not-connect") });
    }
  }
  if (scenes.some((scene) => scene.address.includes(":"))) throw new Error("a parameter of the route table is not filled");
  return [
    ...scenes,
    { what: "the start form", address: "/start?tree=vpn-does-not-connect&ticket=48213" },
    { what: "the start form of a tree that is not there", address: "/start?tree=no-such-tree" },
    { what: "trees, none found", address: "/trees?q=xyzzy&category=Network" },
    { what: "history of everyone", address: "/sessions?technician=anyone" },
    { what: "history, filtered", address: "/sessions?technician=anyone&state=active&q=T&tree=slow-computer" },
    { what: "history, nothing found", address: "/sessions?q=xyzzy" },
    { what: "history, empty", address: "/sessions", by: "newcomer" },
    { what: "facts, edited", address: `/sessions/${completed}?edit=facts` },
    { what: "an export, previewed", address: `/sessions/${completed}?export=markdown` },
    { what: "what was done", address: `/sessions/${completed}?done=completed` },
    { what: "nothing there", address: "/nowhere" },
  ];
}
