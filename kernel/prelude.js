// Runs in the kernel before the first cell: tells the layer what it cannot see from outside, and has what it puts into cells.
(() => {
  const { clearTimeout, Object, process, Promise, setTimeout, String } = globalThis; // whatever a cell does to them
  const { broadcast } = Deno.jupyter;
  const { inspect } = Deno;
  const mark = (is, content) => broadcast("deno_layer", { is, ...content });
  const { Console, jupyter: inside } = Deno[Deno.internal];
  const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");
  const cell = new AsyncLocalStorage(); // number of the cell that began what now runs
  let running = 0; // number of the cell that Deno runs, or will run next
  let stopWaiting = () => {}; // ends what the cell waits for
  let patience;
  let thrown;

  const isError = (value) => {
    try {
      return value instanceof Error;
    } catch {
      return false; // a proxy that throws
    }
  };
  const textOf = (value, show) => {
    try {
      return show(value);
    } catch {
      return "a value that cannot be shown";
    }
  };

  // Outputs leave in order, so what comes before this mark belongs to the cell.
  const end = () => {
    clearTimeout(patience);
    stopWaiting = () => {};
    const isObject = typeof thrown === "object" && thrown !== null && !isError(thrown);
    mark("end", {
      cell: running++,
      thrown: isObject ? { [textOf(thrown, String)]: textOf(thrown, inspect) } : {},
    });
    thrown = undefined;
    begin();
  };
  /** From here on all is of the cell that runs: put in front of it, since Deno may come from what an earlier one began. */
  const begin = () => cell.enterWith(running);
  const showResult = inside.broadcastResult;
  inside.broadcastResult = async (count, value) => {
    await showResult(count, value);
    end();
  };
  /** In place of what a cell throws: Deno keeps only its text, which for an object is [object Object]. */
  const throwing = (value) => thrown = value;

  // Deno's own way of writing stacks does not know the names of cells.
  Error.prepareStackTrace = (error, frames) =>
    [
      textOf(error, (one) => Error.prototype.toString.call(one)),
      ...frames.map((frame) => `    at ${frame}`),
    ].join("\n");

  // What comes when another cell runs belongs to the cell that began it.
  const own = (extra) => ({
    ...extra,
    metadata: { ...extra?.metadata, deno_layer: { cell: cell.getStore() ?? running } },
  });
  const isLate = () => (cell.getStore() ?? running) !== running;
  Deno.jupyter.broadcast = (type, content, extra) =>
    broadcast(type, content, isLate() ? own(extra) : extra);
  const lateConsole = new Console((text, level) =>
    broadcast("stream", { name: level > 1 ? "stderr" : "stdout", text }, own())
  );
  /** Has a method call another function, and leaves it as it is for those who look at it. */
  const instead = (object, name, apply) => {
    object[name] = new Proxy(object[name], { apply });
  };
  for (const name of Object.keys(lateConsole)) {
    const isMethod = [lateConsole, console].every((one) => typeof one[name] === "function");
    if (!isMethod || name === "trace") continue; // which would name us
    instead(
      console,
      name,
      (print, self, values) =>
        isLate() ? lateConsole[name](...values) : Reflect.apply(print, self, values),
    );
  }
  for (const name of ["setTimeout", "setInterval"]) { // Deno has forgotten the cell when they throw
    instead(globalThis, name, (set, self, [callback, ...others]) => {
      const guarded = function (...values) {
        try {
          return callback.apply(this, values);
        } catch (error) {
          tell(error);
        }
      };
      return Reflect.apply(set, self, [
        typeof callback === "function" ? guarded : callback,
        ...others,
      ]);
    });
  }

  // Errors that no cell can catch; without these, Deno forgets them, and then does not come back for many seconds.
  const tell = (error) => {
    const [ename, evalue] = isError(error)
      ? [error.name, error.message]
      : ["Error", textOf(error, inspect)];
    const traceback = String(isError(error) && error.stack || `${ename}: ${evalue}`).split("\n");
    broadcast("error", { ename, evalue, traceback }, own());
  };
  addEventListener("error", (event) => {
    event.preventDefault();
    tell(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(event.reason);
  });

  /** What a cell waits for may have been ended in its midst, and then never answers: Deno learns that when it is garbage. */
  const collectGarbage = () => {
    process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
    process.getBuiltinModule("node:vm").runInNewContext("gc")();
  };

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
      patience = setTimeout(() => {
        stopWaiting(stopped());
        collectGarbage();
      }, 2000);
    });
  }

  /** In place of a promise for which a cell waits: settles as it does, or when Stop has been pressed. */
  const stoppable = (promise) =>
    new Promise((resolve, reject) => {
      stopWaiting = reject;
      Promise.resolve(promise).then(resolve, (reason) => reject(throwing(reason)));
    });

  /** In place of what a cell goes through with `for await`. */
  const each = (iterable) => {
    const begin = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
    if (typeof begin !== "function") {
      const error = new TypeError(`${inspect(iterable)} is not async iterable`);
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
      ? { [display]: () => ({ "text/plain": inspect(value) }) }
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
    value: Object.assign(shown, { begin, end, stoppable, each, lacking, throwing }),
  });
})();
