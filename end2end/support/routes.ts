// Tables of the app and the domain, read from where they are kept.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const WHO = ["Anyone", "Technician", "Author", "Manager", "Admin"] as const;
const SESSION = "/sessions/:id";
const EXPORT = "/export.";
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

/** What follows a session's id in the address of each of its pages and documents: nothing, `/walk`, `/export.md`. */
export function endsOfSession(): string[] {
  return [...pages(), ...documents()].flatMap(({ path }) => (path.startsWith(SESSION) ? [path.slice(SESSION.length)] : []));
}

/** Endings of the formats in which a session can be taken away, such as `note.txt`. */
export function exportEndings(): string[] {
  return endsOfSession().flatMap((end) => (end.startsWith(EXPORT) ? [end.slice(EXPORT.length)] : []));
}

/** Verbs of the walk's form that lead out of the walk. */
export function waysOut(): string[] {
  const table = /pub fn way_out\([\s\S]*?_ => return None/.exec(read("src/walk_form.rs"))?.[0] ?? "";
  const found = [...table.matchAll(/"([a-z-]+)" => "/g)].map((match) => match[1]!);
  if (found.length === 0) throw new Error("the table of the walk's form was not understood");
  return found;
}

function source(): string {
  return read("app/src/routes.rs");
}

function read(path: string): string {
  return readFileSync(join(import.meta.dirname, "../..", path), "utf8");
}

function rows(kind: "page" | "call" | "document"): Route[] {
  const table = /const ROUTES[^[]*&\[Route\] = &\[([\s\S]*?)\n\];/.exec(source())?.[1] ?? "";
  const found = [...table.matchAll(new RegExp(`\\b${kind}\\("(/[^"]*)", Who::(\\w+)(?:, "[^"]*")?\\)`, "g"))];
  const routes = found.map(([, path, who]) => ({ path: path!, who: WHO.find((known) => known === who)! }));
  if (routes.length === 0 || routes.some((route) => !route.who)) throw new Error(`the route table was not understood: ${kind}`);
  return routes;
}
