// Opens JupyterLab on the first chapter. Arguments go through to `jupyter lab`: --no-browser, --port=8890 …

import { basename } from "node:path";
import { findNotebooks } from "./notebooks.ts";
import { fail, jupyterEnv, python, root, setup } from "./setup.ts";

await setup();

const notebooks = findNotebooks();
// JupyterLab shows the figures of notebooks that came with the checkout only when they are marked as trusted
const trust = new Deno.Command(python, {
  args: ["-m", "nbformat.sign", ...notebooks],
  env: jupyterEnv,
  stdout: "null",
}).spawn();
const first = basename(notebooks[0] ?? "");
const child = new Deno.Command(python, {
  args: [
    "-m",
    "jupyterlab",
    "-y", // Ctrl-C ends it without a question
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=/lab/tree/notebooks/${first}`,
    ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--allow-root"] : []),
    ...Deno.args,
  ],
  env: jupyterEnv,
}).spawn();

// The terminal sends Ctrl-C to JupyterLab too; we only wait for its end. Other signals are passed on.
Deno.addSignalListener("SIGINT", () => {});
if (Deno.build.os !== "windows") {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => child.kill("SIGTERM"));
  }
}
const { code } = await child.status;
await trust.status;
if (code !== 0) fail(`JupyterLab ended with exit code ${code}`);
Deno.exit(0);
