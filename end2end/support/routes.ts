// The route table, read from where the app keeps it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Every page's path, with `:name` for what varies. */
export function routes(): string[] {
  const source = readFileSync(join(import.meta.dirname, "../../app/src/routes.rs"), "utf8");
  const table = /const ROUTES[^[]*&\[Route\] = &\[([\s\S]*?)\n\];/.exec(source)?.[1] ?? "";
  const found = [...table.matchAll(/"(\/[^"]*)"/g)].map((match) => match[1]!);
  const served = [...source.matchAll(/path=path!\("([^"]+)"\)/g)].map((match) => match[1]!);
  if (found.length === 0 || served.some((path) => !found.includes(path))) {
    throw new Error(`the route table was not found, or lacks a page: ${found.join(", ")} against ${served.join(", ")}`);
  }
  return found;
}
