import { defineConfig, devices } from "@playwright/test";

const chromium = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--no-first-run",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};

// Every spec runs with and without JavaScript, but for *.hydrate.spec.ts, which need it, and *.plain.spec.ts, which are about
// the forms in whose place it puts something else.
export default defineConfig({
  testDir: "tests",
  globalSetup: "./support/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  // A trace of every test costs half of the time again; TRACE=1 asks for it.
  use: { trace: process.env.TRACE ? "retain-on-failure" : "off", screenshot: "only-on-failure", permissions: ["clipboard-read", "clipboard-write"] },
  projects: [
    { name: "javascript", use: chromium, testIgnore: /\.plain\.spec\.ts$/ },
    { name: "no-javascript", use: { ...chromium, javaScriptEnabled: false }, testIgnore: /\.hydrate\.spec\.ts$/ },
  ],
});
