// A server of the tests' own: the debug binary with its private Postgres in a scratch folder.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bin = process.env.RESOLUTIONFLOW_BIN ?? join(import.meta.dirname, "../../target/debug/resolutionflow");

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

export class Server {
  private child?: ChildProcess;
  private constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts a server with demo content and waits until it answers. */
  static async start(): Promise<Server> {
    const server = new Server(mkdtempSync(join(tmpdir(), "resolutionflow-e2e-")), await freePort());
    await server.launch();
    return server;
  }

  async launch(): Promise<void> {
    const child = spawn(bin, ["serve", "--demo", "--data-dir", this.dataDir], {
      env: { ...process.env, LISTEN: `127.0.0.1:${this.port}`, DATABASE_URL: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    let said = "";
    child.stdout?.on("data", (chunk) => (said += chunk));
    child.stderr?.on("data", (chunk) => (said += chunk));
    const exited = new Promise<never>((_, reject) =>
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said}`))),
    );
    exited.catch(() => undefined);
    await Promise.race([exited, this.answers()]);
  }

  /** Kills the server as a power cut would. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.child?.once("exit", resolve));
    this.child?.kill("SIGKILL");
    await gone;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child?.once("exit", resolve));
    this.child?.kill("SIGTERM");
    await gone;
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Runs a subcommand on the same data; answers what it printed. */
  command(args: string[], input = ""): string {
    return runCommand(this.dataDir, args, input);
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
  return execFileSync(bin, [...args, "--data-dir", dataDir], {
    input,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: undefined },
  });
}
