// The demo tree "VPN does not connect", walked to each outcome.
import { expect, test } from "../support/fixtures";
import { press } from "../support/page";
import { stored } from "../support/session";
import { OUTCOMES, type Outcome, answer, ask, card, complete, notes, startWalk, step, take, typeOutput } from "../support/walk";

interface Way {
  outcome: Outcome;
  sent: string;
  answers: string[];
  end: string;
  suggested?: Outcome;
}

const WAYS: Way[] = [
  {
    outcome: "Resolved",
    sent: "resolved",
    answers: ["Only this user", "Yes", "Adapter error, or the client hangs", "→", "Yes, and internal pages open"],
    end: "Fixed: the VPN connects",
    suggested: "Resolved",
  },
  {
    outcome: "Workaround",
    sent: "workaround",
    answers: ["Only this user", "No, and the repair did not help"],
    end: "Workaround: use a phone hotspot",
    suggested: "Workaround",
  },
  {
    outcome: "Escalated",
    sent: "escalated",
    answers: ["Users everywhere", "→", "No answer, the internet line is down"],
    end: "Escalated: the internet line is down",
    suggested: "Escalated",
  },
  {
    outcome: "Unresolved",
    sent: "unresolved",
    answers: ["Only this user", "Yes", "Connected, but nothing opens", "→", "All but one application or share"],
    end: "Not the VPN: one application or share",
  },
];

for (const { outcome, sent, answers, end, suggested } of WAYS) {
  test(`"VPN does not connect" walked to ${outcome.toLowerCase()}`, { tag: "@plain" }, async ({ desk }) => {
    const ticket = `INC-${outcome}`;
    await desk.goto("/trees");
    await press(desk, desk.getByRole("link", { name: "VPN does not connect", exact: true }));
    await press(desk, desk.getByRole("link", { name: "Start walk" }));
    await desk.getByLabel("Ticket").fill(ticket);
    await desk.getByLabel("Client").fill("Acme Dental");
    await press(desk, desk.getByRole("button", { name: "Start walk" }));

    await notes(desk).fill("Called from the car park.");
    await typeOutput(desk, "PPP adapter: Media disconnected");
    await press(desk, desk.getByRole("button", { name: "Save notes" }));
    await expect(notes(desk)).toHaveValue("Called from the car park.");
    await take(desk, ...answers);
    await expect(step(desk)).toHaveText(end);
    await expect(desk.getByText("This is the end of the tree.")).toBeVisible();

    await ask(desk);
    for (const choice of OUTCOMES) {
      await expect(card(desk, choice)).not.toBeChecked();
      const mark = desk.getByRole("radio", { name: `${choice} Suggested` });
      await expect(mark).toHaveCount(choice === suggested ? 1 : 0);
    }
    await answer(desk, outcome, { notes: `It was ${sent}.\nSecond line.`, nextSteps: "Tell the client." });

    const region = desk.getByRole("region", { name: outcome });
    await expect(region).toContainText(`It was ${sent}.`);
    await expect(region).toContainText("Tell the client.");
    const timeline = desk.getByRole("region", { name: "Timeline" });
    await expect(timeline.getByRole("heading", { level: 3 })).toHaveCount(answers.length + 1);
    await expect(timeline).toContainText("Called from the car park.");
    await timeline.getByText("Output, 1 line").click();
    await expect(timeline).toContainText("PPP adapter: Media disconnected");

    const { session, steps } = await stored(desk, desk.url().split("/").at(-1)!.split("?")[0]!);
    expect(session).toMatchObject({ outcome: sent, outcome_notes: `It was ${sent}.\nSecond line.`, next_steps: "Tell the client." });
    expect(steps[0]).toMatchObject({ notes: "Called from the car park.", output: "PPP adapter: Media disconnected" });
    expect(steps.map((step) => step.answer ?? "→")).toEqual([...answers, "→"]);

    await press(desk, desk.getByRole("link", { name: "Sessions" }).first());
    const row = desk.getByRole("row").filter({ hasText: ticket });
    await expect(row.getByRole("cell").nth(1)).toHaveText(outcome);
    await expect(row).toContainText("Acme Dental");
  });
}

test("An outcome is corrected with a reason", async ({ desk }) => {
  const id = await startWalk(desk);
  await complete(desk, "Unresolved");
  await desk.getByText("Correct outcome", { exact: true }).first().click();
  await card(desk, "Resolved").check();
  await desk.getByLabel("Reason").fill("The client wrote that it works since the reboot.");
  await press(desk, desk.getByRole("button", { name: "Correct outcome" }));
  await expect(desk.getByRole("region", { name: "Resolved" })).toBeVisible();
  await expect(desk.getByRole("status").filter({ hasText: "Outcome corrected" })).toBeVisible();
  expect((await stored(desk, id)).session.outcome).toBe("resolved");
});

test("Facts are changed after the walk", async ({ desk }) => {
  const id = await startWalk(desk, { ticket: "1" });
  await complete(desk, "Resolved");
  await press(desk, desk.getByRole("link", { name: "Edit facts" }));
  await desk.getByLabel("Ticket").fill("48999");
  await desk.getByLabel("Client").fill("Acme Dental West");
  await desk.getByLabel("Outcome notes").fill("Written later.");
  await press(desk, desk.getByRole("button", { name: "Save facts" }));
  await expect(desk.getByRole("region", { name: "Facts" })).toContainText("48999");
  await expect(desk.getByRole("region", { name: "Resolved" })).toContainText("Written later.");
  expect((await stored(desk, id)).session).toMatchObject({ ticket: "48999", client: "Acme Dental West", outcome_notes: "Written later." });
});

test("A client who calls back is a follow-up with a clock of its own", async ({ desk }) => {
  const first = await startWalk(desk, { ticket: "55120", client: "Acme Dental" });
  await complete(desk, "Workaround");
  await press(desk, desk.getByRole("button", { name: "The client called back" }));
  await expect(step(desk)).toHaveText("Start a follow-up");
  await expect(desk.getByLabel("Ticket")).toHaveValue("55120");
  await expect(desk.getByLabel("Client")).toHaveValue("Acme Dental");
  await press(desk, desk.getByRole("button", { name: "Start walk" }));
  const second = desk.url().split("/").at(-2)!;
  expect((await stored(desk, second)).session).toMatchObject({ follows_session_id: first, state: "active" });
  await desk.goto(`/sessions/${first}`);
  await expect(desk.getByRole("region", { name: "Follow-ups" })).toContainText("Followed by");
});
