// The parameters of a network by the book's names. One owner for each: the layer holds the tensor, and the record reads
// and writes the layer's. So an optimizer, a loaded file and a reader's assignment all reach what `forward` uses, and a
// layer that takes the place of another brings its parameters along.

import type { Layer } from "../layers/layer.ts";
import { hostArrayOf } from "../tensor/ndarray.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import { describe } from "../errors/describe.ts";
import { Tensor } from "../tensor/tensor.ts";

/** Where a tensor lives: a layer, and the name of a property of it. */
export type Binding = readonly [layer: Layer, property: string];

/** The tensors of layers which may be exchanged for others. */
export class Params {
  readonly #layers: () => Record<string, Layer>;
  readonly #kinds: readonly (readonly string[])[];
  #found: readonly Layer[] = [];
  #bindings: Record<string, Binding> = {};
  #record: Record<string, Tensor> = this.#bind();

  /**
   * The tensors with these property names in layers that have them, numbered in the order of the layers: W1, b1, W2,
   * b2 …
   *
   * @param layers gives the layers of the moment, in the order of forward
   * @param kinds names that come together, such as W and b: of a layer that has one of them, all get the same number
   */
  constructor(layers: () => Record<string, Layer>, kinds: readonly (readonly string[])[]) {
    this.#layers = layers;
    this.#kinds = kinds;
  }

  /**
   * Where the tensors live at the moment.
   *
   * @throws TypeError for a layer that is there twice, and for a W, b … that is neither a tensor nor a number, such
   *   as a width
   */
  get bindings(): Record<string, Binding> {
    if (this.#isUpToDate()) return this.#bindings;
    const named = this.#layers();
    checkOnce(named);
    const layers = Object.values(named);
    const before = Object.keys(this.#bindings).join();
    this.#found = layers;
    this.#bindings = Object.assign({}, ...this.#kinds.map((kind) => findBindings(layers, kind)));
    if (Object.keys(this.#bindings).join() !== before) this.#record = this.#bind();
    return this.#bindings;
  }

  /**
   * A record that reads and writes the layers' own tensors. A tensor of another shape, or a key that is not there, is a
   * TypeError; float64 may take the place of float32, of all of them at once. A cell shows the shapes.
   */
  get record(): Record<string, Tensor> {
    void this.bindings; // looks at the layers
    return this.#record;
  }

  /** Whether the layers are those in which the bindings were found; it is asked at each access. */
  #isUpToDate(): boolean {
    const layers = this.#layers();
    let i = 0;
    for (const name in layers) {
      if (layers[name] !== this.#found[i++]) return false;
    }
    return i === this.#found.length;
  }

  #bind(): Record<string, Tensor> {
    const params: Record<string, Tensor> = {};
    for (const key of Object.keys(this.#bindings)) {
      Object.defineProperty(params, key, {
        enumerable: true,
        get: () => {
          const [owner, property] = this.#ownerOf(key);
          return owner[property];
        },
        set: (value: Tensor) => {
          const [owner, property] = this.#ownerOf(key);
          checkFits(`params.${key}`, value, owner[property]);
          owner[property] = value;
        },
      });
    }
    Object.defineProperty(params, Symbol.for("Deno.customInspect"), {
      value: () =>
        Object.entries(params)
          .map(([key, { shape, dtype }]) => `${key}  ${formatShape(shape)}  ${dtype}`)
          .join("\n"),
    });
    return Object.preventExtensions(params);
  }

  #ownerOf(key: string): [owner: Record<string, Tensor>, property: string] {
    const binding = this.bindings[key];
    if (binding === undefined) {
      throw new TypeError(`params.${key}: no layer has it any more; read net.params again`);
    }
    const [layer, property] = binding;
    return [layer as object as Record<string, Tensor>, property];
  }
}

function findBindings(
  layers: readonly Layer[],
  properties: readonly string[],
): Record<string, Binding> {
  const owned = layers.map((layer) => [layer, tensorsIn(layer, properties)] as const);
  return Object.fromEntries(
    owned.filter(([, names]) => names.length > 0).flatMap(([layer, names], i) =>
      names.map((property) => [`${property}${i + 1}`, [layer, property] as const])
    ),
  );
}

/** Which of `properties` are tensors; a number may be a width that is called W, or a beta that is not learnt. */
function tensorsIn(layer: Layer, properties: readonly string[]): string[] {
  const values = Object(layer) as Record<string, unknown>;
  const names = properties.filter((name) => name in values && typeof values[name] !== "number");
  for (const name of names) {
    if (values[name] instanceof Tensor) continue;
    throw new TypeError(
      `${layer.constructor.name}: ${name} needs to be a Tensor from the start, got ` +
        describe(values[name]),
    );
  }
  return names;
}

/** Throws if two names are of one layer: its backward knows the last forward only, so gradients would be wrong. */
function checkOnce(layers: Record<string, Layer>): void {
  const names = new Map<Layer, string>();
  for (const [name, layer] of Object.entries(layers)) {
    if (names.has(layer)) {
      throw new TypeError(
        `layers.${name} is layers.${names.get(layer)} once more; a layer remembers one forward ` +
          `only, so make another`,
      );
    }
    names.set(layer, name);
  }
}

/**
 * Copies the values of `values` into the tensors of `params`, which keep their dtype.
 *
 * @param call what messages begin with
 * @param values as many float tensors, of the same names and shapes
 * @throws TypeError for weights that are missing, not known or of another shape, all named at once; nothing is
 *   changed then
 */
export function copyParams(
  call: string,
  values: Record<string, Tensor>,
  params: Record<string, Tensor>,
): void {
  const keys = Object.keys(params);
  const missing = keys.filter((key) => !(key in values));
  const unknown = Object.keys(values).filter((key) => !(key in params));
  if (missing.length > 0 || unknown.length > 0) {
    throw new TypeError(
      `${call}: needs ${keys.join(", ")}; ` +
        [
          missing.length > 0 ? `missing: ${missing.join(", ")}` : [],
          unknown.length > 0 ? `not known: ${unknown.join(", ")}` : [],
        ].flat().join("; "),
    );
  }
  for (const key of keys) checkFloat(`${call}: ${key}`, values[key]);
  const misshapen = keys.filter((key) => !sameShape(values[key].shape, params[key].shape));
  if (misshapen.length > 0) {
    const pairs = misshapen.map((key) =>
      `${key} ${formatShape(values[key].shape)} does not fit ${formatShape(params[key].shape)}`
    );
    throw new TypeError(`${call}: ${pairs.join(", ")}`);
  }
  for (const key of keys) hostArrayOf(params[key]).set(hostArrayOf(values[key]));
}

function checkFits(what: string, value: Tensor, present: Tensor): void {
  checkFloat(what, value);
  if (!sameShape(value.shape, present.shape)) {
    throw new TypeError(
      `${what}: ${formatShape(value.shape)} does not fit ${formatShape(present.shape)}`,
    );
  }
}

function checkFloat(what: string, value: Tensor): void {
  if (!(value instanceof Tensor) || value.dtype === "int32") {
    const got = value instanceof Tensor ? value.dtype : describe(value);
    throw new TypeError(`${what} needs to be a float tensor, got ${got}`);
  }
}
