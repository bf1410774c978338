// The progress bar of long work, in a notebook: how far it is, the time left, and a note. What stays of it at the end
// has no times, so that a second run of the notebook gives the same bytes.

import { escapeHtml } from "../host/escape.ts";
import { drawProgressWith, type ProgressBar } from "../host/progress.ts";
import { emit, inNotebook } from "./kernel.ts";

const EVERY = 100; // ms between two pictures of a bar

if (inNotebook) drawProgressWith(drawBar);

function drawBar(label: string, total: number): ProgressBar {
  const id = crypto.randomUUID();
  const started = performance.now();
  let drawn = -Infinity;
  let lastNote = "";
  const draw = (done: number, note: string, time: string) => {
    const count = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
    const text = [label, count, note, time].filter(Boolean).join(" · ");
    const html = `<div style="font-variant-numeric:tabular-nums">` +
      `<progress value="${done}" max="${total}" style="accent-color:#0072b2;vertical-align:middle">` +
      `</progress> ${escapeHtml(text)}</div>`;
    emit({ "text/html": html, "text/plain": text }, { id, update: drawn !== -Infinity });
    drawn = performance.now();
  };
  return {
    update(done, note = lastNote) {
      lastNote = note;
      const now = performance.now();
      if (now - drawn < EVERY) return;
      const left = (now - started) / done * (total - done);
      draw(done, note, done === 0 ? "" : `${timeText(left)} left`);
    },
    end: (done, note = lastNote) => draw(done, note, ""),
  };
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
