import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { display, slideWindow, type SlidingWindow, tensor, zeros } from "../../lib/mod.ts";

const picture = tensor([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]);
const filter = tensor([[2, 0, 1], [0, 1, 2], [1, 0, 2]]);

/** What a window gives: its parts by name, the captions, and the texts of the still picture. */
async function partsOf(window: SlidingWindow) {
  const bundle = await slideWindow(picture, window)[display]();
  // deno-lint-ignore no-explicit-any -- the parts of a specification that we look at
  const spec = bundle["application/vnd.vegalite.v5+json"] as any;
  const parts = Object.fromEntries(
    (spec.data.values as { part: string; values: string; colors?: string }[]).map((
      { part, values, colors },
    ) => [part, { values: values.split(" ").map(Number), colors: colors?.split(" ") ?? [] }]),
  );
  const captions = spec.layer.at(-1).data.values.map(({ text }: { text: string }) => text);
  const svg = `${bundle["image/svg+xml"]}`;
  const texts = Array.from(svg.matchAll(/>([^<>]+)<\/(?:text|tspan)>/g), ([, text]) => text);
  return { parts, captions, texts, places: spec.params[0] };
}

Deno.test("slideWindow() shows the sums of a filter, stands at its last place, and says how they come about", async () => {
  const { parts, captions, texts, places } = await partsOf({ filter, title: "Slide" });
  assertEquals(parts.output.values, [15, 16, 6, 15]);
  assertEquals([places.value, places.bind.max], [3, 3]);
  assertEquals(captions[0], "1·2 + 2·0 + 3·1 +\n0·0 + 1·1 + 2·2 +\n3·1 + 0·0 + 1·2 = 15");
  for (const text of ["picture", "filter", "output", "Slide", "16", "3·1 + 0·0 + 1·2 = 15"]) {
    assertTrue(texts.includes(text), `no "${text}"`);
  }
});

Deno.test("slideWindow() pads with zeros and strides", async () => {
  const { parts } = await partsOf({ filter, pad: 1, stride: 3 });
  assertEquals(parts.picture.values.length, 36);
  assertEquals(parts.picture.values.slice(0, 8), [0, 0, 0, 0, 0, 0, 0, 1]);
  assertEquals(parts.output.values, [7, 2, 8, 3]); // corners of the padded convolution
});

Deno.test("slideWindow() takes the largest of each window without a filter", async () => {
  const { parts, captions } = await partsOf({ size: 2, stride: 2 });
  assertEquals(parts.output.values, [2, 3, 3, 2]);
  assertEquals(captions[3], "the largest of 1, 2, 0, 1 is 2");
  assertEquals(parts.filter, undefined);
});

Deno.test("slideWindow() shows the rows of im2col, each copy in the colour of its pixel", async () => {
  const { parts, captions } = await partsOf({ size: 3, rows: true });
  const { picture: pixels, matrix } = parts;
  assertEquals(matrix.values.length, 4 * 9);
  assertEquals(matrix.values.slice(0, 9), [1, 2, 3, 0, 1, 2, 3, 0, 1]);
  assertEquals(new Set(pixels.colors).size, 16);
  assertEquals(matrix.colors[9], pixels.colors[1]); // the second place begins at the second pixel
  assertEquals(captions[1], "row 1: what the window sees, row by row");
});

Deno.test("slideWindow() rejects what has not two axes, and a window that does not fit", () => {
  assertThrowsWith(
    () => slideWindow(zeros([1, 4, 4]), { filter }),
    TypeError,
    "slideWindow: picture needs 2 axes (H, W), got (1, 4, 4)",
  );
  assertThrowsWith(
    () => slideWindow(picture, { filter: filter.flatten() }),
    TypeError,
    "slideWindow: filter needs 2 axes (H, W), got (9,)",
  );
  assertThrowsWith(
    () => slideWindow(picture, { size: 5 }),
    RangeError,
    "outputSize: a window of 5 does not fit into 4 with pad 0",
  );
});
