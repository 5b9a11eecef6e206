import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "./server";
import { remembered } from "./typed";

/** One server for the run; every test makes users of its own on it. Afterwards its log holds nothing that was typed. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const scratch = mkdtempSync(join(tmpdir(), "resolutionflow-typed-"));
  process.env.E2E_TYPED = join(scratch, "typed");
  const server = await Server.start();
  process.env.E2E_URL = server.url;
  process.env.E2E_DATA_DIR = server.dataDir;
  return async () => {
    await server.stop();
    const typed = remembered();
    rmSync(scratch, { recursive: true, force: true });
    const found = [...typed].filter((text) => server.log.includes(text) || server.log.includes(encodeURIComponent(text)));
    if (found.length > 0) throw new Error(`the log holds ${found.length} of ${typed.size} texts that were typed:\n${found.join("\n")}`);
    console.log(`The log of ${server.log.length} characters holds none of the ${typed.size} texts that were typed.`);
  };
}
