// Stop, without a browser: a real kernel, and the signal that JupyterLab, VS Code and nbclient send it.

import { join } from "node:path";
import { assertEquals, assertTrue } from "../assert.ts";
import { jupyterEnv, python, setup } from "../../tools/setup.ts";

await setup();

const notebooks = {
  "stop.ipynb": /^Stopped: stopped at step \d+ of 1000000000$/,
  "stop_parallel.ipynb": /^Stopped: stopped after 0 of 2$/,
};

for (const [notebook, message] of Object.entries(notebooks)) {
  Deno.test(`SIGINT ends the long cell of ${notebook} within a second; the kernel lives on, with its variables`, async () => {
    const { success, stdout } = await new Deno.Command(python, {
      args: [join(import.meta.dirname!, "interrupt.py"), notebook],
      env: jupyterEnv,
      stderr: "inherit",
    }).output();
    assertTrue(success);
    const { before, error, seconds, after } = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(before, "ok");
    assertTrue(message.test(error), error);
    assertTrue(seconds < 1.5, `it took ${seconds} s`);
    assertEquals(after, "ok"); // it throws when the variable is not what the cells have made it
  });
}
