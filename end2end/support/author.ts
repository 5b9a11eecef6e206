// An author who does whatever comes to mind in one draft, and keeps account of every word.
import type { CDPSession, Locator, Page, Request } from "@playwright/test";
import { rows, state } from "./editor";
import type { Random } from "./random";
import { type Part, type Words, wordsOf } from "./words";

const FIELDS = "#form-title, #form-body, [id^=form-answers-][id$=-label], [id^=form-commands-][id$=-label]";
/** Lengths from which a text is written anew, below the limits of the fields. */
const FULL = { title: 120, body: 1_500, row: 60 };
/** What a page says where everything is saved, here and elsewhere. */
const SAVED = /^Saved \d+:\d\d$/;
/** Milliseconds that an author waits for an answer at most. */
const PATIENCE = 20_000;

export class Author {
  /** Steps that were gone when they were to be changed, disputes, and what else is worth knowing. */
  readonly met = new Map<string, number>();
  private devtools?: CDPSession;
  private losing = false;

  constructor(
    readonly name: string,
    readonly page: Page,
    /** Address of the draft. */
    readonly draft: string,
    private readonly words: Words,
    private readonly random: Random,
  ) {
    page.on("requestfinished", async (request) => this.noteSave(request, (await request.response())?.status() ?? 0));
    page.on("requestfailed", (request) => this.noteSave(request, 0));
  }

  /** Does something, and reads what the page says of it. */
  async act(): Promise<void> {
    await this.there();
    if ((await this.page.locator("#disputed").count()) > 0 && this.random.chance(0.7)) await this.decide();
    else if ((await this.page.locator("#step-form").count()) === 0) await this.open();
    else await this.random.weighed(this.deeds())();
    await this.read();
    if (this.random.chance(0.5)) await this.rest(this.random.below(3_000));
  }

  /** Loses answers of saves, from now on or no more. */
  async lose(losing: boolean): Promise<void> {
    this.losing = losing;
    if (this.devtools) return;
    this.devtools = await this.page.context().newCDPSession(this.page);
    const devtools = this.devtools;
    devtools.on("Fetch.requestPaused", ({ requestId }) =>
      (this.losing ? devtools.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" }) : devtools.send("Fetch.continueRequest", { requestId })).catch(() => undefined),
    );
    await this.devtools.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/save_*", requestStage: "Response" }] });
  }

  /** Waits until everything is said to be saved, deciding what is disputed; false where it is not. */
  async settles(): Promise<boolean> {
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      await this.there();
      if ((await this.page.locator("#disputed").count()) > 0) await this.decide();
      await this.rest(5_000);
      if (await this.read()) return true;
      this.note(`settling: ${await this.says()}`);
      await this.goOn();
    }
    return false;
  }

  /** The draft as the server has it; none while it does not answer. */
  async text(): Promise<string | undefined> {
    const answer = await this.page.context().request.get(`${this.draft}/tree.md`, { timeout: 5_000 }).catch(() => undefined);
    return answer?.ok() ? answer.text() : undefined;
  }

