// A browser for the tests where none is installed: the Chromium that an npm package carries in itself, 67 MB to download
// and 230 MB in .venv, and a font for its Japanese. Nothing of the system is needed, and no root. x64 Linux only.

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { lockVenv, root, step } from "./setup.ts";

// In no import statement, and in a lock file of their own: whoever has a browser downloads neither.
const chromium = "npm:@sparticuz/chromium@153.0.0";
const font = "npm:@expo-google-fonts/biz-udpgothic@0.4.2";
const fontFiles = ["400Regular/BIZUDPGothic_400Regular.ttf", "700Bold/BIZUDPGothic_700Bold.ttf"];

const folder = join(root, ".venv", "chromium-153.0.0");

/** How to start a browser. */
export interface Installed {
  executablePath: string;
  /** Variables that it needs besides those of this process. */
  env: Record<string, string>;
}

/** Puts Chromium into .venv unless it is there; undefined where the package has none for this machine, or cannot be had. */
export async function setupChromium(): Promise<Installed | undefined> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") return undefined;
  const partial = `${folder}.partial`;
  using _lock = await lockVenv();
  if (!existsSync(folder)) {
    await Deno.mkdir(partial, { recursive: true });
    const unpacked = await step("setting up Chromium (once; 230 MB)", "env", [
      `TMPDIR=${partial}`, // where the package unpacks
      "AWS_EXECUTION_ENV=AWS_Lambda_nodejs22.x", // else it does not unpack its own NSS and expat
      Deno.execPath(),
      "run",
      "-A",
      "--quiet",
      "--no-config",
      "--frozen",
      `--lock=${join(root, "tools", "chromium.lock")}`,
      import.meta.filename!,
    ]);
    if (!unpacked) return undefined;
    await Deno.rename(partial, folder);
  }
  return {
    executablePath: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

/** Unpacks both packages into the folder TMPDIR. */
async function unpack(): Promise<void> {
  const target = Deno.env.get("TMPDIR")!;
  const { default: bundled } = await import(chromium);
  await bundled.executablePath();
  await import(`${font}/package.json`, { with: { type: "json" } }); // downloads the package
  for (const file of fontFiles) {
    const from = new URL(file, import.meta.resolve(`${font}/package.json`));
    await Deno.copyFile(from, join(target, "fonts", basename(file)));
  }
  await Deno.writeTextFile(
    join(target, "fonts.conf"),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`,
  );
}

if (import.meta.main) await unpack();
