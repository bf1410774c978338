import { join } from "node:path";
import { assertEquals } from "../assert.ts";
import { checkWasm } from "../../tools/build_wasm.ts";
import { root } from "../../tools/setup.ts";

Deno.test("checkWasm() finds kernels that were edited and not built", async () => {
  const folder = Deno.makeTempDirSync();
  const wasm = join(root, "lib/backend/wasm");
  try {
    Deno.mkdirSync(join(folder, "assembly"));
    for (const { name } of Deno.readDirSync(join(wasm, "assembly"))) {
      Deno.copyFileSync(join(wasm, "assembly", name), join(folder, "assembly", name));
    }
    Deno.copyFileSync(join(wasm, "module.ts"), join(folder, "module.ts"));
    assertEquals(await checkWasm(folder), []);

    const kernel = join(folder, "assembly", "softmax.ts");
    Deno.writeTextFileSync(kernel, Deno.readTextFileSync(kernel).replace("/ sum", "* sum"));
    assertEquals(await checkWasm(folder), [
      "lib/backend/wasm/module.ts is not what assembly/ builds; deno task build:wasm mends it",
    ]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
