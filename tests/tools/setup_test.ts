import { existsSync } from "node:fs";
import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { root } from "../../tools/setup.ts";

/** Runs tools/setup.ts of a checkout without .venv, with `commands` (name → shell script) as all that is on PATH. */
async function setupWith(
  commands: Record<string, string>,
  prepare: (checkout: string) => Promise<void> = async () => {},
): Promise<{ code: number; lines: string[] }> {
  const checkout = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(checkout, "tools"));
    await Deno.mkdir(join(checkout, "bin"));
    for (const file of ["setup.ts", "progress.ts", "requirements.txt"]) {
      await Deno.copyFile(join(root, "tools", file), join(checkout, "tools", file));
    }
    for (const [name, script] of Object.entries(commands)) {
      const path = join(checkout, "bin", name);
      await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    await prepare(checkout);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-config", join(checkout, "tools", "setup.ts")],
      env: { PATH: join(checkout, "bin"), NO_COLOR: "1" },
    }).output();
    return { code, lines: new TextDecoder().decode(stderr).trim().split("\n") };
  } finally {
    await Deno.remove(checkout, { recursive: true });
  }
}

const cases: [without: string, commands: Record<string, string>, begins: string][] = [
  ["Python", {}, "Python 3.10 or newer is needed, and none was found; install it ("],
  [
    "a Python new enough",
    { python3: "echo 3.9" },
    "Python 3.10 or newer is needed, and python3 is Python 3.9; install it (",
  ],
  [
    "the venv module",
    { python3: `case "$*" in *ensurepip*) exit 1;; *) echo 3.11;; esac` },
    "Python 3.11 was found, but not its venv module; install it (",
  ],
];

for (const [without, commands, begins] of cases) {
  Deno.test({
    name: `setup() without ${without} says in one line what to install`,
    ignore: Deno.build.os === "windows", // the commands are shell scripts
    fn: async () => {
      const { code, lines } = await setupWith(commands);
      assertEquals(code, 1);
      assertEquals(lines.length, 1, lines.join("\n"));
      assertTrue(lines[0]!.startsWith(begins), lines[0]);
      assertTrue(lines[0]!.endsWith(") and start again"), lines[0]);
    },
  });
}

Deno.test({
  name: "setup() where nothing can be written says so in one line, and what to do",
  ignore: !existsSync("/sys/kernel"), // a folder in which not even root may write
  fn: async () => {
    let folder = "";
    const { code, lines } = await setupWith({}, async (checkout) => {
      folder = checkout;
      await Deno.symlink("/sys", join(checkout, ".venv"));
    });
    assertEquals([code, ...lines], [
      1,
      `Nothing can be written in ${folder}: copy that folder to where you may write, and start there`,
    ]);
  },
});
