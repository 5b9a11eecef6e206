import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

// What is measured runs alone, and prints its figures.
export default defineConfig({ ...base, testDir: "bench", testIgnore: [], workers: 1, timeout: 300_000, projects: [base.projects![0]!] });
