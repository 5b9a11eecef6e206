// HAProxy before several servers, as docs/haproxy.cfg has it: each request goes to the next one.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CONFIG = join(import.meta.dirname, "../../docs/haproxy.cfg");
/** The ports in it: its own, and those of its servers. */
const [SITE, ...SERVERS] = [3000, 3001, 3002];

/** Starts it on a port, before servers on other ones; ends with the process that it answers. */
export function balance(folder: string, port: number, servers: number[]): ChildProcess {
  if (servers.length !== SERVERS.length) throw new Error(`docs/haproxy.cfg has ${SERVERS.length} servers, not ${servers.length}`);
  const to = new Map([SITE, ...SERVERS].map((written, at) => [written, [port, ...servers][at]]));
  const config = readFileSync(CONFIG, "utf8").replace(/127\.0\.0\.1:(\d+)/g, (_, written) => `127.0.0.1:${to.get(Number(written))}`);
  const file = join(folder, `haproxy-${port}.cfg`);
  writeFileSync(file, config);
  // Not on everybody's path, where Debian puts it.
  return spawn("haproxy", ["-db", "-q", "-f", file], { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }, stdio: "inherit" });
}
