// What the bench compares with: Python packages in bench/.venv, npm packages in Deno's cache. What cannot be had is left
// out with one line; the tests never come here.

import { join } from "node:path";
import { findPython, output, root, step } from "../tools/setup.ts";

const venv = join(root, "bench", ".venv");
/** The interpreter with the packages. */
export const python = Deno.build.os === "windows"
  ? join(venv, "Scripts", "python.exe")
  : join(venv, "bin", "python");

const numpy = ["numpy==2.4.6; python_version >= '3.11'", "numpy==2.2.6; python_version < '3.11'"];
// On Linux with x86-64, PyPI's wheel of PyTorch is that for CUDA, which does not start without 3 GB of libraries. The
// one for the CPU is taken if pip has been told where it is; elsewhere PyPI's is for the CPU.
const isCuda = Deno.build.os === "linux" && Deno.build.arch === "x86_64";
const torch = isCuda ? "torch==2.13.0+cpu" : "torch==2.13.0";

/** Installs what lacks; returns why NumPy or PyTorch is left out, if so. */
export async function setupPeers(): Promise<{ numpy?: string; torch?: string }> {
  if (!await output(python, ["-c", "print()"])) {
    const found = await findPython();
    if ("problem" in found) return { numpy: found.problem, torch: found.problem };
    const made = await step("creating bench/.venv", found.command, ["-m", "venv", "--clear", venv]);
    if (!made) return { numpy: "bench/.venv cannot be made", torch: "bench/.venv cannot be made" };
  }
  const reasons: { numpy?: string; torch?: string } = {};
  if (!await install("numpy", [...numpy, "threadpoolctl==3.6.0"])) {
    reasons.numpy = "pip cannot install it";
  }
  // safetensors is for tests/io, which compare with PyTorch where it is
  if (!await install("torch", [torch, "safetensors==0.8.0"])) {
    reasons.torch = isCuda
      ? `pip finds no ${torch}; PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL can name a place that has it`
      : "pip cannot install it";
  }
  return reasons;
}

async function install(name: string, requirements: string[]): Promise<boolean> {
  const probe = `from importlib.metadata import version; version("${name}")`;
  if (await output(python, ["-c", probe])) return true;
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  return await step(`installing ${name}`, python, [...pip, ...requirements]);
}
