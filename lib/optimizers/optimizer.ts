// What all optimizers have in common: the learning rate, the checks, and what is remembered from update to update.
// optimizers.ts has the six of the book.

import { describe, numberOr } from "../errors/describe.ts";
import type { ArrayType } from "../backend/contract.ts";
import type { TypedArray } from "../backend/mod.ts";
import { allocatePersistent } from "../backend/arena.ts";
import { atHand, forBackend, handOut, together } from "../backend/places.ts";
import { arrayOf } from "../tensor/ndarray.ts";
import { formatShape } from "../tensor/shape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** ParameterRecord or gradients by name: tensors, or plain numbers such as `{ x: -7, y: 2 }`. */
export type ParameterRecord = Record<string, Tensor | number>;

/** Everything that the next update of an optimizer depends on; plain JSON. */
export interface OptimizerState {
  /** the class, such as "Adam" */
  name: string;
  /** learning rate */
  lr: number;
  /** how many updates there were */
  updates: number;
  /** what is remembered, such as `v`, of each parameter */
  memory: Record<string, Record<string, number[]>>;
}

/** The formulas that only call the backend, with arrays whose numbers may lie on a device. */
export const inBackend = new Set<(w: TypedArray, g: TypedArray, ...memory: TypedArray[]) => void>();

/**
 * An optimizer: the base of `SGD`, `Adam` and the others, and of one that a reader writes.
 *
 * @example
 * ```ts
 * import { Optimizer, type TypedArray } from "../mod.ts";
 * // Follows the sign of the gradient
 * class SignSGD extends Optimizer {
 *   constructor(lr: number) {
 *     super("SignSGD", lr);
 *   }
 *   protected override updateOne(w: TypedArray, g: TypedArray): void {
 *     for (let i = 0; i < w.length; i++) w[i] -= this.lr * Math.sign(g[i]);
 *   }
 * }
 * const params = { x: -7, y: 2 };
 * new SignSGD(1).update(params, { x: -0.7, y: 4 });
 * params; // { x: -6, y: 1 }
 * ```
 */
export abstract class Optimizer {
  /** the class, as messages call it */
  readonly name: string;
  #lr: number;
  #updates = 0;
  #memory: Record<string, Record<string, ArrayLike<number>>>;

  /**
   * An optimizer that has not seen a gradient yet.
   *
   * @param remembers names of what is kept for each parameter, such as `v`
   * @throws RangeError for a learning rate that is not positive
   */
  constructor(name: string, lr: number, remembers: readonly string[] = []) {
    this.name = name;
    this.#lr = checkRate(name, lr);
    this.#memory = Object.fromEntries(remembers.map((slot) => [slot, {}]));
  }

  /** Learning rate; it may be changed between updates. */
  get lr(): number {
    return this.#lr;
  }

  set lr(lr: number) {
    this.#lr = checkRate(this.name, lr);
  }

  /** How many updates there were. */
  get updates(): number {
    return this.#updates;
  }

