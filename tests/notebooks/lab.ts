// JupyterLab as a reader has it: started by tools/lab.ts with a fresh profile, and driven by the real browser.

import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../../tools/browser.ts";
import { freePort } from "../../tools/free_port.ts";
import type { Output } from "../../tools/notebooks.ts";
import { root } from "../../tools/setup.ts";
import { env } from "./env.ts";

/** A running JupyterLab and a browser; both end when disposed of. */
export interface Lab extends AsyncDisposable {
  /** Opens a notebook, by its path in the checkout, in a page of its own. */
  open: (path: string) => Promise<NotebookPage>;
}

/** Starts them; `variables` are for the kernels, besides those of env.ts. */
export async function startLab(variables: Record<string, string> = {}): Promise<Lab> {
  const port = freePort();
  const profile = await Deno.makeTempDir();
  // What a reader has set up must not matter, and what a test executes must not be saved.
  const settings = `${profile}/settings/@jupyterlab/docmanager-extension`;
  await Deno.mkdir(settings, { recursive: true });
  await Deno.writeTextFile(`${settings}/plugin.jupyterlab-settings`, `{ "autosave": false }`);
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "tools/lab.ts",
      "--no-browser",
      `--port=${port}`,
      "--ServerApp.port_retries=0",
      "--IdentityProvider.token=",
      "--expose-app-in-browser",
      `--FileCheckpoints.checkpoint_dir=${profile}/checkpoints`,
    ],
    cwd: root,
    env: {
      ...env,
      ...variables,
      JUPYTER_CONFIG_DIR: `${profile}/config`,
      JUPYTER_DATA_DIR: `${profile}/data`,
      JUPYTER_RUNTIME_DIR: `${profile}/runtime`,
      JUPYTERLAB_SETTINGS_DIR: `${profile}/settings`,
      JUPYTERLAB_WORKSPACES_DIR: `${profile}/workspaces`,
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(server.stderr).text();
  const url = `http://localhost:${port}`;
  const end = async () => {
    server.kill("SIGTERM");
    await server.status;
    await log;
    await Deno.remove(profile, { recursive: true });
  };
  let browser: Browser;
  try {
    await answer(`${url}/api`, server.status, log);
    browser = await launchBrowser();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    open: async (path) => {
      const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
      // a workspace of its own, in which no other notebook is open
      await page.goto(`${url}/lab/workspaces/${crypto.randomUUID()}/tree/${path}`);
      page.setDefaultTimeout(120_000); // a busy machine takes more than 30 s to draw JupyterLab
      const notebook = new NotebookPage(page);
      await notebook.ready();
      return notebook;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await end();
    },
  };
}

