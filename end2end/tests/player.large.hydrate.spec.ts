// A tree of 10,000 nodes, which comes in parts.
import { expect, makeUser, ownAccount, runInstalled, signIn, test } from "../support/fixtures";
import { LARGE, largeBody, writeLargeTree } from "../support/large";
import { saved } from "../support/page";
import { withoutNetwork } from "../support/player";
import { stored } from "../support/session";
import { hydrated, startWalk, step } from "../support/walk";

test("A tree of 10,000 nodes is walked like any other, ten steps ahead without a network", async ({ page }) => {
  const account = ownAccount();
  const technician = makeUser("technician", account);
  runInstalled(["tree", "import", writeLargeTree(test.info().outputPath("tree.json")), "--account", account]);
  await signIn(page, technician);
  const version = page.waitForResponse(/\/api\/trees\/[^/]+\/readings\/1\?rules=\d+\.\d+$/);
  const id = await startWalk(page, { tree: LARGE.key });
  await hydrated(page);
  const structure = await (await version).text();
  expect(structure).toContain("Part 9999");
  expect(structure).not.toContain("It may be loose");

  const goOn = async (from: number) => {
    await expect(step(page)).toHaveText(`Part ${from}`);
    await expect(page.getByText(largeBody(from).trim())).toBeVisible();
    await page.getByRole("button", { name: from % 2 ? "Continue" : "Next part", exact: true }).click();
  };
  for (let number = 0; number < 14; number += 1) await goOn(number);
  await saved(page);
  await withoutNetwork(page.context(), async () => {
    for (let number = 14; number < 18; number += 1) await goOn(number);
  });
  await saved(page);
  for (let number = 18; number < 30; number += 1) await goOn(number);
  await expect(page.getByText(largeBody(30).trim())).toBeVisible();
  await saved(page);
  const { decisions } = await stored(page, id);
  expect(decisions.map((record) => record.title)).toEqual(Array.from({ length: 30 }, (_, number) => `Part ${number}`));
});
