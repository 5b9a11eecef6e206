// An end that leads to another tree: the walk goes on there, and nothing of it is typed again.
import { join } from "node:path";
import { addTree, expect, makeUser, ownAccount, runInstalled, test } from "../support/fixtures";
import { press } from "../support/page";
import { stored } from "../support/session";
import { choose, notes, sessionOf, startWalk, step } from "../support/walk";

test("At an end that names another tree the walk goes on there with ticket, client and notes", { tag: "@plain" }, async ({ page, another }) => {
  await page.close();
  const account = ownAccount();
  const technician = makeUser("technician", account);
  for (const tree of ["vpn-does-not-connect", "slow-computer"]) addTree(account, tree);
  runInstalled(["tree", "import", join(import.meta.dirname, "../fixtures/goes-on.tree.md"), "--account", account]);
  const desk = await another(technician);
  const first = await startWalk(desk, { tree: "laptop-is-slow-on-vpn", ticket: "77123", client: "Acme Dental" });
  const link = desk.getByRole("main").getByRole("link", { name: "VPN does not connect", exact: true });
  await expect(link).toHaveAttribute("href", "/trees/vpn-does-not-connect");
  await choose(desk, "Yes");
  await expect(step(desk)).toHaveText("It is the laptop");
  await notes(desk).fill("Slow at home, too.");
  await press(desk, desk.getByRole("button", { name: "Go on in another tree: Slow computer" }));

  await expect(desk).toHaveURL(`/sessions/${first}/wrong-tree?tree=slow-computer`);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Go on in another tree?");
  await press(desk, desk.getByRole("button", { name: "Go on in this tree" }));
  await expect(desk).toHaveURL(/\/walk$/);
  expect(sessionOf(desk)).not.toBe(first);
  await expect(desk.getByRole("main")).toContainText("Slow computer");
  await expect(desk.getByRole("main")).toContainText("77123");
  await expect(desk.getByRole("main")).toContainText("Acme Dental");
  const left = await stored(desk, first);
  expect(left.session.outcome).toBe("cancelled");
  expect(left.decisions.at(-1)!.notes).toBe("Slow at home, too.");
});
