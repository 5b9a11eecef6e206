// Reads the four formats back, so that what they say can be compared.
import type { BrowserContext, Page } from "@playwright/test";
import type { SessionDocument } from "./session";

/** What a document for people says: facts by label in its head and below each step. */
export interface Paper {
  head: Record<string, string>;
  steps: PaperStep[];
}

export interface PaperStep {
  number: number;
  superseded: boolean;
  title: string;
  facts: Record<string, string>;
}

export async function download(page: Page, id: string, ending: string): Promise<string> {
  const response = await page.request.get(`/sessions/${id}/export.${ending}`);
  if (!response.ok()) throw new Error(`export.${ending} of ${id} answered ${response.status()}`);
  return response.text();
}

/** The documents for people, read back. */
export async function papers(page: Page, id: string): Promise<Record<"md" | "txt" | "html", Paper>> {
  return {
    md: readMarkdown(await download(page, id, "md")),
    txt: readText(await download(page, id, "txt")),
    html: await readHtml(page.context(), await download(page, id, "html")),
  };
}

/** The JSON document in the words of the others. */
export function asPaper({ session, steps }: SessionDocument): Pick<Paper, "steps"> & { total: number; parked: number } {
  const filled = (facts: Record<string, string | undefined>): Record<string, string> =>
    Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => !!fact[1]));
  return {
    total: session.total_seconds,
    parked: session.parked_seconds,
    steps: steps.map(({ number, superseded, title, answer, notes, output, duration_seconds }) => ({
      number,
      superseded,
      title,
      facts: filled({ Answer: answer, Duration: exactly(duration_seconds), Notes: notes, Output: output }),
    })),
  };
}

/** A duration as documents print it: `45 s`, `2 min 30 s (150 s)`, `1 h 05 min 00 s (3900 s)`. */
export function exactly(duration: number): string {
  const [hours, minutes, rest] = [Math.floor(duration / 3600), Math.floor(duration / 60) % 60, duration % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  if (duration < 60) return `${rest} s`;
  return `${hours ? `${hours} h ${two(minutes)} min ${two(rest)} s` : `${minutes} min ${two(rest)} s`} (${duration} s)`;
}

/** The seconds that a printed duration says. */
export function durationSeconds(text: string | undefined): number {
  const said = /(?:^|\()(\d+) s\)?$/.exec(text ?? "")?.[1];
  if (said === undefined) throw new Error(`“${text}” is no duration`);
  return Number(said);
}

function numbered(heading: string): Omit<PaperStep, "facts"> {
  const found = /^(\d+)\. ((?:\[[A-Z ]+\] )*)(.*)$/.exec(heading);
  if (!found) throw new Error(`“${heading}” is no heading of a step`);
  return { number: Number(found[1]), superseded: found[2]!.includes("SUPERSEDED"), title: found[3]! };
}

/** Undoes the escapes that keep typed text from meaning something in Markdown. */
export function plain(markdown: string): string {
  return markdown.replaceAll("&nbsp;", " ").replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

export function readMarkdown(text: string): Paper {
  const facts = (lines: string[]): Record<string, string> => {
    const found: Record<string, string> = {};
    let label = "";
    let fence = "";
    for (const line of lines) {
      const begun = /^(?:- )?\*\*([^*]+):\*\*(?: (.*))?$/.exec(line);
      if (fence) {
        if (line === fence) fence = "";
        else found[label] = found[label] ? `${found[label]}\n${line}` : line;
      } else if (begun) {
        label = begun[1]!;
        found[label] = plain(begun[2] ?? "");
      } else if (/^`{3,}text$/.test(line)) {
        fence = line.slice(0, -4);
      } else if (line.startsWith("  >")) {
        const quoted = plain(line.slice(3).replace(/^ /, "").replace(/\\$/, ""));
        found[label] = found[label] ? `${found[label]}\n${quoted}` : quoted;
      }
    }
    return found;
  };
  const [head, ...steps] = text.split(/^### /m);
  return {
    head: facts(head!.split("\n")),
    steps: steps.map((step) => {
      const [heading, ...lines] = step.split("\n");
      const { title, ...rest } = numbered(heading!);
      return { ...rest, title: plain(title), facts: facts(lines) };
    }),
  };
}

export function readText(text: string): Paper {
  const facts = (lines: string[], margin: number): Record<string, string> => {
    const found: Record<string, string> = {};
    let [label, column] = ["", 0];
    for (const line of lines) {
      const begun = new RegExp(`^ {${margin}}([A-Z][A-Za-z -]*):( *)(.*)$`).exec(line);
      if (begun) {
        label = begun[1]!;
        column = margin + label.length + 1 + begun[2]!.length;
        found[label] = begun[3]!;
      } else if (label) {
        found[label] += `\n${line.slice(column)}`;
      }
    }
    // Empty lines are part of a text only where it goes on.
    for (const [label, text] of Object.entries(found)) found[label] = text.trimEnd();
    return found;
  };
  const [head, body] = text.split("\nSteps\n-----\n");
  const steps = (body ?? "").split(/^(?=\d+\. )/m).filter((step) => step.trim() !== "");
  return {
    head: facts(head!.split("\n").slice(2), 0),
    steps: steps.map((step) => {
      const [heading, ...lines] = step.split("\n");
      return { ...numbered(heading!), facts: facts(lines, 3) };
    }),
  };
}

/** Opens the document in a browser and reads what it shows. */
export async function readHtml(context: BrowserContext, html: string): Promise<Paper> {
  const page = await context.newPage();
  try {
    await page.setContent(html);
    const read = await page.evaluate(() => {
      const texts = (elements: Iterable<Element>) => [...elements].map((element) => (element as HTMLElement).innerText);
      const pairs = (labels: string[], values: string[]) => Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ""]));
      return {
        head: pairs(texts(document.querySelectorAll("th")), texts(document.querySelectorAll("table td"))),
        steps: [...document.querySelectorAll<HTMLLIElement>("ol > li")].map((item) => ({
          heading: `${item.value}. ${item.querySelector("h3")?.innerText ?? ""}`,
          facts: pairs(texts(item.querySelectorAll("dt")), texts(item.querySelectorAll("dd"))),
        })),
      };
    });
    return { head: read.head, steps: read.steps.map(({ heading, facts }) => ({ ...numbered(heading), facts })) };
  } finally {
    await page.close();
  }
}
