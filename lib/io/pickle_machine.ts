// Runs a pickle. That is a program for a small machine with a stack: each instruction, of one byte, puts a value on it or
// makes one of those that lie there. A mark tells where the parts of a list or dictionary begin; a memo keeps values that
// come more than once. Nothing is called but what `callables` has, and each instruction costs no more than the bytes that it
// has in the file.

import { Buffer } from "node:buffer";

/** What a pickle may call, by "module.name" as Python 3 and NumPy 2 have them. It throws at what it cannot take. */
export type Callables = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** What a call has made and a pickle then tells more about. */
export interface Buildable {
  /** Takes the state. */
  build(state: unknown): void;
}

/** A name that the file has asked for, and that may be called. */
export class Callable {
  constructor(readonly name: string) {}
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const MOST_ARGUMENTS = 8;
const LONGEST_INTEGER = 1000; // bytes or digits; longer ones would cost more than their length

/** A machine for one pickle. */
export class PickleMachine {
  /** where the instruction begins that is run, in bytes */
  start = 0;
  #position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #callables: Callables;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();

  /** A machine that has not begun. */
  constructor(bytes: Uint8Array, callables: Callables) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#callables = callables;
  }

  /**
   * The value of the pickle: dictionaries are Maps, lists and tuples arrays, integers bigints where no number holds them,
   * and text of Python 2 has a character for each byte.
   *
   * @throws Error at `start`
   */
  run(): unknown {
    for (;;) {
      this.start = this.#position;
      if (this.start === this.#bytes.length) {
        throw new Error("the file ends here, but the pickle does not");
      }
      const opcode = String.fromCharCode(this.#byte());
      if (opcode === ".") return this.#pop();
      this.#execute(opcode);
    }
  }

  #execute(opcode: string): unknown {
    switch (opcode) {
      case "\x80":
        return this.#checkProtocol(this.#byte());
      case "\x95": // how many bytes belong together; for readers of streams
        return this.#checkFollows(this.#uint64());

      // numbers
      case "N":
        return this.#push(null);
      case "\x88":
        return this.#push(true);
      case "\x89":
        return this.#push(false);
      case "K":
        return this.#push(this.#byte());
      case "M":
        return this.#push(this.#view.getUint16(this.#skip(2), true));
      case "J":
        return this.#push(this.#view.getInt32(this.#skip(4), true));
      case "\x8a":
        return this.#push(binaryInteger(this.#take(this.#byte())));
      case "\x8b":
        return this.#push(binaryInteger(this.#take(this.#uint32())));
      case "G":
        return this.#push(this.#view.getFloat64(this.#skip(8)));
      case "I": {
        const line = this.#line();
        return this.#push(line === "00" ? false : line === "01" ? true : decimalInteger(line));
      }
      case "L":
        return this.#push(decimalInteger(this.#line().replace(/L$/, "")));
      case "F":
        return this.#push(decimalFloat(this.#line()));

      // text
      case "X":
        return this.#push(utf8.decode(this.#take(this.#uint32())));
      case "\x8c":
        return this.#push(utf8.decode(this.#take(this.#byte())));
      case "\x8d":
        return this.#push(utf8.decode(this.#take(this.#uint64())));
      case "V":
        return this.#push(unicodeOf(this.#line()));
      case "S":
        return this.#push(textOf(this.#line()));
      case "T":
        return this.#push(latin1(this.#take(this.#uint32())));
      case "U":
        return this.#push(latin1(this.#take(this.#byte())));

      // bytes
      case "B":
        return this.#push(this.#take(this.#uint32()));
      case "C":
        return this.#push(this.#take(this.#byte()));
      case "\x8e":
      case "\x96":
        return this.#push(this.#take(this.#uint64()));

      // lists and tuples
      case ")":
      case "]":
        return this.#push([]);
      case "t":
      case "l":
        return this.#push(this.#toMark());
      case "\x85":
        return this.#push([this.#pop()]);
      case "\x86":
        return this.#push([this.#pop(), this.#pop()].reverse());
      case "\x87":
        return this.#push([this.#pop(), this.#pop(), this.#pop()].reverse());
      case "a":
        return this.#append([this.#pop()]);
      case "e":
        return this.#append(this.#toMark());

      // dictionaries
      case "}":
        return this.#push(new Map());
      case "d": {
        const items = this.#toMark();
        this.#push(new Map());
        return this.#setItems(items);
      }
      case "s":
        return this.#setItems([this.#pop(), this.#pop()].reverse());
      case "u":
        return this.#setItems(this.#toMark());

      // the stack and the memo
      case "(":
        return this.#marks.push(this.#stack.length);
      case "0":
        return this.#stack.length === this.#marks.at(-1) ? this.#marks.pop() : this.#pop();
      case "1":
        return this.#toMark();
      case "2":
        return this.#push(this.#top());
      case "p":
        return this.#memo.set(memoIndex(this.#line()), this.#top());
      case "q":
        return this.#memo.set(this.#byte(), this.#top());
      case "r":
        return this.#memo.set(this.#uint32(), this.#top());
      case "\x94":
        return this.#memo.set(this.#memo.size, this.#top());
      case "g":
        return this.#recall(memoIndex(this.#line()));
      case "h":
        return this.#recall(this.#byte());
      case "j":
        return this.#recall(this.#uint32());

      // calls
      case "c":
        return this.#push(this.#callable(this.#line(), this.#line()));
      case "\x93": {
        const name = this.#pop();
        return this.#push(this.#callable(this.#pop(), name));
      }
      case "R":
      case "\x81": {
        const args = this.#pop();
        return this.#push(this.#call(this.#pop(), args));
      }
      case "i":
        return this.#push(this.#call(this.#callable(this.#line(), this.#line()), this.#toMark()));
      case "o": {
        const [callable, ...args] = this.#toMark();
        return this.#push(this.#call(callable, args));
      }
      case "b": {
        const state = this.#pop();
        const made = this.#top();
        if (!isBuildable(made)) throw new Error("the file tells the state of what has none");
        return made.build(state);
      }
    }
    const code = opcode.charCodeAt(0).toString(16).padStart(2, "0");
    throw new Error(
      this.start === 0
        ? "no pickle begins like this"
        : `the instruction ${code} is none for arrays, numbers, text, lists and dictionaries`,
    );
  }

