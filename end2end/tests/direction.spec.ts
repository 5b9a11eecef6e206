// Texts of users in scripts that run from right to left: each has a direction of its own, on every page and in the HTML document.
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, makeUser, ownAccount, test } from "../support/fixtures";
import { download } from "../support/exports";
import { press } from "../support/page";
import { complete, notes, openFold, startWalk, step, take } from "../support/walk";

const TREE = {
  format: "resolutionflow.tree/1",
  key: "direction",
  name: "מדפסת (HP) 4015",
  category: "הדפסה (א)",
  tags: ["תג (1)"],
  description: "כאשר המדפסת (HP 4015) אינה מדפיסה.",
  root: "on",
  nodes: [
    {
      id: "on",
      type: "decision",
      title: "האם המדפסת (HP 4015) דולקת? 192.168.1.10",
      body: "בדוק את הכבל. ואז לחץ F5.\n\n- כבל (א)\n\n| קוד | פתרון (ב) |\n|---|---|\n| 691 | סיסמה. |",
      options: [
        { id: "y", label: "כן (2)", next_node_id: "restart" },
        { id: "n", label: "לא, error 0x80070005", next_node_id: "restart" },
      ],
    },
    { id: "restart", type: "action", title: "הפעל מחדש (F5)", commands: [{ label: "אתחול (1)", shell: "bash", text: "ping {{מחשב}}" }], next_node_id: "end" },
    { id: "end", type: "solution", title: "סיום.", suggested_outcome: "resolved" },
  ],
};

/** Texts from right to left whose direction is that of the page around them. */
async function astray(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const astray: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      const around = text.parentElement!;
      // Commands run from left to right, an option is isolated by the browser, and what is for screen readers alone is not seen.
      if (!/[\u0590-\u07ff]/.test(text.data) || around.closest("script, style, template, textarea, option, pre, .sr-only")) continue;
      if (!around.closest("[dir=auto], bdi")) astray.push(`${around.outerHTML.slice(0, 80)}: ${text.data}`);
    }
    return astray;
  });
}

test("A text from right to left has its own direction on every page, and in the HTML document", async ({ page, another }) => {
  await page.close();
  const boss = await another(makeUser("manager", ownAccount()));
  const look = async (address: string) => {
    await boss.goto(address);
    await expect(boss.locator("body")).toContainText(/[\u0590-\u07ff]/);
    expect.soft(await astray(boss), address).toEqual([]);
  };
  const file = test.info().outputPath("direction.json");
  writeFileSync(file, JSON.stringify(TREE));
  await boss.goto("/trees/upload");
  await boss.getByLabel("Tree file").setInputFiles(file);
  await press(boss, boss.getByRole("button", { name: "Check and preview" }));
  expect.soft(await astray(boss), "preview").toEqual([]);
  await press(boss, boss.getByRole("button", { name: "Publish" }));
  expect.soft(await astray(boss), "tree").toEqual([]);
  await look("/trees");
  await look("/start?tree=direction");

  const id = await startWalk(boss, { tree: TREE.key, ticket: "כרטיס-12 (א)", client: "מרפאת שיניים (ע״ר) 12" });
  await notes(boss).fill("שורה אחת (1).\nEnglish line (2).");
  await openFold(boss, "Scratchpad");
  await boss.locator("textarea[name=scratchpad]").fill("פתק (א).");
  expect.soft(await astray(boss), "walk").toEqual([]);
  await take(boss, "לא, error 0x80070005");
  await expect(step(boss)).toHaveText("הפעל מחדש (F5)");
  expect.soft(await astray(boss), "action").toEqual([]);
  // The way back to the running session stands on every page.
  for (const address of ["/trees", "/sessions", "/admin/clients", "/admin/categories", "/admin/users"]) await look(address);

  await boss.goto(`/sessions/${id}/walk`);
  await complete(boss, "Resolved", { notes: "הוחלף כבל (ישן).", nextSteps: "להתקשר (מחר)." });
  for (const query of ["", "?edit=facts", "?export=note", "?export=html"]) await look(`/sessions/${id}${query}`);
  await look("/sessions");
  await boss.setContent(await download(boss, id, "html?detail=full"));
  expect.soft(await astray(boss), "document").toEqual([]);
});
