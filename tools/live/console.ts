// The console of a cell: what it prints goes under the cell.

import { format, inspect } from "./inspect.ts";

type Print = (name: "stdout" | "stderr", text: string) => void;

/** Has `console` print there. */
export function consoleTo(print: Print): void {
  let indent = "";
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const to = (name: "stdout" | "stderr") => (...values: unknown[]) =>
    print(name, format(values).replace(/^/gm, indent) + "\n");
  const log = to("stdout");
  const warn = to("stderr");
  const passed = (label: string) =>
    `${label}: ${Math.round(performance.now() - (timers.get(label) ?? 0))}ms`;
  Object.assign(console, {
    log,
    info: log,
    debug: log,
    warn,
    error: warn,
    trace: (...values: unknown[]) =>
      warn(new Error(format(values)).stack?.replace(/^Error/, "Trace")),
    assert: (isTrue = false, ...values: unknown[]) =>
      void (isTrue || warn(`Assertion failed${values.length ? `: ${format(values)}` : ""}`)),
    dir: (value: unknown, options?: object) => log(inspect(value, options)),
    dirxml: log,
    clear: () => {}, // what is printed stays, as in a notebook
    table: (value: unknown) => log(typeof value === "object" && value ? table(value) : value),
    group: (...values: unknown[]) => {
      if (values.length > 0) log(...values);
      indent += "    ";
    },
    groupCollapsed: (...values: unknown[]) => console.group(...values),
    groupEnd: () => void (indent = indent.slice(4)),
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void timers.set(label, performance.now()),
    timeLog: (label = "default", ...values: unknown[]) => log(passed(label), ...values),
    timeEnd: (label = "default") => log(passed(label)),
  });
}

/** Rows of an array, an object, a map or a set, in a frame. */
function table(value: object): string {
  const [first, entries] = value instanceof Map
    ? ["(iter idx)", [...value].map(([Key, Values]) => ({ Key, Values }))]
    : value instanceof Set
    ? ["(iter idx)", [...value].map((Values) => ({ Values }))]
    : ["(idx)", value];
  const rows = Object.entries(entries).map(([index, row]) => {
    const cells = typeof row === "object" && row !== null ? row : { Values: row };
    return { [first]: index, ...cells } as Record<string, unknown>;
  });
  const names = [...new Set([first, ...rows.flatMap(Object.keys)])];
  const texts = rows.map((row) =>
    names.map((name) => name === first ? `${row[name]}` : name in row ? inspect(row[name]) : "")
  );
  const widths = names.map((name, i) =>
    Math.max(name.length, ...texts.map((row) => row[i]!.length)) + 2
  );
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const write = (cells: string[]) =>
    `│${cells.map((cell, i) => ` ${cell}`.padEnd(widths[i]!)).join("│")}│`;
  return [
    line("┌", "┬", "┐"),
    write(names),
    line("├", "┼", "┤"),
    ...texts.map(write),
    line("└", "┴", "┘"),
  ].join("\n");
}
