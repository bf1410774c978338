// The digits that take MNIST's place, drawn by workers of the page: ahead, while the reader reads, or when the first cell
// asks for them. They are the same as loadMnist() draws by itself.

import type { drawnDigits } from "../../lib/datasets/digits.ts";
import { textIn } from "./packed.ts";

/** Images and labels, as they lie in MNIST's files. */
export type Drawn = ReturnType<typeof drawnDigits>;

let drawing: Promise<Drawn> | undefined;

/** Begins to draw, if this page carries what draws. */
export function drawAhead(): void {
  drawing ??= draw();
  drawing.catch(() => {}); // takeDrawn() tells
}

/** What is drawn, or will be; the page does not keep it. @throws Error if this page cannot draw */
export function takeDrawn(): Promise<Drawn> {
  const drawn = drawing ?? draw();
  drawing = undefined;
  return drawn;
}

async function draw(): Promise<Drawn> {
  const script = await textIn("live-digits");
  if (script === undefined) throw new Error("this page carries nothing that draws digits");
  const shares = Math.min(Math.max(navigator.hardwareConcurrency, 2), 4);
  const parts = await Promise.all(
    Array.from({ length: shares }, (_, share) => drawShare(script, share, shares)),
  );
  return {
    train: joined(parts.map(({ train }) => train)),
    test: joined(parts.map(({ test }) => test)),
  };
}

async function drawShare(script: string, share: number, shares: number): Promise<Drawn> {
  // from file:// no other address starts a worker
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(script)}`);
  try {
    return await new Promise<Drawn>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage([share, shares]);
    });
  } finally {
    worker.terminate();
  }
}

function joined(parts: Drawn["train"][]): Drawn["train"] {
  const all = (which: "images" | "labels") => {
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part[which].length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part[which], at);
      at += part[which].length;
    }
    return bytes;
  };
  return { images: all("images"), labels: all("labels") };
}
