// node:buffer, as far as lib uses it: text of one byte a letter, and bytes in one piece.

/** Bytes of a text, or of what has a text. */
function from(text: string, encoding: "latin1"): Uint8Array;
function from(bytes: ArrayBufferLike, start: number, length: number): { toString(): string };
function from(given: string | ArrayBufferLike, start: unknown, length?: number) {
  if (typeof given === "string") {
    return Uint8Array.from(given, (letter) => letter.charCodeAt(0));
  }
  const bytes = new Uint8Array(given, start as number, length);
  return {
    toString() {
      let text = "";
      for (let i = 0; i < bytes.length; i += 4096) {
        text += String.fromCharCode(...bytes.subarray(i, i + 4096));
      }
      return text;
    },
  };
}

function concat(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const Buffer = { from, concat };
