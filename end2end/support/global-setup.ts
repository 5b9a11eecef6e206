import { Server } from "./server";

/** One server for the run; every test makes users of its own on it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await Server.start();
  process.env.E2E_URL = server.url;
  process.env.E2E_DATA_DIR = server.dataDir;
  return () => server.stop();
}
