import { defineConfig, devices } from "@playwright/test";

// Found by scripts/test/browser.ts; without it Playwright looks for its own.
const executablePath = process.env.TOCSIN_CHROMIUM;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // Each worker has a Tocsin of its own (e2e/fixtures.ts), so any stories may run side by side. Most of them wait now and then,
  // so two cores have work for three.
  workers: 3,
  fullyParallel: true,
  // Limits end what hangs; they are no measure of speed, and hold on a machine many times slower.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: !!process.env.CI,
  reporter: "list",
  use: {
    actionTimeout: 60_000,
    navigationTimeout: 120_000,
    // Without pictures, which a machine without a graphics card spends most of its time on.
    trace: { mode: "retain-on-failure", screenshots: false },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    launchOptions: executablePath ? { executablePath } : {},
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] }, grepInvert: /@phone/ },
    { name: "phone", use: { ...devices["Pixel 7"] }, grep: /@phone/ },
  ],
});
