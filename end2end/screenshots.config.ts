import base from "./playwright.config";

/** README's pictures, taken by `make screenshots` with the demo's content. */
export default { ...base, testDir: "screenshots", workers: 1, projects: base.projects?.slice(0, 1) };
