// The server's clock decides, whatever the clock on the technician's desk says.
import { expect, test } from "../support/fixtures";
import { saved } from "../support/page";
import { changeClock, go, way, withoutNetwork, wrongClock } from "../support/player";
import { stored } from "../support/session";
import { complete, startWalk, stay } from "../support/walk";
import { Watch } from "../support/watch";

for (const [word, hours] of [
  ["ahead", 1],
  ["behind", -1],
] as const) {
  test(`A clock that is an hour ${word}, and is put right and wrong again in mid-walk, moves no duration`, async ({ desk }) => {
    await wrongClock(desk, hours);
    const watch = new Watch(desk);
    const turns = way(5);
    const turn = (index: number) => watch.around(() => go(desk, turns.slice(index, index + 1)));
    let id = "";
    await watch.around(async () => {
      id = await startWalk(desk);
    });
    await stay(desk, 1, true);
    await turn(0);
    await saved(desk);
    await changeClock(desk, -hours);
    await stay(desk, 1, true);
    await turn(1);
    await saved(desk);
    // Without a network it is the browser that says when something was done.
    await withoutNetwork(desk.context(), async () => {
      await stay(desk, 1, true);
      await turn(2);
      await stay(desk, 2, true);
      await changeClock(desk, hours);
      await turn(3);
      await stay(desk, 3, true);
      await turn(4);
    });
    await saved(desk);
    await watch.around(() => complete(desk, "Resolved"));
    const { decisions } = await stored(desk, id);
    watch.check(decisions);
    expect(decisions.map((record) => record.clock)).toContain("client");
  });
}

test("An hour that passes while the page has no network is an hour only on the clock that was changed", async ({ desk }) => {
  await wrongClock(desk, 0);
  const id = await startWalk(desk);
  const begun = Date.now();
  await withoutNetwork(desk.context(), async () => {
    await go(desk, way(1));
    await changeClock(desk, 1);
    await go(desk, way(3).slice(1));
  });
  await saved(desk);
  const { session } = await stored(desk, id);
  expect(session.total_seconds).toBeLessThanOrEqual((Date.now() - begun) / 1000 + 2);
});
