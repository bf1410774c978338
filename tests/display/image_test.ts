import { decode } from "fast-png";
import { assertEquals, assertThrowsWith, assertTrue } from "../assert.ts";
import { type Figure, images, loadFigures, type Tensor, tensor, zeros } from "../../lib/mod.ts";

await loadFigures();

/** The picture inside a figure. */
function pixelsOf({ svg }: Figure) {
  const base64 = svg.match(/base64,([^"]+)/)![1];
  const { width, data, channels } = decode(Uint8Array.fromBase64(base64));
  return (x: number, y: number) => {
    const from = (y * width + x) * channels;
    const pixel = [...data.subarray(from, from + channels)];
    return channels === 2 ? [pixel[0], pixel[0], ...pixel] : pixel; // grey and opacity
  };
}

Deno.test("images() draws 0 black and the largest value white", () => {
  const at = pixelsOf(images(tensor([[0, 5], [10, 2]]), { scale: 6 }));
  assertEquals(at(0, 0), [0, 0, 0, 255]);
  assertEquals(at(1, 0), [128, 128, 128, 255]);
  assertEquals(at(0, 1), [255, 255, 255, 255]);
});

Deno.test("images() draws negative values blue, positive ones red, and leaves the paper at 0", () => {
  const at = pixelsOf(images(tensor([[-2, 0, 2]]), { scale: 6 }));
  assertEquals([at(0, 0), at(1, 0), at(2, 0)], [
    [0, 114, 178, 255],
    [0, 0, 0, 0],
    [213, 94, 0, 255],
  ]);
});

Deno.test("images() takes a colour picture as it is", () => {
  const at = pixelsOf(images(tensor([[[255, 0, 7], [1, 2, 3]]]), { scale: 6 }));
  assertEquals([at(0, 0), at(1, 0)], [[255, 0, 7, 255], [1, 2, 3, 255]]);
});

Deno.test("images() accepts digits in every layout and labels each", () => {
  const labels = [3, 4];
  for (const x of [zeros([2, 784]), zeros([2, 28, 28]), zeros([2, 1, 28, 28])]) {
    const { svg, alt } = images(x, { labels });
    assertEquals(alt, "pictures labelled 3, 4");
    assertEquals(svg.match(/<text/g)?.length, 2);
  }
  assertTrue(images(zeros(784)).svg.includes("<image"));
});

Deno.test("images() rejects what is not a tensor, other shapes and a wrong number of labels", () => {
  assertThrowsWith(
    () => images(zeros([2, 2, 3]).mean() as unknown as Tensor),
    TypeError,
    "images: x needs to be a Tensor, got number: write tensor(…)",
  );
  assertThrowsWith(
    () => images(zeros([5])),
    TypeError,
    "images: needs (H, W), (784,), (N, 784), (N, H, W), (N, 1, H, W) or (H, W, 3), got (5,)",
  );
  assertThrowsWith(
    () => images(zeros([2, 784]), { labels: [1] }),
    TypeError,
    "images: 1 labels for 2 pictures",
  );
});
