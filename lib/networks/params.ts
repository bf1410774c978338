// The parameters of a network by the book's names. One owner for each: the layer holds the tensor, and the record reads
// and writes the layer's. So an optimizer, a loaded file and a reader's assignment all reach what `forward` uses.

import { allocateLasting } from "../backend/step.ts";
import type { ArrayType } from "../backend/contract.ts";
import type { Layer } from "../layers/layer.ts";
import { formatShape, sameShape } from "../shape.ts";
import { describe, Tensor } from "../tensor.ts";

/** Where a tensor lives: a layer, and the name of a property of it. */
export type Binding = readonly [layer: Layer, property: string];

/**
 * The tensors with these property names in layers that have them, numbered in the order of the layers: W1, b1, W2, b2 …
 *
 * @param layers in the order of forward
 * @param properties names that come together, such as W and b; a layer has all of them or none
 */
export function findBindings(
  layers: readonly Layer[],
  properties: readonly string[],
): Record<string, Binding> {
  const owners = layers.filter((layer) => properties[0] in layer);
  return Object.fromEntries(
    owners.flatMap((layer, i) =>
      properties.map((property) => [`${property}${i + 1}`, [layer, property] as const])
    ),
  );
}

/**
 * Moves tensors to where the backend computes with them without copying. What a layer of a reader's own hands out by an
 * accessor stays where it is.
 */
export function settle(bindings: Record<string, Binding>): void {
  for (const [layer, property] of Object.values(bindings)) {
    const owner = layer as object as Record<string, Tensor>;
    if (!Object.getOwnPropertyDescriptor(owner, property)?.writable) continue;
    const { data, shape } = owner[property];
    const settled = allocateLasting(data.constructor as ArrayType, data.length);
    settled.set(data);
    owner[property] = new Tensor(settled, shape);
  }
}

/**
 * A record that reads and writes the layers' own tensors. A tensor of another shape, or a key that is not there, is a
 * TypeError; float64 may take the place of float32, of all of them at once. A cell shows the shapes.
 */
export function bindParams(bindings: Record<string, Binding>): Record<string, Tensor> {
  const params: Record<string, Tensor> = {};
  for (const [key, [layer, property]] of Object.entries(bindings)) {
    const owner = layer as object as Record<string, Tensor>;
    Object.defineProperty(params, key, {
      enumerable: true,
      get: () => owner[property],
      set: (value: Tensor) => {
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

/**
 * Copies the values of `values` into the tensors of `params`, which keep their dtype.
 *
 * @param call what messages begin with
 * @param values as many float tensors, of the same names and shapes
 * @throws TypeError for weights that are missing, not known or of another shape, all named at once; nothing is changed then
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
  for (const key of keys) params[key].data.set(values[key].data);
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
