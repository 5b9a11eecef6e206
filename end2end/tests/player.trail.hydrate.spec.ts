// The walk player's page from step to step: what stays as it is, and what fits.
import { expect, test } from "../support/fixtures";
import { choose, hydrated, startWalk, step, take } from "../support/walk";

test("A step leaves the earlier rows of the trail as they are", async ({ desk }) => {
  await startWalk(desk);
  await hydrated(desk);
  await take(desk, "Only this user", "No, or a guest sign-in page appears");
  const rows = desk.getByRole("navigation", { name: "Trail" }).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await rows.first().evaluate((row) => {
    const changes: string[] = [];
    Object.assign(window, { changes });
    new MutationObserver((list) => changes.push(...list.map((change) => `${change.type} ${change.target.nodeName}`))).observe(row, {
      subtree: true,
      attributes: true,
      childList: true,
      characterData: true,
    });
  });
  await choose(desk, "Continue");
  await expect(rows).toHaveCount(4);
  expect(await desk.evaluate(() => (window as unknown as { changes: string[] }).changes)).toEqual([]);
  // Going back changes what it leaves.
  await desk.getByRole("button", { name: /^Change answer of step 1/ }).click();
  await expect(step(desk)).toHaveText("Is it one user or several?");
  await expect(rows.first()).toContainText("Left for another answer");
  await expect(rows).toHaveCount(5);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("A long command wraps instead of running out of sight", async ({ desk }) => {
    await startWalk(desk, { tree: "account-locked-out" });
    await take(desk, "→", "Yes, confirmed", '"Locked" or "wrong password" in Windows');
    const command = desk.locator("#command-1");
    const [scroll, client, height] = await command.evaluate((shown) => [shown.scrollWidth, shown.clientWidth, shown.clientHeight] as const);
    expect(scroll).toBeLessThanOrEqual(client);
    expect(height, "it takes several lines").toBeGreaterThan(60);
  });
});
