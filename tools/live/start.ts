// Starts the worker of a session. From file:// it lives in a frame without any rights, which the browser puts into a
// process of its own: a cell that fills the memory takes that with it, and not the page. In a page that is served with
// isolation it is a worker of the page itself, which alone can share memory with threads.

import type { Report, Request } from "./messages.ts";

/** A worker that runs cells. */
export interface CellWorker {
  ask(request: Request, transfer?: Transferable[]): void;
  end(): void;
}

/** What is heard of it. */
export interface Listener {
  hear(report: Report): void;
  /** it has ended by itself */
  lost(why: string): void;
}

const SILENCE = 5000; // ms without a sign of life after which a frame has crashed

/** The worker makes its script from text: from file:// it may load nothing, and data: is the one address it may have. */
const boot = `onmessage = async ({ data, ports: [port] }) => {
  const packed = new Blob([Uint8Array.fromBase64(data)]).stream();
  const script = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text();
  globalThis.livePort = port;
  (0, eval)(script);
};`;

/** Starts a worker with the script that the page carries, packed. */
export function startWorker(script: string, isIsolated: boolean, listener: Listener): CellWorker {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<Report>) => listener.hear(data);
  const end = isIsolated ? inPage(script, port2, listener) : inFrame(script, port2, listener);
  return {
    ask: (request, transfer = []) => port1.postMessage(request, transfer),
    end() {
      end();
      port1.close();
    },
  };
}

function inPage(script: string, port: MessagePort, { lost }: Listener): () => void {
  const worker = new Worker(URL.createObjectURL(new Blob([boot], { type: "text/javascript" })));
  worker.onerror = (event) => lost(event.message);
  worker.postMessage(script, [port]);
  return () => worker.terminate();
}

const frameScript =
  `addEventListener("message", ({ data: { boot, script }, ports: [port, pulse] }) => {
  const worker = new Worker("data:text/javascript," + encodeURIComponent(boot));
  worker.onerror = (event) => {
    event.preventDefault();
    pulse.postMessage(event.message);
  };
  worker.postMessage(script, [port]);
  pulse.onmessage = () => pulse.postMessage(null);
});`;

function inFrame(script: string, port: MessagePort, { lost }: Listener): () => void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.sandbox.value = "allow-scripts";
  frame.srcdoc = `<!doctype html><script>${frameScript}</script>`;
  const pulse = new MessageChannel();
  let heard = Infinity; // a busy computer may take long to begin
  let asked = performance.now();
  pulse.port1.onmessage = ({ data }: MessageEvent<string | null>) => {
    heard = performance.now();
    if (data !== null) lost(data);
  };
  frame.onload = () => {
    heard = performance.now();
    frame.contentWindow!.postMessage({ boot, script }, "*", [port, pulse.port2]);
  };
  const timer = setInterval(() => {
    const isAway = performance.now() - asked > SILENCE / 2; // the page itself slept
    asked = performance.now();
    if (isAway) heard = Math.max(heard, asked);
    if (asked - heard > SILENCE) lost("the cells took more memory than there is");
    else pulse.port1.postMessage(null);
  }, SILENCE / 5);
  document.body.append(frame);
  return () => {
    clearInterval(timer);
    frame.remove();
  };
}
