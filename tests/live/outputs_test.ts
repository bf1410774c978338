// The outputs of a run, put together from what the worker tells.

import { Outputs } from "../../tools/live/outputs.ts";
import type { Change } from "../../tools/live/messages.ts";
import { assertEquals } from "../assert.ts";

function outputsOf(...changes: Change[]) {
  const outputs = new Outputs();
  changes.forEach((change) => outputs.apply(change));
  return outputs.list;
}

const stream = (text: string, name = "stdout"): Change => ({
  output: { output_type: "stream", name, text },
});
const display = (text: string, id?: string): Change => ({
  output: { output_type: "display_data", data: { "text/plain": text }, metadata: {} },
  ...(id !== undefined && { id }),
});
const textsOf = (...changes: Change[]) =>
  outputsOf(...changes).map(({ text, data }) => text ?? data!["text/plain"]);

Deno.test("Outputs: text goes on in the same stream, another begins anew", () => {
  assertEquals(textsOf(stream("a"), stream("b"), stream("c", "stderr"), stream("d")), [
    "ab",
    "c",
    "d",
  ]);
});

Deno.test("Outputs: what is shown under an id changes in its place", () => {
  const update: Change = { update: "x", data: { "text/plain": "new" }, metadata: {} };
  assertEquals(textsOf(display("old", "x"), stream("a"), update), ["new", "a"]);
  assertEquals(textsOf(display("old", "y"), update), ["old"]);
});

Deno.test("Outputs: cleared at once, or when the next comes", () => {
  assertEquals(textsOf(stream("a"), { clear: "now" }), []);
  assertEquals(textsOf(stream("a"), { clear: "at the next" }), ["a"]);
  assertEquals(textsOf(stream("a"), { clear: "at the next" }, stream("b"), stream("c")), ["bc"]);
});

Deno.test("Outputs: a list that was given out does not change", () => {
  const outputs = new Outputs();
  outputs.apply(display("old", "x"));
  const before = outputs.list;
  outputs.apply({ update: "x", data: { "text/plain": "new" }, metadata: {} });
  assertEquals(before[0]!.data, { "text/plain": "old" });
});
