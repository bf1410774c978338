// Runs in the kernel before the first cell: tells the layer what it cannot see from outside, and has what it puts into cells.
(() => {
  const broadcast = Deno.jupyter.broadcast;
  const mark = (is, content) => broadcast("deno_layer", { is, ...content });
  const inside = Deno[Deno.internal].jupyter;
  let stopWaiting = () => {}; // ends what the cell waits for
  let patience;

  // Outputs leave in order, so what comes before this mark belongs to the cell.
  const end = () => {
    clearTimeout(patience);
    stopWaiting = () => {};
    mark("end");
  };
  const showResult = inside.broadcastResult;
  inside.broadcastResult = async (count, value) => {
    await showResult(count, value);
    end();
  };

  // Errors that no cell can catch; without these, Deno forgets them, and then does not come back for many seconds.
  const tell = (error) => {
    const isError = error instanceof Error;
    const ename = isError ? error.name : "Error";
    const evalue = isError ? error.message : Deno.inspect(error);
    const traceback = String(isError && error.stack || `${ename}: ${evalue}`).split("\n")
      .filter((line) => !/^\s+at (.*\()?(ext|node):/.test(line));
    broadcast("error", { ename, evalue, traceback }, { metadata: { deno_layer: {} } });
  };
  addEventListener("error", (event) => {
    event.preventDefault();
    tell(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(event.reason);
  });

  const stopped = () => {
    const error = new Error("the cell no longer waits; what it has begun may go on");
    error.name = "Stopped";
    error.stack = `${error}`; // where it waited, nobody knows
    return error;
  };
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGINT", () => {
      mark("heard");
      clearTimeout(patience);
      patience = setTimeout(() => stopWaiting(stopped()), 2000);
    });
  }

  /** In place of a promise for which a cell waits: settles as it does, or when Stop has been pressed. */
  const stoppable = (promise) =>
    new Promise((resolve, reject) => {
      stopWaiting = reject;
      Promise.resolve(promise).then(resolve, reject);
    });

  /** In place of what a cell goes through with `for await`. */
  const each = (iterable) => {
    const begin = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
    if (typeof begin !== "function") {
      const error = new TypeError(`${Deno.inspect(iterable)} is not async iterable`);
      Error.captureStackTrace(error, each); // as if the cell had thrown it
      throw error;
    }
    return {
      [Symbol.asyncIterator]() {
        const steps = begin.call(iterable);
        return {
          next: async () => {
            const step = await stoppable(steps.next());
            return step.done ? step : { done: false, value: await step.value };
          },
          return: async (value) => await steps.return?.(value) ?? { done: true, value },
        };
      },
    };
  };

  const display = Symbol.for("Jupyter.display");
  /** In place of the value of a cell: the protocol between Deno and V8 loses these. */
  const shown = (value) =>
    value === null || typeof value === "bigint" || Object.is(value, -0) ||
      typeof value === "number" && !Number.isFinite(value)
      ? { [display]: () => ({ "text/plain": Deno.inspect(value) }) }
      : value;

  /** Names that modules do not have at run time, with the names that they have. */
  const lacking = async (imports) => {
    const missing = [];
    for (const [specifier, names] of imports) {
      try {
        const module = await import(specifier);
        const has = Object.keys(module);
        for (const name of names) {
          if (!(name in module)) missing.push({ specifier, name, has });
        }
      } catch {
        // the cell itself will say it
      }
    }
    mark("lacking", { missing });
  };

  // a short name, since what is put in front of an expression moves it in the stack of an error
  Object.defineProperty(globalThis, "ˑ", {
    value: Object.assign(shown, { end, stoppable, each, lacking }),
  });
})();
