// What happens beside the tree: ad-hoc steps, the scratchpad, values of commands, handing over, telling the authors.
import { download } from "../support/exports";
import { expect, makeUser, test } from "../support/fixtures";
import { press, reload } from "../support/page";
import { stored } from "../support/session";
import { choose, complete, openFold, startWalk, stay, step, take } from "../support/walk";

test("A step that is not in the tree is timed like any other, and the walk goes on where it stood", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await choose(desk, "Only this user");
  const here = await step(desk).innerText();
  await openFold(desk, "Not in the tree");
  await desk.getByLabel("What you do").fill("Swapped the network cable");
  await press(desk, desk.getByRole("button", { name: "Begin this step" }));
  await expect(step(desk)).toHaveText("Swapped the network cable");
  await expect(desk.getByRole("button", { name: "Back", exact: true })).toBeDisabled();
  await desk.getByLabel("Notes for this step").fill("The old one was broken.");
  await press(desk, desk.getByRole("button", { name: "Back to the tree" }));
  await expect(step(desk)).toHaveText(here);
  await choose(desk, "No, or a guest sign-in page appears");
  await complete(desk, "Resolved");
  const { decisions, steps } = await stored(desk, id);
  expect(decisions.map((record) => [record.node_type, record.left_by])).toEqual([
    ["decision", "answered"],
    ["decision", "detour"],
    ["custom", "continued"],
    ["decision", "answered"],
    [expect.any(String), "completed"],
  ]);
  expect(steps.map((each) => each.title)).toContain("Swapped the network cable");
  expect(steps).toHaveLength(4);
  const text = await download(desk, id, "txt");
  expect(text).toContain("[CUSTOM] Swapped the network cable");
  expect(text).toContain("The old one was broken.");
});

test("The scratchpad is saved, stays beside every step, and stands in the exports", { tag: "@plain" }, async ({ desk }) => {
  const id = await startWalk(desk);
  await openFold(desk, "Scratchpad");
  await desk.getByLabel("Jotted down, of no step in particular").fill("MAC 00:1a:2b\nAsk for Mrs Lee");
  await choose(desk, "Only this user");
  await expect(desk.getByLabel("Jotted down, of no step in particular")).toHaveValue("MAC 00:1a:2b\nAsk for Mrs Lee");
  await reload(desk);
  await expect(desk.getByLabel("Jotted down, of no step in particular")).toHaveValue("MAC 00:1a:2b\nAsk for Mrs Lee");
  expect(await download(desk, id, "md")).toContain("Ask for Mrs Lee");
});

test("Commands are filled in once for the session, quoted for their shell", { tag: "@plain" }, async ({ desk }) => {
  await startWalk(desk, { tree: "account-locked-out" });
  await take(desk, "→", "Yes, confirmed", '"Locked" or "wrong password" in Windows');
  const command = desk.locator("#command-1");
  await expect(command).toContainText("{{user}}");
  const block = desk.getByRole("figure").filter({ has: command });
  await expect(block.getByText("Fill in to copy")).toBeVisible();
  await expect(block.getByRole("button", { name: "Copy the command" })).toHaveCount(0);
  await desk.getByLabel("user", { exact: true }).fill("o'hara");
  await press(desk, desk.getByRole("button", { name: "Save notes" }).last());
  await expect(command).toContainText("'o''hara'");
  await expect(command).not.toContainText("{{user}}");
});

test("A session that is handed over waits until another technician takes it over and goes on", { tag: "@plain" }, async ({ desk, technician, another }) => {
  const id = await startWalk(desk, { ticket: "77310" });
  await choose(desk, "Only this user");
  await openFold(desk, "Park or hand over");
  await desk.getByLabel("Why").fill("End of my shift");
  await desk.getByLabel("For someone else to take over").check();
  await press(desk, desk.getByRole("button", { name: "Park now" }));
  await expect(desk).toHaveURL(new RegExp(`/sessions/${id}`));
  await expect(desk.getByRole("heading", { name: "This session waits for someone to take it over" })).toBeVisible();

  const colleague = await another(makeUser("technician"));
  await colleague.goto("/trees");
  await press(colleague, colleague.getByRole("link", { name: /waiting$/ }));
  await press(colleague, colleague.getByRole("link", { name: /VPN does not connect/ }).and(colleague.locator(`[href*="${id}"]`)));
  await expect(colleague.getByText("Because: End of my shift")).toBeVisible();
  await expect(colleague.getByRole("heading", { name: `${technician.name} parked this session for someone else` })).toBeVisible();
  await press(colleague, colleague.getByRole("button", { name: "Take over" }));
  await expect(colleague.getByRole("status").filter({ hasText: "You hold this session now." })).toBeVisible();
  await press(colleague, colleague.getByRole("button", { name: "Resume" }));
  await choose(colleague, "No, or a guest sign-in page appears");
  await complete(colleague, "Resolved");
  const { session, decisions } = await stored(colleague, id);
  expect(session.technicians).toEqual([technician.name, expect.stringContaining("Test technician")]);
  expect(decisions.map((record) => record.left_by)).toEqual(["answered", "parked", "answered", "completed"]);
});

test("Taking up an escalation starts a follow-up that shows what was found out", async ({ desk, another }) => {
  const id = await startWalk(desk, { ticket: "77311" });
  await take(desk, "Only this user");
  await complete(desk, "Escalated", { nextSteps: "Look at the firewall." });
  const colleague = await another(makeUser("technician"));
  await colleague.goto(`/sessions/${id}`);
  await press(colleague, colleague.getByRole("button", { name: "Take up this escalation" }));
  await press(colleague, colleague.getByRole("button", { name: "Start walk" }));
  const before = colleague.getByRole("region", { name: /^Before this session/ });
  await expect(before).toContainText("Only this user");
  await expect(before).toContainText("Look at the firewall.");
});

test("A problem with a step reaches those who keep the tree, who say when it is seen to", { tag: "@plain" }, async ({ desk, manager, another }) => {
  await startWalk(desk, { tree: "wifi-drops" });
  const title = await step(desk).innerText();
  await openFold(desk, "Report a problem with this step");
  const problem = `There is no such menu ${Date.now()}`;
  await desk.getByLabel("What is wrong").fill(problem);
  await press(desk, desk.getByRole("button", { name: "Report the problem" }));
  await expect(step(desk)).toHaveText(title);

  const managers = await another(manager);
  await managers.goto("/trees/wifi-drops");
  const report = managers.getByRole("listitem").filter({ hasText: problem });
  await expect(report).toContainText(title);
  await press(managers, report.getByRole("button", { name: /^Seen to/ }));
  await expect(managers.getByText(problem)).toHaveCount(0);
});

test("Active time is corrected after completion, with a reason, and stays where it is saved as it is shown", async ({ desk }) => {
  const id = await startWalk(desk);
  await stay(desk, 2, true);
  await complete(desk, "Resolved");
  const correct = async (field: string, value: string) => {
    await press(desk, desk.getByRole("link", { name: "Edit step 1" }));
    await desk.getByLabel(field).fill(value);
    await desk.getByLabel("Why, for the audit trail").fill("Lunch");
    await press(desk, desk.getByRole("button", { name: "Save active time" }));
    const { session } = await stored(desk, id);
    return session.total_seconds - session.active_seconds;
  };
  expect(await correct("Seconds away", "1")).toBe(1);
  expect(await correct("Minutes away", "0")).toBe(1);
  const { session } = await stored(desk, id);
  expect(await correct("Minutes away", "30")).toBe(session.total_seconds);
});
