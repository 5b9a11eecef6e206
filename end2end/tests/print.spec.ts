// A session on paper: everything that was written down, and nothing that is there to be pressed.
import { execFileSync } from "node:child_process";
import { expect, test } from "../support/fixtures";
import { complete, notes, startWalk, take, typeOutput } from "../support/walk";

const OUTPUT = Array.from({ length: 60 }, (_, line) => `${line}: Reply from 10.20.30.40 ${"x".repeat(120)}`).join("\n");

/** What is read on the pages of a PDF, a page after the other. */
function pages(pdf: Buffer): string[] {
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }).split("\f").slice(0, -1);
}

for (const theme of ["light", "dark"] as const) {
  test(`A session prints black on white, whole and without navigation, in the ${theme} theme`, async ({ desk }) => {
    const id = await startWalk(desk, { ticket: "48213", client: "Acme Dental" });
    await notes(desk).fill("A line of a note.\n".repeat(30));
    await typeOutput(desk, OUTPUT);
    await take(desk, "Only this user", "Yes");
    await complete(desk, "Workaround", { notes: "Works over the hotspot.", nextSteps: "Call the ISP tomorrow." });
    await desk.emulateMedia({ media: "print", colorScheme: theme });
    await desk.goto(`/sessions/${id}?done=completed`);
    // As the menu's choice of a theme has it.
    await desk.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);

    const colours = await desk.evaluate(() => {
      const seen = (element: Element) => element.getClientRects().length > 0 && element.textContent!.trim() !== "";
      const texts = [...document.querySelectorAll("main :is(h1, h2, h3, p, span, pre, dt, dd, a, summary)")].filter(seen);
      const painted = texts.map((element) => getComputedStyle(element));
      return { inks: [...new Set(painted.map((style) => style.color))], page: getComputedStyle(document.documentElement).backgroundColor };
    });
    expect(colours).toEqual({ inks: ["rgb(0, 0, 0)"], page: "rgb(255, 255, 255)" });
    for (const away of ["navigation", "banner", "button", "textbox"] as const) await expect(desk.getByRole(away), away).toHaveCount(0);
    await expect(desk.getByRole("link", { name: /Copy for ticket|Edit|Skip/ })).toHaveCount(0);

    // A bar that grew with a long step would be a black block.
    const bars = await desk.locator(".share").evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    expect(Math.max(...bars)).toBeLessThan(10);

    const read = pages(await desk.pdf({ format: "A4" }));
    const all = read.join("\n").replaceAll(/\s/g, "");
    for (const text of ["Acme Dental", "48213", "Works over the hotspot.", "Call the ISP tomorrow.", ...OUTPUT.split("\n")]) {
      expect(all, text).toContain(text.replaceAll(/\s/g, ""));
    }
    expect(all.split("Alineofanote.").length - 1).toBe(30);
    expect(read[0]).toContain("Facts");
    expect(all).not.toMatch(/Skiptocontent|Signout|Download|Copyforticket|readytocopy|justnow/);
  });
}
