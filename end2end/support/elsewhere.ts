// A site that is not ours, and means no good.
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export class Elsewhere {
  /** What browsers asked it for: an address each. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Elsewhere> {
    const server = createServer();
    const elsewhere = new Elsewhere(server);
    server.on("request", (request, response) => {
      elsewhere.asked.push(request.url ?? "");
      // Whatever it is asked for: a page of which the test makes what it wants, and a script that would say that it ran.
      const script = request.url?.endsWith(".js");
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("content-type", script ? "text/javascript" : "text/html");
      response.end(script ? "window.pwned = 1;" : "<!doctype html><title>Win a prize</title><p>Press here</p>");
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    return elsewhere;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Another origin on our host: browsers send our cookies along. */
  get nextDoor(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Another site. */
  get abroad(): string {
    return `http://localhost:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
