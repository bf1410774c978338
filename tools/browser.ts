// The real browser: for tests of what the reader sees, and for PDFs.

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { type Installed, setupChromium } from "./setup_chromium.ts";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Starts a browser without a window: that of the variable CHROMIUM, else Chrome, Edge or Chromium in its usual place,
 * else the Chromium that is then put into .venv. It asks the network for nothing by itself.
 *
 * @param args of the browser, besides those that it always gets
 * @throws Error if there is none
 */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return await chromium.launch({
    executablePath,
    env: { ...Deno.env.toObject(), ...env },
    args: [
      "--headless",
      "--no-sandbox", // in a container, the browser runs as root
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
}

async function findBrowser(): Promise<Installed> {
  const named = Deno.env.get("CHROMIUM");
  if (named && !existsSync(named)) throw new Error(`launchBrowser: CHROMIUM=${named} is not there`);
  const executablePath = named || usualPlaces.find((path) => existsSync(path));
  if (executablePath) return { executablePath, env: {} };
  const installed = await setupChromium();
  if (installed) return installed;
  throw new Error(
    "launchBrowser: no Chrome, Edge or Chromium found; install one, or set CHROMIUM to its path",
  );
}
