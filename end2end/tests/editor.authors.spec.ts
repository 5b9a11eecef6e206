// Two authors write one tree at random while the server is killed, answers are lost and lines break: what a page says to be saved is found
// again. AUTHORS_SECONDS is how long, AUTHORS_SEED with what chance; scripts/test-authors lets it run for ten minutes.
import { Author } from "../support/author";
import { writeText } from "../support/editor";
import { expect, makeUser, ownAccount, signIn, test } from "../support/fixtures";
import { Random } from "../support/random";
import type { Server } from "../support/server";
import { Words, wordsOf } from "../support/words";

const SECONDS = Number(process.env.AUTHORS_SECONDS ?? 25);
const SEED = Number(process.env.AUTHORS_SEED ?? 15);

/** Nine steps, of each type. */
const STEPS = [
  "## [ask] Is it on?\n\nLook at the lamp.\n\n+ [yes] Yes -> paper\n+ [no] No -> plug\n+ [odd] Odd -> call\n",
  "## [paper] Is there paper?\n\n+ [yes] Yes -> queue\n+ [no] No -> fill\n",
  "## [plug] Plug it in\n\nBehind the desk.\n\n-> ask\n",
  "## [fill] Fill it\n\n-> queue\n",
  "## [queue] Empty the queue\n\n```powershell Restart it\nRestart-Service Spooler\n```\n\n-> prints\n",
  "## [prints] Does it print?\n\n+ [yes] Yes -> done\n+ [no] No -> call\n",
  "## [done] It prints\n\n=> resolved\n",
  "## [call] Call the vendor\n\n-> wait\n",
  "## [wait] Wait for them\n\n=> escalated\n",
].join("\n");

/** Kills the server, loses answers and breaks lines, until the time is over. */
async function disturb(server: Server, authors: Author[], random: Random, words: Words, end: number): Promise<number> {
  let kills = 0;
  const pause = (most: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(random.below(most), Math.max(0, end - Date.now()))));
  while (Date.now() < end) {
    await pause(8_000);
    const author = authors[random.below(authors.length)]!;
    const what = random.weighed([[3, "kill"], [3, "lose"], [2, "offline"]] as const);
    words.note(`${what} (${author.name})`);
    if (what === "kill") {
      await server.kill();
      kills += 1;
      await pause(3_000);
      await server.launch();
    } else if (what === "lose") {
      await author.lose(true);
      await pause(4_000);
      await author.lose(false);
    } else {
      await author.page.context().setOffline(true);
      await pause(4_000);
      await author.page.context().setOffline(false);
    }
    words.note(`${what} is over`);
  }
  return kills;
}

test(`Two authors find every word again after ${SECONDS} seconds of edits, kills and lost answers (seed ${SEED})`, async ({ serve, browser }) => {
  test.setTimeout((SECONDS + 240) * 1_000);
  const server = await serve({ demo: false });
  const [account, words, random] = [ownAccount(), new Words(), new Random(SEED)];
  const users = [makeUser("manager", account, server.dataDir), makeUser("manager", account, server.dataDir)];
  const pages = await Promise.all(users.map(async () => (await browser.newContext({ baseURL: server.url })).newPage()));
  for (const [at, page] of pages.entries()) await signIn(page, users[at]!);
  const draft = (await writeText(pages[0]!, "Printer", STEPS)).replace(/\?.*/, "");
  const authors = pages.map((page, at) => new Author(["ann", "bob"][at]!, page, draft, words, new Random(random.below(2 ** 32))));
  const end = Date.now() + SECONDS * 1_000;
  const write = async (author: Author): Promise<number> => {
    let deeds = 0;
    for (; Date.now() < end; deeds += 1) await author.act();
    return deeds;
  };
  const [kills, ...deeds] = await Promise.all([disturb(server, authors, random, words, end), ...authors.map(write)]);
  const settled = await Promise.all(authors.map((author) => author.settles()));

  const there = wordsOf((await authors[0]!.text()) ?? "");
  for (const author of authors) for (const word of await author.shown()) there.add(word);
  const lost = words.lost(there);
  const met = authors.map(({ name, met }) => `${name} ${JSON.stringify(Object.fromEntries(met))}`).join(", ");
  console.log(`Seed ${SEED}: ${deeds.join(" and ")} deeds, ${kills} kills; ${words.told()}, ${lost.length} lost. ${met}`);
  if (settled.includes(false)) console.log("Something was refused to the end, and is said not to be saved.");
  if (lost.length > 0 || process.env.AUTHORS_LOG) console.log(words.log.join("\n"));
  expect(lost).toEqual([]);
  for (const page of pages) await page.context().close();
});
