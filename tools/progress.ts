// One line of progress on the standard error: rewritten every second in a terminal, else printed once at its end
// and, for those who wait at a log, every minute.

import type { ProgressBar } from "../lib/host/progress.ts";

/** Shows `text()` with the seconds passed, until disposed of. */
export function ticker(text: () => string): Disposable {
  const started = performance.now();
  const line = () => `${text()} · ${formatSeconds((performance.now() - started) / 1000)}`;
  const terminal = Deno.stderr.isTerminal();
  const show = () => write(terminal ? `\r\x1b[K${line()}` : `${line()}\n`);
  if (terminal) show();
  const timer = setInterval(show, terminal ? 1000 : 60_000);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      show();
      if (terminal) write("\n");
    },
  };
}

/** Prints a line that stays, above one that is being rewritten. */
export function sayAbove(line: string): void {
  write(Deno.stderr.isTerminal() ? `\r\x1b[K${line}\n` : `${line}\n`);
}

/** A bar of lib/host/progress.ts as such a line. */
export function terminalBar(label: string, total: number): ProgressBar {
  let text = label;
  const line = ticker(() => text);
  const show = (done: number, note = "") =>
    text = [label, `${Math.floor(100 * done / total)} %`, note].filter(Boolean).join(" · ");
  return {
    update: show,
    end(done, note) {
      show(done, note);
      line[Symbol.dispose]();
    },
  };
}

/** `0.4 s`, `12 s`, `3 min 05 s` */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
