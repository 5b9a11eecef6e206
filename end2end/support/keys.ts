// Keys of other keyboards, as browsers tell them: the place by its name on an American one, and what the layout prints there.
import { readFileSync } from "node:fs";
import type { CDPSession, Page } from "@playwright/test";

/** What each place prints, without and with Shift, as X.Org's xkeyboard-config has it. */
type Layout = Record<string, [string, string]>;
const LAYOUTS: Record<string, Layout> = JSON.parse(readFileSync("fixtures/layouts.json", "utf8"));

/** Keys that print nothing have one name everywhere. */
const NAMED: Record<string, number> = { Enter: 13, Backspace: 8, Escape: 27 };

export class Keyboard {
  private constructor(
    private readonly devtools: CDPSession,
    private readonly layout: Layout,
  ) {}

  static async of(page: Page, layout: string): Promise<Keyboard> {
    return new Keyboard(await page.context().newCDPSession(page), LAYOUTS[layout]!);
  }

  /** Presses the key at a place. */
  async press(code: string, { shift = false }: { shift?: boolean } = {}): Promise<void> {
    const text = code in NAMED ? (code === "Enter" ? "\r" : "") : this.layout[code]![shift ? 1 : 0];
    const key = code in NAMED ? code : text;
    const event = { key, code, modifiers: shift ? 8 : 0, windowsVirtualKeyCode: NAMED[code] ?? 0 };
    await this.devtools.send("Input.dispatchKeyEvent", { ...event, type: text ? "keyDown" : "rawKeyDown", ...(text ? { text, unmodifiedText: text } : {}) });
    await this.devtools.send("Input.dispatchKeyEvent", { ...event, type: "keyUp" });
  }

  /** The place that prints a character without Shift. */
  placeOf(printed: string): string {
    const place = Object.entries(this.layout).find(([, [plain]]) => plain === printed)?.[0];
    if (!place) throw new Error(`no key prints ${printed}`);
    return place;
  }

  /** Types a text of small letters. */
  async type(text: string): Promise<void> {
    for (const printed of text) await this.press(this.placeOf(printed));
  }
}