/** Waits until the server answers; says what it said if it ends instead. */
async function answer(url: string, ended: Promise<unknown>, log: Promise<string>): Promise<void> {
  let hasEnded = false;
  ended.then(() => hasEnded = true);
  for (;;) {
    if (hasEnded) throw new Error(`JupyterLab has ended:\n${await log}`);
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

/** What the tests read of a code cell. */
export interface CellState {
  source: string;
  /** whether it has run to its end, well or not */
  ended: boolean;
  outputs: Output[];
}

/** An open notebook: clicked as a reader does, read through JupyterLab's own model of it. */
export class NotebookPage {
  /** The page of the browser. */
  constructor(readonly page: Page) {}

  /** Waits until the file is shown and the kernel listens. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => {
      const context = globalThis.jupyterapp?.shell.currentWidget?.context;
      const kernel = context?.sessionContext.session?.kernel;
      return context?.isReady && kernel?.connectionStatus === "connected";
    });
    await this.idle();
  }

  /** Waits until the kernel has nothing to do. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { session } = globalThis.jupyterapp!.shell.currentWidget!.context.sessionContext;
      return session?.kernel?.status === "idle";
    });
  }

  /** Whether JupyterLab has something to save. */
  async isUnsaved(): Promise<boolean> {
    return await this.page.evaluate(() =>
      globalThis.jupyterapp!.shell.currentWidget!.context.model.dirty
    );
  }

  /** Run → Run All Cells. Ends when the last cell has ended, or one has failed. */
  async runAll(): Promise<void> {
    await this.page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await this.page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
    await this.waitFor(
      (cells) => cells.every(({ ended }) => ended) || cells.some(hasFailed),
      500, // to read all outputs of a chapter takes a while
    );
    await this.idle();
  }

  /** Shift+Enter in the code cell of this number, from 1. */
  async run(number: number): Promise<void> {
    const cell = await this.scrollTo(number);
    await cell.locator(".jp-InputPrompt").click();
    await this.page.keyboard.press("Shift+Enter");
  }

  /** The Stop button of the toolbar. */
  async stop(): Promise<void> {
    await this.page.locator('[data-command="notebook:interrupt-kernel"]').click();
  }

  /** Brings the code cell of this number, from 1, into sight: JupyterLab draws others only when they come near. */
  async scrollTo(number: number): Promise<Locator> {
    const index = await this.page.evaluate(async (number) => {
      const { content } = globalThis.jupyterapp!.shell.currentWidget!;
      const code = content.widgets.filter(({ model }) =>
        model.type === "code" && model.sharedModel.source.trim() !== ""
      );
      const index = content.widgets.indexOf(code[number - 1]!);
      await content.scrollToItem(index);
      return index;
    }, number);
    const cell = this.page.locator(`.jp-Notebook-cell[data-windowed-list-index="${index}"]`);
    await cell.waitFor();
    return cell;
  }

  /** How many outputs of a cell draw a figure or a table with a size, at most `wanted`; waits a little for that many. */
  async figuresInSight(number: number, wanted: number): Promise<number> {
    const cell = await this.scrollTo(number);
    let count = 0;
    for (let attempt = 0; attempt < 50 && count < wanted; attempt++) {
      if (attempt > 0) await new Promise((resume) => setTimeout(resume, 100));
      count = await cell.locator(".jp-OutputArea-output").evaluateAll((areas) =>
        areas.filter((area) => {
          const figures = Array.from(area.querySelectorAll("svg, img, table, canvas, iframe"));
          return figures.some((figure) => {
            const { width, height } = figure.getBoundingClientRect();
            const isLoaded = !(figure instanceof HTMLImageElement) || figure.naturalWidth > 0;
            return width > 0 && height > 0 && isLoaded;
          });
        }).length
      );
    }
    return count;
  }

  /** A picture of the whole notebook. */
  async screenshot(path: string): Promise<void> {
    const height = await this.page.locator(".jp-WindowedPanel-inner").evaluate((panel) =>
      panel.scrollHeight
    );
    await this.page.setViewportSize({ width: 1100, height: Math.min(height + 150, 16_000) });
    await this.page.screenshot({ path });
  }

  /** Ends its kernel and closes the page: nine kernels with their chapters take gigabytes. */
  async close(): Promise<void> {
    await this.page.evaluate(() =>
      globalThis.jupyterapp!.shell.currentWidget!.context.sessionContext.shutdown()
    );
    await this.page.close();
  }

  /** The code cells that are not empty. */
  async cells(): Promise<CellState[]> {
    return await this.page.evaluate(() => {
      const { widgets } = globalThis.jupyterapp!.shell.currentWidget!.content;
      return widgets.map(({ model }) => model)
        .filter(({ type, sharedModel }) => type === "code" && sharedModel.source.trim() !== "")
        .map(({ sharedModel, executionCount, outputs }) => ({
          source: sharedModel.source,
          ended: executionCount !== null,
          outputs: outputs.toJSON(),
        }));
    });
  }

  /**
   * Looks at the cells again and again, after so many milliseconds, until they are as wanted; five minutes without a change of
   * them are an error.
   */
  async waitFor(wanted: (cells: CellState[]) => boolean, pause = 50): Promise<void> {
    let [last, changed] = ["", performance.now()];
    for (;;) {
      const cells = await this.cells();
      if (wanted(cells)) return;
      const state = JSON.stringify(cells);
      if (state !== last) [last, changed] = [state, performance.now()];
      if (performance.now() - changed > 300_000) {
        const ended = cells.filter(({ ended }) => ended).length;
        throw new Error(`JupyterLab stands still: ${ended} of ${cells.length} cells have ended`);
      }
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

/** Whether a cell shows an error. */
export function hasFailed({ outputs }: CellState): boolean {
  return outputs.some(({ output_type }) => output_type === "error");
}

/** What we use of JupyterLab's objects, which live in the page. */
declare global {
  var jupyterapp: {
    shell: { currentWidget: { context: Context; content: Content } | null };
    commands: { execute: (id: string, args?: object) => Promise<void> };
  } | undefined;
}

interface Context {
  isReady: boolean;
  model: { dirty: boolean };
  sessionContext: {
    session: { kernel: Kernel | null } | null;
    shutdown: () => Promise<void>;
  };
}

interface Kernel {
  connectionStatus: string;
  status: string;
  restart: () => Promise<void>;
}

interface Content {
  scrollToItem: (index: number) => Promise<void>;
  widgets: { model: Model }[];
}

interface Model {
  type: string;
  sharedModel: { source: string };
  executionCount: number | null;
  outputs: { toJSON: () => Output[] };
}