  #checkProtocol(protocol: number): void {
    if (protocol > 5) throw new Error(`protocol ${protocol} is none of 0 to 5`);
  }

  #checkFollows(count: number): void {
    const left = this.#bytes.length - this.#position;
    if (count > left) throw new Error(`${count} bytes are needed, but only ${left} follow`);
  }

  /** Goes on by `count` bytes; gives where they begin. */
  #skip(count: number): number {
    this.#checkFollows(count);
    this.#position += count;
    return this.#position - count;
  }

  #take(count: number): Uint8Array {
    const start = this.#skip(count);
    return this.#bytes.subarray(start, start + count);
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)];
  }

  #uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end < 0) throw new Error("a line begins here that does not end");
    const line = latin1(this.#take(end - this.#position));
    this.#skip(1);
    return line;
  }

  #push(value: unknown): void {
    this.#stack.push(value);
  }

  /** The last value; those before the last mark are out of reach. */
  #top(): unknown {
    if (this.#stack.length === (this.#marks.at(-1) ?? 0)) {
      throw new Error("needs a value, but there is none");
    }
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    this.#top();
    return this.#stack.pop();
  }

  /** The values from the last mark on. */
  #toMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Error("needs a mark, but there is none");
    return this.#stack.splice(mark);
  }

  #append(items: unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw new Error("what items are added to is not a list");
    for (const item of items) list.push(item);
  }

  #setItems(items: unknown[]): void {
    const dictionary = this.#top();
    if (!(dictionary instanceof Map)) throw new Error("what keys are set in is not a dictionary");
    if (items.length % 2 === 1) throw new Error("a key has no value");
    for (let i = 0; i < items.length; i += 2) setKey(dictionary, items[i], items[i + 1]);
  }

  #recall(index: number): void {
    if (!this.#memo.has(index)) {
      throw new Error(`needs value ${index} of the memo, but it has none`);
    }
    this.#push(this.#memo.get(index));
  }

  #callable(module: unknown, name: unknown): Callable {
    if (typeof module !== "string" || typeof name !== "string") {
      throw new Error("asks for a name that is not text");
    }
    const key = `${currentNames(module)}.${name}`;
    if (!Object.hasOwn(this.#callables, key)) {
      throw new Error(
        `the file asks for ${`${module}.${name}`.slice(0, 80)}, ` +
          "but only arrays, numbers, text, lists and dictionaries are read",
      );
    }
    return new Callable(key);
  }

  #call(callable: unknown, args: unknown): unknown {
    if (!(callable instanceof Callable) || !Array.isArray(args)) {
      throw new Error("calls what is not a function");
    }
    if (args.length > MOST_ARGUMENTS) throw new Error(`calls with ${args.length} arguments`);
    return this.#callables[callable.name](...args);
  }
}

/** Modules by the names that they have today: Python 2 has `__builtin__`, NumPy 1 `numpy.core`. */
function currentNames(module: string): string {
  return module.replace(/^numpy\.core\./, "numpy._core.").replace(/^__builtin__$/, "builtins");
}

/** Sets what `key` stands for. */
export function setKey(dictionary: Map<unknown, unknown>, key: unknown, value: unknown): void {
  if (typeof key !== "string" && !Number.isSafeInteger(key)) {
    throw new Error(`a key is ${kindOf(key)}, neither text nor an integer`);
  }
  dictionary.set(key, value);
}

function isBuildable(value: unknown): value is Buildable {
  return typeof value === "object" && value !== null && "build" in value;
}

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
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** An integer in two's complement, little-endian. */
function binaryInteger(bytes: Uint8Array): number | bigint {
  checkLength(bytes.length);
  if (bytes.length === 0) return 0;
  const value = BigInt(`0x${bytes.toReversed().toHex()}`);
  return numberIfSafe(BigInt.asIntN(8 * bytes.length, value));
}

function decimalInteger(text: string): number | bigint {
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

function decimalFloat(text: string): number {
  const special = { inf: Infinity, "-inf": -Infinity, nan: NaN, "-nan": NaN };
  if (Object.hasOwn(special, text)) return special[text as keyof typeof special];
  if (text.length > LONGEST_INTEGER || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    throw new Error(`"${text.slice(0, 20)}" is not a number`);
  }
  return Number(text);
}

function memoIndex(line: string): number {
  if (!/^\d{1,15}$/.test(line)) {
    throw new Error(`"${line.slice(0, 20)}" is not a place in the memo`);
  }
  return Number(line);
}

/** Text as Python 2 writes it in source code: 'a\x00\n'. */
function textOf(literal: string): string {
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
function unicodeOf(line: string): string {
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
