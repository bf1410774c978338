import { libDocs, parseDocs } from "../../tools/live/lib_docs.ts";
import { assertEquals, assertTrue } from "../assert.ts";

const text = `The module.

Defined in file:///lib/a.ts:1:1

async function load(name: string): Promise<Tensor>
  Loads \`name\`, as {@linkcode save} has
  written it. More is said below.

  @param name
      of a file


Defined in file:///lib/a.ts:9:1

async function load(bytes: Uint8Array): Promise<Tensor>
  From bytes.

Defined in file:///lib/b.ts:1:1

class Net extends Base
  A network.

  Parameters: W1 (D, M) and b1.

  constructor(size: number)
    Makes one.

    @param size
        of all

  readonly size: number
    how large it is
  get depth(): number
    How deep it is.
  override predict(x: Tensor): Tensor
    Scores; the largest wins.
`;

Deno.test("parseDocs() takes signatures and first sentences from the text of deno doc", () => {
  assertEquals(parseDocs(text), {
    names: [
      {
        name: "load",
        kind: "function",
        signature: "load(name: string): Promise<Tensor>\nload(bytes: Uint8Array): Promise<Tensor>",
        about: "Loads name, as save has written it.",
      },
      { name: "Net", kind: "class", signature: "class Net extends Base", about: "A network." },
    ],
    members: [
      { name: "size", kind: "property", signature: "size: number", about: "how large it is" },
      { name: "depth", kind: "property", signature: "depth: number", about: "How deep it is." },
      {
        name: "predict",
        kind: "method",
        signature: "predict(x: Tensor): Tensor",
        about: "Scores; the largest wins.",
      },
    ],
  });
});

Deno.test("libDocs() says something of each name that lib exports", async () => {
  const { names, members } = await libDocs();
  const lib = await import("../../lib/mod.ts");
  const known = new Set(names.map(({ name }) => name));
  assertEquals(Object.keys(lib).filter((name) => !known.has(name)), []);
  assertEquals(names.filter(({ about }) => about === "").map(({ name }) => name), []);
  assertTrue(members.some(({ name }) => name === "reshape"));
});