  /**
   * One step: changes `params` in place. A tensor keeps its identity and gets new data; a number in the record is
   * replaced.
   *
   * @param params parameters by name
   * @param grads a gradient of the same shape and dtype for each of them; others are not looked at
   * @throws TypeError if a gradient is missing or does not fit its parameter; nothing is changed then
   */
  update(params: ParameterRecord, grads: ParameterRecord): void {
    for (const [name, record] of Object.entries({ params, grads })) {
      if (typeof record !== "object" || record === null) {
        throw new TypeError(
          `${this.name}.update: ${name} needs tensors by name, such as { W1: … }, got ${
            describe(record)
          }`,
        );
      }
    }
    const keys = Object.keys(params);
    for (const key of keys) this.#check(key, params[key], grads[key]);
    this.#updates++;
    const isOurs = inBackend.has(this.updateOne);
    const dataOf = isOurs ? arrayOf : (x: Tensor) => x.data; // a formula of a reader's own reads and writes the numbers
    const updateAll = () => {
      for (const key of keys) {
        const [parameter, gradient] = [params[key], grads[key]];
        const w = typeof parameter === "number" ? Float64Array.of(parameter) : dataOf(parameter);
        const g = typeof gradient === "number" ? Float64Array.of(gradient) : dataOf(gradient);
        const memory = Object.keys(this.#memory).map((slot) => this.#recall(slot, key, w));
        this.updateOne(w, g, ...memory.map(isOurs ? forBackend : handOut));
        if (typeof parameter === "number") params[key] = w[0];
      }
    };
    if (isOurs) together(updateAll);
    else updateAll();
  }

  /** The formula, for one parameter. */
  protected abstract updateOne(w: TypedArray, g: TypedArray, ...memory: TypedArray[]): void;

  /** Everything that the next update depends on; assigning it makes the optimizer go on from there. */
  get state(): OptimizerState {
    const memory = Object.fromEntries(
      Object.entries(this.#memory).map(([slot, parts]) => [
        slot,
        Object.fromEntries(Object.entries(parts).map(([key, x]) => [key, numbersOf(x)])),
      ]),
    );
    return { name: this.name, lr: this.#lr, updates: this.#updates, memory };
  }

  set state(state: OptimizerState) {
    const { name, updates, memory } = Object(state) as Partial<OptimizerState>;
    if (name !== undefined && name !== this.name) {
      throw new TypeError(`${this.name}.state: this is the state of ${name}`);
    }
    const slots = (record: unknown) => Object.keys(Object(record)).sort().join();
    if (!Number.isInteger(updates) || slots(memory) !== slots(this.#memory)) {
      throw new TypeError(
        `${this.name}.state: needs what optimizer.state gave, got ${describe(state)}`,
      );
    }
    this.lr = state.lr;
    this.#updates = state.updates;
    this.#memory = structuredClone(state.memory);
  }

  /** What `slot` remembers of a parameter, in its dtype; zeros at first. */
  #recall(slot: string, key: string, w: TypedArray): TypedArray {
    const parts = this.#memory[slot];
    const known = parts[key];
    const type = w.constructor as ArrayType;
    if (known instanceof type) return known;
    const remembered = allocatePersistent(type, w.length);
    if (known !== undefined) remembered.set(numbersOf(known));
    parts[key] = remembered;
    return remembered;
  }

  #check(key: string, parameter: Tensor | number, gradient: Tensor | number | undefined): void {
    const call = `${this.name}.update`;
    if (gradient === undefined) throw new TypeError(`${call}: grads has no ${key}`);
    const isFloat = parameter instanceof Tensor && parameter.dtype !== "int32";
    if (!isFloat && typeof parameter !== "number") {
      throw new TypeError(
        `${call}: params.${key} needs to be a float tensor or a number, got ${kindOf(parameter)}`,
      );
    }
    if (kindOf(parameter) !== kindOf(gradient)) {
      throw new TypeError(
        `${call}: grads.${key} ${kindOf(gradient)} does not fit params.${key} ${kindOf(parameter)}`,
      );
    }
    for (const [slot, parts] of Object.entries(this.#memory)) {
      const size = typeof parameter === "number" ? 1 : parameter.size;
      const known = parts[key]?.length ?? size;
      if (known !== size) {
        throw new TypeError(
          `${call}: ${slot} remembers ${known} numbers of ${key}, but params.${key} is ` +
            `${kindOf(parameter)}; make an optimizer for each network`,
        );
      }
    }
  }
}

function numbersOf(remembered: ArrayLike<number>): number[] {
  return Array.from(remembered instanceof Array ? remembered : atHand(remembered as TypedArray));
}

/** What has to be the same of a parameter and its gradient: "float32 (3, 2)", or "number". */
function kindOf(value: unknown): string {
  return value instanceof Tensor ? `${value.dtype} ${formatShape(value.shape)}` : typeof value;
}

function checkRate(name: string, lr: number): number {
  if (!Number.isFinite(lr) || lr <= 0) {
    throw new RangeError(`${name}: lr needs to be a positive number, got ${numberOr(lr)}`);
  }
  return lr;
}
