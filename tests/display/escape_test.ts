// Text from data is text on the page, wherever it is shown: no element and no attribute comes of it.

import { parseHTML } from "linkedom";
import * as Plot from "@observablehq/plot";
import { assertEquals, assertTrue } from "../assert.ts";
import {
  display,
  drawGraph,
  drawNetwork,
  exercise,
  images,
  loadFigures,
  plot,
  shouldSee,
  table,
  tensor,
  vegaLite,
  zeros,
} from "../../lib/mod.ts";

await loadFigures();

const attack = `"'><img src=x onerror=alert(1)><i onload="alert(2)`;
const graph = {
  nodes: { [attack]: { at: [0, 0] }, f: { at: [1, 0], label: attack }, y: { at: [2, 0] } },
  edges: [{ from: attack, to: "f", forward: 1, backward: 2 }, { from: "f", to: "y", forward: 3 }],
} as const;
const shown = {
  "table()": table([{ [attack]: attack }], { code: [attack] }),
  "plot()": plot({
    title: attack,
    subtitle: attack,
    alt: attack,
    x: { label: attack },
    marks: [Plot.dot([{ x: 1, y: attack, name: attack }], { x: "x", y: "y", title: "name" })],
  }),
  "images()": images(zeros([1, 4, 4]), { title: attack, alt: attack, labels: [attack] }),
  "drawGraph()": drawGraph(graph, { title: attack, subtitle: attack, alt: attack }),
  "drawNetwork()": drawNetwork([[attack], ["y"]], {
    title: attack,
    labels: { [`${attack} → y`]: attack },
  }),
  "vegaLite()": vegaLite({
    title: attack,
    data: { values: [{ x: attack, y: 1 }] },
    mark: "bar",
    encoding: { x: { field: "x", title: attack }, y: { field: "y" } },
  }, attack),
  "exercise()": exercise(attack, attack, "other", { hint: attack }),
  "exercise()'s answer": exercise("answer", "yours", attack),
  "shouldSee()": shouldSee(attack, 1, 1, { source: attack }),
};

/** What a cell shows of a value: the same symbol on all, though not all declare it. */
const bundleOf = (value: object) =>
  (value as { [display]: () => Record<string, unknown> | Promise<Record<string, unknown>> })
    [display]();

for (const [call, value] of Object.entries(shown)) {
  Deno.test(`${call} shows markup in its texts as text`, async () => {
    const bundle = await bundleOf(value);
    const markup = Object.entries(bundle).filter(([mime]) => /html|svg/.test(mime));
    assertTrue(markup.length > 0);
    let seen = false;
    for (const [, html] of markup) {
      const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
      for (const element of document.querySelectorAll("*")) {
        assertTrue(!["IMG", "I"].includes(element.tagName.toUpperCase()), element.outerHTML);
        const names = Array.from(element.attributes, ({ name }) => name);
        assertEquals(names.filter((name) => /^on/i.test(name)), []);
      }
      const texts = document.body.textContent + Array.from(
        document.querySelectorAll("[aria-label]"),
        (element) => element.getAttribute("aria-label"),
      ).join("");
      seen ||= texts.replaceAll(/\s/g, "").includes("<imgsrc=x");
    }
    assertTrue(seen, "the text is not there at all");
  });
}

Deno.test("a tensor's HTML has nothing but numbers and its tags", async () => {
  const { "text/html": html } = await bundleOf(tensor([[1, NaN]]));
  assertTrue(!/\son\w+=|<script/i.test(`${html}`));
});
