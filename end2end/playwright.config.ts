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

// Every spec runs with JavaScript, except *.plain.spec.ts, which are about the forms that a script replaces. Without JavaScript run
// those, and the tests tagged @plain: the journeys on which a browser without scripts meets something else, such as the walk's plain
// form, the page in place of the outcome dialog, or filters with a button. Any other page is the same plain form in both.
// What two authors do at random takes as long as it is told to, with scripts/test-authors.
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
    { name: "javascript", use: chromium, testIgnore: [/\.plain\.spec\.ts$/, ...(process.env.AUTHORS_SECONDS ? [] : [/editor\.authors/])] },
    { name: "no-javascript", use: { ...chromium, javaScriptEnabled: false }, grep: /@plain|\.plain\.spec\.ts/ },
  ],
});
