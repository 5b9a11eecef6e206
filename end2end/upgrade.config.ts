import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

// Two releases at once, for scripts/test-upgrade.
export default defineConfig({ ...base, globalSetup: [], testDir: "upgrade", workers: 1, projects: [base.projects![0]!] });
