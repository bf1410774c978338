// Runs a pickle. That is a program for a small machine with a stack: each instruction, of one byte, puts a value on
// it or makes one of those that lie there. A mark tells where the parts of a list or dictionary begin; a memo keeps
// values that come more than once. Nothing is called but what `callables` has, and each instruction costs no more
// than the bytes that it has in the file.

import { ByteReader } from "./byte_reader.ts";
import {
  binaryInteger,
  decimalFloat,
  decimalInteger,
  integerOrBoolean,
  latin1,
  memoIndex,
  textOf,
  unicodeOf,
} from "./pickle_literals.ts";
import { PickleStack } from "./pickle_stack.ts";

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

/** A machine for one pickle. */
export class PickleMachine {
  /** where the instruction begins that is run, in bytes */
  start = 0;
  readonly #bytes: ByteReader;
  readonly #callables: Callables;
  readonly #stack = new PickleStack();

  /** A machine that has not begun. */
  constructor(bytes: Uint8Array, callables: Callables) {
    this.#bytes = new ByteReader(bytes);
    this.#callables = callables;
  }

  /**
   * The value of the pickle: dictionaries are Maps, lists and tuples arrays, integers bigints where no number holds
   * them, and text of Python 2 has a character for each byte.
   *
   * @throws Error at `start`
   */
  run(): unknown {
    for (;;) {
      this.start = this.#bytes.position;
      if (this.#bytes.isAtEnd) {
        throw new Error("the file ends here, but the pickle does not");
      }
      const opcode = String.fromCharCode(this.#bytes.byte());
      if (opcode === ".") return this.#stack.pop();
      this.#execute(opcode);
    }
  }

  #execute(opcode: string): unknown {
    const bytes = this.#bytes;
    const stack = this.#stack;
    switch (opcode) {
      case "\x80":
        return this.#checkProtocol(bytes.byte());
      case "\x95": // how many bytes belong together; for readers of streams
        return bytes.checkFollows(bytes.uint64());

      // numbers
      case "N":
        return stack.push(null);
      case "\x88":
        return stack.push(true);
      case "\x89":
        return stack.push(false);
      case "K":
        return stack.push(bytes.byte());
      case "M":
        return stack.push(bytes.view.getUint16(bytes.skip(2), true));
      case "J":
        return stack.push(bytes.view.getInt32(bytes.skip(4), true));
      case "\x8a":
        return stack.push(binaryInteger(bytes.take(bytes.byte())));
      case "\x8b":
        return stack.push(binaryInteger(bytes.take(bytes.uint32())));
      case "G":
        return stack.push(bytes.view.getFloat64(bytes.skip(8)));
      case "I":
        return stack.push(integerOrBoolean(bytes.line()));
      case "L":
        return stack.push(decimalInteger(bytes.line().replace(/L$/, "")));
      case "F":
        return stack.push(decimalFloat(bytes.line()));

      // text
      case "X":
        return stack.push(utf8.decode(bytes.take(bytes.uint32())));
      case "\x8c":
        return stack.push(utf8.decode(bytes.take(bytes.byte())));
      case "\x8d":
        return stack.push(utf8.decode(bytes.take(bytes.uint64())));
      case "V":
        return stack.push(unicodeOf(bytes.line()));
      case "S":
        return stack.push(textOf(bytes.line()));
      case "T":
        return stack.push(latin1(bytes.take(bytes.uint32())));
      case "U":
        return stack.push(latin1(bytes.take(bytes.byte())));

      // bytes
      case "B":
        return stack.push(bytes.take(bytes.uint32()));
      case "C":
        return stack.push(bytes.take(bytes.byte()));
      case "\x8e":
      case "\x96":
        return stack.push(bytes.take(bytes.uint64()));

      // lists and tuples
      case ")":
      case "]":
        return stack.push([]);
      case "t":
      case "l":
        return stack.push(stack.toMark());
      case "\x85":
        return stack.push([stack.pop()]);
      case "\x86":
        return stack.push([stack.pop(), stack.pop()].reverse());
      case "\x87":
        return stack.push([stack.pop(), stack.pop(), stack.pop()].reverse());
      case "a":
        return stack.append([stack.pop()]);
      case "e":
        return stack.append(stack.toMark());

      // dictionaries
      case "}":
        return stack.push(new Map());
      case "d": {
        const items = stack.toMark();
        stack.push(new Map());
        return stack.setItems(items);
      }
      case "s":
        return stack.setItems([stack.pop(), stack.pop()].reverse());
      case "u":
        return stack.setItems(stack.toMark());

      // the stack and the memo
      case "(":
        return stack.mark();
      case "0":
        return stack.drop();
      case "1":
        return stack.toMark();
      case "2":
        return stack.push(stack.top());
      case "p":
        return stack.remember(memoIndex(bytes.line()));
      case "q":
        return stack.remember(bytes.byte());
      case "r":
        return stack.remember(bytes.uint32());
      case "\x94":
        return stack.remember();
      case "g":
        return stack.recall(memoIndex(bytes.line()));
      case "h":
        return stack.recall(bytes.byte());
      case "j":
        return stack.recall(bytes.uint32());

      // calls
      case "c":
        return stack.push(this.#callable(bytes.line(), bytes.line()));
      case "\x93": {
        const name = stack.pop();
        return stack.push(this.#callable(stack.pop(), name));
      }
      case "R":
      case "\x81": {
        const args = stack.pop();
        return stack.push(this.#call(stack.pop(), args));
      }
      case "i":
        return stack.push(this.#call(this.#callable(bytes.line(), bytes.line()), stack.toMark()));
      case "o": {
        const [callable, ...args] = stack.toMark();
        return stack.push(this.#call(callable, args));
      }
      case "b": {
        const state = stack.pop();
        const made = stack.top();
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
      throw new Error("calls something other than a function");
    }
    if (args.length > MOST_ARGUMENTS) throw new Error(`calls with ${args.length} arguments`);
    return this.#callables[callable.name](...args);
  }
}

/** Modules by the names that they have today: Python 2 has `__builtin__`, NumPy 1 `numpy.core`. */
function currentNames(module: string): string {
  return module.replace(/^numpy\.core\./, "numpy._core.").replace(/^__builtin__$/, "builtins");
}

function isBuildable(value: unknown): value is Buildable {
  return typeof value === "object" && value !== null && "build" in value;
}
