// What the tests sent that no log may hold: what was typed, and what lets somebody in. The log of the whole run is searched for it.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { BrowserContext, Request } from "@playwright/test";

/** Shorter texts stand in a log by chance. */
const SHORTEST = 12;
/** What is sent beside what people typed: ids, instants, addresses of ours, keys of trees, and the words of choices. */
const NOT_TYPED = [/^[0-9a-f]{8}-[0-9a-f-]{27}$/, /^\d{4}-\d\d-\d\dT/, /^\/[a-z]/, /^[a-z]+([_-][a-z]+)*$/];

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

function sent(request: Request): string[] {
  const body = request.postData();
  const type = request.headers()["content-type"] ?? "";
  if (!body) return [];
  if (type.startsWith("application/x-www-form-urlencoded")) return [...new URLSearchParams(body).values()];
  return type.startsWith("application/json") ? strings(JSON.parse(body)) : [];
}

function keep(texts: string[]): void {
  const typed = texts.filter((text) => text.length >= SHORTEST && !NOT_TYPED.some((pattern) => pattern.test(text)));
  if (typed.length > 0) appendFileSync(process.env.E2E_TYPED!, typed.map((text) => `${JSON.stringify(text)}\n`).join(""));
}

/** Remembers what the pages of a browser send from now on. */
export function remember(context: BrowserContext): void {
  context.on("request", (request) => keep(sent(request)));
}

/** Remembers what lets a browser in at this moment. */
export async function rememberCookies(context: BrowserContext): Promise<void> {
  // A test may have closed it.
  const cookies = await context.cookies().catch(() => []);
  const secrets = cookies.filter(({ name }) => name === "login" || name === "link");
  keep(secrets.map(({ value }) => value.split(".").at(-1)!));
}

/** Everything that was remembered, once each. */
export function remembered(): Set<string> {
  const path = process.env.E2E_TYPED!;
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  return new Set(lines.map((line) => JSON.parse(line) as string));
}
