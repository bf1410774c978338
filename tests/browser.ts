// The real browser for tests of what the reader sees: reports, JupyterLab.

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Starts Chromium without a window: that of the variable CHROMIUM, or of the usual places. It asks the
 * network for nothing by itself.
 *
 * @throws Error if none is installed: a test of a page cannot pass unseen
 */
export async function launchBrowser(): Promise<Browser> {
  const named = Deno.env.get("CHROMIUM");
  const executablePath = (named ? [named] : usualPlaces).find((path) => existsSync(path));
  if (!executablePath) {
    throw new Error(
      named
        ? `launchBrowser: CHROMIUM=${named} is not there`
        : "launchBrowser: no Chromium found; install it (sudo apt install chromium) or set CHROMIUM to its path",
    );
  }
  return await chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox", // in a container, the browser runs as root
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
