// A server of the tests' own: the debug binary with its private Postgres in a scratch folder.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The program under test. */
export const program = process.env.RESOLUTIONFLOW_BIN ?? join(import.meta.dirname, "../../target/debug/resolutionflow");

async function freePort(): Promise<number> {
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
}

export class Server {
  private child?: ChildProcess;
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
    const server = new Server(mkdtempSync(join(tmpdir(), "resolutionflow-e2e-")), await freePort(), starting);
    await server.launch();
    return server;
  }

  async launch(): Promise<void> {
    const { demo = true, args = [], env = {} } = this.starting;
    const child = spawn(program, ["serve", ...(demo ? ["--demo"] : []), "--data-dir", this.dataDir, ...args], {
      // No test depends on the fonts of the machine.
      env: { ...process.env, LISTEN: `127.0.0.1:${this.port}`, DATABASE_URL: undefined, FONT_FOLDER: process.env.FONT_FOLDER ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    [this.printed, this.log] = ["", ""];
    child.stdout?.on("data", (chunk) => (this.printed += chunk));
    child.stderr?.on("data", (chunk) => (this.log += chunk));
    const exited = new Promise<never>((_, reject) =>
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${this.printed}${this.log}`))),
    );
    exited.catch(() => undefined);
    await Promise.race([exited, this.answers()]);
  }

  /** Kills the server as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL", "exit");
  }

  /** Stops it as an operator would, and keeps its data. */
  async halt(): Promise<void> {
    await this.end("SIGTERM", "close");
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Runs a subcommand on the same data; answers what it printed. */
  command(args: string[], input = ""): string {
    return runCommand(this.dataDir, args, input);
  }

  /** Waits for its process, or for all that it had to say as well. */
  private async end(signal: "SIGKILL" | "SIGTERM", event: "exit" | "close"): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once(event, resolve));
    child.kill(signal);
    await gone;
  }

  private async answers(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the server did not become ready within a minute");
  }
}

/** Runs a subcommand on a data folder; answers what it printed. */
export function runCommand(dataDir: string, args: string[], input = ""): string {
  return execFileSync(program, [...args, "--data-dir", dataDir], {
    input,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: undefined },
  });
}
