// DLFS_BACKEND chooses the backend, but only where it may be read without asking.

import { assertEquals } from "../assert.ts";
import { root } from "../../tools/setup.ts";

/** What a script prints that asks for the backend's name, with DLFS_BACKEND and permissions; of an error the message. */
async function backendWith(value: string, ...permissions: string[]): Promise<string> {
  const script =
    'import { backendInfo } from "./lib/backend/mod.ts"; console.log(backendInfo().name);';
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...permissions, "-"],
    cwd: root,
    env: { DLFS_BACKEND: value, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(script));
  await input.close();
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return text.decode(stdout).trim() || text.decode(stderr).match(/TypeError: .*/)![0];
}

Deno.test("DLFS_BACKEND=wasm lets WASM compute", async () => {
  assertEquals(await backendWith("wasm", "--allow-env=DLFS_BACKEND"), "wasm");
  assertEquals(await backendWith("", "--allow-env=DLFS_BACKEND"), "reference");
});

Deno.test("DLFS_BACKEND is not read without permission, and nobody is asked for it", async () => {
  assertEquals(await backendWith("wasm"), "reference");
});

Deno.test("DLFS_BACKEND with another name is an error", async () => {
  assertEquals(
    await backendWith("numpy", "--allow-env=DLFS_BACKEND"),
    'TypeError: DLFS_BACKEND: got "numpy", needs "reference" or "wasm"',
  );
});
