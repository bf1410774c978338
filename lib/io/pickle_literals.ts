// Numbers and text as a pickle writes them, in bytes or in characters.

import { Buffer } from "node:buffer";

const LONGEST_INTEGER = 1000; // bytes or digits; longer ones would cost more than their length

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "None";
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list or tuple";
  if (value instanceof Map) return "a dictionary";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "object") return "a function, an array or a dtype";
  return typeof value === "string" ? `"${value.slice(0, 20)}"` : String(value).slice(0, 20);
}

/** A character for each byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** An integer in two's complement, little-endian. */
export function binaryInteger(bytes: Uint8Array): number | bigint {
  checkLength(bytes.length);
  if (bytes.length === 0) return 0;
  const value = BigInt(`0x${bytes.toReversed().toHex()}`);
  return numberIfSafe(BigInt.asIntN(8 * bytes.length, value));
}

/** An integer in digits. */
export function decimalInteger(text: string): number | bigint {
  checkLength(text.length);
  if (!/^-?(0|[1-9]\d*)$/.test(text)) throw new Error(`"${text.slice(0, 20)}" is not an integer`);
  return numberIfSafe(BigInt(text));
}

function checkLength(length: number): void {
  if (length > LONGEST_INTEGER) {
    throw new Error(`an integer of ${length} digits; ${LONGEST_INTEGER} are the most that is read`);
  }
}

function numberIfSafe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Protocol 0 writes False as 00 and True as 01. */
export function integerOrBoolean(text: string): number | bigint | boolean {
  return text === "00" ? false : text === "01" ? true : decimalInteger(text);
}

/** A floating-point number in digits. */
export function decimalFloat(text: string): number {
  const special = { inf: Infinity, "-inf": -Infinity, nan: NaN, "-nan": NaN };
  if (Object.hasOwn(special, text)) return special[text as keyof typeof special];
  if (text.length > LONGEST_INTEGER || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    throw new Error(`"${text.slice(0, 20)}" is not a number`);
  }
  return Number(text);
}

/** A place in the memo, in digits. */
export function memoIndex(line: string): number {
  if (!/^\d{1,15}$/.test(line)) {
    throw new Error(`"${line.slice(0, 20)}" is not a place in the memo`);
  }
  return Number(line);
}

/** Text as Python 2 writes it in source code: 'a\x00\n'. */
export function textOf(literal: string): string {
  const quote = literal[0];
  if (literal.length < 2 || (quote !== "'" && quote !== '"') || literal.at(-1) !== quote) {
    throw new Error("text needs a quotation mark at both ends");
  }
  const controls = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
  return literal.slice(1, -1).replace(
    /\\(?:x([\da-fA-F]{2})|([0-7]{1,3})|([\s\S]?))/g,
    (all, hex, octal, character) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) % 256);
      if (character === "x" || character === "") throw new Error(`text has an unfinished ${all}`);
      if (`\\'"`.includes(character)) return character;
      return Object.hasOwn(controls, character)
        ? controls[character as keyof typeof controls]
        : all; // Python, too, leaves it as it is
    },
  );
}

/** Unicode as protocol 0 writes it: characters beyond the first 256 as \u91cd or \U0001f600. */
export function unicodeOf(line: string): string {
  return line.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]?))/g,
    (all, short, long, character) => {
      if (character === "u" || character === "U") throw new Error(`text has an unfinished ${all}`);
      if (character !== undefined) return all;
      const code = parseInt(short ?? long, 16);
      if (code > 0x10ffff) throw new Error(`${all} is not a character`);
      return String.fromCodePoint(code);
    },
  );
}
