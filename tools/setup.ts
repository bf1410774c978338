// Makes `.venv`, the Python environment with JupyterLab and our Deno kernel. Used by lab, report and test;
// nothing is installed outside the checkout. A start that finds it complete takes a fraction of a second.
// As a program it does only that: deno run -A tools/setup.ts

import { dirname, join } from "node:path";
import { ticker } from "./progress.ts";

export const root = dirname(import.meta.dirname!);
const windows = Deno.build.os === "windows";
const venv = join(root, ".venv");
/** The interpreter of `.venv`. Call programs as `python -m jupyterlab`: their scripts break when the folder moves. */
export const python = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");

const requirements = join(root, "tools", "requirements.txt");
const marker = join(venv, "complete"); // written last: an interrupted set-up has none
const uv = "uv==0.13.9"; // installs in 2 s what takes pip 17 s
export const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];

/** Variables that let Jupyter see the kernel of `.venv` before one of the same name in the home folder. */
export const jupyterEnv = { JUPYTER_PREFER_ENV_PATH: "1", PYTHONUTF8: "1" };

/** Prints one line and ends the program: for troubles that the reader can mend. */
export function fail(message: string): never {
  console.error(message);
  Deno.exit(1);
}

/** Makes or repairs `.venv`, and points its kernel at this very Deno (the path changes under npx). */
export async function setup(): Promise<void> {
  using _lock = await lockVenv();
  const wanted = await fingerprint();
  const probe =
    "from importlib.metadata import version; version('jupyterlab'), version('nbclient')";
  if (await readText(marker) !== wanted || !await output(python, ["-c", probe])) {
    await install();
    await writeAtomically(marker, wanted);
  }
  await writeKernel();
}

/** Of two first starts at once, one waits until the other disposes of its lock. */
export async function lockVenv(): Promise<Disposable> {
  try {
    await Deno.mkdir(venv, { recursive: true });
    const lock = await Deno.open(join(venv, "lock"), { create: true, write: true });
    await lock.lock(true);
    return lock;
  } catch (error) {
    return failUnlessWritable(error);
  }
}

/** Where files cannot be written, says so in one line; another error goes on. */
function failUnlessWritable(error: unknown): never {
  const { code } = error as { code?: string };
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    fail(
      `Nothing can be written in ${root}: copy that folder to where you may write, and start there`,
    );
  }
  throw error;
}

/** What the environment depends on; it holds absolute paths, so a moved checkout needs a new one. */
async function fingerprint(): Promise<string> {
  const text = `${uv}\n${venv}\n${await Deno.readTextFile(requirements)}`;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex();
}

async function install(): Promise<void> {
  const found = await findPython();
  if ("problem" in found) fail(found.problem);
  console.error("Setting up JupyterLab in .venv (once; 240 MB)");
  for await (const entry of Deno.readDir(venv)) {
    if (entry.name !== "lock") await Deno.remove(join(venv, entry.name), { recursive: true });
  }
  if (!await step("creating a Python environment", found.command, ["-m", "venv", venv])) {
    fail("Setting up .venv failed: the reason is above");
  }
  await step("installing uv", python, [...pip, uv]);
  if (!await installPackages("JupyterLab", requirements)) {
    fail(
      "Setting up .venv failed: the reason is above; start again with a working network connection",
    );
  }
}

/** Installs into .venv what a requirements file names, unless it is there. */
export async function installPackages(what: string, file: string): Promise<boolean> {
  const withUv = ["-m", "uv", "pip", "install", "--quiet", "--python", python];
  return await step(`installing ${what}`, python, [...withUv, "-r", file]) ||
    await step(`installing ${what} with pip instead`, python, [...pip, "-r", file]);
}

/** Runs a command and shows how long it takes; what it says on its standard error is passed on. */
export async function step(label: string, command: string, args: string[]): Promise<boolean> {
  using _progress = ticker(() => `  ${label}`);
  return await output(command, args, "inherit") !== undefined;
}

/** The command of a Python 3.10 or newer that can make environments, or what is wrong, with a remedy. */
export async function findPython(): Promise<{ command: string } | { problem: string }> {
  const names = ["python3", "python", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
  if (windows) names.unshift("py");
  let problem = "Python 3.10 or newer is needed, and none was found";
  for (const name of names) {
    const version = await output(name, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    if (!version) continue;
    if (Number(version.split(".")[1]) < 10) {
      problem = `Python 3.10 or newer is needed, and ${name} is Python ${version}`;
    } else if (await output(name, ["-c", "import ensurepip, venv; print('ok')"])) {
      return { command: name };
    } else {
      problem = `Python ${version} was found, but not its venv module`;
      break;
    }
  }
  const remedy = {
    darwin: "brew install python, or the installer of https://www.python.org/downloads",
    windows: "winget install Python.Python.3.13",
  }[Deno.build.os as string] ??
    "sudo apt install python3 python3-venv, or your system's equivalent";
  return { problem: `${problem}; install it (${remedy}) and start again` };
}

async function writeKernel(): Promise<void> {
  const share = join(venv, "share", "jupyter");
  await writeAtomically(
    join(share, "kernels", "deno", "kernel.json"),
    JSON.stringify({
      argv: [python, join(root, "kernel", "start.py"), Deno.execPath(), "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
      interrupt_mode: "message",
      env: { NO_COLOR: "1" }, // no colour codes in saved outputs
    }),
  );
  await writeAtomically( // no question about news at the first start
    join(share, "lab", "settings", "overrides.json"),
    JSON.stringify({ "@jupyterlab/apputils-extension:notification": { fetchNews: "false" } }),
  );
}

/** The trimmed standard output (or "ok" where there is none); undefined when the command fails or is not there. */
export async function output(
  command: string,
  args: string[],
  stderr: "null" | "inherit" = "null",
): Promise<string | undefined> {
  try {
    const result = await new Deno.Command(command, { args, stdin: "null", stderr }).output();
    return result.success ? new TextDecoder().decode(result.stdout).trim() || "ok" : undefined;
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return undefined;
  }
}

/** Writes the whole file or nothing, and not at all when it already reads so. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  if (typeof content === "string" && await readText(path) === content) return;
  const partial = `${path}.${Deno.pid}.partial`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(
      partial,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await Deno.rename(partial, path);
  } catch (error) {
    failUnlessWritable(error);
  }
}

if (import.meta.main) await setup();
