// A server of the tests' own: the debug binary with its private Postgres in a scratch folder. With SERVERS=2 in the environment it is two
// of them on one database, behind HAProxy.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { balance } from "./balancer";

/** How many servers there are in the place of one. */
const COUNT = Number(process.env.SERVERS ?? 1);

/** The program under test. */
export const program = process.env.RESOLUTIONFLOW_BIN ?? join(import.meta.dirname, "../../target/debug/resolutionflow");

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** How a server is started. */
export interface Starting {
  /** Whether there is demo content in it. */
  demo?: boolean;
  /** Further arguments of `serve`. */
  args?: string[];
  /** Settings. */
  env?: Record<string, string>;
  /** Path of another program than the one under test. */
  program?: string;
  /** Address of a database that another server runs, in place of one of its own. */
  database?: string;
  /** Its port, where it has to be a certain one. */
  port?: number;
}

export class Server {
  /** Its processes, as they were started: the first one runs the database. */
  private children: ChildProcess[] = [];
  /** What it printed for people since it was last started. */
  printed = "";
  /** What it wrote into its log since it was last started. */
  log = "";

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly starting: Starting,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts a server, with demo content unless told otherwise, and waits until it answers. */
  static async start(starting: Starting = {}): Promise<Server> {
    const server = new Server(mkdtempSync(join(tmpdir(), "resolutionflow-e2e-")), starting.port ?? (await freePort()), starting);
    await server.launch();
    return server;
  }

  async launch(): Promise<void> {
    [this.printed, this.log, this.children] = ["", "", []];
    if (COUNT === 1 || this.starting.database) return this.begin(this.port);
    const ports = await Promise.all(Array.from({ length: COUNT }, freePort));
    const proxies = Number(this.starting.env?.TRUSTED_PROXIES ?? 0) + 1;
    const behind = { PUBLIC_URL: this.url, TRUSTED_PROXIES: String(proxies) };
    await this.begin(ports[0]!, behind);
    for (const port of ports.slice(1)) await this.begin(port, behind, this.database);
    await this.started(balance(this.dataDir, this.port, ports), this.url);
  }

  /** Address of the database that it runs in its data folder. */
  get database(): string {
    const [, , , port, socket] = readFileSync(join(this.dataDir, "postgres/data/postmaster.pid"), "utf8").split("\n");
    return `postgres:///resolutionflow?host=${encodeURIComponent(socket!)}&port=${port}&user=resolutionflow_app`;
  }

  /** Starts one process: on the data folder, or on a database of another one. */
  private async begin(port: number, settings: Record<string, string> = {}, database = this.starting.database): Promise<void> {
    const { demo = true, args = [], env = {} } = this.starting;
    const own = database ? [] : [...(demo ? ["--demo"] : []), "--data-dir", this.dataDir];
    const child = spawn(this.starting.program ?? program, ["serve", ...own, ...args], {
      // No test depends on the fonts of the machine.
      env: {
        ...process.env,
        LISTEN: `127.0.0.1:${port}`,
        DATABASE_URL: database,
        FONT_FOLDER: process.env.FONT_FOLDER ?? "",
        ...env,
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk) => (this.printed += chunk));
    child.stderr.on("data", (chunk) => (this.log += chunk));
    await this.started(child, `http://127.0.0.1:${port}`);
  }

  /** Waits until a process answers. */
  private async started(child: ChildProcess, url: string): Promise<void> {
    this.children.push(child);
    const exited = new Promise<never>((_, reject) =>
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${this.printed}${this.log}`))),
    );
    exited.catch(() => undefined);
    await Promise.race([exited, answers(url)]);
  }

  /** Kills the server as a power cut would. */
  async kill(): Promise<void> {
    await Promise.all(this.children.map((child) => end(child, "SIGKILL", "exit")));
  }

  /** Stops it as an operator would, and keeps its data. */
  async halt(): Promise<void> {
    for (const child of [...this.children].reverse()) await end(child, "SIGTERM", "close");
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The link by which an empty installation is set up: each server prints one, and the last one counts. */
  async setUpLink(): Promise<string> {
    const printed = (): string[] => Array.from(this.printed.matchAll(/^ {2}(http:\/\/\S+\/set-up\?link=[0-9a-f]{64})$/gm), ([, link]) => link!);
    await expect.poll(() => printed().length).toBe(this.starting.database ? 1 : COUNT);
    return printed().at(-1)!;
  }

  /** Runs a subcommand on the same data; answers what it printed. */
  command(args: string[], input = ""): string {
    return runCommand(this.dataDir, args, input);
  }
}

/** Ends a process and waits for that, or for all that it had to say as well. */
export async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM", event: "exit" | "close"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once(event, resolve));
  child.kill(signal);
  await gone;
}

/** Waits until there is a server at an address, and its database. */
export async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      if ((await fetch(`${url}/readyz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server did not become ready within a minute");
}

/** Runs a subcommand on a data folder; answers what it printed. */
export function runCommand(dataDir: string, args: string[], input = ""): string {
  return execFileSync(program, [...args, "--data-dir", dataDir], {
    input,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: undefined },
  });
}
