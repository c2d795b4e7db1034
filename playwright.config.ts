import { defineConfig, devices } from "@playwright/test";

// Found by scripts/test/browser.ts; without it Playwright looks for its own.
const executablePath = process.env.TOCSIN_CHROMIUM;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/start.ts",
  // The stories share one running Tocsin and this machine's cores.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 30_000 },
  forbidOnly: !!process.env.CI,
  reporter: "list",
  use: {
    baseURL: process.env.TOCSIN_E2E_URL,
    trace: "retain-on-failure",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    launchOptions: executablePath ? { executablePath } : {},
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] }, grepInvert: /@phone/ },
    { name: "phone", use: { ...devices["Pixel 7"] }, grep: /@phone/ },
  ],
});
