// What a page carries packed, by gzip and base64, as the text of an element.

/** The bytes of such an element. */
export async function bytesIn(element: Element): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([Uint8Array.fromBase64(element.textContent)]).stream();
  const whole = new Response(packed.pipeThrough(new DecompressionStream("gzip")));
  return new Uint8Array(await whole.arrayBuffer());
}

/** The text of the one with this id; undefined where there is none. */
export async function textIn(id: string): Promise<string | undefined> {
  const element = document.getElementById(id);
  return element ? new TextDecoder().decode(await bytesIn(element)) : undefined;
}
