// Texts that would do harm if they were taken for anything but text.
import { type Page, expect } from "@playwright/test";

/** On one line, as a ticket or a client's name is; at most 64 characters. */
export const NASTY_LINE = `</textarea><script>window.pwned=1</script>|<b>&amp;"'\`*_`;

/** A block of text as notes are. */
export const NASTY = [
  `</textarea><script>window.pwned=1</script>`,
  `</pre></dd></table><img src=x onerror="window.pwned=1">`,
  `[a link](javascript:window.pwned=1) ![an image](x" onerror="window.pwned=1)`,
  `a | b || c \\| d`,
  `# not a heading`,
  `- not an item`,
  `1. nor this`,
  `---`,
  `    indented as code`,
  "```",
  "** not bold ** __ nor this __ `nor code` ~~nor struck~~ &lt;b&gt; &amp;amp;",
  ``,
  `Umlauts äöü, 東京, 🔥, and a right-to-left שלום`,
].join("\n");

/** Makes sure that nothing of it runs and nothing of it became part of the page. */
export async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "pwned" in window,
    scripts: [...document.querySelectorAll("script")].filter((script) => script.textContent?.includes("pwned")).length,
    handlers: [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames().some((name) => name.startsWith("on"))).length,
    links: [...document.querySelectorAll("[href], [src], [action], [formaction]")]
      .flatMap((element) => ["href", "src", "action", "formaction"].map((name) => element.getAttribute(name) ?? ""))
      .filter((address) => /^\s*(javascript|data|vbscript):/i.test(address)),
    bold: [...document.querySelectorAll("main b, main img, main iframe")].length,
  }));
  expect(found, page.url()).toEqual({ ran: false, scripts: 0, handlers: 0, links: [], bold: 0 });
}
