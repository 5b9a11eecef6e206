// The route table, read from where the app keeps it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const WHO = ["Anyone", "Technician", "Manager", "Admin"] as const;
/** The least that somebody must be; anyone means: without a login. */
export type Who = (typeof WHO)[number];

export interface Route {
  /** With `:name` for what varies. */
  path: string;
  who: Who;
}

/** Every page. */
export function pages(): Route[] {
  const found = rows("page");
  const served = [...source().matchAll(/path=path!\("([^"]+)"\)/g)].map((match) => match[1]!);
  const missing = served.filter((path) => !found.some((route) => route.path === path));
  if (served.length === 0 || missing.length > 0) throw new Error(`the route table lacks a page: ${missing.join(", ")}`);
  return found;
}

/** Every server function: where something is changed. */
export function calls(): Route[] {
  return rows("call");
}

/** Every document to take away, and the data of the player. */
export function documents(): Route[] {
  return rows("document");
}

function source(): string {
  return readFileSync(join(import.meta.dirname, "../../app/src/routes.rs"), "utf8");
}

function rows(kind: "page" | "call" | "document"): Route[] {
  const table = /const ROUTES[^[]*&\[Route\] = &\[([\s\S]*?)\n\];/.exec(source())?.[1] ?? "";
  const found = [...table.matchAll(new RegExp(`\\b${kind}\\("(/[^"]*)", Who::(\\w+)(?:, "[^"]*")?\\)`, "g"))];
  const routes = found.map(([, path, who]) => ({ path: path!, who: WHO.find((known) => known === who)! }));
  if (routes.length === 0 || routes.some((route) => !route.who)) throw new Error(`the route table was not understood: ${kind}`);
  return routes;
}
