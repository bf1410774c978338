// How fast figures answer, in the real browser: deno run -A bench/play.ts [figure…] prints the table of docs/play.md.
// Chromium's own clock, one core busy at most; the median of what each control takes.

import { join } from "node:path";
import { display, play } from "../lib/mod.ts";
import { PLAY, type Shown } from "../lib/play/figure.ts";
import { figures, type PlayFigures } from "../lib/play/figures/all.ts";
import { playPlace } from "../lib/play/figure.ts";
import { playAssets } from "../lib/play/script.ts";
import { launchBrowser } from "../tools/browser.ts";
import { sampleOf } from "../tests/play/samples.ts";

const ANSWERS = 30;

/** Milliseconds from the page's script to the living figure, and of each answer to a slider or to the pointer. */
interface Times {
  first: number;
  answers: number[];
}

/** In the page: moves the first slider and the pointer, and notes how long it takes until the picture has changed. */
async function measure(count: number): Promise<Times> {
  const place = document.querySelector<HTMLElement>(".play")!;
  const text = document.getElementById("play-script")!.textContent;
  const started = performance.now();
  const script = await import(
    URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
  );
  script.mount(place);
  const first = performance.now() - started;
  const slider = place.querySelector<HTMLInputElement>("input[type=range], input[type=number]");
  const stage = place.querySelector("svg.play-stage")!;
  const { left, top, width, height } = stage.getBoundingClientRect();
  const answers: number[] = [];
  const answer = (act: () => void) =>
    new Promise<void>((resume) => {
      const before = performance.now();
      const observer = new MutationObserver(() => {
        answers.push(performance.now() - before);
        done();
      });
      const done = () => {
        observer.disconnect();
        clearTimeout(timer);
        setTimeout(resume, 50); // what follows by itself is not part of the next answer
      };
      const timer = setTimeout(done, 500); // nothing has changed
      const seen = { subtree: true, childList: true, attributes: true, characterData: true };
      observer.observe(place, seen);
      act();
    });
  for (let i = 0; i < count; i++) {
    const share = (i * 0.37) % 1;
    if (slider) {
      const [min, max] = [Number(slider.min), Number(slider.max) || 10]; // a field for a number has no end
      await answer(() => {
        slider.value = String(min + (max - min) * share);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    const pointer = (type: string, buttons: number) =>
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        buttons,
        clientX: left + width * (0.1 + 0.3 * share),
        clientY: top + height * (0.2 + 0.3 * share),
      });
    stage.setPointerCapture = () => {}; // there is no real pointer
    await answer(() => {
      stage.dispatchEvent(pointer("pointerdown", 1));
      stage.dispatchEvent(pointer("pointermove", 1));
    });
    stage.dispatchEvent(pointer("pointerup", 0));
  }
  return { first, answers };
}

if (import.meta.main) {
  const names = (Deno.args.length > 0 ? Deno.args : Object.keys(figures)) as (keyof PlayFigures)[];
  await using browser = await launchBrowser();
  const folder = await Deno.makeTempDir();
  console.log(
    "| figure | first response, ms | answers, ms: median | slowest | kept in the notebook, kB |",
  );
  console.log("| --- | --: | --: | --: | --: |");
  for (const name of names) {
    const bundle = await play(name, sampleOf(name))[display]();
    const shown = bundle[PLAY] as Shown;
    const path = join(folder, "page.html");
    const assets = (await playAssets(figures[name].weights ?? [])).replace(/<script>[^]*$/, ""); // not its loader
    await Deno.writeTextFile(path, `<!doctype html><body>${playPlace(shown, "")}${assets}</body>`);
    const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
    await page.goto(`file://${path}`);
    const { first, answers } = await page.evaluate(measure, ANSWERS);
    await page.close();
    answers.sort((a, b) => a - b);
    const median = answers[answers.length >> 1] ?? NaN;
    const kilobytes = JSON.stringify(bundle).length / 1000;
    console.log(
      `| ${name} | ${first.toFixed(0)} | ${median.toFixed(1)} | ${
        (answers.at(-1) ?? NaN).toFixed(1)
      } | ${kilobytes.toFixed(1)} |`,
    );
  }
  await Deno.remove(folder, { recursive: true });
}