  /** Words that stand on the page, or that the tab keeps for fields which only a button takes. */
  async shown(): Promise<Set<string>> {
    const texts = await this.page.evaluate(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("#main input:not([type=hidden]), #main textarea")];
      return [document.querySelector("#main")?.textContent ?? "", ...fields.map((field) => field.value), ...Object.values(sessionStorage)].join("\n");
    });
    return wordsOf(texts);
  }

  private deeds(): [number, () => Promise<void>][] {
    return [
      [50, () => this.type()],
      [14, () => this.open()],
      [8, () => this.addStep()],
      [5, () => this.press("[value=up], [value=down], [value^=move-row]", "move")],
      [3, () => this.remove()],
      [3, () => this.removeRow()],
      [5, () => this.back("undo")],
      [3, () => this.back("redo")],
      [3, () => this.rewrite()],
      [2, () => this.retype()],
      [3, () => this.goOn()],
    ];
  }

  /** Types a word into a field of the step. */
  private async type(): Promise<void> {
    const field = await this.one(FIELDS);
    if (!field) return;
    const id = (await field.getAttribute("id").catch(() => null)) ?? "";
    const part: Part = id === "form-title" ? "title" : id === "form-body" ? "body" : "row";
    const before = await field.inputValue({ timeout: 1_000 }).catch(() => undefined);
    if (before === undefined) return;
    const word = this.words.make(this.name, this.step(), part);
    const isFull = before.length > FULL[part];
    if (isFull) this.words.taken(`${this.name} wrote ${part} of ${this.step()} anew`, ({ text }) => wordsOf(before).has(text));
    this.note(`types ${word} into ${id} of ${this.step()}${isFull ? " anew" : ""}`);
    await field.press(isFull ? "Control+A" : "Control+End", { timeout: 1_000 }).catch(() => undefined);
    const space = part === "body" && !isFull && this.random.chance(0.5) ? "\n\n" : " ";
    await this.page.keyboard.type(`${space}${word}`, { delay: this.random.below(20) });
    // A field may have gone with its step or its row: that is told.
    if (!(await this.shown()).has(word)) {
      this.words.taken(`${id} went while ${this.name} typed`, ({ text }) => text === word);
      this.meet("field gone");
    }
    if (this.random.chance(0.3)) await this.page.keyboard.press("Tab");
  }

  private async open(): Promise<void> {
    const row = await this.one(".editor-outline .outline-node:not([hidden]) .outline-title > a");
    if (!row) return;
    const to = await row.getAttribute("href").catch(() => "");
    this.note(`opens ${to}`);
    await this.leaves(() => row.click({ timeout: 2_000 }));
  }

  private async addStep(): Promise<void> {
    const word = this.words.make(this.name, "", "title");
    this.words.all.get(word)!.step = word;
    this.note(`adds the step ${word} below ${this.step()}`);
    await this.page.locator("#form-below").fill(word);
    await this.leaves(() => this.page.keyboard.press("Enter"));
  }

  private async press(buttons: string, what: string): Promise<void> {
    const button = await this.one(buttons);
    if (!button) return;
    this.note(`${what}: ${await button.getAttribute("value").catch(() => "")} at ${this.step()}`);
    await button.click({ timeout: 2_000 }).catch(() => undefined);
  }

  private async remove(): Promise<void> {
    if ((await rows(this.page).count()) < 6) return;
    const step = this.step();
    this.words.taken(`${this.name} deleted ${step}`, (word) => word.step === step);
    this.note(`deletes ${step}`);
    await this.leaves(() => this.page.getByRole("button", { name: "Delete step" }).click({ timeout: 2_000 }));
  }

  private async removeRow(): Promise<void> {
    const step = this.step();
    this.words.taken(`${this.name} took an answer or a command out of ${step}`, (word) => word.step === step && word.part === "row");
    await this.press("[value^=remove-row]", "removes");
  }

  /** Another type takes answers and commands away. */
  private async retype(): Promise<void> {
    const step = this.step();
    this.words.taken(`${this.name} gave ${step} another type`, (word) => word.step === step && word.part === "row");
    this.note(`another type for ${step}`);
    await this.page.locator("#form-kind").selectOption({ index: this.random.below(3) }, { timeout: 2_000 }).catch(() => undefined);
  }

  /** Undoes or does again, and reads what that took out of one's own words. */
  private async back(deed: "undo" | "redo"): Promise<void> {
    const button = this.page.locator(`[value=${deed}]`);
    const before = await this.text();
    if (before === undefined || (await button.count()) === 0) return;
    this.note(`${deed} at ${this.step()}`);
    await button.click({ timeout: 2_000 }).catch(() => undefined);
    await this.sees(before, `${this.name}'s ${deed}`, (word) => word.by === this.name);
  }

  /** Chooses between two texts. */
  private async decide(): Promise<void> {
    this.meet("dispute");
    const before = await this.text();
    if (before === undefined) return;
    if (this.page.url().includes("/text")) return this.visit(`${this.draft}/text?afresh=1`);
    const [step, mine] = [this.step(), this.random.chance(0.5)];
    this.note(`${mine ? "keeps mine" : "takes theirs"} of ${step}`);
    await this.page.getByRole("button", { name: mine ? "Keep mine" : "Take theirs" }).click({ timeout: 2_000 }).catch(() => undefined);
    await this.sees(before, `${this.name} decided a dispute`, (word) => word.step === step);
  }

  /** Waits for the answer, and lets those of some words go that are in the draft no more; of one's own also those that were never in it. */
  private async sees(before: string, why: string, which: (word: { by: string; step: string }) => boolean): Promise<void> {
    await this.rest(PATIENCE);
    const after = SAVED.test(await this.says()) ? await this.text() : undefined;
    if (after === undefined) return this.words.taken(`${why}, of which the end was not seen`, which);
    const [then, now] = [wordsOf(before), wordsOf(after)];
    this.words.taken(why, (word) => which(word) && !now.has(word.text) && (then.has(word.text) || (word.by === this.name && !word.isSaved)));
  }

  /** Adds a paragraph to a step in the Text tab. */
  private async rewrite(): Promise<void> {
    await this.visit(`${this.draft}/text`);
    const field = this.page.locator("#text");
    const text = await field.inputValue({ timeout: 2_000 }).catch(() => "");
    const heads = [...text.matchAll(/^## \[([^\]]+)\] .*$/gm)];
    if (heads.length === 0) return;
    const head = heads[this.random.below(heads.length)]!;
    const word = this.words.make(this.name, head[1]!, "body");
    this.note(`writes ${word} into the text of ${head[1]}`);
    await field.evaluate((element: HTMLTextAreaElement, [head, word]) => {
      element.focus();
      element.value = element.value.replace(head!, () => `${head}\n\n${word}`);
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }, [head[0], word] as const);
    await this.page.keyboard.press("Control+s");
    await this.rest(PATIENCE);
    await this.read();
    await this.visit(this.draft);
  }

  /** Loads the page again; or the one with what is kept and not saved, if the page leads there. */
  private async goOn(): Promise<void> {
    const kept = await state(this.page).getByRole("link", { name: /show it/i }).getAttribute("href", { timeout: 100 }).catch(() => null);
    const address = new URL(kept ?? this.page.url(), this.draft).href;
    this.note(`loads ${address} again`);
    await this.visit(address);
  }

  /** Does what may lead to another page, and waits for that a while. */
  private async leaves(how: () => Promise<void>): Promise<void> {
    const gone = this.page.waitForEvent("framenavigated", { timeout: 3_000 }).catch(() => undefined);
    await how().catch(() => undefined);
    await gone;
    await this.page.waitForLoadState("domcontentloaded").catch(() => undefined);
  }

  private async visit(address: string): Promise<void> {
    await this.page.goto(address, { waitUntil: "domcontentloaded", timeout: 10_000 }).catch(() => undefined);
    await this.there();
  }

  /** Loads the draft again where the browser shows an error of its own. */
  private async there(): Promise<void> {
    for (let tries = 0; (await this.page.locator("#editor-state").count().catch(() => 0)) === 0; tries += 1) {
      if (tries > 60) throw new Error(`${this.name} cannot get back to the draft: ${this.page.url()}`);
      await this.page.goto(this.draft, { waitUntil: "domcontentloaded", timeout: 10_000 }).catch(() => undefined);
      await this.page.waitForTimeout(200);
    }
  }

  /** What the page says to be saved is; true if it does. */
  private async read(): Promise<boolean> {
    // What went with its step or its row is told, to be copied.
    const told = wordsOf((await this.page.locator(".typed.notice").allTextContents().catch(() => [])).join(" "));
    if (told.size > 0) this.words.taken(`${this.name} was told that it is not in the draft`, ({ text, by, isSaved }) => !isSaved && by === this.name && told.has(text));
    const isSaved = SAVED.test(await this.says());
    if (!isSaved) return false;
    const saved = this.words.saved(this.name);
    const there = saved.length > 0 ? await this.text() : undefined;
    if (there !== undefined) for (const word of saved) if (!word.gone && !wordsOf(there).has(word.text)) this.note(`${word.text} is said to be saved, and is not in the draft`);
    return true;
  }

  /** Notes what was sent, and how it was answered; 0 for not at all. */
  private noteSave(request: Request, status: number): void {
    const sent = new URLSearchParams(request.method() === "POST" ? (request.postData() ?? "") : "");
    if (!sent.has("command_id")) return;
    const words = [...wordsOf([...sent.values()].join(" "))].filter((word) => word.startsWith(this.name));
    this.note(`sent ${sent.get("deed")} of ${sent.get("step")} at ${sent.get("base_revision")}, ${sent.get("command_id")!.slice(-4)}: ${status}, with ${words.join(" ")}`);
  }

  private async says(): Promise<string> {
    return (await state(this.page).textContent({ timeout: 1_000 }).catch(() => "")) ?? "";
  }

  /** Waits until the page says that all is saved, or somebody has to choose, at most so long. */
  private async rest(most: number): Promise<void> {
    const isOver = (): boolean => {
      const says = document.querySelector("#editor-state")?.textContent ?? "";
      return /^Saved \d/.test(says) || (says !== "Saving…" && !!document.querySelector("#disputed"));
    };
    await this.page.waitForFunction(isOver, undefined, { timeout: most + 1 }).catch(() => undefined);
  }

  private async one(selector: string): Promise<Locator | undefined> {
    const found = this.page.locator(selector).filter({ visible: true });
    const count = await found.count();
    return count > 0 ? found.nth(this.random.below(count)) : undefined;
  }

  /** The open step. */
  private step(): string {
    return new URL(this.page.url()).searchParams.get("step") ?? "";
  }

  private meet(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  private note(line: string): void {
    this.words.note(`${this.name}: ${line}`);
  }
}
