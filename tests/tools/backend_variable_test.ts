// DLFS_BACKEND chooses the backend, but only where it may be read without asking.

import { assertEquals } from "../assert.ts";
import { root } from "../../tools/setup.ts";

const asked =
  'import { backendInfo } from "./lib/backend/mod.ts"; console.log(backendInfo().name);';

/** What a script prints with DLFS_BACKEND, DLFS_THREADS and permissions; of an error the message. */
async function backendWith(
  value: string,
  permissions: string[],
  { threads = "", fuse = "", script = asked } = {},
): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...permissions, "-"],
    cwd: root,
    env: { DLFS_BACKEND: value, DLFS_THREADS: threads, DLFS_FUSE: fuse, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(script));
  await input.close();
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return text.decode(stdout).trim() || text.decode(stderr).match(/(Type|Range)Error: .*/)![0];
}

Deno.test("DLFS_BACKEND=reference lets the plain loops compute; WASM does without", async () => {
  assertEquals(await backendWith("reference", ["--allow-env=DLFS_BACKEND"]), "reference");
  assertEquals(await backendWith("", ["--allow-env=DLFS_BACKEND"]), "wasm");
});

Deno.test("DLFS_BACKEND is not read without permission, and nobody is asked for it", async () => {
  assertEquals(await backendWith("reference", []), "wasm");
});

Deno.test("DLFS_BACKEND=openblas without permission leaves the work to WASM, and says so in one line", async () => {
  const script = `console.warn = console.log;
    const { backendInfo } = await import("./lib/backend/mod.ts");
    console.log(backendInfo().name);`;
  assertEquals(
    await backendWith("openblas", ["--allow-env=DLFS_BACKEND", "--allow-read"], { script }),
    'DLFS_BACKEND: "wasm" computes, not "openblas": it needs the permission --allow-ffi\nwasm',
  );
});

Deno.test("DLFS_BACKEND with another name is an error", async () => {
  assertEquals(
    await backendWith("numpy", ["--allow-env=DLFS_BACKEND"]),
    'TypeError: DLFS_BACKEND: got "numpy", needs "reference", "wasm", "openblas" or "webgpu"',
  );
});

Deno.test("DLFS_THREADS says how many threads compute, and a script ends with them", async () => {
  const script = `import { backendInfo } from "./lib/backend/mod.ts";
    const { threads } = backendInfo();
    console.log(await new Promise((resolve) => {
      const timer = setInterval(() => {
        if (backendInfo().threads < 3) return;
        clearInterval(timer);
        resolve("3 threads, not " + threads + " any more");
      }, 5);
    }));`;
  const env = ["--allow-env=DLFS_BACKEND,DLFS_THREADS"];
  assertEquals(
    await backendWith("wasm", env, { threads: "3", script }),
    "3 threads, not 1 any more",
  );
  for (const threads of ["0", "2.5", "many", "65"]) {
    assertEquals(
      await backendWith("wasm", env, { threads }),
      `RangeError: DLFS_THREADS: got "${threads}", needs an integer from 1 to 64`,
    );
  }
});

Deno.test("DLFS_FUSE=0 lets a gradient run layer after layer", async () => {
  const script = `import { SimpleConvNet } from "./lib/mod.ts";
    console.log(new SimpleConvNet().plan().steps.length);`;
  const env = ["--allow-env=DLFS_BACKEND,DLFS_FUSE"];
  assertEquals(await backendWith("reference", env, { fuse: "0", script }), "6");
  assertEquals(await backendWith("reference", env, { script }), "4");
});
