// The bytes of Google's protocol buffers, as far as a writer of ONNX needs them: fields one after the other, each with
// its number, how it is written, and its value. https://protobuf.dev/programming-guides/encoding/

/** Number of a field and how its value is written. */
const key = (field: number, wire: number) => varint(field << 3 | wire);

/** A whole number of at least 0: seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(n: number): number[] {
  const bytes: number[] = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push(n % 128 + 128);
  return [...bytes, n];
}

/** A field with a whole number of at least 0, or true or false as 1 or 0. */
export const integer = (field: number, n: number): Uint8Array =>
  Uint8Array.from([...key(field, 0), ...varint(n)]);

/** A field with a float32. */
export function float(field: number, x: number): Uint8Array {
  const bytes = new Uint8Array([...key(field, 5), 0, 0, 0, 0]);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, x, true);
  return bytes;
}

/** A field with bytes, or with a message: the fields that it consists of. */
export function message(field: number, ...parts: Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  return join([Uint8Array.from([...key(field, 2), ...varint(size)]), ...parts]);
}

/** A field with text. */
export const text = (field: number, words: string): Uint8Array =>
  message(field, new TextEncoder().encode(words));

/** Bytes one after the other. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
